#include "scan/index/phrase_match.h"

#include <algorithm>

#include "scan/index/neighbours.h"
#include "scan/views/page.h"

namespace lauter::scan {
namespace {

/// Whether words may be joined by `gap`.
bool joins(std::string_view gap) {
  return gap.size() < kMostGap ? std::all_of(gap.begin(), gap.end(), is_joiner) : gap == " & ";
}

/// Whether word `w` of the phrase stands at text[at], in any letter case.
bool equal_word(std::string_view text, size_t at, const Phrase& phrase, size_t w) {
  const std::string_view word = phrase.words[w];
  if (at + word.size() > text.size()) return false;
  size_t i = 0;
  while (i < word.size() && lower(text[at + i]) == word[i]) ++i;
  if (i == word.size()) return true;
  if (phrase.forms.empty()) return false;
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

std::optional<ByteSpan> match_phrase(const Phrase& phrase, size_t word, std::string_view text,
                                     size_t end) {
  if (phrase.words[word].size() > end || end > text.size()) return std::nullopt;
  size_t begin = end - phrase.words[word].size();
  if (!equal_word(text, begin, phrase, word)) return std::nullopt;
  // Words before the reported one, right to left.
  for (size_t w = word; w-- > 0;) {
    const std::string_view wanted = phrase.words[w];
    bool found = false;
    for (size_t gap = 0; gap <= kMostGap; ++gap) {
      if (begin < gap + wanted.size()) break;
      if (!joins(text.substr(begin - gap, gap))) continue;
      if (equal_word(text, begin - gap - wanted.size(), phrase, w)) {
        begin -= gap + wanted.size();
        found = true;
        break;
      }
    }
    if (!found) return std::nullopt;
  }
  for (size_t w = word + 1; w < phrase.words.size(); ++w) {
    const std::string_view wanted = phrase.words[w];
    bool found = false;
    for (size_t gap = 0; gap <= kMostGap; ++gap) {
      if (end + gap > text.size()) break;
      if (!joins(text.substr(end, gap))) continue;
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
  const auto same = [&](size_t at, std::string_view word) {
    size_t i = 0;
    while (i < word.size() && lower(text[at + i]) == word[i]) ++i;
    return i == word.size();
  };
  const char* next = words + row.words;
  const auto take = [&] {
    const std::string_view word(next + 1, static_cast<size_t>(*next));
    next += 1 + word.size();
    return word;
  };
  for (size_t n = row.n_before; n > 0; --n) {
    const std::string_view word = take();
    for (size_t gap = 0;; ++gap) {
      if (gap > kMostGap || begin < gap + word.size()) return std::nullopt;
      const size_t at = begin - gap - word.size();
      if (!same(at, word) || !joins(text.substr(begin - gap, gap))) continue;
      begin = at;
      break;
    }
  }
  for (size_t n = row.n_after; n > 0; --n) {
    const std::string_view word = take();
    for (size_t gap = 0;; ++gap) {
      if (gap > kMostGap || text.size() < end + gap + word.size()) return std::nullopt;
      if (!same(end + gap, word) || !joins(text.substr(end, gap))) continue;
      end += gap + word.size();
      break;
    }
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
