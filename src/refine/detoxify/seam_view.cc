#include "refine/detoxify/seam_view.h"

#include <algorithm>
#include <array>

#include "refine/detoxify/seam_words.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter {

using namespace seam_words;

uint64_t SeamView::left_end() const {
  uint64_t at = edit_.span.begin;
  while (at > lower_ && is_blank(text_[at - 1])) --at;
  return at;
}

uint64_t SeamView::right_begin() const {
  uint64_t at = edit_.span.end;
  while (at < upper_ && is_blank(text_[at])) ++at;
  return at;
}

char SeamView::left_char() const {
  const uint64_t at = left_end();
  return at > lower_ ? text_[at - 1] : lower_ == 0 ? '\n' : 'x';
}

char SeamView::right_char() const {
  const uint64_t at = right_begin();
  return at < upper_ ? text_[at] : upper_ == text_.size() ? '\n' : 'x';
}

ByteSpan SeamView::left_word() const {
  const uint64_t last = left_end();
  uint64_t at = last;
  while (at > lower_ && last - at < kLookAround && is_wordlike(text_[at - 1])) --at;
  return {at, last};
}

ByteSpan SeamView::right_word() const { return word_from(edit_.span.end); }

ByteSpan SeamView::word_from(uint64_t first) const {
  while (first < upper_ && is_blank(text_[first])) ++first;
  uint64_t at = first;
  while (at < upper_ && at - first < kLookAround && is_wordlike(text_[at])) ++at;
  return {first, at};
}

std::string SeamView::lower(ByteSpan span) const {
  return to_ascii_lower(text_.substr(span.begin, span.end - span.begin));
}

bool SeamView::at_sentence_begin() const {
  const char c = left_char();
  if (c == '\n') return true;
  return ends_sentence(c) && edit_.span.begin > left_end();
}

bool SeamView::at_clause_end() const {
  const char c = right_char();
  return c == '\n' || c == ')' || ends_sentence(c) || parts_clauses(c);
}

bool SeamView::is_negation(std::string_view word) {
  return word.ends_with("n't") || is_one_of(word, kNegations);
}

bool SeamView::ends_predicate() const {
  const std::string right = lower(right_word());
  return at_clause_end() || right_begin() == text_.size() || is_one_of(right, kBehindPredicates) ||
         is_one_of(right, kConjunctions);
}

bool SeamView::is_predicate() const {
  ByteSpan word = left_word();
  if (is_one_of(lower(word), kDegreeAdverbs) &&
      is_one_of(lower(word_to(word.begin)), kShortCopulas))
    return true;
  for (int adverbs = 0; adverbs < 3 && is_one_of(lower(word), kDegreeAdverbs); ++adverbs) {
    word = word_to(word.begin);
  }
  const std::string verb = lower(word);
  if (is_one_of(verb, kCopulas) || verb.ends_with("'re") || verb.ends_with("'m")) return true;
  return is_one_of(verb, kSubjects) && is_one_of(lower(word_to(word.begin)), kCopulas);
}

ByteSpan SeamView::last_word() const {
  uint64_t at = edit_.span.end;
  while (at > edit_.span.begin && is_wordlike(text_[at - 1])) --at;
  return {at, edit_.span.end};
}

bool SeamView::has_noun_behind() const {
  const std::string right = lower(right_word());
  return !at_clause_end() && !right.empty() && !is_one_of(right, kNoNoun) &&
         !is_one_of(right, kNoNounNext) && !is_one_of(right, kConjunctions) &&
         !is_one_of(right, kFiniteVerbs) && !is_one_of(right, kThirdPerson) &&
         !is_verb_by_place(right);
}

bool SeamView::is_verb_by_place(std::string_view right) const {
  if (!is_one_of(lower(left_word()), kDeterminers)) return false;
  const std::string object = lower(word_from(right_word().end));
  const bool has_object =
      is_one_of(object, kDeterminers) || is_possessive(object) || is_one_of(object, kObjects);
  return has_object && (right.ends_with("ed") || right.ends_with('s'));
}

bool SeamView::is_possessive(std::string_view word) {
  return std::any_of(std::begin(kPossessives), std::end(kPossessives),
                     [&](const Possessive& p) { return p.word == word; });
}

bool SeamView::is_determined() const {
  uint64_t at = left_end();
  for (int words = 0; words < 4; ++words) {
    uint64_t first = at;
    while (first > lower_ && at - first < kLookAround && is_wordlike(text_[first - 1])) --first;
    if (first == at) return false;
    const std::string word = lower({first, at});
    if (is_one_of(word, kDeterminers) || is_possessive(word)) return true;
    const bool is_link = word == "and";
    const bool may_stand_between =
        is_one_of(word, kDegrees) || is_link || word.ends_with("ing") || is_adjective(word);
    if (!may_stand_between) return false;
    at = first;
    while (at > lower_ && is_blank(text_[at - 1])) --at;
  }
  return false;
}

bool SeamView::is_adjective(std::string_view word) {
  constexpr std::string_view kEnds[] = {"ful", "less", "ous", "ish", "ive", "al", "ic", "ed", "ly"};
  const bool by_end = std::any_of(std::begin(kEnds), std::end(kEnds), [&](std::string_view end) {
    return word.size() > end.size() + 2 && word.ends_with(end);
  });
  return by_end || is_one_of(word, kAdjectives);
}

bool SeamView::is_kind() const {
  static constexpr std::array<std::string_view, 6> kKinds = {"kind",  "kinds", "sort",
                                                             "sorts", "type",  "bunch"};
  const ByteSpan of = left_word();
  return lower(of) == "of" && is_one_of(lower(word_to(of.begin)), kKinds);
}

ByteSpan SeamView::word_to(uint64_t at) const {
  while (at > lower_ && is_blank(text_[at - 1])) --at;
  uint64_t first = at;
  while (first > lower_ && at - first < kLookAround && is_wordlike(text_[first - 1])) --first;
  return {first, at};
}

bool SeamView::is_phrasal() const {
  const std::string verb = lower(word_from(first_));
  const std::string right = lower(right_word());
  return is_one_of(verb, kPhrasalVerbs) && (right == "up" || right == "off");
}

bool SeamView::loses_predicate() const {
  const std::string right = lower(right_word());
  const bool ends = at_clause_end() || right_begin() == text_.size() ||
                    is_one_of(right, kBehindPredicates) || is_one_of(right, kAddresses) ||
                    (is_one_of(right, kConjunctions) && begins_clause(right_word().end));
  if (!ends) return false;
  return is_predicate();
}

bool SeamView::begins_clause(uint64_t at) const {
  const ByteSpan first = word_from(at);
  return is_one_of(lower(first), kClauseBegins) || is_one_of(lower(word_from(first.end)), kCopulas);
}

bool SeamView::loses_first_half() const {
  const ByteSpan word = right_word();
  return is_one_of(lower(word), kConjunctions) && word.end != upper_ &&
         is_one_of(lower(left_word()), kBeforeFirstHalf) && !begins_clause(word.end);
}

bool SeamView::is_upper_at(uint64_t at) const {
  size_t i = at;
  const char32_t c = decode_utf8(text_, i);
  return to_lower(c) != c;
}

bool SeamView::is_shouted(ByteSpan article) const {
  const uint64_t from = article.begin > kLookAround ? article.begin - kLookAround : 0;
  const std::string_view before = text_.substr(from, article.begin - from);
  return is_ascii_upper(text_[article.begin]) &&
         std::any_of(before.begin(), before.end(), is_ascii_upper) &&
         std::none_of(before.begin(), before.end(), is_ascii_lower);
}

}  // namespace lauter
