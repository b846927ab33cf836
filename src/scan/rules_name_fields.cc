/// Names in headers, author tags, fields of forms and tables: "From: Jane Doe <jane@...>",
/// "Signed-off-by: Jane Doe", "patient name: Jane Doe", a column of names.
#include <algorithm>

#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/person_cues.h"
#include "scan/person_report.h"
#include "scan/rule.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

// ---- Headers and author tags
// ----------------------------------------------------------------------

/// "From: Jane Doe <jane@...>", "To: A; B", "Signed-off-by: Jane Doe <...>", "@author Jane Doe".
void match_header(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const bool tag = begin > 0 && (text[begin - 1] == '@' || text[begin - 1] == '\\');
  size_t at = end;
  if (at < text.size() && text[at] == '"') ++at;
  while (at < text.size() && at - end < 3 && is_blank(text[at])) ++at;
  if (at < text.size() && text[at] == ':') {
    ++at;
  } else if (!tag) {
    return;
  }
  // A mail header stands at a line's begin (or in a trailer's indentation), a ticket's also behind
  // a gap: "Reporter: Ann Lee   Assignee: Bo Chan".
  const bool is_behind_gap = begin > 2 && is_blank(text[begin - 1]) && is_blank(text[begin - 2]);
  if (!tag && !is_behind_gap) {
    size_t i = begin;
    while (i > 0 && begin - i < 10 && !is_alnum(text[i - 1]) && text[i - 1] != '\n' &&
           (text[i - 1] & 0x80) == 0)
      --i;
    if (i > 0 && text[i - 1] != '\n' && is_alnum(text[i - 1])) return;
  }
  for (int n = 0; n < 12; ++n) {
    while (at < text.size() &&
           (is_blank(text[at]) || text[at] == '"' || text[at] == '\'' || text[at] == '*'))
      ++at;
    if (at >= text.size()) return;
    const NameSpan name = read_name(text, at, {.comma_first = true});
    if (name.empty()) return;
    size_t i = name.end;
    while (i < text.size() && (text[i] == '"' || text[i] == '\'' || is_blank(text[i]))) ++i;
    bool mail = i < text.size() && (text[i] == '<' || text[i] == '[' || text[i] == '(');
    if (mail) {
      const std::string_view inside = text.substr(i, 120);
      const size_t sign = inside.find('@');
      mail = sign != std::string_view::npos && sign < inside.find('\n');
      if (!mail && text[i] == '[') return;
    }
    const bool separated = i >= text.size() || i > name.end + 1 || text[i] == ',' || text[i] == ';' ||
                           text[i] == '\n' || text[i] == '\r' || text[i] == '|' ||
                           text[i] == '\\' || text[i] == '&' || text[i] == '-' || text[i] == '*' ||
                           text.compare(i, 4, "and ") == 0;
    if (!mail && !separated) return;
    if (mail || name.known || (name.words >= 2 && !alone(name)))
      report_name(page, name, title_length(text, at) > 0,
                  mail         ? 0.9F
                  : name.known ? 0.85F
                               : 0.68F,
                  found);
    if (mail) {
      const char close = text[i] == '<' ? '>' : text[i] == '[' ? ']' : ')';
      size_t stop = i + 1;
      while (stop < text.size() && stop - i < 120 && text[stop] != close && text[stop] != '\n')
        ++stop;
      i = stop < text.size() ? stop + 1 : stop;
      while (i < text.size() && is_blank(text[i])) ++i;
    }
    if (i >= text.size()) return;
    if (text[i] == ',' || text[i] == ';' || text[i] == '&') {
      at = i + 1;
    } else if (text.compare(i, 4, "and ") == 0) {
      at = i + 4;
    } else {
      return;
    }
    if (at < text.size() && text[at] == '\n') ++at;
  }
}

// ---- Fields
// ---------------------------------------------------------------------------------------

/// Labels of persons' forms near a bare "name:": then it is a person's.
bool in_persons_form(const Page& page, size_t pos) {
  if (page.cue_before(kFormCues, pos, 160) || page.cue_after(kFormCues, pos, 220)) return true;
  return page.text.substr(pos, std::min<size_t>(160, page.text.size() - pos)).find('@') !=
         std::string_view::npos;
}

enum class FieldKind { kFullName, kGiven, kFamily, kBareName };

void read_field(const Page& page, size_t begin, size_t end, FieldKind kind, Found& found) {
  const std::string_view text = page.text;
  const Connector link = skip_connector(text, end);
  if (link.strength == Announce::kNone) return;
  if (link.strength == Announce::kSpace) {
    // "cardholder name JANE MILLER": without punctuation the name must be a listed one.
    if (kind != FieldKind::kFullName || !read_name(text, link.value_begin).known_given) return;
  }
  size_t at = link.value_begin;
  if (at >= text.size() || is_placeholder(page, at, std::min(text.size(), at + 4))) return;
  const bool quoted =
      at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'' || text[at - 1] == '>');
  const bool marked = link.strength == Announce::kMark;
  if (!marked && kind == FieldKind::kBareName) return;
  const bool titled = title_length(text, at) > 0;
  const NameOptions options{
      .any_case = marked,
      .comma_first = kind == FieldKind::kFullName || kind == FieldKind::kBareName,
      .most_words = 5};
  NameSpan name = read_name(text, at, {.any_case = false, .comma_first = options.comma_first});
  if (name.empty() && marked) {
    name = read_name(text, at, options);
    // Lower case: the whole value must be names, or quoted.
    const char after = page.at(name.end);
    const bool whole = after == '"' || after == '\n' || after == '\0' || after == ',' ||
                       after == '\'' || after == '|' || after == '<' || after == ';';
    if (name.empty() || !whole || !(name.known || (quoted && kind != FieldKind::kBareName))) return;
  }
  if (name.empty()) return;
  if (page.at(name.end) == '/' && kind == FieldKind::kFullName && is_upper(page.at(name.end + 1)) &&
      is_upper(page.at(name.end + 2)) && alone(name)) {
    // MILLER/JANE ANNE MRS of airlines
    size_t stop = name.end + 1;
    while (stop < text.size() && is_upper(text[stop])) ++stop;
    for (int n = 0;
         n < 2 && stop + 1 < text.size() && text[stop] == ' ' && is_upper(text[stop + 1]); ++n) {
      const std::string_view word = word_at(text, stop + 1);
      if (word == "MR" || word == "MRS" || word == "MS" || word == "MISS" || word == "MSTR" ||
          word == "DR" || is_lower(word.back()))
        break;
      stop += 1 + word.size();
    }
    found.add(kPersonInfos[kFieldName], name.begin, stop, 0.9F);
    return;
  }
  const char after = page.at(name.end);
  if (is_digit(after) || after == '_' || after == '/' || after == '@' ||
      (after == '.' && is_alnum(page.at(name.end + 1))))
    return;
  if (after == '(' && !is_blank(after)) return;
  switch (kind) {
    case FieldKind::kGiven:
      if (name.words > 3) return;
      found.add(kPersonInfos[kFieldFirst], name.begin, name.end, 0.9F);
      return;
    case FieldKind::kFamily:
      if (name.words > 3) return;
      found.add(kPersonInfos[kFieldLast], name.begin, name.end, 0.9F);
      return;
    case FieldKind::kFullName:
      if (!marked && !name.known && !titled) return;
      if (alone(name)) {
        report_name(page, name, titled, 0.75F, found);
      } else {
        found.add(kPersonInfos[kFieldName], name.begin, name.end, 0.9F);
      }
      return;
    case FieldKind::kBareName: {
      (void)begin;
      const bool form = in_persons_form(page, end);
      if (!form && !(name.known_given && name.words >= 2) && !titled) return;
      if (!name.known && !titled && (name.words < 2 || after == '-' || after == ' ')) return;
      if (alone(name)) {
        if (!name.known || !form) return;
        report_name(page, name, titled, 0.7F, found);
      } else {
        found.add(kPersonInfos[kFieldName], name.begin, name.end, name.known ? 0.88F : 0.7F);
      }
      return;
    }
  }
}

/// "Copyright (c) 2020-2021 Jane Miller", "\u00A9 2019 Jane Miller": a person who holds it.
void match_copyright(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  const auto skip = [&](auto may_skip) {
    while (end < text.size() && may_skip(text[end])) ++end;
  };
  const auto is_gap = [](char c) { return c == ' ' || c == ',' || c == '-' || c == ':'; };
  skip(is_gap);
  for (const std::string_view sign : {"(c)", "(C)", "\u00A9"}) {
    if (text.substr(end).starts_with(sign)) end += sign.size();
  }
  skip([&](char c) { return is_gap(c) || is_digit(c); });
  if (text.substr(end).starts_with("by ")) end += 3;
  const NameSpan name = read_name(text, end);
  if (name.empty() || name.begin != end || name.words < 2 || !name.known_given) return;
  const size_t behind = text.find_first_not_of(' ', name.end);
  const bool ends = behind == text.npos ||
                    std::string_view(".,<(\n\r*;[").find(text[behind]) != std::string_view::npos;
  if (ends) report_name(page, name, false, 0.85F, found);
}

/// "From:", "To:": the colon is part of the anchor, because the bare words are everywhere.
void match_colon_header(const Page& page, size_t begin, size_t end, Found& found) {
  if (begin > 0 && is_wordish(page.text[begin - 1])) return;
  match_header(page, begin, end - 1, found);
}

void match_full_field(const Page& page, size_t begin, size_t end, Found& found) {
  read_field(page, begin, end, FieldKind::kFullName, found);
}
void match_first_field(const Page& page, size_t begin, size_t end, Found& found) {
  read_field(page, begin, end, FieldKind::kGiven, found);
}
void match_last_field(const Page& page, size_t begin, size_t end, Found& found) {
  read_field(page, begin, end, FieldKind::kFamily, found);
}
void match_bare_field(const Page& page, size_t begin, size_t end, Found& found) {
  // "full name", "file name": the longer label has its own rule, or is no person's.
  const std::string_view before =
      begin > 0 && (page.text[begin - 1] == ' ' || page.text[begin - 1] == '_' ||
                    page.text[begin - 1] == '-')
          ? word_before(page.text, begin - 1)
          : std::string_view();
  static const WordSet kPersonWords(
      "the|contact|person|my|your|his|her|their|and|legal|current|1|2|complete|real");
  if (!before.empty() && page.text[begin - 1] != '\n' && !kPersonWords.has(before)) return;
  read_field(page, begin, end, FieldKind::kBareName, found);
}

// ---- Tables
// ---------------------------------------------------------------------------------------

/// Whether the value stands in quotes or in a table's cell, so that lower case is just style.
bool boxed(const Page& page, size_t begin, size_t end) {
  const char before = begin > 0 ? page.text[begin - 1] : '\n';
  const char after = page.at(end);
  const bool opens = before == '"' || before == '\'' || before == ',' || before == ';' ||
                     before == '\t' || before == '|' || before == '\n' ||
                     (before == ' ' && begin > 1 && page.text[begin - 2] == '|');
  const bool closes = after == '"' || after == '\'' || after == ',' || after == ';' ||
                      after == '\t' || after == '|' || after == '\n' || after == '\r' ||
                      after == '\0' ||
                      (after == ' ' && (page.at(end + 1) == '|' || page.at(end + 1) == ' '));
  return opens && closes;
}

/// A table's cell or a quoted field that is a name and nothing else.
bool name_cell(const Page& page, size_t begin, size_t end, bool single) {
  const std::string_view text = page.text.substr(0, end);
  const char after = page.at(end);
  if (after == '/' || after == '_' || after == '(' || after == '@') return false;
  const NameSpan name = read_name(text, begin, {.any_case = false, .comma_first = true});
  if (!name.empty() && name.begin == begin && name.end == end) {
    return single || name.words >= 2 || name.has_initial || name.known || caseless_at(text, begin);
  }
  const NameSpan any = read_name(text, begin, {.any_case = true, .comma_first = true});
  if (any.empty() || any.begin != begin || any.end != end || !boxed(page, begin, end)) return false;
  return single ? any.words <= 2 : any.known_given && any.words <= 3;
}
bool accept_name_cell(const Page& page, size_t begin, size_t end) {
  return name_cell(page, begin, end, false);
}
bool accept_part_cell(const Page& page, size_t begin, size_t end) {
  return name_cell(page, begin, end, true);
}
bool accept_known_cell(const Page& page, size_t begin, size_t end) {
  if (!name_cell(page, begin, end, false)) return false;
  const NameSpan name =
      read_name(page.text.substr(0, end), begin, {.any_case = true, .comma_first = true});
  return (name.known && (name.words >= 2 || in_persons_form(page, begin))) ||
         (name.words >= 2 && upper_at(page.text, begin) && in_persons_form(page, begin));
}

constexpr char kNameShape[] = "[A-Za-z\x80-\xff][A-Za-z\x80-\xff.' -]{1,58}[A-Za-z\x80-\xff.]";
constexpr char kNameComma[] = "[A-Za-z\x80-\xff][A-Za-z\x80-\xff.', -]{1,58}[A-Za-z\x80-\xff.]";
constexpr uint16_t kFlags = kLabelled | kLabelledOnly | kStrongLabel | kNoRelax | kAnyWord;

constexpr ValueRule kValues[] = {
    {.info = {"person.full_cell", Category::kPerson},
     .shape = kNameComma,
     .need = Need::kDirect,
     .cues = kFullNameFields,
     .score = 0.88F,
     .flags = kFlags,
     .accept = accept_name_cell},
    {.info = {"person.first_cell", Category::kFirstName},
     .shape = kNameShape,
     .need = Need::kDirect,
     .cues = kFirstNameFields,
     .score = 0.9F,
     .flags = kFlags,
     .accept = accept_part_cell},
    {.info = {"person.last_cell", Category::kLastName},
     .shape = kNameShape,
     .need = Need::kDirect,
     .cues = kLastNameFields,
     .score = 0.9F,
     .flags = kFlags,
     .accept = accept_part_cell},
    {.info = {"person.maiden_cell", Category::kMaidenName},
     .shape = kNameShape,
     .need = Need::kDirect,
     .cues = kMaidenFields,
     .score = 0.93F,
     .flags = kFlags,
     .accept = accept_part_cell},
    {.info = {"person.nickname_cell", Category::kNickname},
     .shape = kNameShape,
     .need = Need::kDirect,
     .cues = kNicknameFields,
     .score = 0.85F,
     .flags = kFlags,
     .accept = accept_part_cell},
    {.info = {"person.name_cell", Category::kPerson},
     .shape = kNameComma,
     .need = Need::kDirect,
     .cues = kBareNameFields,
     .score = 0.8F,
     .flags = kFlags,
     .accept = accept_known_cell},
    // Never matches anything by itself: makes the labels of persons' forms known to cue_before().
    {.info = {"person.form", Category::kPerson},
     .shape = "\x01{9}",
     .need = Need::kDirect,
     .cues = kFormCues,
     .flags = kFlags},
};

constexpr AnchorRule kAnchors[] = {
    {kHeaders, match_header},
    {"copyright", match_copyright},
    {"from:|to:|cc:|von:|an:|de:|para:|fra:|til:|till:|od:|do:|da:|van:|aan:", match_colon_header,
     AnchorKind::kCaselessLiteral},
    {kFullNameFields, match_full_field},
    {kFirstNameFields, match_first_field},
    {kLastNameFields, match_last_field},
    {kBareNameFields, match_bare_field},
};

}  // namespace

RuleTable name_field_rules() { return {.values = kValues, .anchors = kAnchors}; }

}  // namespace lauter::scan
