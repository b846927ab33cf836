#include "scan/phrase_match.h"

#include "scan/page.h"

namespace lauter::scan {
namespace {

bool joiner(char c) { return is_space(c) || c == '_' || c == '-' || c == '.' || c == '\''; }

/// Whether word `w` of the phrase stands at text[at], in any letter case.
bool equal_word(std::string_view text, size_t at, const Phrase& phrase, size_t w) {
  const std::string& word = phrase.words[w];
  if (at + word.size() > text.size()) return false;
  size_t i = 0;
  while (i < word.size() && lower(text[at + i]) == word[i]) ++i;
  if (i == word.size()) return true;
  for (const std::string& form : phrase.forms[w]) {
    if (text.compare(at, form.size(), form) == 0) return true;
  }
  return false;
}

/// Whether a word may begin at `begin`: not inside a run of letters, camelCase humps excepted.
bool starts_word(std::string_view text, size_t begin) {
  if (begin == 0) return true;
  const char before = text[begin - 1];
  if (!is_letterish(before)) return true;
  return is_lower(before) && is_upper(text[begin]);
}

/// Whether a word may end at `end`; a plural s is skipped by the caller.
bool ends_word(std::string_view text, size_t end) {
  if (end >= text.size()) return true;
  const char after = text[end];
  if (!is_letterish(after)) return true;
  return is_upper(after) && is_lower(text[end - 1]);
}

}  // namespace

Neighbours::Neighbours(std::string_view text, size_t begin, size_t end)
    : before(1U << Literal::kAnyLetter), after(1U << Literal::kAnyLetter) {
  for (size_t i = begin; i > 0 && begin - i <= 2; --i) {
    const char c = text[i - 1];
    if (is_alpha(c)) before |= 1U << (c & 31);
    if (!joiner(c)) break;
  }
  for (size_t i = end; i < text.size() && i - end <= 2; ++i) {
    const char c = text[i];
    if (is_alpha(c)) after |= 1U << (c & 31);
    if (!joiner(c)) break;
  }
}

std::optional<ByteSpan> match_phrase(const Phrase& phrase, size_t word, std::string_view text,
                                     size_t end) {
  if (word == Literal::kWholePhrase) {
    size_t length = 0;
    for (const std::string& part : phrase.words) length += part.size();
    const size_t begin_of_one = end - length;
    if (!starts_word(text, begin_of_one)) return std::nullopt;
    if (!ends_word(text, end)) ++end;  // the plural s, or the index would not have reported it
    return ByteSpan{begin_of_one, end};
  }
  if (phrase.words[word].size() > end || end > text.size()) return std::nullopt;
  size_t begin = end - phrase.words[word].size();
  if (!equal_word(text, begin, phrase, word)) return std::nullopt;
  // Words before the reported one, right to left.
  for (size_t w = word; w-- > 0;) {
    const std::string& wanted = phrase.words[w];
    bool found = false;
    for (size_t gap = 0; gap <= 2; ++gap) {
      if (begin < gap + wanted.size()) break;
      if (gap > 0 && !joiner(text[begin - gap])) break;
      if (equal_word(text, begin - gap - wanted.size(), phrase, w)) {
        begin -= gap + wanted.size();
        found = true;
        break;
      }
    }
    if (!found) return std::nullopt;
  }
  for (size_t w = word + 1; w < phrase.words.size(); ++w) {
    const std::string& wanted = phrase.words[w];
    bool found = false;
    for (size_t gap = 0; gap <= 2; ++gap) {
      if (gap > 0 && (end + gap > text.size() || !joiner(text[end + gap - 1]))) break;
      if (equal_word(text, end + gap, phrase, w)) {
        end += gap + wanted.size();
        found = true;
        break;
      }
    }
    if (!found) return std::nullopt;
  }
  if (phrase.bounded) {
    if (!starts_word(text, begin)) return std::nullopt;
    if (!ends_word(text, end)) {
      if (lower(text[end]) != 's' || !ends_word(text, end + 1)) return std::nullopt;
      ++end;
    }
  }
  return ByteSpan{begin, end};
}

std::optional<ByteSpan> match_word(std::string_view text, size_t begin, size_t end) {
  if (!starts_word(text, begin)) return std::nullopt;
  if (!ends_word(text, end)) {
    if (lower(text[end]) != 's' || !ends_word(text, end + 1)) return std::nullopt;
    ++end;
  }
  return ByteSpan{begin, end};
}

}  // namespace lauter::scan
