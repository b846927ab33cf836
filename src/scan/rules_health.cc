/// Identifiers of patients, health plans, prescribers and prescriptions.
#include <algorithm>

#include "catalog/checks_health.h"
#include "known/health.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

bool nhs(std::string_view v) { return uk_nhs_ok(v) && v != "4505577104" && v != "1234567890"; }
bool mbi(std::string_view v) { return us_mbi_ok(v) && v != "1EG4TE5MK73" && v != "1EG4TE5MK72"; }
bool npi(std::string_view v) { return us_npi_ok(v) && v != "1234567893"; }
bool dea(std::string_view v) { return us_dea_ok(v) && v != "AB1234563" && v != "F91234563"; }
bool kvnr(std::string_view v) { return de_health_insurance_ok(v) && v != "A123456780"; }

/// British Columbia PHN: 10 digits from 9, weights 2 4 8 5 10 9 7 3 over the middle eight, mod 11.
bool bc_phn_ok(std::string_view v) {
  if (v.size() != 10 || v[0] != '9' || count_digits(v) != 10) return false;
  constexpr int kWeights[] = {2, 4, 8, 5, 10, 9, 7, 3};
  int sum = 0;
  for (size_t i = 0; i < 8; ++i) sum += (v[i + 1] - '0') * kWeights[i];
  return 11 - sum % 11 == v[9] - '0';
}

bool canadian_card(std::string_view v) {
  if (v.size() >= 10 && is_digit(v[0]))
    return v != "9876543217" && (ca_health_card_ok(v) || bc_phn_ok(v));
  // RAMQ: four letters of the name, YYMMDD (month +50), two digits.
  if (v.size() != 12) return false;
  int month = (v[6] - '0') * 10 + (v[7] - '0');
  if (month > 50) month -= 50;
  const int day = (v[8] - '0') * 10 + (v[9] - '0');
  return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool record_number(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 4 && v.size() <= 14 && digits >= 4 && v != "123456789";
}
bool plan_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 7 && v.size() <= 16 && digits >= 5;
}
bool rx_number(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 18 && digits >= 5;
}
bool paper_barcode(std::string_view v) {
  return v.size() == 18 && count_digits(v) >= 4 && count_digits(v) < 18;
}

/// Three letters and nine digits, W and nine, nine and two: the forms of the large plans.
bool plan_form(std::string_view v) {
  size_t letters = 0;
  while (letters < v.size() && is_alpha(v[letters])) ++letters;
  size_t digits = 0;
  size_t marks = 0;
  for (const char c : v.substr(letters)) {
    digits += is_digit(c) ? 1 : 0;
    marks += c == '-' || c == ' ' ? 1 : 0;
  }
  if (letters + digits + marks != v.size()) return false;
  return (letters == 3 && (digits == 9 || digits == 8)) || (letters == 4 && digits == 8) ||
         (letters == 1 && lower(v[0]) == 'w' && digits == 9) ||
         (letters == 0 && digits == 11 && v.size() == 12 && v[9] == '-');
}

bool about_health(const Page& page, size_t begin, size_t end) {
  if (plan_form(page.text.substr(begin, end - begin))) return true;
  if (line_mentions(page, begin, end, "subscriber no|subscriber number|subscriber", 20, 0)) {
    return mentions(
        page, begin, end,
        "health|medical|bcbs|blue cross|insurance|copay|deductible|group number|plan|ppo|hmo", 160,
        120);
  }
  return mentions(
      page, begin, end, known::kHealthAboutHealthWords,
      220, 160);
}

bool about_patient(const Page& page, size_t begin, size_t end) {
  return mentions(
      page, begin, end, known::kHealthAboutPatientWords,
      220, 160);
}

/// "Case number", "record id" and "visit number" are of patients only in a clinic's words.
bool a_patients(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  const std::string_view v = page.text.substr(begin, end - begin);
  size_t marks = 0;
  for (const char c : v) marks += c == '-' || c == '/' || c == '.' ? 1 : 0;
  if (marks == 2 && count_digits(v) == 8 && v.size() == 10) return false;  // a date
  return !line_mentions(page, begin, end,
                        "case number|record id|record number|record no|visit number|csn|chart", 24,
                        0) ||
         line_mentions(page, begin, end, "medical|mrn|patient|hospital", 40, 0) ||
         about_patient(page, begin, end);
}

/// "RX" is also what receivers do.
bool not_electronics(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  return !line_mentions(
      page, begin, end, known::kHealthNotElectronicsWords,
      40, 40);
}

bool about_drugs(const Page& page, size_t begin, size_t end) {
  return not_electronics(page, begin, end) &&
         mentions(page, begin, end, known::kHealthAboutDrugsWords,
                  200, 160);
}

/// A number of the form of the DEA's, where a doctor is spoken of.
bool prescribes(const Page& page, size_t begin, size_t end) {
  return mentions(
      page, begin, end, known::kHealthPrescribesWords,
      120, 80);
}

constexpr const char* kMrnCues = known::kHealthMrnCues;
constexpr const char* kNhsCues =
    "n h s|nhs|nhs number|nhs no|nhs num|nhs id|nhs nr|national health service number|nhsno|nhs "
    "patient";
constexpr const char* kMbiCues = known::kHealthMbiCues;
constexpr const char* kNpiCues = known::kHealthNpiCues;
constexpr const char* kDeaCues = known::kHealthDeaCues;
constexpr const char* kAuMedicareCues =
    "medicare|medicare card|medicare number|medicare no|medicare card number|medicare "
    "num|irn|medicare details|"
    "medicare card no|medicare australia|mcare";
constexpr const char* kNhiCues =
    "nhi|nhi number|nhi no|national health index|nhi num|health index|national health index number";
constexpr const char* kOhipCues = known::kHealthOhipCues;
constexpr const char* kKvnrCues = known::kHealthKvnrCues;
constexpr const char* kPlanCues = known::kHealthPlanCues;
constexpr const char* kRxCues = known::kHealthRxCues;

constexpr uint16_t kFormed = kUnlessVeto;

constexpr ValueRule kValues[] = {
    {.info = {"medical_record_number", Category::kMedicalRecordNumber},
     .shape = known::kHealthRecordNumberShape,
     .check = record_number,
     .cues = kMrnCues,
     .score = 0.85F,
     .flags = kCaseless | kLabelled,
     .reach_before = 32,
     .reach_after = 14,
     .accept = a_patients},
    {.info = {"medical_record_number.prefixed", Category::kMedicalRecordNumber},
     .shape = "MRN[-#:]?\\d{5,10}",
     .check = record_number,
     .need = Need::kNone,
     .cues = kMrnCues,
     .score = 0.88F,
     .flags = kCaseless},
    {.info = {"uk_nhs", Category::kUkNhs},
     .shape = IDS_DIGITS("9"),
     .check = nhs,
     .cues = kNhsCues,
     .score = 0.91F},
    {.info = {"us_mbi", Category::kUsMbi},
     .shape = "[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\\d[- "
              "]?[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\\d[- ]?"
              "[AC-HJKMNP-RT-Y]{2}\\d{2}",
     .check = mbi,
     .need = Need::kNone,
     .cues = kMbiCues,
     .score = 0.93F,
     .flags = kFormed},
    {.info = {"us_mbi.loose", Category::kUsMbi},
     .shape = "[1-9][A-Z][0-9A-Z]\\d[- ]?[A-Z][0-9A-Z]\\d[- ]?[A-Z]{2}[- ]?\\d{2}",
     .check = mbi,
     .cues = kMbiCues,
     .score = 0.92F,
     .flags = kCaseless},
    {.info = {"us_npi", Category::kUsNpi},
     .shape = "[12](" IDS_LOOSE "\\d){9}",
     .check = npi,
     .cues = kNpiCues,
     .score = 0.91F},
    {.info = {"medical_license", Category::kMedicalLicense},
     .shape = "[A-HJ-MPRSTUX][A-Z9][ -]?\\d{7}",
     .check = dea,
     .cues = kDeaCues,
     .score = 0.92F,
     .flags = kCaseless,
     .reach_before = 80},
    {.info = {"medical_license.licensed", Category::kMedicalLicense},
     .shape = "[A-HJ-MPRSTUX][A-Z9][ -]?\\d{7}",
     .check = dea,
     .cues = known::kHealthMedicalLicenseLicensedCues,
     .score = 0.93F,
     .flags = kCaseless,
     .accept = prescribes},
    {.info = {"au_medicare.grouped", Category::kAuMedicare},
     .shape = "[2-6]\\d{3}[ -]\\d{5}[ -]\\d([ ]?[\\/-][ ]?[1-9])?",
     .check = au_medicare_ok,
     .need = Need::kNone,
     .cues = kAuMedicareCues,
     .score = 0.9F,
     .flags = kFormed},
    {.info = {"au_medicare", Category::kAuMedicare},
     .shape = "[2-6]\\d{3}[ -]?\\d{5}[ -]?\\d([ ]?[\\/-]?[ ]?[1-9])?",
     .check = au_medicare_ok,
     .cues = kAuMedicareCues,
     .score = 0.9F},
    {.info = {"nz_nhi", Category::kNzNhi},
     .shape = "[A-HJ-NP-Z]{3}[ -]?\\d{2}(\\d{2}|[A-HJ-NP-Z]{2})",
     .check = nz_nhi_ok,
     .cues = kNhiCues,
     .score = 0.92F,
     .flags = kCaseless},
    {.info = {"ca_health_card", Category::kCaHealthCard},
     .shape = "\\d{4}[ -]?\\d{3}[ -]?\\d{3}([ -]?[A-Z]{1,2})?|[A-Z]{4}[ -]?\\d{4}[ -]?\\d{4}",
     .check = canadian_card,
     .cues = kOhipCues,
     .score = 0.91F},
    {.info = {"de_health_insurance", Category::kDeHealthInsurance},
     .shape = "[A-Z]\\d{9}",
     .check = kvnr,
     .need = Need::kNone,
     .cues = kKvnrCues,
     .score = 0.74F,
     .flags = kFormed | kNotInCode},
    {.info = {"de_health_insurance.loose", Category::kDeHealthInsurance},
     .shape = "[A-Z][ ]?\\d{3}[ ]?\\d{3}[ ]?\\d{3}|[A-Z][ ]?\\d{9}|[A-Z]\\d{3} \\d{3} \\d{3}",
     .check = kvnr,
     .cues = kKvnrCues,
     .score = 0.91F,
     .flags = kCaseless},
    {.info = {"health_plan_id.form", Category::kHealthPlanId},
     .shape = "[A-Z]{3}[ -]?\\d{9}|[A-Z]{4}\\d{8}|W[ -]?\\d{9}|\\d{9}-\\d{2}",
     .need = Need::kDirect,
     .cues = kPlanCues,
     .score = 0.97F,
     .flags = kCaseless | kLabelled},
    {.info = {"health_plan_id", Category::kHealthPlanId},
     .shape = "[A-Z]{3}[ -]?\\d{3}[ -]?[A-Z0-9]\\d{2}[ "
              "-]?\\d{3}|[A-Z]{3}\\d{2}[A-Z]\\d{5,6}|W\\d{4}[ -]?\\d{5}([ -]\\d{2})?|"
              "\\d{9}-\\d{2}|[A-Z]{1,4}[ -]?\\d{6,12}([ -]\\d{1,2})?|\\d{8,12}|\\d{3}[ -]\\d{3}[ "
              "-]\\d{3}([ -]\\d{2})?|"
              "[A-Z]{2,4}-\\d{3,6}-\\d{3,6}|[A-Z0-9]{2,5}-\\d{5,10}(-\\d{1,2})?|[A-Z]\\d{3}-?\\d{4}"
              "-?\\d{2,4}|[A-Z]{2}\\d{4}[A-Z]{1,2}\\d{1,4}",
     .check = plan_id,
     .cues = kPlanCues,
     .score = 0.84F,
     .flags = kCaseless,
     .reach_before = 40,
     .reach_after = 0,
     .accept = about_health},
    {.info = {"prescription_number", Category::kPrescriptionNumber},
     .shape =
         "Rx ?[#:-]? ?\\d{6,8}([- "
         "]\\d{2,5})?|\\d{6,7}-\\d{4,5}|\\d{4}-\\d{4}(-\\d{4})?|\\d{2,3}-\\d{5,7}|\\d{6}" IDS_LOOSE
         "\\d{5}|\\d{6,8}|[A-Z]{1,2}-?\\d{6,8}|\\d{7,12}|\\d(" IDS_LOOSE "\\d){5,10}",
     .check = rx_number,
     .cues = kRxCues,
     .score = 0.83F,
     .flags = kCaseless,
     .reach_before = 36,
     .reach_after = 0,
     .accept = not_electronics},
    {.info = {"prescription_number.rx", Category::kPrescriptionNumber},
     .shape = "Rx ?[#:-]? ?\\d{6,8}([- ]\\d{2,5})?",
     .check = rx_number,
     .need = Need::kNone,
     .cues = kRxCues,
     .score = 0.86F,
     .flags = kCaseless | kUnlessVeto,
     .accept = about_drugs},
    {.info = {"prescription_number.barcode", Category::kPrescriptionNumber},
     .shape = "[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}",
     .check = paper_barcode,
     .need = Need::kNone,
     .cues = kRxCues,
     .score = 0.8F,
     .flags = kFormed | kNotInCode},
    {.info = {"prescription_number.hex", Category::kPrescriptionNumber},
     .shape = "[0-9A-FOIS]{6}" IDS_LOOSE "[0-9A-FOIS]{6}" IDS_LOOSE
              "[0-9A-FOIS]{5,6}[A-Z+]?|[0-9A-F](" IDS_LOOSE "[0-9A-F]){15}" IDS_LOOSE
              "[0-9A-F]" IDS_LOOSE "[0-9A-F]",
     .cues = kRxCues,
     .score = 0.9F,
     .flags = kCaseless | kLabelled},
};

}  // namespace

RuleTable health_rules() {
  return {.values = kValues,
          .veto_cues = known::kHealthVetoes};
}

}  // namespace lauter::scan
