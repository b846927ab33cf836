#include "scan/phrase_match.h"

#include <array>

#include "scan/page.h"

namespace lauter::scan {
namespace {

/// By byte: bit 1 to 26 of a letter in either case; bit 0 of what may join words.
constexpr auto kJoints = [] {
  std::array<uint32_t, 256> table{};
  for (size_t i = 1; i <= 26; ++i) table['a' - 1 + i] = table['A' - 1 + i] = 1U << i;
  for (const char c : {' ', '\t', '\n', '\r', '_', '-', '.', '\''})
    table[static_cast<uint8_t>(c)] = 1;
  return table;
}();

uint32_t joint(char c) { return kJoints[static_cast<uint8_t>(c)]; }
bool joiner(char c) { return joint(c) == 1; }

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
    const uint32_t bit = joint(text[i - 1]);
    before |= bit;
    if (bit != 1) break;
  }
  for (size_t i = end; i < text.size() && i - end <= 2; ++i) {
    const uint32_t bit = joint(text[i]);
    after |= bit;
    if (bit != 1) break;
  }
}

std::optional<ByteSpan> match_phrase(const Phrase& phrase, size_t word, std::string_view text,
                                     size_t end) {
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
  return phrase.bounded ? match_word(text, begin, end) : ByteSpan{begin, end};
}

std::optional<ByteSpan> match_words(const char* words, const UseRow& row, std::string_view text,
                                    size_t begin, size_t end) {
  const auto same = [&](size_t at, const char* word, size_t size) {
    size_t i = 0;
    while (i < size && lower(text[at + i]) == word[i]) ++i;
    return i == size;
  };
  const char* word = words + row.words;
  for (size_t n = row.n_before; n > 0; --n) {
    const auto size = static_cast<size_t>(*word++);
    size_t gap = 0;
    while (begin >= gap + size && !same(begin - gap - size, word, size)) {
      ++gap;
      if (gap > 2 || gap > begin || !joiner(text[begin - gap])) return std::nullopt;
    }
    if (begin < gap + size) return std::nullopt;
    begin -= gap + size;
    word += size;
  }
  for (size_t n = row.n_after; n > 0; --n) {
    const auto size = static_cast<size_t>(*word++);
    size_t gap = 0;
    while (end + gap + size <= text.size() && !same(end + gap, word, size)) {
      ++gap;
      if (gap > 2 || !joiner(text[end + gap - 1])) return std::nullopt;
    }
    if (end + gap + size > text.size()) return std::nullopt;
    end += gap + size;
    word += size;
  }
  return match_word(text, begin, end);
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
