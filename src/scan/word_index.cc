#include "scan/word_index.h"

#include <bit>
#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/check.h"
#include "scan/page.h"

namespace lauter::scan {
namespace {

constexpr unsigned kFilterBits = 16;

/// Which of 64 bytes are letters, and which of these are capitals.
struct LetterMask {
  uint64_t letters, capitals;
};

LetterMask letter_mask(const char* p) {
#if defined(__AVX2__)
  LetterMask mask{0, 0};
  for (int half = 0; half < 2; ++half) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32 * half));
    const __m256i low = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    // x in [a, z] as signed bytes: x > 'a' - 1 and 'z' + 1 > x (bytes >= 0x80 are negative).
    const __m256i letter = _mm256_and_si256(_mm256_cmpgt_epi8(low, _mm256_set1_epi8('a' - 1)),
                                            _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), low));
    const __m256i capital =
        _mm256_and_si256(letter, _mm256_cmpgt_epi8(_mm256_set1_epi8('a' - 1), bytes));
    const int shift = 32 * half;
    mask.letters |= static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(letter)))
                    << shift;
    mask.capitals |= static_cast<uint64_t>(static_cast<uint32_t>(_mm256_movemask_epi8(capital)))
                     << shift;
  }
  return mask;
#else
  LetterMask mask{0, 0};
  for (unsigned i = 0; i < 64; ++i) {
    mask.letters |= static_cast<uint64_t>(is_alpha(p[i])) << i;
    mask.capitals |= static_cast<uint64_t>(is_upper(p[i])) << i;
  }
  return mask;
#endif
}

}  // namespace

WordIndex::Key WordIndex::key_of(std::string_view text, size_t begin, size_t length) {
  constexpr uint64_t kSmall = 0x2020202020202020ULL;
  Key key;
  if (text.size() - begin >= kMaxWord) {
    // Whole loads, cut to the word; bytes behind it are masked out (little-endian).
    std::memcpy(key.part, text.data() + begin, sizeof key.part);
    for (size_t i = 0; i < 4; ++i) {
      const size_t left = length > 8 * i ? length - 8 * i : 0;
      const uint64_t keep = left >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * left)) - 1;
      key.part[i] = (key.part[i] | kSmall) & keep;
    }
    return key;
  }
  char bytes[kMaxWord] = {};
  for (size_t i = 0; i < length; ++i) bytes[i] = static_cast<char>(text[begin + i] | 0x20);
  std::memcpy(key.part, bytes, sizeof bytes);
  return key;
}

/// Multiply-xorshift over the first sixteen bytes and the length; longer words only need it to
/// spread.
uint64_t WordIndex::hash(const Key& key, size_t length) {
  uint64_t h = (key.part[0] ^ (key.part[1] * 0x9E3779B97F4A7C15ULL)) + length;
  h *= 0xD6E8FEB86659FD93ULL;
  h ^= h >> 32;
  return h * 0x9E3779B97F4A7C15ULL;
}

void WordIndex::add(std::string_view word, uint16_t literal) {
  LAUTER_CHECK(word.size() >= 2 && word.size() < kMaxWord, "a word of 2 to 31 letters");
  for (const bool plural : {false, true}) {
    std::string form(word);
    if (plural) form.push_back('s');
    Entry entry;
    entry.key = key_of(form, 0, form.size());
    entry.literal = literal;
    entry.cut = plural ? 1 : 0;
    entry.length = static_cast<uint8_t>(form.size());
    pending_.push_back(entry);
  }
}

void WordIndex::build() {
  const size_t size = std::bit_ceil(pending_.size() * 2 + 1);
  table_.assign(size, Entry());
  filter_.assign((size_t{1} << kFilterBits) / 64, 0);
  for (const Entry& entry : pending_) {
    const uint64_t h = hash(entry.key, entry.length);
    const uint64_t bit = h >> (64 - kFilterBits);
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    size_t slot = h & (size - 1);
    while (table_[slot].length != 0) slot = (slot + 1) & (size - 1);
    table_[slot] = entry;
  }
  pending_.clear();
}

void WordIndex::look_up(std::string_view text, size_t begin, size_t end,
                        std::vector<AnchorEvent>& events) const {
  const size_t length = end - begin;
  if (length < 2 || length > kMaxWord) return;
  const Key key = key_of(text, begin, length);
  const uint64_t h = hash(key, length);
  const uint64_t bit = h >> (64 - kFilterBits);
  if ((filter_[bit / 64] >> (bit % 64) & 1) == 0) return;
  const size_t mask = table_.size() - 1;
  // Every entry of the word: it may be a word of its own and the plural of another.
  for (size_t slot = h & mask; table_[slot].length != 0; slot = (slot + 1) & mask) {
    const Entry& entry = table_[slot];
    if (entry.length == length && entry.key == key) {
      events.push_back({static_cast<uint32_t>(end - entry.cut), entry.literal});
    }
  }
}

void WordIndex::scan(std::string_view text, std::vector<AnchorEvent>& events) const {
  if (table_.empty()) return;
  const char* data = text.data();
  size_t word = 0;  // begin of the open run
  uint64_t was_letter = 0, was_small = 0;
  size_t at = 0;
  char tail[64] = {};
  while (at < text.size()) {
    const size_t left = text.size() - at;
    const char* block = data + at;
    if (left < 64) {
      std::memcpy(tail, block, left);
      block = tail;
    }
    const LetterMask mask = letter_mask(block);
    const uint64_t small = mask.letters & ~mask.capitals;
    const uint64_t before = mask.letters << 1 | was_letter;
    const uint64_t hump = mask.capitals & (small << 1 | was_small);
    const uint64_t starts = mask.letters & (~before | hump);
    const uint64_t ends = (~mask.letters & before) | hump;
    for (uint64_t edges = starts | ends; edges != 0; edges &= edges - 1) {
      const auto i = static_cast<unsigned>(std::countr_zero(edges));
      const uint64_t edge = uint64_t{1} << i;
      if ((ends & edge) != 0) look_up(text, word, at + i, events);
      if ((starts & edge) != 0) word = at + i;
    }
    was_letter = mask.letters >> 63;
    was_small = small >> 63;
    at += 64;
  }
  if (was_letter != 0) look_up(text, word, text.size(), events);
}

}  // namespace lauter::scan
