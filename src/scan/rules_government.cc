/// National identifiers of Europe, Turkey and Russia.
///
/// Two rows a number as a rule: the punctuated form that decides alone (its check digit and its
/// punctuation together are rare by chance), and the loose form that wants a label.
#include "catalog/checks_government.h"
#include "known/government.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

// --- Specimens that issuers publish; never private ---

bool nino(std::string_view v) { return uk_nino_ok(v) && v != "AB123456C" && v != "AA123456A"; }
bool nif(std::string_view v) { return es_nif_ok(v) && v != "12345678Z" && v != "00000000T"; }
bool id_card(std::string_view v) {
  return de_id_card_ok(v) && v.substr(0, 9) != "L01X00T47" && v.substr(0, 9) != "T22000129" &&
         count_digits(v) >= 1 && count_digits(v) < 9;
}
bool steuer_id(std::string_view v) { return de_tax_id_ok(v) && v != "12345679811"; }

/// Thirteen digits of a NIR without its key: sex, year, month, department, commune, order.
bool nir_without_key(std::string_view v) {
  if (v.size() != 13 || (v[0] != '1' && v[0] != '2')) return false;
  const int month = (v[3] - '0') * 10 + (v[4] - '0');
  return month >= 1 && month <= 12 && v.substr(5, 2) != "00";
}

/// Two more digits are a key, and it was wrong.
bool no_key_follows(const Page& page, size_t, size_t end) {
  size_t i = end;
  while (i < page.text.size() && i - end < 4 && !is_alnum(page.text[i])) ++i;
  return !(is_digit(page.at(i)) && is_digit(page.at(i + 1)) && !is_digit(page.at(i + 2)));
}

bool born_in_1900s_czech(std::string_view v) { return v.size() == 9 && cz_birth_number_ok(v); }

/// A date and a time, or a version, that happens to look like a personal number.
bool not_a_file_or_time(const Page& page, size_t begin, size_t end) {
  const char before = begin > 0 ? page.text[begin - 1] : '\0';
  if (before == '_' || before == '/' || before == '\\') return false;
  return page.at(end) != '_' && !(page.at(end) == '.' && is_alpha(page.at(end + 1)));
}

bool after_rc(const Page& page, size_t begin, size_t end) {
  return line_mentions(page, begin, end, "r.\xC4\x8D|r. \xC4\x8D|r\xC4\x8D|r.c.|r. c.|rc", 10, 0);
}

/// "TC", "T.C. No": too short for a phrase, whose words the anchor pass looks for everywhere.
bool after_tc(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end, "tc|t.c.|t.c", 48, 0);
}

constexpr const char* kNinoCues = known::kGovernmentNinoCues;
constexpr const char* kDniCues = known::kGovernmentDniCues;
constexpr const char* kNieCues =
    "n i e|nie|número de identidad de extranjero|numero de identidad de extranjero|identidad de "
    "extranjero|"
    "tarjeta de residencia|foreigner id|foreigner identity|residencia|extranjería";
constexpr const char* kFiscalCodeCues =
    "codice fiscale|c f|cf|cod fiscale|cod fisc|fiscal code|codicefiscale|tax code|"
    "italian tax code|italian fiscal code";
constexpr const char* kNirCues = known::kGovernmentNirCues;
constexpr const char* kSteuerCues = known::kGovernmentSteuerCues;
constexpr const char* kGermanCardCues = known::kGovernmentGermanCardCues;
constexpr const char* kPortugalCues = known::kGovernmentPortugalCues;
constexpr const char* kBsnCues = known::kGovernmentBsnCues;
constexpr const char* kBelgiumCues = known::kGovernmentBelgiumCues;
constexpr const char* kPeselCues =
    "pesel|numer pesel|nr pesel|peselem|peselu|pesel nr|polish id|polish national id";
constexpr const char* kCzechCues = known::kGovernmentCzechCues;
constexpr const char* kCnpCues =
    "c n p|cnp|cod numeric personal|codul numeric personal|codul numeric|cod numeric|"
    "personal numeric code|romanian id|romanian personal";
constexpr const char* kEgnCues =
    "е г н|егн|egn|единен граждански номер|единен граждански|bulgarian id|bulgarian personal|"
    "uniform civil number|unified civil number|personal number";
constexpr const char* kSwedenCues = known::kGovernmentSwedenCues;
constexpr const char* kNorwayCues = known::kGovernmentNorwayCues;
constexpr const char* kDenmarkCues = known::kGovernmentDenmarkCues;
constexpr const char* kFinlandCues = known::kGovernmentFinlandCues;
constexpr const char* kIrelandCues = known::kGovernmentIrelandCues;
constexpr const char* kSwissCues = known::kGovernmentSwissCues;
constexpr const char* kTurkeyCues = known::kGovernmentTurkeyCues;
constexpr const char* kSnilsCues =
    "снилс|snils|страховой номер|пенсионное свидетельство|пенсионный|пфр|страховое свидетельство|"
    "страховой номер индивидуального лицевого счёта|снилса|страховое";

constexpr uint16_t kFormed =
    kUnlessVeto;  // decides alone, but not against a label of harmless values

constexpr ValueRule kValues[] = {
    // United Kingdom
    {.info = {"uk_nino.plain", Category::kUkNino},
     .shape = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z][ .-]?\\d{2}[ .-]?\\d{2}[ .-]?\\d{2}[ .-]?[A-D]",
     .check = nino,
     .need = Need::kNone,
     .cues = kNinoCues,
     .score = 0.88F,
     .flags = kFormed},
    {.info = {"uk_nino.loose", Category::kUkNino},
     .shape = "[A-CEGHJ-PR-TW-Z][ .-]?[A-CEGHJ-NPR-TW-Z](" IDS_LOOSE "\\d){6}" IDS_LOOSE "[A-D]",
     .check = nino,
     .cues = kNinoCues,
     .score = 0.9F,
     .flags = kCaseless | kLabelled},
    // Spain
    {.info = {"es_nif.dash", Category::kEsNif},
     .shape = "(\\d{8}-|\\d{2}\\.\\d{3}\\.\\d{3}-?)[A-Z]",
     .check = nif,
     .need = Need::kNone,
     .cues = kDniCues,
     .score = 0.88F,
     .flags = kFormed},
    {.info = {"es_nif", Category::kEsNif},
     .shape = "(\\d{2}[. ]?\\d{3}[. ]?\\d{3}|[KLM]\\d{7})[ -]?[A-Z]",
     .check = nif,
     .cues = kDniCues,
     .score = 0.9F,
     .flags = kCaseless},
    {.info = {"es_nif.plain", Category::kEsNif},
     .shape = "\\d{8}[A-HJ-NP-TV-Z]",
     .check = nif,
     .need = Need::kNone,
     .cues = kDniCues,
     .score = 0.62F,
     .flags = kFormed | kNotInCode},
    {.info = {"es_nie", Category::kEsNie},
     .shape = "[XYZ][ .-]?\\d{7}[ .-]?[A-Z]",
     .check = es_nie_ok,
     .need = Need::kNone,
     .cues = kNieCues,
     .score = 0.9F,
     .flags = kFormed},
    {.info = {"es_nie.loose", Category::kEsNie},
     .shape = "[XYZ][ .-]?\\d[ .]?\\d{3}[ .]?\\d{3}[ .-]?[A-Z]",
     .check = es_nie_ok,
     .cues = kNieCues,
     .score = 0.9F,
     .flags = kCaseless},
    // Italy
    {.info = {"it_fiscal_code", Category::kItFiscalCode},
     .shape = "[A-Z]{6}[0-9L-NP-V]{2}[ABCDEHLMPRST][0-9L-NP-V]{2}[A-Z][0-9L-NP-V]{3}[A-Z]",
     .check = it_fiscal_code_ok,
     .need = Need::kNone,
     .cues = kFiscalCodeCues,
     .score = 0.95F,
     .flags = kCaseless | kLabelled},
    {.info = {"it_fiscal_code.spaced", Category::kItFiscalCode},
     .shape = "[A-Z]{3}[ -]?[A-Z]{3}[ -][0-9L-NP-V]{2}[ -]?[ABCDEHLMPRST][ -]?[0-9L-NP-V]{2}[ -]?"
              "[A-Z][0-9L-NP-V]{3}[ -]?[A-Z]",
     .check = it_fiscal_code_ok,
     .need = Need::kNone,
     .cues = kFiscalCodeCues,
     .score = 0.95F,
     .flags = kCaseless},
    // France
    {.info = {"fr_nir", Category::kFrNir},
     .shape =
         "[1-478][ .-]?\\d{2}[ .-]?\\d{2}[ .-]?(\\d{2}|2[AB])[ .-]?\\d{3}[ .-]?\\d{3}[ .-]{0,3}"
         "(\\()?\\d{2}(\\))?",
     .check = fr_nir_ok,
     .need = Need::kNone,
     .cues = kNirCues,
     .score = 0.92F,
     .flags = kFormed},
    {.info = {"fr_nir.broken", Category::kFrNir},
     .shape =
         "[1-478]([ .\\n-]{0,2}\\d){4}[ .\\n-]{0,2}\\d[ .\\n-]{0,2}[0-9AB]([ .\\n-]{0,2}\\d){6}"
         "([ .\\n\\/-]| cl[ée]? ?:? ?){0,3}\\d[ ]?\\d",
     .check = fr_nir_ok,
     .cues = kNirCues,
     .score = 0.9F},
    {.info = {"fr_nir.no_key", Category::kFrNir},
     .shape = "[12][ .]?\\d{2}[ .]?\\d{2}[ .]?(\\d{2}|2[AB])[ .]?\\d{3}[ .]?\\d{3}",
     .check = nir_without_key,
     .need = Need::kDirect,
     .cues = kNirCues,
     .score = 0.8F,
     .accept = no_key_follows},
    // Germany
    {.info = {"de_tax_id.grouped", Category::kDeTaxId},
     .shape = "\\d{2} \\d{3} \\d{3} \\d{3}",
     .check = steuer_id,
     .need = Need::kNone,
     .cues = kSteuerCues,
     .score = 0.86F,
     .flags = kFormed},
    {.info = {"de_tax_id", Category::kDeTaxId},
     .shape = IDS_DIGITS("10"),
     .check = steuer_id,
     .cues = kSteuerCues,
     .score = 0.9F},
    {.info = {"de_id_card", Category::kDeIdCard},
     .shape = "[CFGHJKLMNPRTVWXYZ0-9][CFGHJKLMNPRTVWXYZ0-9 ]{7,9}[CFGHJKLMNPRTVWXYZ0-9]\\d?",
     .check = id_card,
     .cues = kGermanCardCues,
     .score = 0.88F,
     .flags = kCaseless,
     .reach_before = 50},
    // Portugal, Netherlands, Belgium
    {.info = {"pt_nif", Category::kPtNif},
     .shape = "[1-4](" IDS_LOOSE "\\d){8}",
     .check = pt_nif_ok,
     .cues = kPortugalCues,
     .score = 0.88F},
    {.info = {"nl_bsn", Category::kNlBsn},
     .shape = IDS_DIGITS("7,8"),
     .check = nl_bsn_ok,
     .cues = kBsnCues,
     .score = 0.9F},
    {.info = {"be_national_number.punctuated", Category::kBeNationalNumber},
     .shape = "\\d{2}\\.\\d{2}\\.\\d{2}[- ]\\d{3}[.-]\\d{2}",
     .check = be_national_number_ok,
     .need = Need::kNone,
     .cues = kBelgiumCues,
     .score = 0.93F,
     .flags = kFormed},
    {.info = {"be_national_number", Category::kBeNationalNumber},
     .shape = IDS_DIGITS("10"),
     .check = be_national_number_ok,
     .cues = kBelgiumCues,
     .score = 0.9F},
    // Poland, Czechia and Slovakia, Romania, Bulgaria
    {.info = {"pl_pesel", Category::kPlPesel},
     .shape = IDS_DIGITS("10"),
     .check = pl_pesel_ok,
     .cues = kPeselCues,
     .score = 0.9F},
    {.info = {"cz_birth_number.slash", Category::kCzBirthNumber},
     .shape = "\\d{6}\\/\\d{4}",
     .check = cz_birth_number_ok,
     .need = Need::kNone,
     .cues = kCzechCues,
     .score = 0.9F,
     .flags = kFormed},
    {.info = {"cz_birth_number.old", Category::kCzBirthNumber},
     .shape = "\\d{6}[\\/ -]?\\d{3}",
     .check = born_in_1900s_czech,
     .cues = kCzechCues,
     .score = 0.86F},
    {.info = {"cz_birth_number", Category::kCzBirthNumber},
     .shape = IDS_DIGITS("9"),
     .check = cz_birth_number_ok,
     .cues = kCzechCues,
     .score = 0.9F},
    {.info = {"cz_birth_number.rc", Category::kCzBirthNumber},
     .shape = "\\d{6}[\\/ ]?\\d{4}",
     .check = cz_birth_number_ok,
     .need = Need::kNone,
     .cues = kCzechCues,
     .score = 0.88F,
     .flags = kFormed | kNoRelax,
     .accept = after_rc},
    {.info = {"ro_cnp", Category::kRoCnp},
     .shape = IDS_DIGITS("12"),
     .check = ro_cnp_ok,
     .cues = kCnpCues,
     .score = 0.9F},
    {.info = {"bg_egn", Category::kBgEgn},
     .shape = IDS_DIGITS("9"),
     .check = bg_egn_ok,
     .cues = kEgnCues,
     .score = 0.9F},
    // Nordic countries
    {.info = {"se_personnummer.dash", Category::kSePersonnummer},
     .shape = "(19|20)?\\d{6}[-+]\\d{4}",
     .check = se_personnummer_ok,
     .need = Need::kNone,
     .cues = kSwedenCues,
     .score = 0.86F,
     .flags = kFormed,
     .accept = not_a_file_or_time},
    {.info = {"se_personnummer", Category::kSePersonnummer},
     .shape =
         "(19|20)" IDS_LOOSE "\\d(" IDS_LOOSE "\\d){5}(" IDS_LOOSE "|[+])(\\d" IDS_LOOSE "){3}\\d|"
         "\\d(" IDS_LOOSE "\\d){5}(" IDS_LOOSE "|[+])(\\d" IDS_LOOSE "){3}\\d",
     .check = se_personnummer_ok,
     .cues = kSwedenCues,
     .score = 0.9F},
    {.info = {"no_birth_number.split", Category::kNoBirthNumber},
     .shape = "\\d{6} \\d{5}",
     .check = no_birth_number_ok,
     .need = Need::kNone,
     .cues = kNorwayCues,
     .score = 0.88F,
     .flags = kFormed},
    {.info = {"no_birth_number", Category::kNoBirthNumber},
     .shape = IDS_DIGITS("10"),
     .check = no_birth_number_ok,
     .cues = kNorwayCues,
     .score = 0.9F},
    {.info = {"dk_cpr.dash", Category::kDkCpr},
     .shape = "\\d{6}-\\d{4}",
     .check = dk_cpr_ok,
     .need = Need::kNone,
     .cues = kDenmarkCues,
     .score = 0.78F,
     .flags = kFormed,
     .accept = not_a_file_or_time},
    {.info = {"dk_cpr", Category::kDkCpr},
     .shape = IDS_DIGITS("9"),
     .check = dk_cpr_ok,
     .cues = kDenmarkCues,
     .score = 0.9F},
    {.info = {"fi_personal_identity_code", Category::kFiPersonalIdentityCode},
     .shape = "\\d{6}[-+A-FU-Y]\\d{3}[0-9A-FHJ-NPR-Y]",
     .check = fi_personal_identity_code_ok,
     .need = Need::kNone,
     .cues = kFinlandCues,
     .score = 0.92F,
     .flags = kFormed,
     .accept = not_a_file_or_time},
    {.info = {"fi_personal_identity_code.loose", Category::kFiPersonalIdentityCode},
     .shape = "\\d{6} ?[-+A-FU-Y]? ?\\d{3} ?[0-9A-FHJ-NPR-Y]",
     .check = fi_personal_identity_code_ok,
     .cues = kFinlandCues,
     .score = 0.88F,
     .flags = kCaseless},
    // Ireland, Switzerland
    {.info = {"ie_ppsn", Category::kIePpsn},
     .shape = "\\d{7}[ -]?[A-W][ ]?[A-IWTX]?",
     .check = ie_ppsn_ok,
     .cues = kIrelandCues,
     .score = 0.9F,
     .flags = kCaseless},
    {.info = {"ie_ppsn.alone", Category::kIePpsn},
     .shape = "\\d{7}[A-W][A-IW]",
     .check = ie_ppsn_ok,
     .need = Need::kNone,
     .cues = kIrelandCues,
     .score = 0.6F,
     .flags = kFormed | kNotInCode},
    {.info = {"ch_ahv", Category::kChAhv},
     .shape = "756[ .-]?\\d{4}[ .-]?\\d{4}[ .-]?\\d{2}",
     .check = ch_ahv_ok,
     .need = Need::kNone,
     .cues = kSwissCues,
     .score = 0.94F},
    {.info = {"ch_ahv.loose", Category::kChAhv},
     .shape = "7" IDS_LOOSE "5" IDS_LOOSE "6(" IDS_LOOSE "\\d){10}",
     .check = ch_ahv_ok,
     .cues = kSwissCues,
     .score = 0.9F},
    {.info = {"es_nif.broken", Category::kEsNif},
     .shape = "\\d(" IDS_LOOSE "\\d){7}" IDS_LOOSE "[A-Z]",
     .check = nif,
     .cues = kDniCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"es_nie.broken", Category::kEsNie},
     .shape = "[XYZ](" IDS_LOOSE "\\d){7}" IDS_LOOSE "[A-Z]",
     .check = es_nie_ok,
     .cues = kNieCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"it_fiscal_code.broken", Category::kItFiscalCode},
     .shape = "[A-Z](" IDS_LOOSE "[A-Z0-9]){15}",
     .check = it_fiscal_code_ok,
     .cues = kFiscalCodeCues,
     .score = 0.92F,
     .flags = kCaseless | kLabelled},
    {.info = {"ie_ppsn.broken", Category::kIePpsn},
     .shape = "\\d(" IDS_LOOSE "\\d){6}" IDS_LOOSE "[A-W](" IDS_LOOSE "[A-IW])?",
     .check = ie_ppsn_ok,
     .cues = kIrelandCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"fi_personal_identity_code.broken", Category::kFiPersonalIdentityCode},
     .shape = "\\d(" IDS_LOOSE "\\d){5}(" IDS_LOOSE "[A-FU-Y+])?(" IDS_LOOSE "\\d){3}" IDS_LOOSE
              "[0-9A-FHJ-NPR-Y]",
     .check = fi_personal_identity_code_ok,
     .cues = kFinlandCues,
     .score = 0.86F,
     .flags = kCaseless},
    {.info = {"de_id_card.broken", Category::kDeIdCard},
     .shape = "[CFGHJKLMNPRTVWXYZ0-9](" IDS_LOOSE "[CFGHJKLMNPRTVWXYZ0-9]){8}(" IDS_LOOSE "\\d)?",
     .check = id_card,
     .need = Need::kDirect,
     .cues = kGermanCardCues,
     .score = 0.86F,
     .flags = kCaseless | kLabelled},
    // Turkey, Russia
    {.info = {"tr_national_id", Category::kTrNationalId},
     .shape = IDS_DIGITS("10"),
     .check = tr_national_id_ok,
     .cues = kTurkeyCues,
     .score = 0.9F},
    {.info = {"tr_national_id.tc", Category::kTrNationalId},
     .shape = "[1-9]\\d{10}",
     .check = tr_national_id_ok,
     .need = Need::kNone,
     .cues = kTurkeyCues,
     .score = 0.9F,
     .flags = kFormed | kNoRelax,
     .accept = after_tc},
    {.info = {"ru_snils.punctuated", Category::kRuSnils},
     .shape = "\\d{3}-\\d{3}-\\d{3}[ -]\\d{2}",
     .check = ru_snils_ok,
     .need = Need::kNone,
     .cues = kSnilsCues,
     .score = 0.93F},
    {.info = {"ru_snils", Category::kRuSnils},
     .shape = IDS_DIGITS("10"),
     .check = ru_snils_ok,
     .cues = kSnilsCues,
     .score = 0.9F},
};

}  // namespace

RuleTable government_rules() {
  return {.values = kValues,
          .veto_cues = known::kGovernmentVetoes};
}

}  // namespace lauter::scan
