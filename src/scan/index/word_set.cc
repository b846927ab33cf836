#include "scan/index/word_set.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "scan/views/page.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

constexpr size_t kLongestWord = 64;

constexpr auto kAlnum = [] {
  std::array<bool, 256> table{};
  for (size_t c = 0; c < 128; ++c) table[c] = is_alnum(static_cast<char>(c));
  return table;
}();

/// Whether a byte belongs to a word; curly quotes, dashes and the like (E2 80 xx) and CJK
/// punctuation (E3 80 80..91) do not.
bool word_byte_at(std::string_view text, size_t i) {
  const char c = text[i];
  if ((c & 0x80) == 0) return kAlnum[static_cast<uint8_t>(c)];
  size_t lead = i;
  while (lead > 0 && is_utf8_continuation(text[lead]) && i - lead < 3) --lead;
  size_t at = lead;
  if (utf8_length(text[lead]) + lead > text.size()) return true;
  const char32_t cp = decode_utf8(text, at);
  return !((cp >= 0x2000 && cp <= 0x2BFF) || (cp >= 0x3000 && cp <= 0x303F) ||
           (cp >= 0xFF00 && cp <= 0xFF0F) || (cp >= 0xFF1A && cp <= 0xFF20) || cp == 0xA0 ||
           (cp >= 0xA1 && cp <= 0xBF && cp != 0xAA && cp != 0xBA));
}

}  // namespace

char32_t lower_code_point(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  if (c >= 0xC0 && c <= 0xDE) return c == 0xD7 ? c : c + 32;
  if (c >= 0x100 && c <= 0x137) return c | 1;
  if (c >= 0x139 && c <= 0x148) return (c & 1) != 0 ? c + 1 : c;
  if (c >= 0x14A && c <= 0x177) return c | 1;
  if (c == 0x178) return 0xFF;
  if (c >= 0x179 && c <= 0x17E) return (c & 1) != 0 ? c + 1 : c;
  if (c >= 0x218 && c <= 0x21B) return c | 1;
  if (c >= 0x391 && c <= 0x3AB) return c + 32;
  if (c == 0x386) return 0x3AC;
  if (c >= 0x388 && c <= 0x38A) return c + 37;
  if (c == 0x38C) return 0x3CC;
  if (c == 0x38E || c == 0x38F) return c + 63;
  if (c >= 0x410 && c <= 0x42F) return c + 32;
  if (c >= 0x400 && c <= 0x40F) return c + 80;
  if ((c >= 0x460 && c <= 0x481) || (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F)) {
    return c | 1;
  }
  if (c >= 0x531 && c <= 0x556) return c + 48;
  if (c >= 0x1E00 && c <= 0x1EFF) return c | 1;
  return c;
}

namespace {

/// Writes a code point of 2 to 4 bytes that is known to take `size` of them.
size_t write_utf8(char32_t c, size_t size, char* out) {
  constexpr uint8_t kLead[] = {0, 0, 0xC0, 0xE0, 0xF0};
  for (size_t i = size - 1; i > 0; --i, c >>= 6) out[i] = static_cast<char>(0x80 | (c & 0x3F));
  out[0] = static_cast<char>(kLead[size] | c);
  return size;
}

}  // namespace

size_t fold_words(std::string_view text, char* out) {
  size_t n = 0;
  for (size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_space(c)) {
      if (n > 0 && out[n - 1] != ' ') out[n++] = ' ';
      ++i;
    } else if ((c & 0x80) == 0) {
      out[n++] = lower(c);
      ++i;
    } else if (const size_t size = utf8_length(c); i + size <= text.size()) {
      n += write_utf8(lower_code_point(decode_utf8(text, i)), size, out + n);
    } else {
      out[n++] = c;
      ++i;
    }
  }
  return n;
}

std::string fold_words(std::string_view text) {
  std::string out(text.size(), '\0');
  out.resize(fold_words(text, out.data()));
  return out;
}

bool caseless_letter_at(std::string_view text, size_t pos) {
  if (is_utf8_continuation(text[pos]) || pos + utf8_length(text[pos]) > text.size()) return false;
  const char32_t c = decode_utf8(text, pos);
  return (c >= 0x590 && c <= 0x1CFF) || (c >= 0x3040 && c <= 0xD7FF) ||
         (c >= 0xF900 && c <= 0xFDFF) || c >= 0x20000;
}

std::string_view word_at(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && end - pos < kLongestWord) {
    const char c = text[end];
    if (kAlnum[static_cast<uint8_t>(c)]) {
      ++end;
      continue;
    }
    if ((c & 0x80) != 0) {
      if (word_byte_at(text, end)) {
        ++end;
        continue;
      }
      // The typographic apostrophe U+2019 inside a word.
      if (end > pos && text.substr(end, 3) == "\xE2\x80\x99" && end + 3 < text.size() &&
          is_letterish(text[end + 3]) && word_byte_at(text, end + 3)) {
        end += 4;
        continue;
      }
      break;
    }
    const bool joins = c == '\'' || c == '-';
    if (joins && end > pos && end + 1 < text.size() && is_letterish(text[end + 1]) &&
        word_byte_at(text, end + 1)) {
      end += 2;
      continue;
    }
    break;
  }
  while (end < text.size() && is_utf8_continuation(text[end])) ++end;
  return text.substr(pos, end - pos);
}

std::string_view word_before(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin < kLongestWord && word_byte_at(text, begin - 1)) --begin;
  while (begin < end && is_utf8_continuation(text[begin])) ++begin;
  return text.substr(begin, end - begin);
}

size_t word_rest_at(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && word_byte_at(text, end)) ++end;
  while (end < text.size() && is_utf8_continuation(text[end])) ++end;
  return end - pos;
}

size_t skip_blanks(std::string_view text, size_t pos) {
  while (pos < text.size() && is_blank(text[pos])) ++pos;
  return pos;
}

namespace {

constexpr size_t kKeyBytes = 16;
/// Longer words than this are in no list.
constexpr size_t kLongestEntry = 128;

constexpr uint64_t kEachByte = 0x0101010101010101ULL;

/// Up to eight bytes, little-endian, zero-padded. Two overlapping reads, so that nothing beyond the
/// word is read.
uint64_t load_word(const char* p, size_t size) {
  if (size >= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    return word;
  }
  if (size >= 4) {
    uint32_t first, last;
    std::memcpy(&first, p, 4);
    std::memcpy(&last, p + size - 4, 4);
    return first | static_cast<uint64_t>(last) << (8 * (size - 4));
  }
  uint64_t word = 0;
  for (size_t i = 0; i < size; ++i)
    word |= static_cast<uint64_t>(static_cast<uint8_t>(p[i])) << (8 * i);
  return word;
}

/// Eight ASCII bytes in lower case: bit 7 of (x + 63) and of (x + 37) differ for 'A' to 'Z' only.
uint64_t lower_ascii(uint64_t word) {
  const uint64_t capital =
      ((word + kEachByte * (128 - 'A')) ^ (word + kEachByte * (127 - 'Z'))) & (kEachByte * 0x80);
  return word | capital >> 2;
}

/// Whether one of the first `size` bytes of two words is a blank or a line break.
bool holds_blank(uint64_t low, uint64_t high, size_t size) {
  // Bytes behind the word are made 0xFF, which is no blank.
  if (size < 8) low |= ~uint64_t{0} << (8 * size);
  if (size <= 8) {
    high = ~uint64_t{0};
  } else if (size < 16) {
    high |= ~uint64_t{0} << (8 * (size - 8));
  }
  const auto below = [](uint64_t word) {
    return (word - kEachByte * (' ' + 1)) & ~word & (kEachByte * 0x80);
  };
  return (below(low) | below(high)) != 0;
}

}  // namespace

/// `word`: 1 to 16 bytes.
WordSet::Key WordSet::key_of(std::string_view word) {
  const size_t size = word.size();
  return {load_word(word.data(), size), size > 8 ? load_word(word.data() + 8, size - 8) : 0};
}

size_t WordSet::slot_of(const Key& key) const {
  const uint64_t h = (key.low ^ key.high * 0x9E3779B97F4A7C15ULL) * 0xD6E8FEB86659FD93ULL;
  return static_cast<size_t>(h >> 32) & (slots_.size() - 1);
}

WordSet::WordSet(std::string_view list) {
  size_t entries = 1;
  for (const char c : list) entries += c == '|';
  slots_.resize(std::bit_ceil(entries * 2));
  while (!list.empty()) {
    const size_t bar = std::min(list.find('|'), list.size());
    char folded[kLongestEntry];
    const std::string_view word = list.substr(0, std::min(bar, kLongestEntry));
    if (const size_t size = fold_words(word, folded); size > 0) add({folded, size});
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  std::sort(long_.begin(), long_.end());
}

void WordSet::add(std::string_view word) {
  const auto words = static_cast<size_t>(std::count(word.begin(), word.end(), ' ')) + 1;
  longest_words_ = std::max(longest_words_, words);
  // A phrase may be written with more blanks than in the list.
  const uint64_t length = uint64_t{1} << std::min<size_t>(word.size(), 63);
  lengths_[static_cast<size_t>(word[0]) & 31] |= words > 1 ? ~(length - 1) : length;
  if (word.size() > kKeyBytes) {
    long_.emplace_back(word);
    return;
  }
  const Key key = key_of(word);
  size_t slot = slot_of(key);
  while (slots_[slot] != Key{} && slots_[slot] != key) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = key;
}

bool WordSet::find_key(const Key& key) const {
  for (size_t slot = slot_of(key); slots_[slot] != Key{}; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot] == key) return true;
  }
  return false;
}

bool WordSet::find_folded(std::string_view folded) const {
  if (folded.empty()) return false;
  if (folded.size() <= kKeyBytes) return find_key(key_of(folded));
  return std::binary_search(long_.begin(), long_.end(), folded);
}

bool WordSet::find(std::string_view word) const {
  if (word.size() <= kKeyBytes) {
    Key key = key_of(word);
    if (((key.low | key.high) & (kEachByte * 0x80)) == 0) {
      key = {lower_ascii(key.low), lower_ascii(key.high)};
      if (find_key(key)) return true;
      // Only a phrase may have been written with other blanks.
      if (longest_words_ == 1 || !holds_blank(key.low, key.high, word.size())) return false;
    }
  }
  if (word.size() > kLongestEntry) return false;
  char folded[kLongestEntry];
  return find_folded({folded, fold_words(word, folded)});
}

}  // namespace lauter::scan
