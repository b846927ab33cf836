/// Where a person learns, and with what marks.
#include "scan/institution_text.h"
#include "scan/page.h"
#include "scan/person_context.h"
#include "scan/person_fields.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/text_runs.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {{"school.said", Category::kSchool},
                               {"academic.said", Category::kAcademicRecord}};
enum InfoIndex : size_t { kSchool, kGrade };

/// End of a school's name in lower case at `pos`, with its word last: "the local high school";
/// `pos` if none.
size_t plain_school_end(std::string_view text, size_t pos) {
  size_t i = pos;
  for (int n = 0; n < 5 && i < text.size(); ++n) {
    const std::string_view word = word_at(text, i);
    if (word.empty()) break;
    i += word.size();
    if (n > 0 && school_word(word)) {
      static const WordSet kCommon(
          "school|college|university|high|uni|primary|elementary|secondary");
      return n < 2 && !kCommon.has(word) ? pos : i;
    }
    if (i >= text.size() || text[i] != ' ') break;
    ++i;
  }
  return pos;
}

/// "studies at X", "went to X School": the name must hold a school's word.
void match_school(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  const bool cjk = caseless_at(text, begin);
  if (!cjk) {
    if (at >= text.size() || text[at] != ' ') return;
    ++at;
  }
  if (text.compare(at, 4, "the ") == 0) at += 4;
  size_t stop = proper_end(text, at, 7);
  const bool proper = stop != at;
  if (proper) {
    const std::string_view name = text.substr(at, stop - at);
    if (name.find(' ') == std::string_view::npos && name.size() < 10) return;
    if (!school_word(name)) return;
  } else {
    stop = plain_school_end(text, at);
    if (stop == at) return;
  }
  if (cjk || person_near(page, end, 60))
    found.add(kInfos[kSchool], at, stop, proper ? 0.82F : 0.6F);
}

/// "a GPA of 3.7", "my SAT 1420", "GPA: 3.42", "Abitur 1,9": the mark behind its name. The name is
/// of the value unless a field's mark parts them.
void match_grade(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  // "sat down": nearly always no mark follows.
  if (!holds_digit(text.substr(end, 12))) return;
  const Connector link = skip_connector(text, end);
  size_t at = link.value_begin;
  if (link.strength == Announce::kNone) return;
  if (text.compare(at, 3, "of ") == 0) at += 3;
  size_t stop = at, digits = 0, points = 0;
  while (stop < text.size() && stop - at < 6 &&
         (is_digit(text[stop]) ||
          ((text[stop] == '.' || text[stop] == ',') && stop > at && is_digit(page.at(stop + 1))))) {
    digits += is_digit(text[stop]);
    points += !is_digit(text[stop++]);
  }
  const bool test = lower(text[begin]) == 's';  // SAT; the others are averages of small marks
  if (test ? points != 0 || digits < 3 || digits > 4 : points != 1 || digits < 2 || digits > 4)
    return;
  if (is_wordish(page.at(stop)) || page.at(stop) == '%' || page.at(stop) == '+') return;
  static const Endings kDemand(
      "minimum|minimum cumulative|required|requires a|require a|average|mean|median|least a|cutoff|"
      "a minimum|typical|class|incoming");
  static const WordSet kMore("or|and above|required|minimum|average|scale|cutoff");
  if (kDemand.match(said_before(text, begin, 30)) || kMore.has(word_after(text, stop))) return;
  if (!person_near(page, begin, 80) && link.strength != Announce::kMark) return;
  found.add(kInfos[kGrade], link.strength == Announce::kMark ? at : begin, stop, 0.8F);
}

bool accept_school(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  return words_only(v, 7) && fills_field(page, begin, end) && school_word(v);
}
bool accept_academic(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  const bool plain_number = v.find_first_not_of("0123456789.,%:") == std::string_view::npos;
  return !plain_number || fills_field(page, begin, end) || person_near(page, begin, 60);
}

constexpr ValueRule kValues[] = {
    {.info = {"school.field", Category::kSchool},
     .shape = kWordsCell,
     .need = Need::kDirect,
     .cues = kSchoolFields,
     .score = 0.82F,
     .flags = kFieldOnly,
     .accept = accept_school},
    {.info = {"academic.gpa", Category::kAcademicRecord},
     .shape = "(C?GPA[ ]?(of[ ])?\\d[.,]\\d{1,2}([ ]?/[ ]?\\d{1,2}([.,]0)?)?|\\d[.,]\\d{1,2}[ "
              "]?C?GPA|SAT[ ]?(of[ ])?1?\\d{3}|ACT[ ]?(of[ ])?\\d{2}|Abitur[ ]?\\d[.,]\\d|"
              "\\d{2,3}%[ \\n]in[ ][A-Z][a-z]+([ ][A-Z][a-z]+)?|IB[ ]\\d{2}|[12]:[12]|"
              "(A-level|GCSE)[ ]grade[ ][A-E1-9]\\*?([ ]in[ ][A-Z][a-z]+)?)",
     .need = Need::kCue,
     .cues = kAcademicFields,
     .score = 0.84F,
     .flags = kLabelled | kNoRelax | kGlueLeft,
     .accept = accept_academic},
    {.info = {"academic.honours", Category::kAcademicRecord},
     .shape = "(first|second|upper second|lower second|third)(-|[ ])class[ ]hono?urs|summa cum "
              "laude|magna cum laude|cum laude|(upper|lower)[ ]second|with distinction",
     .need = Need::kDirect,
     .cues = kAcademicFields,
     .score = 0.8F,
     .flags = kLabelled | kLabelledOnly | kNoRelax | kCaseless,
     .accept = nullptr},
};

constexpr AnchorRule kAnchors[] = {
    {"studies at|studying at|studied at|study at|attends|attended|attending|went to|goes to|go "
     "to|enrolled at|enrolled in|graduated from|graduate of|graduating from|student at|freshman "
     "at|sophomore at|junior at|senior at|pupil at|alumnus of|alumna of|degree from|dropped out "
     "of|transferred to|accepted to|accepted at|admitted to|teaches at|class at|phd at|master s "
     "at|studiert an der|studiere an der|besucht die|besucht das|\u00e9tudie \u00e0|estudia "
     "en|estudio en|estudia na|estuda na|estudo na|studia a|studia all|studeert aan|kommer "
     "fr\u00e5n|\u5c31\u8bfb\u4e8e|\u6bd5\u4e1a\u4e8e|\u5728\u8bfb",
     match_school},
    {"gpa|cgpa|sat|abitur", match_grade},
};

}  // namespace

RuleTable school_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
