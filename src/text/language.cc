#include "text/language.h"

#include <algorithm>
#include <string>

#include "known/language.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

// Sorted by bytes. Words that two of the sides share ("in", "was", "die", "hat"), particles of
// names
// ("de", "van") and what stands in English addresses and chats ("los", "po", "im") are on neither.
constexpr auto& kEnglish = known::kLanguageEnglish;
constexpr auto& kForeign = known::kLanguageForeign;

constexpr bool is_sorted_set(const auto& words) {
  return std::adjacent_find(std::begin(words), std::end(words), std::greater_equal<>()) ==
         std::end(words);
}
static_assert(is_sorted_set(kEnglish) && is_sorted_set(kForeign));

constexpr size_t kLongestWord = 12;  // bytes, of both lists
constexpr size_t kManyWords = 8;     // without a function word of English among them
constexpr size_t kFewWords = 4;  // the same, where letters beyond ASCII speak for another language
constexpr uint64_t kPassageBlock = 512;  // bytes; a passage is a block and its neighbours

/// Whether one character of the script stands for a syllable or a word.
bool is_dense(char32_t c) {
  return (c >= 0x3040 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) || c >= 0x20000;
}

/// Letters of scripts other than Latin: no punctuation, symbols or emoji.
bool is_other_letter(char32_t c) {
  if (c < 0x370) return false;                   // Latin, but for what the caller has counted
  if (c >= 0x2000 && c <= 0x2BFF) return false;  // punctuation, arrows, symbols
  if (c >= 0x3000 && c <= 0x303F) return false;  // punctuation of East Asia
  return c < 0xD800 || (c >= 0xF900 && c < 0xFE00) || (c >= 0x20000 && c < 0xE0000);
}

template <size_t N>
bool is_one_of(const std::string_view (&words)[N], std::string_view word) {
  return std::binary_search(std::begin(words), std::end(words), word);
}

void count_word(std::string_view word, LanguageSigns& signs) {
  signs.words += word.size() > 2 && is_ascii_lower(word[0]) ? 1U : 0U;
  if (word.size() < 2 || word.size() > kLongestWord) return;
  const bool is_shouted = word.size() <= 3 && is_ascii_upper(word[0]) && is_ascii_upper(word[1]);
  if (is_shouted) return;  // "IST", "EU", "MIT": codes as often as words
  const std::string key = to_ascii_lower(word);
  signs.english += is_one_of(kEnglish, key) ? 1U : 0U;
  signs.foreign += is_one_of(kForeign, key) ? 1U : 0U;
}

}  // namespace

LanguageSigns language_signs(std::string_view text) {
  LanguageSigns signs;
  size_t word = 0;  // where the word began that we are in
  size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (is_ascii_alpha(c)) {
      ++signs.latin;
      ++i;
      continue;
    }
    size_t next = i + 1;
    if (!is_ascii(c)) {
      next = i;
      const char32_t letter = decode_utf8(text, next);
      if ((letter >= 0xC0 && letter < 0x370) || (letter >= 0x1E00 && letter <= 0x1EFF)) {
        ++signs.latin;
        ++signs.marked;
        i = next;
        continue;
      }
      if (is_other_letter(letter)) signs.other += is_dense(letter) ? 2 : 1;
    }
    count_word(text.substr(word, i - word), signs);
    word = i = next;
  }
  count_word(text.substr(word), signs);
  return signs;
}

bool is_foreign(const LanguageSigns& signs) {
  return (signs.foreign >= 2 && signs.foreign > signs.english) || signs.other > signs.latin;
}

const LanguageSigns& PassageLanguage::signs_at(uint64_t offset) {
  const uint64_t block = offset / kPassageBlock;
  if (block == block_) return signs_;
  const auto boundary = [&](uint64_t at) {
    at = std::min<uint64_t>(at, text_.size());
    while (!is_utf8_boundary(text_, at)) ++at;
    return at;
  };
  const uint64_t begin = boundary((block - std::min<uint64_t>(block, 1)) * kPassageBlock);
  const uint64_t end = boundary((block + 2) * kPassageBlock);
  signs_ = language_signs(text_.substr(begin, end - begin));
  block_ = block;
  return signs_;
}

}  // namespace lauter
