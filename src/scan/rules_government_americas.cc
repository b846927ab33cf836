/// National identifiers of the Americas; passports and driver's licences of the United States.
#include <algorithm>

#include "catalog/checks_government.h"
#include "known/government_americas.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

/// SSA's and Woolworth's famous numbers, advertisements' 987-65-432x, and the all too obvious.
bool ssn(std::string_view v) {
  return us_ssn_ok(v) && v != "078051120" && v != "219099999" && v != "123456789" &&
         v != "111111111" && v != "111223333" && v != "987654320";
}

bool passport_us(std::string_view v) {
  return (v.size() == 9 && count_digits(v) >= 8 && v != "123456789" && v != "000000000");
}

constexpr std::string_view kForeignPassports = known::kGovernmentAmericasForeignPassports;

constexpr const char* kPassportCues = known::kGovernmentAmericasPassportCues;

bool not_foreign(const Page& page, size_t begin, size_t end) {
  const auto cue = page.cue_before(kPassportCues, begin, 60);
  if (cue && page.text.substr(cue->end, begin - cue->end).find('\n') == std::string_view::npos &&
      count_digits(page.text.substr(cue->end, begin - cue->end)) > 0) {
    return false;  // "passport to success: 7 steps and 100000000 reasons"
  }
  // "12 3456789" is the Russian form.
  if (end - begin == 10 && page.text[begin + 2] == ' ') return false;
  if (line_mentions(page, begin, end, "embassy|consulate|foreign", 60, 0) &&
      !line_mentions(page, begin, end, "us|u.s.|usa|american", 80, 60)) {
    return false;
  }
  return !line_mentions(page, begin, end, kForeignPassports, 80, 30) ||
         line_mentions(page, begin, end, "us|u.s.|usa|american|united states", 60, 30);
}

bool no_other_licence(const Page& page, size_t begin, size_t end) {
  return !mentions(page, begin, end, known::kGovernmentAmericasNoOtherLicenceWords,
                   40, 24);
}

/// "DL", "DL#", "D.L.": too short for a phrase.
constexpr size_t kDlReach = 14;  ///< bytes before a licence's number

bool after_dl(const Page& page, size_t begin, size_t end) {
  return line_mentions(page, begin, end, "dl|d.l.|d/l|dl#|cdl|lic", kDlReach, 0) &&
         no_other_licence(page, begin, end);
}

/// Whether one of the words of after_dl() may stand before: each has an l behind "d", "d." or "d/"
/// or before an i.
bool may_follow_dl(std::string_view text, size_t begin) {
  for (size_t i = begin > kDlReach ? begin - kDlReach : 0; i < begin; ++i) {
    if (lower(text[i]) != 'l') continue;
    const char before = i > 0 ? lower(text[i - 1]) : '\0';
    if (before == 'd' || before == '.' || before == '/' || lower(text[i + 1]) == 'i') return true;
  }
  return false;
}

bool dl_check(std::string_view v) {
  const size_t digits = count_digits(v);
  if (v.size() < 7 || v.size() > 15) return false;
  const size_t letters = v.size() - digits;
  if (letters == 0) return digits <= 9 || digits == 10 || digits == 12;
  if (letters == 1) return is_alpha(v[0]) || is_alpha(v.back());
  if (letters == 2) return digits == 6 || digits == 5 || digits == 7;
  if (letters == 3) return digits >= 5;
  return v.size() == 12 && letters >= 7;  // Washington: letters of the name
}

/// "A#", "A-Number": too short for a phrase.
bool after_a(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end,
                  "a#|a-number|a number|alien|uscis|a no|a-no|green card|immigration|resident card",
                  40, 20);
}

bool alien_number(std::string_view v) {
  if (v[0] == 'A') v.remove_prefix(1);
  return (v.size() == 7 || v.size() == 8 || v.size() == 9) && count_digits(v) == v.size();
}

bool cnpj_of_person(const Page& page, size_t begin, size_t end) {
  return !line_mentions(page, begin, end, "s.a.|s/a|s.a", 60, 10);
}

/// "SSN" in the many ways people say it.
constexpr const char* kSsnCues = known::kGovernmentAmericasSsnCues;
constexpr const char* kItinCues = known::kGovernmentAmericasItinCues;
constexpr const char* kLicenseCues = known::kGovernmentAmericasLicenseCues;
constexpr const char* kAlienCues = known::kGovernmentAmericasAlienCues;
constexpr const char* kSinCues = known::kGovernmentAmericasSinCues;
constexpr const char* kCpfCues = known::kGovernmentAmericasCpfCues;
constexpr const char* kCnpjCues =
    "c n p j|cnpj|cnpj mf|cadastro nacional da pessoa jurídica|mei|inscrição no cnpj|brazilian "
    "company|"
    "cpf cnpj|cnpj mei";
constexpr const char* kCuitCues = known::kGovernmentAmericasCuitCues;
constexpr const char* kRutCues = known::kGovernmentAmericasRutCues;
constexpr const char* kCurpCues =
    "c u r p|curp|clave única de registro|clave unica de registro|registro de población|mexican id|"
    "clave única|población";

constexpr uint16_t kFormed = kUnlessVeto;

#define DL_SHAPE                                                                           \
  "[A-Z]\\d{3}[- ]\\d{3}[- ]\\d{2}[- ]\\d{3}([- ]\\d)?|[A-Z]\\d{3}[- ]\\d{4}[- ]\\d{4}|"   \
  "[A-Z]\\d{4}[- ]\\d{5}[- ]\\d{5}|[A-Z]\\d{3}[- ]\\d{4}[- ]\\d{4}[- ]?\\d{0,2}|"          \
  "[A-Z][- ]?\\d{3}[- ]\\d{3}[- ]\\d{3}([- ]\\d{3})?|\\d{3}[- ]\\d{3}[- ]\\d{3}|"          \
  "\\d{2}[- ]\\d{3}[- ]\\d{4}|\\d{3}[- ]\\d{2}[- ]\\d{4}|[A-Z]\\d{2}[- ]\\d{2}[- ]\\d{4}|" \
  "[A-Z]{2}[- ]?\\d{5,7}[A-Z]?|[A-Z]{5,7}[A-Z*]{0,2}\\d{3}[A-Z0-9]{2}|"                    \
  "[A-Z][ "                                                                                \
  "-]?\\d{6,14}|\\d{7,10}|\\d{12}|[A-Z]\\d{5,6}[A-Z]|\\d{7}[A-Z]|\\d{3}[A-Z]{2}\\d{4}|"    \
  "\\d{2}[A-Z]{3}\\d{5}|[A-Z]\\d{12}"

constexpr ValueRule kValues[] = {
    // United States
    {.info = {"us_ssn.dashed", Category::kUsSsn},
     .shape = "\\d{3}-\\d{2}-\\d{4}",
     .check = ssn,
     .need = Need::kNone,
     .cues = kSsnCues,
     .score = 0.84F,
     .flags = kFormed},
    {.info = {"us_ssn", Category::kUsSsn},
     .shape = IDS_DIGITS("8"),
     .check = ssn,
     .cues = kSsnCues,
     .score = 0.9F},
    {.info = {"us_itin.dashed", Category::kUsItin},
     .shape = "9\\d{2}-\\d{2}-\\d{4}",
     .check = us_itin_ok,
     .need = Need::kNone,
     .cues = kItinCues,
     .score = 0.72F,
     .flags = kFormed},
    {.info = {"us_itin", Category::kUsItin},
     .shape = "9(" IDS_LOOSE "\\d){8}",
     .check = us_itin_ok,
     .cues = kItinCues,
     .score = 0.9F,
     .reach_before = 80},
    {.info = {"us_passport", Category::kUsPassport},
     .shape = "\\d{9}|\\d{3}[ -]\\d{3}[ -]\\d{3}|A(" IDS_LOOSE
              "\\d){8}|\\d{3,6} \\d{3,6}|\\d(" IDS_LOOSE "\\d){8}",
     .check = passport_us,
     .cues = kPassportCues,
     .score = 0.85F,
     .flags = kCaseless,
     .reach_after = 24,
     .accept = not_foreign},
    {.info = {"us_passport.named", Category::kUsPassport},
     .shape = "[A-Z]?\\d(" IDS_LOOSE "\\d){7,8}",
     .check = passport_us,
     .need = Need::kDirect,
     .cues = known::kGovernmentAmericasUsPassportNamedCues,
     .score = 0.92F},
    {.info = {"us_driver_license", Category::kUsDriverLicense},
     .shape = DL_SHAPE,
     .check = dl_check,
     .cues = kLicenseCues,
     .score = 0.82F,
     .flags = kCaseless,
     .reach_before = 48,
     .reach_after = 20,
     .accept = no_other_licence},
    {.info = {"us_alien_number", Category::kUsAlienNumber},
     .shape = "A[ ]?[-#]?:?[ ]?\\d[ ]\\d{8}|A(" IDS_LOOSE
              "\\d){7,9}|A[ ]?[-#]?:?[ ]?\\d{2,3}([ -]\\d{3}){1,2}|A[ ]?[-#]?[ ]?\\d{7,9}",
     .check = alien_number,
     .cues = kAlienCues,
     .score = 0.9F,
     .flags = kCaseless | kLabelled,
     .reach_before = 100,
     .reach_after = 60},
    {.info = {"us_alien_number.digits", Category::kUsAlienNumber},
     .shape = "\\d{2,3}[ -]\\d{3}[ -]\\d{3}|\\d{7,9}",
     .check = alien_number,
     .need = Need::kDirect,
     .cues = "alien number|alien registration number|alien registration no|a number|anumber|"
             "uscis number|alien no|uscis no|alien reg no|alien registration",
     .score = 0.88F},
    {.info = {"us_driver_license.dl", Category::kUsDriverLicense},
     .shape = DL_SHAPE,
     .check = dl_check,
     .need = Need::kNone,
     .cues = kLicenseCues,
     .score = 0.86F,
     .flags = kUnlessVeto | kNotInCode | kNoRelax,
     .accept = after_dl,
     .may_begin = may_follow_dl},
    {.info = {"us_alien_number.hash", Category::kUsAlienNumber},
     .shape = "A[ ]?[-#]?[ ]?(\\d{3}[ -]?\\d{3}[ -]?\\d{3}|\\d{8,9})",
     .check = alien_number,
     .need = Need::kNone,
     .cues = kAlienCues,
     .score = 0.9F,
     .flags = kFormed | kNoRelax,
     .accept = after_a},
    // Canada
    {.info = {"ca_sin", Category::kCaSin},
     .shape = IDS_DIGITS("8"),
     .check = ca_sin_ok,
     .cues = kSinCues,
     .score = 0.9F},
    // Mexico
    {.info = {"mx_curp", Category::kMxCurp},
     .shape = "[A-Z]{4}\\d{6}[HMX][A-Z]{5}[A-Z0-9]\\d",
     .check = mx_curp_ok,
     .need = Need::kNone,
     .cues = kCurpCues,
     .score = 0.95F,
     .flags = kCaseless},
    {.info = {"mx_curp.spaced", Category::kMxCurp},
     .shape = "[A-Z]{4}[ -]?\\d{6}[ -]?[HMX][ -]?[A-Z]{5}[ -]?[A-Z0-9][ -]?\\d",
     .check = mx_curp_ok,
     .cues = kCurpCues,
     .score = 0.93F,
     .flags = kCaseless | kLabelled},
    // Brazil
    {.info = {"br_cpf.punctuated", Category::kBrCpf},
     .shape = "\\d{3}\\.\\d{3}\\.\\d{3}[- ]\\d{2}|\\d{9}-\\d{2}",
     .check = br_cpf_ok,
     .need = Need::kNone,
     .cues = kCpfCues,
     .score = 0.93F,
     .flags = kFormed},
    {.info = {"br_cpf", Category::kBrCpf},
     .shape = IDS_DIGITS("10"),
     .check = br_cpf_ok,
     .cues = kCpfCues,
     .score = 0.9F},
    {.info = {"br_cnpj.punctuated", Category::kBrCnpj},
     .shape = "[0-9A-Z]{2}\\.[0-9A-Z]{3}\\.[0-9A-Z]{3}\\/[0-9A-Z]{4}-\\d{2}",
     .check = br_cnpj_ok,
     .need = Need::kNone,
     .cues = kCnpjCues,
     .score = 0.93F,
     .accept = cnpj_of_person},
    {.info = {"br_cnpj", Category::kBrCnpj},
     .shape = "[0-9A-Z]{2}[ .]?[0-9A-Z]{3}[ .]?[0-9A-Z]{3}[ \\/]?[0-9A-Z]{4}[ -]?\\d{2}",
     .check = br_cnpj_ok,
     .cues = kCnpjCues,
     .score = 0.9F,
     .accept = cnpj_of_person},
    // Argentina, Chile
    {.info = {"ar_cuit.dashed", Category::kArCuit},
     .shape = "[23]\\d-\\d{8}-\\d",
     .check = ar_cuit_ok,
     .need = Need::kNone,
     .cues = kCuitCues,
     .score = 0.93F,
     .flags = kFormed},
    {.info = {"ar_cuit", Category::kArCuit},
     .shape = "[23](" IDS_LOOSE "\\d){10}",
     .check = ar_cuit_ok,
     .cues = kCuitCues,
     .score = 0.9F},
    {.info = {"cl_rut.dash", Category::kClRut},
     .shape = "\\d{1,2}\\.\\d{3}\\.\\d{3} ?- ?[0-9Kk]|\\d{7,8}-[0-9Kk]",
     .check = cl_rut_ok,
     .need = Need::kNone,
     .cues = kRutCues,
     .score = 0.86F,
     .flags = kFormed},
    {.info = {"cl_rut", Category::kClRut},
     .shape = "\\d{1,2}[ .]?\\d{3}[ .]?\\d{3}[ -]?[0-9K]",
     .check = cl_rut_ok,
     .cues = kRutCues,
     .score = 0.88F,
     .flags = kCaseless},
};

}  // namespace

RuleTable government_americas_rules() {
  return {.values = kValues,
          .veto_cues =
              "ein|employer identification|duns|naics|rfc homoclave|cbu|zip 4|"
              "employer id number|fein|federal tax id|inscrição estadual"};
}

}  // namespace lauter::scan
