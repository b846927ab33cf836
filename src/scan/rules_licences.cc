/// Licences to practise: nurses, lawyers, engineers, brokers.
#include "known/licences.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kLicenceCues = known::kLicencesLicenceCues;

bool licence_id(std::string_view v) {
  const size_t digits = count_digits(v);
  const bool is_year = v.size() == 4 && digits == 4 && (v.starts_with("19") || v.starts_with("20"));
  if (is_year) return false;  // "CRM platforms in 2026"
  return v.size() >= 4 && v.size() <= 14 && digits >= 4;
}

bool licensed_person(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  // "License: 0BSD" of a package
  const std::string_view value = page.text.substr(begin, end - begin);
  for (const std::string_view software : {"BSD", "GPL", "MPL", "CC0", "Zlib", "ISC", "MIT"})
    if (value.find(software) != value.npos) return false;
  return mentions(
             page, begin, end, known::kLicencesLicensedPersonWords,
             160, 120) &&
         !line_mentions(page, begin, end, known::kLicencesLicensedPersonWords2,
                        60, 40);
}

constexpr uint16_t kLoose = kCaseless | kLabelled;

constexpr ValueRule kValues[] = {
    {.info = {"professional_license.prefixed", Category::kProfessionalLicense},
     .shape = known::kLicencesProfessionalLicensePrefixedShape,
     .check = licence_id,
     .cues = kLicenceCues,
     .score = 0.86F,
     .flags = kNoRelax | kLabelled,
     .reach_before = 60,
     .reach_after = 40,
     .accept = licensed_person},
    {.info = {"professional_license.distinct", Category::kProfessionalLicense},
     .shape = known::kLicencesProfessionalLicenseDistinctShape,
     .check = licence_id,
     .need = Need::kNone,
     .cues = kLicenceCues,
     .score = 0.88F,
     .flags = kNoRelax | kUnlessVeto},
#define PREFIX(name_, anchor_, tail_)                                                             \
  {                                                                                               \
    .info = {name_, Category::kProfessionalLicense}, .shape = anchor_ tail_, .check = licence_id, \
    .need = Need::kNone, .cues = kLicenceCues, .anchor = anchor_, .score = 0.9F,                  \
    .flags = kNoRelax | kUnlessVeto, .accept = licensed_person                                    \
  }
#define TAIL "[ :]{0,2}(#|No\\.?|no\\.?|Lic\\.?|License)?[ :#-]{0,2}\\d{4,10}"
    PREFIX("professional_license.dre", "DRE", TAIL),
    PREFIX("professional_license.pe", "PE", TAIL),
    PREFIX("professional_license.rn", "RN", TAIL),
    PREFIX("professional_license.sbn", "SBN", TAIL),
    PREFIX("professional_license.cpa", "CPA", TAIL),
    PREFIX("professional_license.gmc", "GMC", TAIL),
    PREFIX("professional_license.crm", "CRM",
           "[\\/ -]{0,2}[A-Z]{2}" IDS_LOOSE "\\d{1,3}\\.?\\d{3}"),
    PREFIX("professional_license.oab", "OAB",
           "[\\/ -]{0,2}[A-Z]{2}" IDS_LOOSE "\\d{1,3}\\.?\\d{3}"),
#undef PREFIX
#undef TAIL
    {.info = {"professional_license.nmc_alone", Category::kProfessionalLicense},
     .shape = "\\d{2}[A-O]\\d{4}[CENOSW]",
     .need = Need::kNone,
     .cues = kLicenceCues,
     .score = 0.64F,
     .flags = kNotInCode | kUnlessVeto | kNoRelax},
    {.info = {"professional_license.nmc_pin", Category::kProfessionalLicense},
     .shape = "\\d{2}[A-Z]\\d{4}[A-Z]",
     .cues = kLicenceCues,
     .score = 0.88F,
     .flags = kCaseless,
     .accept = licensed_person},
    {.info = {"professional_license", Category::kProfessionalLicense},
     .shape = "[A-Z]{1,4}[- .]?\\d{4,10}([- "
              "]?[A-Z]{1,2})?|\\d{4,11}|\\d{2,3}[-.\\/]\\d{3,6}([-\\/"
              "]\\d{1,4})?|[A-Z]{2}\\d{2}[A-Z]\\d{4,6}|[A-Z]{3}\\d{10}|\\d{2}[\\/"
              "]\\d{5}|\\d{4,6}[\\/-][A-Z]{1,3}|[A-Z]{2} \\d{2,3}\\.\\d{3}|[A-Z]{2}[- ]\\d{3,6}",
     .check = licence_id,
     .need = Need::kDirect,
     .cues = kLicenceCues,
     .score = 0.82F,
     .flags = kLoose,
     .accept = licensed_person},
};

}  // namespace

RuleTable licence_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
