#include "surrogate/guard.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/hash.h"
#include "surrogate/unicode.h"

namespace lauter::surrogate {
namespace {

/// Below this product of text bytes and mentions, searching costs less than the table of grams.
constexpr uint64_t kWorthATable = uint64_t{1} << 17;

/// Knuth's multiplicative hash of 4 or 8 bytes; the high bits are used.
uint64_t gram_at(const char* bytes, size_t width) {
  uint64_t gram = 0;
  std::memcpy(&gram, bytes, width);
  return gram * uint64_t{0x9E3779B97F4A7C15};
}

void add_grams(std::string_view text, size_t width, std::vector<uint64_t>& table) {
  // At least 16 bits a byte of text, 8 KiB to 8 MiB.
  const uint64_t bits =
      std::clamp<uint64_t>(std::bit_ceil(text.size() * 16), uint64_t{1} << 16, uint64_t{1} << 26);
  table.assign(bits / 64, 0);
  const int shift = 64 - std::countr_zero(bits);
  for (size_t i = 0; i + width <= text.size(); ++i) {
    const uint64_t slot = gram_at(text.data() + i, width) >> shift;
    table[slot / 64] |= uint64_t{1} << (slot % 64);
  }
}

bool has_grams(std::string_view candidate, size_t width, const std::vector<uint64_t>& table) {
  const int shift = 64 - std::countr_zero(table.size() * 64);
  for (size_t i = 0; i + width <= candidate.size(); ++i) {
    const uint64_t slot = gram_at(candidate.data() + i, width) >> shift;
    if ((table[slot / 64] >> (slot % 64) & 1) == 0) return false;
  }
  return true;
}

bool is_person_like(Category category) {
  using enum Category;
  switch (category) {
    case kPerson:
    case kFirstName:
    case kLastName:
    case kMaidenName:
    case kNickname:
      return true;
    default:
      return false;
  }
}

}  // namespace

Guard::Guard(std::string_view text, std::span<const Mention> mentions) : text_(text) {
  values_.reserve(mentions.size());
  std::string word;
  for (const Mention& mention : mentions) {
    if (mention.span.end > text.size() || mention.span.begin >= mention.span.end) continue;
    const std::string_view value = mention.span.of(text);
    word.clear();
    append_folded(word, value);
    values_.push_back(hash64(word));
    if (!is_person_like(mention.category) || value.size() > 256) continue;
    for (size_t i = 0; i < value.size();) {
      size_t end = i;
      while (end < value.size()) {
        const CodePoint c = decode(value, end);
        if (!is_letter(c.value) && c.value != '\'') break;
        end += c.size;
      }
      if (end == i) {
        i += decode(value, i).size;
        continue;
      }
      word.clear();
      append_folded(word, value.substr(i, end - i));
      if (word.size() > 1) parts_.push_back(hash64(word));
      i = end;
    }
  }
  std::sort(values_.begin(), values_.end());
  std::sort(parts_.begin(), parts_.end());
  if (mentions.size() >= 4 && text.size() >= 4096 && text.size() * mentions.size() > kWorthATable) {
    add_grams(text, 4, grams_);
    add_grams(text, 8, long_grams_);
  }
}

bool Guard::is_mentioned(std::string_view candidate) const {
  std::string word;
  word.reserve(candidate.size());
  append_folded(word, candidate);
  return std::binary_search(values_.begin(), values_.end(), hash64(word));
}

bool Guard::has_part(uint64_t folded_hash) const {
  return std::binary_search(parts_.begin(), parts_.end(), folded_hash);
}

bool Guard::is_in_text(std::string_view candidate) const {
  if (candidate.empty() || candidate.size() > text_.size()) return false;
  if (!grams_.empty()) {
    if (candidate.size() >= 8 && !has_grams(candidate, 8, long_grams_)) return false;
    if (candidate.size() >= 4 && !has_grams(candidate, 4, grams_)) return false;
  }
  const auto in_word = [](char c) { return is_ascii_alnum(c) || static_cast<uint8_t>(c) >= 0x80; };
  const bool word_begin = is_ascii_alnum(candidate.front());
  const bool word_end = is_ascii_alnum(candidate.back());
  size_t at = text_.find(candidate);
  // A candidate of one letter in a text of millions of that letter: a bounded number of looks.
  for (int looks = 0; at != std::string_view::npos && looks < 64; ++looks) {
    const size_t end = at + candidate.size();
    const bool inside = (word_begin && at > 0 && in_word(text_[at - 1])) ||
                        (word_end && end < text_.size() && in_word(text_[end]));
    if (!inside) return true;
    at = text_.find(candidate, at + 1);
  }
  return false;
}

}  // namespace lauter::surrogate
