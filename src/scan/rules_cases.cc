/// Numbers of court and police cases.
#include "known/cases.h"
#include "scan/rule.h"
#include "scan/rules_ids.h"

namespace lauter::scan {
namespace {

constexpr const char* kCaseCues = known::kCasesCaseCues;

bool case_id(std::string_view v) {
  const size_t digits = count_digits(v);
  return v.size() >= 5 && v.size() <= 24 && digits >= 4;
}

bool not_support(const Page& page, size_t begin, size_t end) {
  return !line_mentions(
      page, begin, end, known::kCasesNotSupportWords,
      80, 40);
}

bool about_court(const Page& page, size_t begin, size_t end) {
  if (!tidy(page, begin, end)) return false;
  if (!first_on_line(page, kCaseCues, begin)) return false;
  // A field named so, with a value that is more than a number.
  if (line_mentions(
          page, begin, end,
          "case number|case no|case_number|case_no|docket|casenumber|case nr|aktenzeichen", 20,
          0) &&
      count_digits(page.text.substr(begin, end - begin)) < end - begin &&
      !date_like(page, begin, end) && not_support(page, begin, end)) {
    return true;
  }
  return !date_like(page, begin, end) && not_support(page, begin, end) &&
         mentions(page, begin, end, known::kCasesAboutCourtWords,
                  260, 180);
}

constexpr ValueRule kValues[] = {
    {.info = {"case_number.federal", Category::kCaseNumber},
     .shape = known::kCasesCaseNumberFederalShape,
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.93F,
     .flags = kNoRelax},
    {.info = {"case_number.german", Category::kCaseNumber},
     .shape = known::kCasesCaseNumberGermanShape,
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.92F,
     .flags = kNoRelax},
    {.info = {"case_number.german_civil", Category::kCaseNumber},
     .shape = known::kCasesCaseNumberGermanCivilShape,
     .cues = kCaseCues,
     .score = 0.88F,
     .flags = kNoRelax},
    {.info = {"case_number.cnj", Category::kCaseNumber},
     .shape = "\\d{7}-\\d{2}\\.\\d{4}\\.\\d\\.\\d{2}\\.\\d{4}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.95F,
     .flags = kNoRelax},
    {.info = {"case_number.rg", Category::kCaseNumber},
     .shape = "RG[ :]{0,2}(n ?\xC2\xB0 ?)?\\d{2,4}\\/\\d{4,6}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.84F,
     .flags = kNoRelax | kUnlessVeto},
#define CRIME(name_, anchor_)                                                                   \
  {                                                                                             \
    .info = {name_, Category::kCaseNumber},                                                     \
    .shape = anchor_ "[ \\n>#-]{1,4}[Rr]ef(erence)?\\.?:?[ \\n>#]{0,4}\\d{5,8}\\/\\d{2,4}",     \
    .check = digits_and_size<6, 6, 40>, .need = Need::kNone, .anchor = anchor_, .score = 0.95F, \
    .flags = kNoRelax                                                                           \
  }
    CRIME("case_number.crime_ref", "crime"),
    CRIME("case_number.crime_ref_upper", "Crime"),
#undef CRIME
    {.info = {"case_number.cad", Category::kCaseNumber},
     .shape = "CAD[ \\n-]{0,2}\\d{3,5}[-\\/]\\d{4,8}",
     .need = Need::kNone,
     .cues = kCaseCues,
     .score = 0.93F,
     .flags = kNoRelax | kUnlessVeto},
    {.info = {"case_number", Category::kCaseNumber},
     .shape = "[A-Z]{1,6}[-\\/. ]?\\d{2,4}[-\\/. ][A-Z]{0,4}[-\\/. "
              "]?\\d{3,8}([-\\/][A-Z0-9]{1,5}){0,3}|[A-Z]{1,4}[-\\/. "
              "]?\\d{4,10}([-\\/.]\\d{1,6}){0,3}([-\\/]?[A-Z]{1,3})?|"
              "\\d{2,4}[-\\/. ]?[A-Z]{1,6}[-\\/. "
              "]?\\d{3,8}([-\\/][A-Z0-9]{1,5}){0,3}|\\d{1,6}[-\\/.]\\d{2,8}([-\\/"
              ".]\\d{1,6}){0,4}([-\\/][A-Z]{1,4})?|\\d{6,12}|"
              "[A-Z]{2,4}[-\\/]\\d{2,4}[-\\/]\\d{2,6}|\\d{1,3} [A-Z][A-Za-z]{0,4} "
              "\\d{1,6}\\/\\d{2,4}|[IVXL]{1,5} [A-Z][A-Za-z]{0,4} \\d{1,6}\\/\\d{2,4}|[A-Z]{1,2} "
              "\\d{3,5}-\\d{2}|"
              "\\d{2} [A-Z]{2} \\d{3,8}",
     .check = case_id,
     .cues = kCaseCues,
     .score = 0.83F,
     .flags = kLabelled | kNoRelax,
     .reach_before = 34,
     .reach_after = 0,
     .accept = about_court},
    {.info = {"case_number.chinese", Category::kCaseNumber},
     .shape = "(\\(|（|〔)\\d{4}(\\)|）|〕)[^ \\n,.;]{3,30}号",
     .need = Need::kDirect,
     .cues = kCaseCues,
     .score = 0.88F,
     .flags = kLabelledOnly | kNoRelax},
};

}  // namespace

RuleTable case_rules() { return {.values = kValues}; }

}  // namespace lauter::scan
