#include "scan/word_index.h"

#include <array>
#include <bit>
#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/check.h"
#include "scan/page.h"

namespace lauter::scan {
namespace {

constexpr unsigned kFilterBits = 17;
constexpr uint64_t kSmall = 0x2020202020202020ULL;

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

/// Sixteen bits of the hash that the slot number does not use.
uint32_t tag(uint64_t h) { return static_cast<uint32_t>(h >> 32) & 0xFFFF0000U; }

/// Appends base + the number of each set bit to out[n...]; returns the new n. Writes up to 7 slots
/// too far.
inline size_t flatten(uint64_t bits, size_t base, uint32_t* out, size_t n) {
  const auto count = static_cast<size_t>(std::popcount(bits));
  uint32_t* slot = out + n;
  for (size_t written = 0; written < count; written += 8) {
    for (size_t k = 0; k < 8; ++k) {
      *slot++ = static_cast<uint32_t>(base) + static_cast<uint32_t>(std::countr_zero(bits));
      bits &= bits - 1;
    }
  }
  return n + count;
}

}  // namespace

/// Up to eight letters at `begin` in lower case, zero-padded (little-endian).
inline uint64_t WordIndex::first_of(std::string_view text, size_t begin, size_t length) {
  uint64_t word = 0;
  if (text.size() - begin < 8) {
    std::memcpy(&word, text.data() + begin, length < 8 ? length : 8);
  } else {
    std::memcpy(&word, text.data() + begin, 8);
  }
  // Without a branch, since word lengths cannot be predicted. length > 0.
  const size_t kept = length < 8 ? length : 8;
  return (word | kSmall) & (~uint64_t{0} >> (64 - 8 * kept));
}

WordIndex::Key WordIndex::key_of(std::string_view text, size_t begin, size_t length) {
  Key key;
  for (size_t i = 0; 8 * i < length; ++i)
    key.part[i] = first_of(text, begin + 8 * i, length - 8 * i);
  return key;
}

/// Of the first eight bytes and the length only: that is what the filter can be asked with at once.
/// Longer words that agree there share a chain of the table.
uint64_t WordIndex::hash(uint64_t first, size_t length) {
  uint64_t h = (first + length) * 0xD6E8FEB86659FD93ULL;
  h ^= h >> 32;
  return h * 0x9E3779B97F4A7C15ULL;
}

void WordIndex::add(std::string_view word, uint16_t literal) {
  LAUTER_CHECK(!word.empty() && word.size() < kMaxWord, "a word of 1 to 31 letters");
  for (const bool plural : {false, true}) {
    if (plural && word.size() < 3) continue;  // "hi" is not in "his"
    std::string form(word);
    if (plural) form.push_back('s');
    Entry entry;
    entry.key = key_of(form, 0, form.size());
    entry.literal = literal;
    entry.cut = plural ? 1 : 0;
    entry.length = static_cast<uint8_t>(form.size());
    entries_.push_back(entry);
  }
}

void WordIndex::build() {
  const size_t size = std::bit_ceil(entries_.size() * 2 + 1);
  slots_.assign(size, 0);
  filter_.assign((size_t{1} << kFilterBits) / 64, 0);
  LAUTER_CHECK(entries_.size() < 0xFFFF, "fewer than 65535 words");
  for (size_t i = 0; i < entries_.size(); ++i) {
    const uint64_t h = hash(entries_[i].key.part[0], entries_[i].length);
    const uint64_t bit = h >> (64 - kFilterBits);
    filter_[bit / 64] |= uint64_t{1} << (bit % 64);
    size_t slot = h & (size - 1);
    while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
    slots_[slot] = tag(h) | static_cast<uint32_t>(i + 1);
  }
}

void WordIndex::confirm(std::string_view text, size_t begin, size_t end,
                        std::vector<AnchorEvent>& events) const {
  const size_t length = end - begin;
  const Key key = key_of(text, begin, length);
  const uint64_t h = hash(key.part[0], length);
  const size_t mask = slots_.size() - 1;
  // Every entry of the word: it may be a word of its own and the plural of another.
  for (size_t slot = h & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    if ((slots_[slot] & 0xFFFF0000U) != tag(h)) continue;
    const Entry& entry = entries_[(slots_[slot] & 0xFFFFU) - 1];
    if (entry.length == length && entry.key == key) {
      events.push_back({static_cast<uint32_t>(end - entry.cut), entry.literal});
    }
  }
}

void WordIndex::scan(std::string_view text, std::vector<AnchorEvent>& events) const {
  if (slots_.empty()) return;
  // In three plain loops over a stretch of blocks, so that none of them mispredicts on word
  // lengths: the bits of run begins and ends become positions; all words are hashed and asked for
  // in the filter; the few that pass are confirmed.
  constexpr size_t kBlocks = 32;
  std::array<uint32_t, kBlocks * 64 / 2 + 72> begins;
  std::array<uint32_t, kBlocks * 64 / 2 + 72> ends;
  std::array<uint32_t, kBlocks * 64 / 2 + 72> hits;
  uint64_t was_letter = 0, was_small = 0;
  size_t open = 0;  // 1: begins[0] was carried over, its run goes on
  char tail[64];
  for (size_t at = 0; at < text.size() || open != 0;) {
    size_t n_begins = open, n_ends = 0;
    for (size_t block = 0; block < kBlocks && (at < text.size() || was_letter != 0);
         ++block, at += 64) {
      const size_t left = at < text.size() ? text.size() - at : 0;
      const char* bytes = text.data() + at;
      if (left < 64) {
        std::memset(tail, 0, sizeof tail);
        std::memcpy(tail, bytes, left);
        bytes = tail;
      }
      const LetterMask mask = letter_mask(bytes);
      const uint64_t small = mask.letters & ~mask.capitals;
      const uint64_t before = mask.letters << 1 | was_letter;
      const uint64_t hump = mask.capitals & (small << 1 | was_small);
      n_begins = flatten(mask.letters & (~before | hump), at, begins.data(), n_begins);
      n_ends = flatten((~mask.letters & before) | hump, at, ends.data(), n_ends);
      was_letter = mask.letters >> 63;
      was_small = small >> 63;
    }
    size_t n_hits = 0;
    for (size_t i = 0; i < n_ends; ++i) {
      const size_t length = ends[i] - begins[i];
      const uint64_t h = hash(first_of(text, begins[i], length), length);
      const uint64_t bit = h >> (64 - kFilterBits);
      hits[n_hits] = static_cast<uint32_t>(i);
      n_hits += filter_[bit / 64] >> (bit % 64) & (length <= kMaxWord ? 1U : 0U);
    }
    for (size_t i = 0; i < n_hits; ++i) confirm(text, begins[hits[i]], ends[hits[i]], events);
    open = n_begins - n_ends;
    if (open != 0) begins[0] = begins[n_begins - 1];
  }
}

}  // namespace lauter::scan
