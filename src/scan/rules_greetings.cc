/// Names in salutations and signatures: "Dear Jane,", "Best regards,\nJane Doe".
#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/person_cues.h"
#include "scan/person_report.h"
#include "scan/rule.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

bool line_ends(std::string_view text, size_t pos) {
  size_t i = skip_blanks(text, pos);
  if (i < text.size() && text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') return true;
  return i >= text.size() || text[i] == '\n' || text[i] == '\r' || text[i] == '<' ||
         text[i] == '"' || text[i] == '|' || text[i] == '(';
}

bool at_line_begin(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i > 0 && pos - i < 8 &&
         (is_blank(text[i - 1]) || text[i - 1] == '>' || text[i - 1] == '"' || text[i - 1] == '*' ||
          text[i - 1] == '\''))
    --i;
  return i == 0 || text[i - 1] == '\n' || (i > 1 && text[i - 1] == 'n' && text[i - 2] == '\\') ||
         text[i - 1] == ':' || text[i - 1] == ']';
}

bool sentence_begin(std::string_view text, size_t pos) {
  if (at_line_begin(text, pos)) return true;
  size_t i = pos;
  while (i > 0 && is_blank(text[i - 1])) --i;
  return i == 0 || text[i - 1] == '.' || text[i - 1] == '!' || text[i - 1] == '?' ||
         text[i - 1] == ';' || text[i - 1] == '"' || text[i - 1] == ')';
}

void match_salutation(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end >= text.size()) return;
  const bool opening = sentence_begin(text, begin);
  if (text[end] != ' ' && !(text[end] == ',' && end + 1 < text.size() && text[end + 1] == ' '))
    return;
  size_t at = end + 1;
  if (text[end] == ',') ++at;
  // "Dear Mr and Mrs Smith", "Hi there Jane"
  static constexpr std::string_view kSkipped[] = {"there ",      "again ",   "my dear ",
                                                  "my dearest ", "dearest ", "Mr. and Mrs. ",
                                                  "Mr and Mrs ", "dear "};
  for (const std::string_view skip : kSkipped) {
    if (at >= text.size() || text[at] != skip[0]) continue;
    if (text.compare(at, skip.size(), skip) == 0) at += skip.size();
  }
  if (!upper_at(text, at) && !caseless_at(text, at)) {
    // "hi jane,": chat; only listed names.
    if (!opening) return;
    const std::string_view word = word_at(text, at);
    const size_t stop = at + word.size();
    if (word.size() >= 3 && is_given_name(word) &&
        (stop >= text.size() || text[stop] == ',' || text[stop] == '!' || text[stop] == '\n' ||
         text[stop] == '.')) {
      found.add(kPersonInfos[kFirstName], at, stop, 0.7F);
    }
    return;
  }
  const bool titled = title_length(text, at) > 0;
  const NameSpan name = read_name(text, at, {.most_words = 4});
  if (name.empty()) return;
  const char after = page.at(name.end);
  const bool closes = after == ',' || after == '!' || after == '\n' || after == ':' ||
                      after == '\0' || after == '-' || after == '.' || after == ';' ||
                      after == '\r' || after == '"' || after == '\\' || after == '?' ||
                      after == '<';
  const bool dash = after == ' ' && (page.at(name.end + 1) == '-' || page.at(name.end + 1) == '&');
  if (!opening && !titled && !name.known) return;
  if (!closes && !dash && !name.known_given && !titled) return;
  report_name(page, name, titled, closes ? 0.85F : 0.7F, found);
  // "Dear Jane and Bob,"
  for (const std::string_view link : {" and ", " & ", " und ", " et ", " y ", " e ", ", "}) {
    if (text.compare(name.end, link.size(), link) != 0) continue;
    const size_t second = name.end + link.size();
    const NameSpan other = read_name(text, second, {.most_words = 3});
    if (!other.empty() && (other.known || title_length(text, second) > 0))
      report_name(page, other, title_length(text, second) > 0, 0.75F, found);
    break;
  }
}

/// "Best regards,\nJane Doe": the name is a line of its own.
void match_closing(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = end;
  while (i < text.size() && i - end < 3 &&
         (text[i] == ',' || text[i] == '!' || text[i] == '.' || is_blank(text[i])))
    ++i;
  size_t breaks = 0;
  while (i < text.size() && i - end < 12 &&
         (text[i] == '\n' || text[i] == '\r' || is_blank(text[i]) || text[i] == '>' ||
          (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') ||
          (text[i] == 'n' && i > 0 && text[i - 1] == '\\'))) {
    breaks += text[i] == '\n' || (text[i] == 'n');
    ++i;
  }
  if (i >= text.size()) return;
  const bool dash = text[i] == '-' || text[i] == '~';
  while (i < text.size() && (text[i] == '-' || text[i] == '~' || text[i] == ' ')) ++i;
  if (breaks == 0) {
    // "Thanks, Jane" at the very end or before a line break.
    if (i == end || !(text[end] == ',' || dash || text[end] == ' ')) return;
    const NameSpan name = read_name(text, i, {.most_words = 3});
    if (name.empty() ||
        !line_ends(text, name.end + (page.at(name.end) == '.' || page.at(name.end) == '!' ? 1 : 0)))
      return;
    if (!name.known && !(text[end] == ',' && sentence_begin(text, begin) && name.words <= 2)) return;
    report_name(page, name, false, name.known ? 0.8F : 0.6F, found);
    return;
  }
  const NameSpan name = read_name(text, i, {.most_words = 5});
  if (name.empty()) {
    // lower-case signature of a chat
    const std::string_view word = word_at(text, i);
    if (word.size() >= 3 && is_given_name(word) && line_ends(text, i + word.size()))
      found.add(kPersonInfos[kFirstName], i, i + word.size(), 0.65F);
    return;
  }
  const char after = page.at(name.end);
  if (!line_ends(text, name.end) && after != ',' && after != '.') return;
  report_name(page, name, false, name.known ? 0.88F : 0.75F, found);
}

constexpr AnchorRule kAnchors[] = {
    {kSalutations, match_salutation},
    {kClosings, match_closing},
};

}  // namespace

RuleTable greeting_rules() { return {.anchors = kAnchors}; }

}  // namespace lauter::scan
