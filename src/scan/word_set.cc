#include "scan/word_set.h"

#include <algorithm>

#include "scan/page.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

constexpr size_t kLongestWord = 64;

/// Whether a byte belongs to a word; curly quotes, dashes and the like (E2 80 xx) and CJK
/// punctuation (E3 80 80..91) do not.
bool word_byte_at(std::string_view text, size_t i) {
  const char c = text[i];
  if ((c & 0x80) == 0) return is_alnum(c);
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

std::string fold_words(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (is_space(text[i])) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      ++i;
    } else if ((text[i] & 0x80) == 0) {
      out += lower(text[i++]);
    } else if (i + utf8_length(text[i]) <= text.size()) {
      append_utf8(out, lower_code_point(decode_utf8(text, i)));
    } else {
      out += text[i++];
    }
  }
  return out;
}

bool upper_at(std::string_view text, size_t pos) {
  if (pos >= text.size()) return false;
  if ((text[pos] & 0x80) == 0) return is_upper(text[pos]);
  if (is_utf8_continuation(text[pos]) || pos + utf8_length(text[pos]) > text.size()) return false;
  const char32_t c = decode_utf8(text, pos);
  return lower_code_point(c) != c;
}

bool caseless_at(std::string_view text, size_t pos) {
  if (pos >= text.size() || (text[pos] & 0x80) == 0 || is_utf8_continuation(text[pos]) ||
      pos + utf8_length(text[pos]) > text.size()) {
    return false;
  }
  const char32_t c = decode_utf8(text, pos);
  return (c >= 0x590 && c <= 0x1CFF) || (c >= 0x3040 && c <= 0xD7FF) ||
         (c >= 0xF900 && c <= 0xFDFF) || c >= 0x20000;
}

std::string_view word_at(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && end - pos < kLongestWord) {
    if (word_byte_at(text, end)) {
      ++end;
      continue;
    }
    const bool joins = text[end] == '\'' || text[end] == '-';
    if (joins && end > pos && end + 1 < text.size() && is_letterish(text[end + 1]) &&
        word_byte_at(text, end + 1)) {
      end += 2;
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
  while (end < text.size() && is_utf8_continuation(text[end])) ++end;
  return text.substr(pos, end - pos);
}

std::string_view word_before(std::string_view text, size_t end) {
  size_t begin = end;
  while (begin > 0 && end - begin < kLongestWord && word_byte_at(text, begin - 1)) --begin;
  while (begin < end && is_utf8_continuation(text[begin])) ++begin;
  return text.substr(begin, end - begin);
}

size_t skip_blanks(std::string_view text, size_t pos) {
  while (pos < text.size() && is_blank(text[pos])) ++pos;
  return pos;
}

std::string folded_before(std::string_view text, size_t pos, size_t reach) {
  size_t begin = pos > reach ? pos - reach : 0;
  const size_t line = text.substr(begin, pos - begin).rfind('\n');
  if (line != std::string_view::npos) {
    begin += line + 1;
  } else if (begin > 0) {
    while (begin < pos && word_byte_at(text, begin)) ++begin;
    while (begin < pos && is_utf8_continuation(text[begin])) ++begin;
  }
  return fold_words(text.substr(begin, pos - begin));
}

std::string folded_after(std::string_view text, size_t pos, size_t reach) {
  size_t end = std::min(text.size(), pos + reach);
  while (end > pos && end < text.size() && is_utf8_continuation(text[end])) --end;
  std::string_view rest = text.substr(pos, end - pos);
  std::string out = fold_words(rest.substr(0, rest.find('\n')));
  if (!rest.empty() && is_blank(rest[0])) out.insert(0, 1, ' ');  // "at home" after a blank
  return out;
}

namespace {

uint64_t hash_bytes(std::string_view bytes) {
  uint64_t h = 1469598103934665603U;  // FNV-1a
  for (const char c : bytes) h = (h ^ static_cast<uint8_t>(c)) * 1099511628211U;
  return h ^ (h >> 29);
}

}  // namespace

WordSet::WordSet(std::string_view list) {
  while (!list.empty()) {
    const size_t bar = std::min(list.find('|'), list.size());
    std::string word = fold_words(list.substr(0, bar));
    if (!word.empty()) {
      const auto blanks = static_cast<size_t>(std::count(word.begin(), word.end(), ' '));
      longest_words_ = std::max(longest_words_, blanks + 1);
      lengths_ |= uint64_t{1} << std::min<size_t>(word.size(), 63);
      first_.set(static_cast<uint8_t>(word[0]));
      words_.push_back(std::move(word));
    }
    list.remove_prefix(std::min(bar + 1, list.size()));
  }
  size_t capacity = 16;
  while (capacity < words_.size() * 2) capacity *= 2;
  slots_.assign(capacity, 0);
  for (size_t i = 0; i < words_.size(); ++i) {
    size_t slot = hash_bytes(words_[i]) & (capacity - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (capacity - 1);
    slots_[slot] = static_cast<uint32_t>(i + 1);
  }
}

bool WordSet::find(std::string_view folded) const {
  const size_t mask = slots_.size() - 1;
  for (size_t slot = hash_bytes(folded) & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if (words_[slots_[slot] - 1] == folded) return true;
  }
  return false;
}

bool WordSet::has(std::string_view word) const {
  if (word.empty() || word.size() > 128) return false;
  if ((word[0] & 0x80) == 0 && !first_.test(static_cast<uint8_t>(lower(word[0])))) return false;
  char folded[128];
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if ((c & 0x80) != 0 || c == '\t' || c == '\n' || c == '\r' ||
        (c == ' ' && (i == 0 || word[i - 1] == ' '))) {
      return find(fold_words(word));
    }
    folded[i] = lower(c);
  }
  if ((lengths_ >> std::min<size_t>(word.size(), 63) & 1) == 0) return false;
  return find({folded, word.size()});
}

size_t WordSet::match(std::string_view text, size_t pos) const {
  if (pos >= text.size()) return 0;
  if ((text[pos] & 0x80) == 0 && !first_.test(static_cast<uint8_t>(lower(text[pos])))) return 0;
  size_t best = 0;
  size_t end = pos;
  for (size_t n = 0; n < longest_words_; ++n) {
    if (n > 0) {
      const size_t next = end + ((end < text.size() && is_space(text[end])) ? 1 : 0);
      if (next == end) break;
      end = next;
    }
    const std::string_view word = word_at(text, end);
    if (word.empty()) break;
    end += word.size();
    if (has(text.substr(pos, end - pos))) best = end - pos;
  }
  // Hyphenated or possessive words hide their first part ("Greek-born"): try it alone.
  if (best == 0) {
    const std::string_view word = word_at(text, pos);
    const size_t cut = word.find_first_of("-'\xE2");
    if (cut != std::string_view::npos && cut > 0 && has(word.substr(0, cut))) best = cut;
  }
  return best;
}

}  // namespace lauter::scan
