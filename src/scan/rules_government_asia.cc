/// National identifiers of Asia, Africa and the Pacific; passports of all countries but the United
/// States, and their machine readable zones.
#include <algorithm>
#include <array>
#include <string>

#include "catalog/checks_government.h"
#include "catalog/checks_travel.h"
#include "known/government_asia.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

bool abn_of_person(const Page& page, size_t begin, size_t end) {
  return !line_mentions(page, begin, end, "limited|ltd|\xC2\xA9|all rights reserved|copyright", 80,
                        40);
}

bool cn_id(std::string_view v) { return cn_resident_id_ok(v) && v != "11010519491231002X"; }
bool nric(std::string_view v) {
  return sg_nric_fin_ok(v) && v != "S1234567D" && v != "F1234567N" && v != "G1234567X" &&
         v != "T1234567J";
}
bool after_hk(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end, "hk id|hk_id|hk-id|hkid|hong kong", 32, 0);
}

bool hkid(std::string_view v) { return hk_id_ok(v) && v != "A1234563"; }

/// Milliseconds since 1970 of the years 2015 to 2033 look like a date of birth in rare moments.
bool not_epoch_ms(const Page& page, size_t begin, size_t end) {
  return !(end - begin == 13 && page.text[begin] == '1' && page.text[begin + 1] >= '5' &&
           page.text[begin + 1] <= '9');
}

bool nin_11_digits(std::string_view v) { return v.size() == 11 && count_digits(v) == 11; }

bool india_gov(std::string_view v) {
  return in_pan_ok(v) && v != "ABCDE1234F" && v != "AAAPL1234C";
}

/// Passport numbers by the countries' forms; nine digits only where a foreign country is named.
bool passport_form(std::string_view v) {
  const size_t digits = count_digits(v);
  if (v.size() == 9 && v[0] == 'A' && digits == 8) return false;  // the American form
  return v.size() >= 6 && v.size() <= 10 && digits >= 2 && v != "123456789" &&
         v.substr(0, 9) != "C01X00T47" && v != "L898902C3";
}

bool not_specimen_passport(const Page& page, size_t begin, size_t end) {
  return page.text.substr(begin, end - begin) != "C01X00T47";
}

constexpr std::string_view kNations = known::kGovernmentAsiaNations;

bool names_a_nation(const Page& page, size_t begin, size_t end) {
  return (line_mentions(page, begin, end, kNations, 90, 40) ||
          line_mentions(page, begin, end, "embassy|consulate", 60, 0)) &&
         !line_mentions(page, begin, end, "us passport|u.s. passport|american passport|usa", 60,
                        20);
}

constexpr const char* kTfnCues =
    "t f n|tfn|tax file|tax file number|tax file no|tfn number|australian tax|ato";
constexpr const char* kAbnCues =
    "a b n|abn|australian business number|australian business|business number|business no|abn "
    "number|abn no";
constexpr const char* kIrdCues =
    "i r d|ird|ird number|ird no|inland revenue|ird num|inland revenue number|nz tax|tax number|"
    "new zealand tax|te tari taake";
constexpr const char* kAadhaarCues = known::kGovernmentAsiaAadhaarCues;
constexpr const char* kPanCues = known::kGovernmentAsiaPanCues;
constexpr const char* kRrnCues = known::kGovernmentAsiaRrnCues;
constexpr const char* kMyNumberCues =
    "マイナンバー|個人番号|my number|mynumber|my number card|individual number|マイナンバーカード|"
    "japanese individual number|kojin bango|個人識別番号|マイナンバ";
constexpr const char* kChinaCues = known::kGovernmentAsiaChinaCues;
constexpr const char* kSingaporeCues =
    "nric|fin|nric fin|nric no|nric number|fin number|fin no|singapore id|identity card|"
    "foreign identification number|ic number|uin";
constexpr const char* kHongKongCues = known::kGovernmentAsiaHongKongCues;
constexpr const char* kThaiCues = known::kGovernmentAsiaThaiCues;
constexpr const char* kNikCues = known::kGovernmentAsiaNikCues;
constexpr const char* kNinCues = known::kGovernmentAsiaNinCues;
constexpr const char* kZaCues = known::kGovernmentAsiaZaCues;
constexpr const char* kIsraelCues = known::kGovernmentAsiaIsraelCues;
constexpr const char* kPassportCues = known::kGovernmentAsiaPassportCues;

constexpr uint16_t kFormed = kUnlessVeto;

constexpr ValueRule kValues[] = {
    // Australia and New Zealand
    {.info = {"au_tfn", Category::kAuTfn},
     .shape = IDS_DIGITS("7,8"),
     .check = au_tfn_ok,
     .cues = kTfnCues,
     .score = 0.9F},
    {.info = {"au_abn.grouped", Category::kAuAbn},
     .shape = "\\d{2} \\d{3} \\d{3} \\d{3}",
     .check = au_abn_ok,
     .need = Need::kNone,
     .cues = kAbnCues,
     .score = 0.87F,
     .flags = kFormed,
     .accept = abn_of_person},
    {.info = {"au_abn", Category::kAuAbn},
     .shape = IDS_DIGITS("10"),
     .check = au_abn_ok,
     .cues = kAbnCues,
     .score = 0.9F,
     .accept = abn_of_person},
    {.info = {"nz_ird", Category::kNzIrd},
     .shape = IDS_DIGITS("7,8"),
     .check = nz_ird_ok,
     .cues = kIrdCues,
     .score = 0.9F},
    // India
    {.info = {"in_aadhaar.grouped", Category::kInAadhaar},
     .shape = "[2-9]\\d{3}[ -]\\d{4}[ -]\\d{4}",
     .check = in_aadhaar_ok,
     .need = Need::kNone,
     .cues = kAadhaarCues,
     .score = 0.88F,
     .flags = kFormed},
    {.info = {"in_aadhaar", Category::kInAadhaar},
     .shape = "[2-9](" IDS_LOOSE "\\d){11}",
     .check = in_aadhaar_ok,
     .cues = kAadhaarCues,
     .score = 0.92F},
    {.info = {"in_pan", Category::kInPan},
     .shape = "[A-Z]{3}[PCHFATBLJG][A-Z]\\d{4}[A-Z]",
     .check = india_gov,
     .need = Need::kNone,
     .cues = kPanCues,
     .score = 0.86F,
     .flags = kFormed},
    {.info = {"in_pan.loose", Category::kInPan},
     .shape = "[A-Z]{3}[PCHFATBLJG][A-Z][ -]?\\d{4}[ -]?[A-Z]",
     .check = india_gov,
     .cues = kPanCues,
     .score = 0.88F,
     .flags = kCaseless | kLabelled},
    // Korea, Japan, China
    {.info = {"kr_rrn.dash", Category::kKrRrn},
     .shape = "\\d{6}-[1-8]\\d{6}",
     .check = kr_rrn_ok,
     .need = Need::kNone,
     .cues = kRrnCues,
     .score = 0.9F,
     .flags = kFormed},
    {.info = {"kr_rrn", Category::kKrRrn},
     .shape = IDS_DIGITS("12"),
     .check = kr_rrn_ok,
     .cues = kRrnCues,
     .score = 0.9F},
    {.info = {"jp_my_number", Category::kJpMyNumber},
     .shape = IDS_DIGITS("11"),
     .check = jp_my_number_ok,
     .cues = kMyNumberCues,
     .score = 0.91F},
    {.info = {"cn_resident_id", Category::kCnResidentId},
     .shape = "[1-8]\\d{16}[0-9Xx]",
     .check = cn_id,
     .need = Need::kNone,
     .cues = kChinaCues,
     .score = 0.95F},
    {.info = {"cn_resident_id.spaced", Category::kCnResidentId},
     .shape = "[1-8]\\d{5}[ -]\\d{4}[ -]?\\d{4}[ -]\\d{3}[0-9Xx]|[1-8]\\d{2}[ -]\\d{3}[ -]\\d{4}[ "
              "-]?\\d{4}"
              "[ -]\\d{3}[0-9Xx]|[1-8]\\d{5}[ -]\\d{4}[ -]\\d{2}[ -]?\\d{2}[ -]\\d{3}[0-9Xx]",
     .check = cn_id,
     .need = Need::kNone,
     .cues = kChinaCues,
     .score = 0.95F},
    {.info = {"cn_resident_id.broken", Category::kCnResidentId},
     .shape = "[1-8](" IDS_LOOSE "\\d){16}" IDS_LOOSE "[0-9Xx]",
     .check = cn_id,
     .cues = kChinaCues,
     .score = 0.93F},
    {.info = {"in_pan.broken", Category::kInPan},
     .shape = "[A-Z](" IDS_LOOSE "[A-Z]){4}(" IDS_LOOSE "\\d){4}" IDS_LOOSE "[A-Z]",
     .check = india_gov,
     .need = Need::kDirect,
     .cues = kPanCues,
     .score = 0.86F,
     .flags = kCaseless | kLabelled},
    {.info = {"sg_nric_fin.broken", Category::kSgNricFin},
     .shape = "[STFGM](" IDS_LOOSE "\\d){7}" IDS_LOOSE "[A-Z]",
     .check = nric,
     .cues = kSingaporeCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"hk_id.broken", Category::kHkId},
     .shape = "[A-Z]{1,2}(" IDS_LOOSE "\\d){6}[ -]?" IDS_LOOSE "\\(?[0-9A]\\)?",
     .check = hkid,
     .cues = kHongKongCues,
     .score = 0.88F,
     .flags = kCaseless},
    // Singapore, Hong Kong, Thailand, Indonesia
    {.info = {"sg_nric_fin", Category::kSgNricFin},
     .shape = "[STFGM]\\d{7}[A-Z]",
     .check = nric,
     .need = Need::kNone,
     .cues = kSingaporeCues,
     .score = 0.87F,
     .flags = kFormed},
    {.info = {"sg_nric_fin.loose", Category::kSgNricFin},
     .shape = "[STFGM][ -]?\\d{4}[ -]?\\d{3}[ -]?[A-Z]|[STFGM][ -]?\\d{7}[ -]?[A-Z]",
     .check = nric,
     .cues = kSingaporeCues,
     .score = 0.9F,
     .flags = kCaseless},
    {.info = {"hk_id", Category::kHkId},
     .shape = "[A-Z]{1,2} ?\\d{6} ?\\([0-9A]\\)",
     .check = hkid,
     .need = Need::kNone,
     .cues = kHongKongCues,
     .score = 0.93F},
    {.info = {"hk_id.loose", Category::kHkId},
     .shape = "[A-Z]{1,2}[ -]?\\d{6}[ -]?\\(?[0-9A]\\)?",
     .check = hkid,
     .cues = kHongKongCues,
     .score = 0.9F,
     .flags = kCaseless},
    {.info = {"hk_id.near", Category::kHkId},
     .shape = "[A-Z]{1,2}\\d{6}[ ]?[0-9A]",
     .check = hkid,
     .need = Need::kNone,
     .cues = kHongKongCues,
     .score = 0.88F,
     .flags = kFormed | kNoRelax,
     .accept = after_hk},
    {.info = {"th_tnin.grouped", Category::kThTnin},
     .shape = "[1-8][ -]\\d{4}[ -]\\d{5}[ -]\\d{2}[ -]\\d",
     .check = th_tnin_ok,
     .need = Need::kNone,
     .cues = kThaiCues,
     .score = 0.93F,
     .flags = kFormed},
    {.info = {"th_tnin", Category::kThTnin},
     .shape = "[1-8](" IDS_LOOSE "\\d){12}",
     .check = th_tnin_ok,
     .cues = kThaiCues,
     .score = 0.9F},
    {.info = {"id_nik", Category::kIdNik},
     .shape = IDS_DIGITS("15"),
     .check = id_nik_ok,
     .cues = kNikCues,
     .score = 0.91F},
    // Nigeria, South Africa, Israel
    {.info = {"ng_nin", Category::kNgNin},
     .shape = IDS_DIGITS("10"),
     .check = ng_nin_ok,
     .cues = kNinCues,
     .score = 0.88F},
    {.info = {"ng_nin.labelled", Category::kNgNin},
     .shape = "\\d{4}[ -]?\\d{3}[ -]?\\d{4}",
     .check = nin_11_digits,
     .need = Need::kDirect,
     .cues = "nin|nin number|nin no|"
             "national identification number|national identity number",
     .score = 0.8F},
    {.info = {"za_id_number", Category::kZaIdNumber},
     .shape = IDS_DIGITS("12"),
     .check = za_id_number_ok,
     .cues = kZaCues,
     .score = 0.91F},
    {.info = {"za_id_number.plain", Category::kZaIdNumber},
     .shape = "\\d{10}[01]\\d{2}|\\d{6} \\d{4} [01]\\d{2}|\\d{6} \\d{4} [01] \\d \\d",
     .check = za_id_number_ok,
     .need = Need::kNone,
     .cues = kZaCues,
     .score = 0.72F,
     .flags = kFormed | kNotInCode,
     .accept = not_epoch_ms},
    {.info = {"il_id", Category::kIlId},
     .shape =
         "\\d{7,8}-\\d|\\d{8,9}|\\d{1,3}[ -]\\d{3}[ -]\\d{3}[ -]?\\d{0,2}|\\d{2}[ -]\\d{6}[ -]?\\d",
     .check = il_id_ok,
     .cues = kIsraelCues,
     .score = 0.87F,
     .reach_before = 40},
    // Passports of other countries
    {.info = {"passport.letters", Category::kPassport},
     .shape =
         "[A-Z]{2}[ -]?\\d{6,7}[A-Z]?|[A-Z]{3}[ -]?\\d{6}[A-Z]?|[A-Z][ -]?\\d{7}|[A-Z]\\d{2} "
         "?\\d{5,6}|"
         "\\d{2}[ ]?[A-Z]{2}[ ]?\\d{5}|[A-Z]\\d[A-Z]\\d{6}|[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}\\d?|"
         "[A-Z]{2}\\d{5}",
     .check = passport_form,
     .cues = kPassportCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"passport.icao", Category::kPassport},
     .shape = "[CFGHJK][CFGHJKLMNPRTVWXYZ0-9]{8}",
     .need = Need::kDirect,
     .cues = kPassportCues,
     .score = 0.89F,
     .flags = kCaseless | kLabelled,
     .accept = not_specimen_passport},
    {.info = {"passport.letter_8", Category::kPassport},
     .shape = "[B-Z][ -]?\\d{8}",
     .check = passport_form,
     .cues = kPassportCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"passport.nation", Category::kPassport},
     .shape = "\\d{2} \\d{2} (№ ?|N ?)?\\d{6}|\\d{4} ?\\d{6}|\\d{9}|[A-Z][ "
              "-]?\\d{8}|\\d{8}|\\d{7}|"
              "\\d{2}[ ]?№[ ]?\\d{7}",
     .check = passport_form,
     .cues = kPassportCues,
     .score = 0.87F,
     .flags = kCaseless,
     .accept = names_a_nation},
    {.info = {"passport.russian", Category::kPassport},
     .shape = "\\d{2} \\d{7}",
     .check = passport_form,
     .cues = kPassportCues,
     .score = 0.86F},
};

// --- Machine readable zones ---

constexpr RuleInfo kMrz = {"passport_mrz", Category::kPassportMrz};

bool is_mrz(char c) { return is_upper(c) || is_digit(c) || c == '<'; }

struct MrzLine {
  size_t begin = 0;
  size_t end = 0;
  size_t size() const { return end - begin; }
};

MrzLine mrz_around(std::string_view text, size_t at) {
  MrzLine line{at, at};
  while (line.begin > 0 && at - line.begin < 100 && is_mrz(text[line.begin - 1])) --line.begin;
  while (line.end < text.size() && line.end - at < 100 && is_mrz(text[line.end])) ++line.end;
  if (line.end < text.size() && text[line.end] == '/' && line.end > at && text[line.end - 1] == '<')
    --line.end;  // "</mrz>"
  return line;
}

/// The run of MRZ characters that follows `end` after one line break, in text or as \n in a
/// literal, with quotation marks, blanks or prefixes between.
MrzLine next_line(std::string_view text, size_t end) {
  size_t i = end;
  bool broke = false;
  while (i < text.size() && i - end < 14) {
    const char c = text[i];
    if (c == '\\' && i + 1 < text.size() && (text[i + 1] == 'n' || text[i + 1] == 'r')) {
      broke = true;
      i += 2;
    } else if (c == '\n' || c == '|') {
      broke = true;
      ++i;
    } else if (is_space(c) || c == '"' || c == '\'' || c == ',' || c == '>' || c == '+' ||
               c == '#' || c == '*' || c == '/' || c == '`') {
      broke = broke || c == ' ';
      ++i;
    } else {
      break;
    }
  }
  if (!broke || i >= text.size() || !is_mrz(text[i])) return {i, i};
  return mrz_around(text, i);
}

bool specimen(std::string_view text, size_t begin, size_t end) {
  const std::string_view span = text.substr(begin, end - begin);
  return span.find("ERIKSSON<<ANNA") != std::string_view::npos ||
         span.find("L898902C3") != std::string_view::npos ||
         span.find("D231458907") != std::string_view::npos ||
         span.find("MUSTERMANN<<ERIKA") != std::string_view::npos;
}

/// Called at "<<": only its first occurrence in a line leads on.
void find_mrz(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  const MrzLine line = mrz_around(text, begin);
  if (line.size() < 30 ||
      text.substr(line.begin, begin - line.begin).find("<<") != std::string_view::npos) {
    return;
  }
  const auto report = [&](size_t from, size_t to, float score) {
    if (!specimen(text, from, to)) found.add(kMrz, from, to, score);
  };
  if (passport_mrz_ok(text.substr(line.begin, line.size()))) {
    report(line.begin, line.end, 0.99F);
    return;
  }
  std::array<char, 96> joined{};
  size_t size = 0;
  size_t end = line.begin;
  for (MrzLine part = line; part.size() >= 28 && part.size() <= 44 && size + part.size() <= 90;
       part = next_line(text, part.end)) {
    std::copy_n(text.begin() + static_cast<std::ptrdiff_t>(part.begin), part.size(),
                joined.begin() + static_cast<std::ptrdiff_t>(size));
    size += part.size();
    end = part.end;
    if (passport_mrz_ok({joined.data(), size}) && size != line.size()) {
      report(line.begin, end, 0.99F);
      return;
    }
  }
  // A name line alone, or one whose second line is damaged.
  const std::string_view name = text.substr(line.begin, line.size());
  const bool passport = name.size() == 44 && (name[0] == 'P' || name[0] == 'V');
  const bool card = (name.size() == 36 || name.size() == 30) &&
                    (name[0] == 'I' || name[0] == 'A' || name[0] == 'C' || name[0] == 'V');
  if ((passport || card) && is_upper(name[2]) && is_upper(name[5] == '<' ? 'A' : name[5])) {
    report(line.begin, line.end, 0.9F);
  }
}

/// Called at "&lt;&lt;", which is "<<" in markup: reads the next lines without their escapes.
void find_escaped_mrz(const Page& page, size_t begin, size_t, Found& found) {
  constexpr std::string_view kEscape = "&lt;";
  constexpr size_t kMost = 640;  // three lines of it
  const std::string_view text = page.text;
  size_t from = begin;
  while (from > 0 && begin - from < 60 &&
         (is_mrz(text[from - 1]) || text[from - 1] == '&' || text[from - 1] == ';' ||
          is_lower(text[from - 1])))
    --from;
  // Only the first of a line leads on.
  if (text.substr(from, begin - from).find("&lt;&lt;") != std::string_view::npos) return;
  std::string plain;
  std::vector<uint32_t> source;
  size_t first = std::string::npos;
  for (size_t i = from; i < text.size() && i - from < kMost;) {
    const bool escape = text.compare(i, kEscape.size(), kEscape) == 0;
    if (i == begin) first = plain.size();
    plain += escape ? '<' : text[i] == '<' ? ' ' : text[i];  // a tag ends the zone
    source.push_back(static_cast<uint32_t>(i));
    i += escape ? kEscape.size() : 1;
  }
  if (first == std::string::npos) return;
  Page view = page;
  view.text = plain;
  Found local;
  find_mrz(view, first, first + 2, local);
  for (const Finding& f : local.findings()) {
    const size_t last = source[f.end - 1];
    const size_t end = last + (text[last] == '&' ? kEscape.size() : 1);
    found.add(*f.rule, source[f.begin], end, f.score);
  }
}

constexpr AnchorRule kAnchors[] = {{"<<", find_mrz, AnchorKind::kLiteral},
                                   {"&lt;&lt;", find_escaped_mrz, AnchorKind::kLiteral}};

}  // namespace

RuleTable government_asia_rules() {
  return {.values = kValues,
          .anchors = kAnchors,
          .infos = std::span<const RuleInfo>(&kMrz, 1),
          .veto_cues = "acn|gst|gstin|統一編號|统一社会信用代码|法人番号|사업자등록번호|bvn"};
}

}  // namespace lauter::scan
