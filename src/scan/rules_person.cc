/// Names of persons where the text itself says that a name follows: salutations, signatures,
/// introductions, headers, author tags, form fields, titles, "née", "aka", "my wife".
///
/// A cue decides how much the name must prove by itself: after "Dear" or "Patient name:" any word
/// of the right shape will do; after "this is" or "spoke with" it must be a listed name.
#include <algorithm>
#include <string>

#include "scan/name_shape.h"
#include "scan/page.h"
#include "scan/person_cues.h"
#include "scan/registry.h"
#include "scan/rule.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"person.introduced", Category::kPerson},
    {"person.introduced_first", Category::kFirstName},
    {"person.introduced_last", Category::kLastName},
    {"person.maiden", Category::kMaidenName},
    {"person.nickname", Category::kNickname},
    {"person.field", Category::kPerson},
    {"person.field_first", Category::kFirstName},
    {"person.field_last", Category::kLastName},
};
enum InfoIndex : size_t { kFull, kFirst, kLast, kMaiden, kNick, kField, kFieldFirst, kFieldLast };

bool alone(const NameSpan& name) { return name.words == 1 && !name.has_initial; }

/// Reports a name as full, given or family name.
void emit(const Page& page, const NameSpan& name, bool titled, float score, Found& found) {
  if (name.empty()) return;
  const std::string_view value = page.text.substr(name.begin, name.end - name.begin);
  size_t info = kFull;
  if (alone(name)) {
    const bool given = is_given_name(value), family = is_family_name(value);
    info = titled ? (given && !family ? kFirst : kLast) : (family && !given ? kLast : kFirst);
  }
  found.add(kInfos[info], name.begin, name.end, score);
}

bool line_ends(std::string_view text, size_t pos) {
  size_t i = skip_blanks(text, pos);
  if (i < text.size() && text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n') return true;
  return i >= text.size() || text[i] == '\n' || text[i] == '\r' || text[i] == '<' ||
         text[i] == '"' || text[i] == '|' || text[i] == '(';
}

/// Where the words after a cue begin: blanks, one comma or colon, quotes, a line break after marks.
size_t after_cue(std::string_view text, size_t pos) {
  size_t i = pos;
  while (i < text.size() && i - pos < 6 &&
         (is_blank(text[i]) || text[i] == ':' || text[i] == ',' || text[i] == '"' ||
          text[i] == '*' || text[i] == '\''))
    ++i;
  return i;
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

// ---- Introductions
// --------------------------------------------------------------------------------

/// "my name is Jane Doe", "je m'appelle": nothing else can follow.
void match_name_is(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  // "zone name is", "a file named": things have names too.
  const bool weak = lower(text[begin]) == 'n' || lower(text[begin]) == 't';
  size_t at = after_cue(text, end);
  NameSpan name = read_name(text, at);
  const bool titled = title_length(text, at) > 0;
  if (weak && !name.known_given && !titled) return;
  if (name.empty()) {
    // "my name is jane doe": lower case needs a listed name.
    name = read_name(text, at, {.any_case = true, .most_words = 3});
    if (!name.known_given) return;
    // Only as far as words are names.
    size_t stop = name.begin + word_at(text, name.begin).size();
    const size_t next = stop + 1;
    const std::string_view second =
        next < text.size() && text[stop] == ' ' ? word_at(text, next) : std::string_view();
    if (!second.empty() && (is_family_name(second) || is_given_name(second))) {
      stop = next + second.size();
      name.words = 2;
    } else {
      name.words = 1;
    }
    name.end = stop;
  }
  emit(page, name, titled, 0.9F, found);
}

/// "this is Jane from", "I'm Jane,": only listed names, or a full name before "from", "here", "at".
void match_i_am(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end >= text.size() || text[end] != ' ') return;
  const size_t at = end + 1;
  if (!upper_at(text, at) && !caseless_at(text, at)) return;
  const NameSpan name = read_name(text, at);
  if (name.empty()) return;
  if (title_length(text, at) == 0 && !name.known) {
    const std::string tail = folded_after(text, name.end, 12);
    const bool says = tail.compare(0, 6, " from ") == 0 || tail.compare(0, 5, " here") == 0 ||
                      tail.compare(0, 9, " speaking") == 0 || tail.compare(0, 8, " calling") == 0;
    if (!says) return;
  }
  (void)begin;
  emit(page, name, title_length(text, at) > 0, name.known ? 0.82F : 0.65F, found);
}

// ---- Salutations and signatures
// -------------------------------------------------------------------

void match_salutation(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (end >= text.size()) return;
  const bool opening = sentence_begin(text, begin);
  if (text[end] != ' ' && !(text[end] == ',' && end + 1 < text.size() && text[end + 1] == ' '))
    return;
  size_t at = end + 1;
  if (text[end] == ',') ++at;
  // "Dear Mr and Mrs Smith", "Hi there Jane"
  for (const std::string_view skip : {"there ", "again ", "my dear ", "my dearest ", "dearest ",
                                      "Mr. and Mrs. ", "Mr and Mrs ", "dear "}) {
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
      found.add(kInfos[kFirst], at, stop, 0.7F);
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
  emit(page, name, titled, closes ? 0.85F : 0.7F, found);
  // "Dear Jane and Bob,"
  for (const std::string_view link : {" and ", " & ", " und ", " et ", " y ", " e ", ", "}) {
    if (text.compare(name.end, link.size(), link) != 0) continue;
    const size_t second = name.end + link.size();
    const NameSpan other = read_name(text, second, {.most_words = 3});
    if (!other.empty() && (other.known || title_length(text, second) > 0))
      emit(page, other, title_length(text, second) > 0, 0.75F, found);
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
    if (!name.known && !(text[end] == ',' && at_line_begin(text, begin) && name.words <= 2)) return;
    emit(page, name, false, name.known ? 0.8F : 0.6F, found);
    return;
  }
  const NameSpan name = read_name(text, i, {.most_words = 5});
  if (name.empty()) {
    // lower-case signature of a chat
    const std::string_view word = word_at(text, i);
    if (word.size() >= 3 && is_given_name(word) && line_ends(text, i + word.size()))
      found.add(kInfos[kFirst], i, i + word.size(), 0.65F);
    return;
  }
  const char after = page.at(name.end);
  if (!line_ends(text, name.end) && after != ',' && after != '.') return;
  emit(page, name, false, name.known ? 0.88F : 0.75F, found);
}

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
  // A mail header stands at a line's begin (or in a trailer's indentation).
  if (!tag) {
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
    const bool separated = i >= text.size() || text[i] == ',' || text[i] == ';' ||
                           text[i] == '\n' || text[i] == '\r' || text[i] == '|' ||
                           text[i] == '\\' || text[i] == '&' || text[i] == '-' || text[i] == '*' ||
                           text.compare(i, 4, "and ") == 0;
    if (!mail && !separated) return;
    if (mail || name.known || (name.words >= 2 && !alone(name)))
      emit(page, name, title_length(text, at) > 0, mail ? 0.9F : name.known ? 0.85F : 0.68F, found);
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
    found.add(kInfos[kField], name.begin, stop, 0.9F);
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
      found.add(kInfos[kFieldFirst], name.begin, name.end, 0.9F);
      return;
    case FieldKind::kFamily:
      if (name.words > 3) return;
      found.add(kInfos[kFieldLast], name.begin, name.end, 0.9F);
      return;
    case FieldKind::kFullName:
      if (!marked && !name.known && !titled) return;
      if (alone(name)) {
        emit(page, name, titled, 0.75F, found);
      } else {
        found.add(kInfos[kField], name.begin, name.end, 0.9F);
      }
      return;
    case FieldKind::kBareName: {
      (void)begin;
      const bool form = in_persons_form(page, end);
      if (!form && !(name.known_given && name.words >= 2) && !titled) return;
      if (!name.known && !titled && (name.words < 2 || after == '-' || after == ' ')) return;
      if (alone(name)) {
        if (!name.known || !form) return;
        emit(page, name, titled, 0.7F, found);
      } else {
        found.add(kInfos[kField], name.begin, name.end, name.known ? 0.88F : 0.7F);
      }
      return;
    }
  }
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

// ---- Titles, kin, verbs
// ---------------------------------------------------------------------------

/// "Mr Smith", "Frau Dr. Huber": title, then a name.
void match_title(const Page& page, size_t begin, size_t, Found& found) {
  const std::string_view text = page.text;
  if (!upper_at(text, begin)) return;
  const size_t title = title_length(text, begin);
  if (title == 0 || !upper_at(text, begin + title)) return;
  const NameSpan name = read_name(text, begin, {.most_words = 4});
  if (name.empty() || name.begin == begin) return;
  static const WordSet kFamous(
      "strange|robot|bean|who|watson|jekyll|hyde|house|evil|dre|seuss|freud|darwin|einstein|newton|"
      "president|speaker|"
      "chairman|spock|potato|right|big|darcy|holmes|hudson|dolittle|frankenstein|oz|claus|pepper|t|"
      "x|no|"
      "god|jesus|christ|mary|king|queen|luther|shakespeare|gates|clean|softee|miss|wrong|bond|"
      "moneypenny");
  if (alone(name) && kFamous.has(text.substr(name.begin, name.end - name.begin))) return;
  if (name.has_initial && name.words == 0) return;
  // Long prose full of "Mr. X" is a novel; a letter or a record is short or has fields.
  if (text.size() > 6000 && !page.cue_before(kFormCues, begin, 160) &&
      !page.cue_after(kFormCues, name.end, 160))
    return;
  emit(page, name, true, name.known ? 0.78F : 0.66F, found);
}

/// "my wife Jane", "her son Tom Miller", "spoke with Jane": a listed or capitalised name next.
void match_kin(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at < text.size() && text[at] == ',') ++at;
  if (at >= text.size() || text[at] != ' ') return;
  ++at;
  if (text.compare(at, 2, "is ") == 0 || text.compare(at, 7, "called ") == 0 ||
      text.compare(at, 6, "named ") == 0)
    at = text.find(' ', at) + 1;
  if (!upper_at(text, at) && !caseless_at(text, at)) {
    const std::string_view word = word_at(text, at);
    if (word.size() < 4 || !is_given_name(word) || text.size() > 4000) return;
    const char after = page.at(at + word.size());
    if (after == ' ' || after == ',' || after == '.' || after == '\'' || after == '\0' ||
        after == '!')
      found.add(kInfos[kFirst], at, at + word.size(), 0.6F);
    return;
  }
  const NameSpan name = read_name(text, at, {.most_words = 3});
  if (name.empty()) return;
  emit(page, name, title_length(text, at) > 0, name.known ? 0.8F : 0.62F, found);
}

void match_verb(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t at = end;
  if (at < text.size() && text[at] == ':') ++at;
  if (at >= text.size() || text[at] != ' ') return;
  ++at;
  if (!upper_at(text, at)) return;
  const size_t title = title_length(text, at);
  const NameSpan name = read_name(text, at, {.most_words = 4});
  if (name.empty() || (!name.known_given && title == 0)) return;
  emit(page, name, title > 0, 0.7F, found);
  for (const std::string_view joint : {" and ", " & ", ", "}) {
    if (text.compare(name.end, joint.size(), joint) != 0) continue;
    const NameSpan other = read_name(text, name.end + joint.size(), {.most_words = 3});
    if (!other.empty() && other.known_given) emit(page, other, false, 0.65F, found);
    break;
  }
}

// ---- Birth names, nicknames
// -----------------------------------------------------------------------

void match_maiden(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const Connector link = skip_connector(text, end);
  size_t at = link.strength == Announce::kNone ? end : link.value_begin;
  const bool short_cue = end - begin <= 6;  // n\u00E9e, geb.
  if (short_cue) {
    at = end;
    if (at < text.size() && text[at] == '.') ++at;
    if (at >= text.size() || text[at] != ' ') return;
    ++at;
    if (!upper_at(text, at)) return;
    // A name or a bracket stands before it: "Jane Smith (n\u00E9e Miller)", "Anna Huber, geb.
    // Maier".
    size_t i = begin;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '(' || text[i - 1] == ',')) --i;
    const std::string_view before = word_before(text, i);
    if (before.empty() || !upper_at(before, 0)) return;
  }
  if (lower(text[begin]) == 'f') {  // "formerly known as": a person's name stands before it
    size_t i = begin;
    while (i > 0 && (text[i - 1] == ' ' || text[i - 1] == '(' || text[i - 1] == ',')) --i;
    const std::string_view before = word_before(text, i);
    if (!is_given_name(before) && !is_family_name(before)) return;
  }
  while (at < text.size() && (text[at] == '"' || text[at] == ' ')) ++at;
  const bool marked = link.strength == Announce::kMark;
  const NameSpan name = read_name(text, at, {.any_case = marked && !short_cue, .most_words = 3});
  if (name.empty() || (!upper_at(text, at) && !caseless_at(text, at) && !marked)) return;
  found.add(kInfos[kMaiden], name.begin, name.end, short_cue ? 0.85F : 0.92F);
}

void match_nickname(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  const Connector link = skip_connector(text, end);
  size_t at = link.strength == Announce::kNone ? end : link.value_begin;
  while (at < text.size() && at - end < 8 &&
         (text[at] == ' ' || text[at] == ':' || text[at] == ','))
    ++at;
  size_t quote = 0;
  if (at < text.size() && (text[at] == '"' || text[at] == '\'')) ++at;
  if (text.compare(at, 3, "\xE2\x80\x9C") == 0 || text.compare(at, 3, "\xE2\x80\x98") == 0) at += 3;
  const bool quoted =
      at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'' || (text[at - 1] & 0x80) != 0);
  if (at >= text.size()) return;
  if (text.compare(at, 4, "the ") == 0) return;
  if (begin > 0 && (text[begin - 1] == '_' || is_alnum(text[begin - 1]))) return;  // Cmnd_Alias
  // "known as Paris": places and things are known as something too; a person must be near.
  const std::string cue = fold_words(text.substr(begin, end - begin));
  const bool strong =
      cue.find("call") != std::string::npos || cue.find("nick") != std::string::npos ||
      cue.find("goes by") != std::string::npos || cue.find("pet") != std::string::npos ||
      cue.find("spitzname") != std::string::npos || cue.find("apodo") != std::string::npos ||
      cue.find("surnom") != std::string::npos || cue.find("street name") != std::string::npos;
  if (!strong) {
    const std::string before = folded_before(text, begin, 60);
    static const WordSet kPersons(
        "he|she|i|my|his|her|mr|mrs|ms|suspect|friend|brother|sister|son|daughter|man|woman|boy|"
        "girl|user|who|you|guy");
    bool person = false;
    size_t i = 0;
    while (i < before.size()) {
      const std::string_view word = word_at(before, i);
      if (!word.empty() && (kPersons.has(word) || is_given_name(word))) person = true;
      i += word.empty() ? 1 : word.size();
    }
    if (!person) return;
  }
  if (quoted) {
    const size_t close = text.substr(at, 32).find_first_of("\"'\xE2\n");
    if (close != std::string_view::npos && close >= 2 && text[at + close] != '\n') {
      found.add(kInfos[kNick], at, at + close, 0.85F);
      return;
    }
  }
  if (!upper_at(text, at)) {
    // "nickname: sparky"; "call me sparky" only in a label
    if (link.strength != Announce::kMark) return;
    const std::string_view word = word_at(text, at);
    if (word.size() < 2 || word.size() > 20) return;
    const char after = page.at(at + word.size());
    if (after == '\n' || after == '\0' || after == ',' || after == '"' || after == '|')
      found.add(kInfos[kNick], at, at + word.size(), 0.75F);
    return;
  }
  size_t stop = at;
  size_t words = 0;
  for (; words < 3; ++words) {
    const size_t next = words == 0 ? at : stop + 1;
    if (words > 0 && (stop >= text.size() || text[stop] != ' ')) break;
    const std::string_view word = word_at(text, next);
    if (word.empty() || !upper_at(text, next) || word == "I" || word == "Please" || word == "The")
      break;
    stop = next + word.size();
  }
  (void)quote;
  if (words == 0) return;
  found.add(kInfos[kNick], at, stop, strong ? 0.8F : 0.68F);
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
    {kNameIsCues, match_name_is},
    {kIAmCues, match_i_am},
    {kSalutations, match_salutation},
    {kClosings, match_closing},
    {kHeaders, match_header},
    {"from:|to:|cc:|von:|an:|de:|para:|fra:|til:|till:|od:|do:|da:|van:|aan:", match_colon_header,
     AnchorKind::kCaselessLiteral},
    {kFullNameFields, match_full_field},
    {kFirstNameFields, match_first_field},
    {kLastNameFields, match_last_field},
    {kBareNameFields, match_bare_field},
    {kTitles, match_title},
    {kKin, match_kin},
    {kVerbs, match_verb},
    {kMaidenCues, match_maiden},
    {kNicknameCues, match_nickname},
};

}  // namespace

RuleTable person_rules() { return {.values = kValues, .anchors = kAnchors, .infos = kInfos}; }

}  // namespace lauter::scan
