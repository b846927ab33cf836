#include "refine/learned_spans.h"

#include <algorithm>

#include "refine/plausible_values.h"
#include "refine/world_names.h"
#include "scan/name_shape.h"
#include "scan/street_text.h"
#include "scan/word_set.h"
#include "surrogate/name_pool.h"
#include "surrogate/unicode.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

/// Small words between names.
constexpr char kLinks[] = "and|or|in|at|of|for|to|with|from|is|was|by|on";

/// Before words of kin, in languages of which the tagger knows little.
constexpr char kPossessives[] =
    "ma|mein|meine|meiner|meinem|mi|mia|mijn|minha|mio|mon|meu|moja|mój|my|notre|nuestra|nuestro|"
    "sa|son|sua|suo|unser|unsere|votre";

/// Words of letters that the tagger takes along: "Thx, Ross".
constexpr char kShortCourtesies[] = "cheers|hei|hej|hello|hey|hi|thanks|thx|tnx|ty";

/// Titles that stand-ins would take for names.
constexpr char kRanks[] =
    "capt|col|cpl|haji|imam|kum|lt|maj|pastor|pvt|rabbi|sgt|sheikh|shri|smt|sri";

/// Before the names of those whom a court hears.
constexpr char kPartiesOfCases[] =
    "accused|appellant|appellee|claimant|complainant|defendant|deponent|petitioner|plaintiff|"
    "respondent|witness";

bool is_mark(char c) {
  return is_ascii(c) && !is_ascii_alnum(c) && c != '#' && c != '(' && c != ')' && c != '"';
}

/// Without the small words at both ends that the tagger took along: "Elm and".
ByteSpan without_links(std::string_view text, ByteSpan span) {
  const scan::WordSet& links = scan::set_of<kLinks>();
  for (;;) {
    const std::string_view first = scan::word_at(text, span.begin);
    const std::string_view last = scan::word_before(text, span.end);
    if (last.size() < span.size() && !last.empty() && is_ascii_lower(last[0]) && links.has(last)) {
      span.end -= last.size();
    } else if (first.size() < span.size() && !first.empty() && is_ascii_lower(first[0]) &&
               links.has(first)) {
      span.begin += first.size();
    } else {
      return span;
    }
    while (span.begin < span.end && is_ascii_space(text[span.begin])) ++span.begin;
    while (span.begin < span.end && is_ascii_space(text[span.end - 1])) --span.end;
  }
}

/// Without titles and degrees before it ("Col. Hargreaves", "RN T. Bautista") and what stands in
/// another column of its line: names hold no two blanks.
ByteSpan within_name(std::string_view text, ByteSpan span) {
  const std::string_view courtesy = scan::word_at(text, span.begin);
  if (scan::set_of<kShortCourtesies>().has(courtesy)) {
    span.begin += courtesy.size();
    while (span.begin < span.end && (text[span.begin] == ',' || text[span.begin] == ' '))
      ++span.begin;
  }
  const size_t gap = span.of(text).find("  ");
  if (gap != std::string_view::npos && gap > 0) span.end = span.begin + gap;
  // Stand-ins keep others ("Dr. Chen", "Aunt Li").
  const size_t title = scan::title_length(text, span.begin);
  const bool is_rank = scan::set_of<kRanks>().has(scan::word_at(text, span.begin));
  if (is_rank && span.begin + title < span.end) span.begin += title;
  const std::string_view degree = scan::word_at(text, span.begin);
  const bool is_degree = degree == "RN" || degree == "NP" || degree == "PA";
  const uint64_t name = span.begin + degree.size() + 1;
  if (is_degree && name < span.end && scan::upper_at(text, name)) span.begin = name;
  return span;
}

/// The name of a numbered list that was taken for a street: "7 Josie Albrecht".
ByteSpan numbered_name(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && is_ascii_digit(text[span.begin])) ++span.begin;
  if (span.begin >= span.end || text[span.begin] != ' ') return {};
  ++span.begin;
  while (span.end > span.begin && is_mark(text[span.end - 1])) --span.end;
  const std::string_view value = span.of(text);
  const std::string_view given = scan::word_at(value, 0);
  if (given.size() + 1 >= value.size() || value[given.size()] != ' ') return {};
  const std::string_view family = value.substr(given.size() + 1);
  const bool is_name = is_pooled_given_name(given) && scan::word_at(family, 0) == family &&
                       scan::upper_at(family, 0) && !scan::is_street_word(family) &&
                       !scan::is_glued_street(family);
  return is_name ? span : ByteSpan{};
}

/// "Boudreaux" of "Defendant Boudreaux".
ByteSpan without_role(std::string_view text, ByteSpan span) {
  const std::string_view role = scan::word_at(text, span.begin);
  if (role.size() + 2 >= span.size() || !scan::set_of<kPartiesOfCases>().has(role)) return span;
  return scan::upper_at(text, span.begin + role.size() + 1)
             ? ByteSpan{span.begin + role.size() + 1, span.end}
             : span;
}

/// "Fabrizio" of "Mio marito Fabrizio".
ByteSpan without_kin(std::string_view text, ByteSpan span) {
  const std::string_view owner = scan::word_at(text, span.begin);
  if (owner.size() >= span.size() || !scan::set_of<kPossessives>().has(owner)) return span;
  const size_t name = span.of(text).find(' ', owner.size() + 1);
  return name == std::string_view::npos ? span : ByteSpan{span.begin + name + 1, span.end};
}

/// Without what begins with a bracket that does not close: "Data Engineer" of "Data Engineer (ref".
ByteSpan before_open_bracket(std::string_view text, ByteSpan span) {
  const std::string_view value = span.of(text);
  const size_t open = value.rfind('(');
  if (open == value.npos || open == 0 || value.find(')', open) != value.npos) return span;
  return without_marks(text, {span.begin, span.begin + open});
}

/// Up to the end of the line where the text goes on with another field: after an empty line, or
/// where the line is too short to have been wrapped ("Maria Keller", new line, "Keller & Sons").
ByteSpan within_lines(std::string_view text, ByteSpan span) {
  constexpr uint64_t kWrapped = 50;  // bytes of a line that may have been wrapped
  const size_t end = text.find('\n', span.begin);
  if (end >= span.end) return span;
  const size_t before = span.begin == 0 ? text.npos : text.rfind('\n', span.begin - 1);
  const size_t begin = before == text.npos ? 0 : before + 1;
  const bool is_wrapped = end - begin >= kWrapped && text[end + 1] != '\n';
  if (!is_wrapped) span.end = end;
  while (span.end > span.begin && is_ascii_space(text[span.end - 1])) --span.end;
  return span;
}

/// "Berlin" of "The Berlin office"; The Hague keeps its own.
ByteSpan without_article(std::string_view text, ByteSpan span) {
  const std::string_view value = span.of(text);
  const bool has_article = value.starts_with("The ") || value.starts_with("the ");
  if (has_article && !value.substr(4).starts_with("Hague")) span.begin += 4;
  return span;
}

/// With the words around that are known as one place together: "Moines" of "Des Moines".
ByteSpan whole_place(std::string_view text, ByteSpan span) {
  const std::string_view before =
      scan::word_before(text, span.begin - std::min<uint64_t>(span.begin, 1));
  if (scan::upper_at(before, 0) && text[span.begin - 1] == ' ') {
    const ByteSpan wider{span.begin - 1 - before.size(), span.end};
    if (world_name(wider.of(text)) == WorldName::kPlace) return wider;
  }
  const std::string_view behind =
      span.end + 1 < text.size() && text[span.end] == ' ' ? scan::word_at(text, span.end + 1) : "";
  if (scan::upper_at(behind, 0)) {
    const ByteSpan wider{span.begin, span.end + 1 + behind.size()};
    if (world_name(wider.of(text)) == WorldName::kPlace) return wider;
  }
  return span;
}

/// A name of one word may have lost its family name, where that is none the tagger knows: "a huge
/// Sarah Maida fan". The capitalised word behind it is one if it is listed and the first is a given
/// name, or if the sentence around is no title.
ByteSpan with_family_name(std::string_view text, ByteSpan span) {
  const scan::NameSpan name = scan::read_name(text, span.begin);
  if (name.begin != span.begin || name.words != 2 || name.end <= span.end) return span;
  if (scan::word_at(text, span.begin).size() != span.size()) return span;
  const std::string_view family = text.substr(span.end + 1, name.end - span.end - 1);
  const bool is_given = scan::is_given_name(span.of(text));
  const bool is_listed = surrogate::NamePool::get().find(surrogate::folded(family)).family != 0;
  const std::string_view before =
      scan::word_before(text, span.begin - std::min<uint64_t>(span.begin, 1));
  const bool is_behind_word =
      !before.empty() && !scan::upper_at(before, 0) && text[span.begin - 1] == ' ';
  const std::string_view behind =
      name.end < text.size() && text[name.end] == ' ' ? scan::word_at(text, name.end + 1) : "";
  const bool is_before_word = !behind.empty() && is_ascii_lower(behind[0]);
  // "Tom & Priscilla Wainwright brought wine"
  const bool is_behind_and = span.begin > 1 && text[span.begin - 2] == '&' && is_before_word;
  const bool is_inside = is_given ? is_behind_word || is_behind_and : is_before_word;
  // "ANTONELLA RIZZUTO": the head of a letter or application.
  const auto is_capitals = [](std::string_view word) {
    return std::none_of(word.begin(), word.end(), is_ascii_lower);
  };
  const bool is_line = (span.begin == 0 || text[span.begin - 1] == '\n') &&
                       (name.end == text.size() || text[name.end] == '\n');
  const bool is_head =
      is_line && is_known_name(span.of(text)) && is_capitals(span.of(text)) && is_capitals(family);
  if ((is_given && is_listed) || is_head ||
      (is_inside && world_name(family) == WorldName::kUnknown)) {
    span.end = name.end;
  }
  return span;
}

/// "HASSAN, Omar" of "HASSAN": lists write the family name in capitals and first.
ByteSpan with_given_name(std::string_view text, ByteSpan span) {
  constexpr size_t kShortest = 3;
  const std::string_view family = span.of(text);
  const bool is_capitals = family.size() >= kShortest &&
                           std::all_of(family.begin(), family.end(), is_ascii_upper);
  if (!is_capitals || text.substr(span.end, 2) != ", ") return span;
  const std::string_view given = scan::word_at(text, span.end + 2);
  const bool is_given = scan::upper_at(given, 0) && is_pooled_given_name(given);
  return is_given ? ByteSpan{span.begin, span.end + 2 + given.size()} : span;
}

}  // namespace

bool is_pooled_given_name(std::string_view word) {
  return !is_common_word(word) &&
         surrogate::NamePool::get().find(surrogate::folded(word)).given() != 0;
}

ByteSpan without_marks(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && is_mark(text[span.begin])) ++span.begin;
  while (span.end > span.begin && is_mark(text[span.end - 1]) && text[span.end - 1] != '.')
    --span.end;
  return span;
}

bool is_link(std::string_view word) { return scan::set_of<kLinks>().has(word); }

TypedSpan settled_span(std::string_view text, ByteSpan span, std::string_view type) {
  if (type != "ADDRESS") span = within_lines(text, span);
  span = before_open_bracket(text, span);
  if (type == "ADDRESS" && is_ascii_digit(text[span.begin])) {
    if (const ByteSpan name = numbered_name(text, span); !name.empty()) {
      type = "PERSON";
      span = name;
    } else {
      span.begin = scan::unit_begin(text, span.begin);
    }
  }
  if (type == "PERSON" || type == "LOC" || type == "ORG") span = without_links(text, span);
  if (type == "TITLE") span = without_marks(text, span);
  if (type == "LOC") span = whole_place(text, without_article(text, span));
  if (type == "PERSON") {
    span = without_role(text, without_kin(text, within_name(text, span)));
    span = with_given_name(text, with_family_name(text, span));
  }
  return {span, type};
}

}  // namespace lauter::internal
