/// Accounts and meters of electricity, gas and water.
#include "catalog/checks_device.h"
#include "known/utility.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kUtilityCues = known::kUtilityCues;
constexpr const char* kAccountCues = known::kUtilityAccountCues;

bool meter_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 6 && v.size() <= 22 && digits >= 6;
}
bool mpan(std::string_view v) { return uk_mpan_ok(v.size() == 21 ? v.substr(8) : v); }
bool cups(std::string_view v) { return es_cups_ok(v); }

bool about_utility(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end, known::kUtilityAboutUtilityWords,
                  200, 160);
}

bool not_a_date(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kUtilityCues, begin)) return false;
  return !date_like(page, begin, end);
}

/// "Account number" belongs to a utility only if one is named close by.
bool utility_near(const Page& page, size_t begin, size_t end) {
  return not_a_date(page, begin, end) &&
         mentions(page, begin, end, known::kUtilityNearWords,
                  110, 90) &&
         !line_mentions(page, begin, end, "bank|routing|sort code|checking|savings|iban", 60, 40);
}

constexpr uint16_t kLoose = kCaseless | kLabelled;

constexpr auto& kMeterShape = known::kUtilityMeterShape;

constexpr ValueRule kValues[] = {
    {.info = {"utility_account.cups", Category::kUtilityAccount},
     .shape = "ES[ ]?\\d{4}[ ]?\\d{4}[ ]?\\d{4}[ ]?\\d{4}[ ]?[A-Z]{2}([ ]?\\d[A-Z])?",
     .check = cups,
     .need = Need::kNone,
     .cues = kUtilityCues,
     .score = 0.96F,
     .flags = kCaseless},
    {.info = {"utility_account.melo", Category::kUtilityAccount},
     .shape = "ES\\d{18}[A-Z]{2}(\\d[A-Z])?|DE[ ]?0\\d{4}[ ]?\\d{6}[ "
              "]?[A-Z0-9]{20}|DE\\d{11}[A-Z0-9]{20}|AT\\d{11}[A-Z0-9]{20}|IT\\d{3}E\\d{8,9}|PT\\d{"
              "16}[A-Z]{2}|DE000\\d{28}|DE000[A-Z0-9]{28}",
     .need = Need::kNone,
     .cues = kUtilityCues,
     .score = 0.95F,
     .flags = kNoRelax},
    {.info = {"utility_account.mpan", Category::kUtilityAccount},
     .shape = "\\d{2}[ ]?\\d{4}[ ]?\\d{4}[ ]?\\d{3}|\\d{2}[ ]\\d{3}[ ]\\d{3}[ ]\\d{2}[ ]?\\d{4}[ "
              "]?\\d{4}[ ]?\\d{3}|\\d{2}[ ]\\d{3}[ ]\\d{3}[ ]\\d{13}|\\d{21}",
     .check = mpan,
     .cues = kUtilityCues,
     .score = 0.91F,
     .accept = about_utility},
    {.info = {"utility_account.mpan_loose", Category::kUtilityAccount},
     .shape = IDS_DIGITS("12"),
     .check = mpan,
     .cues = "mpan|mpan number|mpan core|mpan no|supply number|meter point administration number",
     .score = 0.9F,
     .reach_before = 30,
     .reach_after = 0},
    {.info = {"utility_account", Category::kUtilityAccount},
     .shape = kMeterShape,
     .check = meter_id,
     .cues = kUtilityCues,
     .score = 0.82F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = not_a_date},
    {.info = {"utility_account.generic", Category::kUtilityAccount},
     .shape = kMeterShape,
     .check = meter_id,
     .cues = kAccountCues,
     .score = 0.82F,
     .flags = kLoose,
     .reach_before = 32,
     .reach_after = 0,
     .accept = utility_near},
};

}  // namespace

RuleTable utility_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
