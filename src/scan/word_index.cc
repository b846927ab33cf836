#include "scan/word_index.h"

#include <array>
#include <bit>
#include <cstring>
#include <numeric>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/byte_span.h"
#include "base/check.h"
#include "scan/page.h"

namespace lauter::scan {
namespace {

constexpr unsigned kGroupBits = 15;
constexpr unsigned kFilterBits = 13;  // of its index; 64 KiB: few words pass that should not
constexpr uint64_t kSmall = 0x2020202020202020ULL;

/// Which of 64 bytes are letters, and which of these are capitals.
struct LetterMask {
  uint64_t letters, capitals;
};

LetterMask letter_mask(const char* p) {
  LetterMask mask{0, 0};
#if defined(__AVX2__)
  for (int half = 0; half < 2; ++half) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p + 32 * half));
    // 'a' to 'z' become the 26 largest signed bytes.
    const __m256i low = _mm256_add_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)),
                                        _mm256_set1_epi8(127 - 'z'));
    const auto letters = static_cast<uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpgt_epi8(low, _mm256_set1_epi8(127 - 26))));
    // The bit that capitals lack, moved to where the mask is taken from.
    const auto smalls = static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_slli_epi16(bytes, 2)));
    mask.letters |= uint64_t{letters} << 32 * half;
    mask.capitals |= uint64_t{letters & ~smalls} << 32 * half;
  }
#else
  for (unsigned i = 0; i < 64; ++i) {
    mask.letters |= static_cast<uint64_t>(is_alpha(p[i])) << i;
    mask.capitals |= static_cast<uint64_t>(is_upper(p[i])) << i;
  }
#endif
  return mask;
}

/// The first `length` letters of `bytes`, at most eight, in lower case, zero-padded. 0 < length <
/// 32. Without a branch, since word lengths cannot be predicted.
uint64_t cut_word(uint64_t bytes, size_t length) {
#if defined(__BMI2__)
  return _bzhi_u64(bytes | kSmall, static_cast<unsigned>(8 * length));
#else
  const size_t kept = length < 8 ? length : 8;
  return (bytes | kSmall) & (~uint64_t{0} >> (64 - 8 * kept));
#endif
}

uint64_t load8(const char* p) {
  uint64_t bytes;
  std::memcpy(&bytes, p, 8);
  return bytes;
}

/// The same for a word at text[begin...); reads nothing behind the text.
uint64_t first_of(std::string_view text, size_t begin, size_t length) {
  uint64_t bytes = 0;
  if (text.size() - begin < 8) {
    std::memcpy(&bytes, text.data() + begin, length < 8 ? length : 8);
  } else {
    bytes = load8(text.data() + begin);
  }
  return cut_word(bytes, length);
}

/// Only its upper bits are good.
uint64_t hash(uint64_t first) { return first * 0x9E3779B97F4A7C15ULL; }

size_t group_of(uint64_t h) { return h >> (64 - kGroupBits); }
uint64_t filter_bits(uint64_t h) {
  return uint64_t{1} << (h >> 45 & 63) | uint64_t{1} << (h >> 39 & 63);
}

}  // namespace

void WordIndex::add(std::string_view word, uint16_t literal, Neighbours wanted) {
  LAUTER_CHECK(!word.empty() && word.size() < kMaxWord, "a word of 1 to 31 letters");
  std::string form(word);
  const auto rest = static_cast<uint32_t>(rests_.size());
  if (word.size() >= 8) rests_ += form.substr(8) + 's';
  for (const bool plural : {false, true}) {
    if (plural && word.size() < 3) continue;  // "hi" is not in "his"
    if (plural) form.push_back('s');
    entries_.push_back({first_of(form, 0, form.size()), wanted, rest, literal,
                        static_cast<uint8_t>(form.size()), static_cast<uint8_t>(plural)});
  }
}

void WordIndex::build() {
  LAUTER_CHECK(entries_.size() < 0xFFFF, "fewer than 65535 words");
  groups_.assign((size_t{1} << kGroupBits) + 1, 0);
  filter_.assign(size_t{1} << kFilterBits, 0);
  for (const Entry& entry : entries_) {
    const uint64_t h = hash(entry.first);
    ++groups_[group_of(h) + 1];
    filter_[h >> (64 - kFilterBits)] |= filter_bits(h);
  }
  std::partial_sum(groups_.begin(), groups_.end(), groups_.begin());
  std::vector<uint16_t> free = groups_;
  std::vector<Entry> grouped(entries_.size());
  for (const Entry& entry : entries_) grouped[free[group_of(hash(entry.first))]++] = entry;
  entries_ = std::move(grouped);
}

/// Appends the words that may be known. A word is dropped by being written over, since a branch
/// could not be foreseen. Afterwards `open.begin` is that of the word that goes on.
template <typename FirstOf>
inline WordIndex::Candidate* WordIndex::filter(OpenWords& open, uint32_t at, FirstOf first_letters,
                                               Candidate* out) const {
  const uint64_t* const filter = filter_.data();
  int64_t begin = open.begin;
  uint64_t begins = open.begins;
  for (uint64_t left = open.ends; left != 0; left &= left - 1) {
    const int64_t end = std::countr_zero(left);
    const uint64_t first = first_letters(begin, end);
    const uint64_t h = hash(first);
    const uint64_t bits = filter[h >> (64 - kFilterBits)];
    *out = {first, at + static_cast<uint32_t>(begin), static_cast<uint32_t>(end - begin)};
    out += bits >> (h >> 45 & 63) & bits >> (h >> 39 & 63) & 1;
    begin = std::countr_zero(begins);
    begins &= begins - 1;
  }
  open.begin = begin;
  return out;
}

// Functions of their own, since their few values then stay in registers.
[[gnu::noinline]] WordIndex::Candidate* WordIndex::filter_amid(const char* block, OpenWords& open,
                                                               uint32_t at, Candidate* out) const {
  return filter(
      open, at,
      [block](int64_t begin, int64_t end) {
        return cut_word(load8(block + begin), static_cast<size_t>(end - begin));
      },
      out);
}

[[gnu::noinline]] WordIndex::Candidate* WordIndex::filter_at_end(std::string_view text,
                                                                 OpenWords& open, uint32_t at,
                                                                 Candidate* out) const {
  return filter(
      open, at,
      [&](int64_t begin, int64_t end) {
        return first_of(text, static_cast<size_t>(at + begin), static_cast<size_t>(end - begin));
      },
      out);
}

void WordIndex::confirm(std::string_view text, std::span<const Candidate> words,
                        std::vector<AnchorEvent>& events) const {
  for (const Candidate& word : words)
    __builtin_prefetch(entries_.data() + groups_[group_of(hash(word.first))]);
  for (const Candidate& word : words) {
    const uint32_t length = word.length & ~Candidate::kHumped;
    const uint32_t end = word.begin + length;
    const Neighbours beside(text, word.begin, end);
    const size_t group = group_of(hash(word.first));
    // Every entry of the word: it may be a word of its own and the plural of another.
    for (size_t i = groups_[group]; i < groups_[group + 1]; ++i) {
      const Entry& entry = entries_[i];
      if (entry.first != word.first || entry.length != length) continue;
      size_t same = 8;
      while (same < length && lower(text[word.begin + same]) == rests_[entry.rest + same - 8])
        ++same;
      if (same < length) continue;
      const Neighbours around(beside.before, entry.cut == 0 ? beside.after : Neighbours::of('s'));
      if (!around.meets(entry.wanted)) continue;
      events.push_back({end - entry.cut, entry.literal, word.length != length, around});
    }
  }
}

namespace {

/// All letters around the capital at `hump`; empty if that is not their first hump, or if they are
/// more than a word has.
ByteSpan whole_run(std::string_view text, size_t hump) {
  size_t begin = hump - 1;
  while (begin > 0 && is_alpha(text[begin - 1])) {
    --begin;
    if (hump - begin > WordIndex::kMaxWord || (is_lower(text[begin]) && is_upper(text[begin + 1])))
      return {};
  }
  size_t end = hump + 1;
  while (end < text.size() && is_alpha(text[end])) {
    if (++end - begin > WordIndex::kMaxWord) return {};
  }
  return {begin, end};
}

}  // namespace

void WordIndex::scan(std::string_view text, std::vector<AnchorEvent>& events) const {
  if (entries_.empty()) return;
  constexpr size_t kBlock = 64, kBlocks = 16;
  // Of a block each letter is the end of one word at most, and each capital that of a hump.
  std::array<Candidate, kBlocks*(kBlock + 1)> words;
  uint64_t was_letter = 0, was_small = 0;
  OpenWords open{0, 0, 0};
  for (size_t at = 0; at < text.size() || was_letter != 0;) {
    Candidate* last = words.data();
    for (size_t n = 0; n < kBlocks && (at < text.size() || was_letter != 0); ++n, at += kBlock) {
      const char* bytes = text.data() + at;
      char tail[kBlock];
      if (at + kBlock > text.size()) {
        std::memset(tail, 0, sizeof tail);
        if (at < text.size()) std::memcpy(tail, bytes, text.size() - at);
        bytes = tail;
      }
      const LetterMask mask = letter_mask(bytes);
      const uint64_t small = mask.letters & ~mask.capitals;
      const uint64_t before = mask.letters << 1 | was_letter;
      const uint64_t humps = mask.capitals & (small << 1 | was_small);
      open.begins = mask.letters & (~before | humps);
      open.ends = (~mask.letters & before) | humps;
      if (was_letter != 0) {
        open.begin -= int64_t{kBlock};
      } else {
        open.begin = std::countr_zero(open.begins);
        open.begins &= open.begins - 1;
      }
      const auto offset = static_cast<uint32_t>(at);
      last = at + kBlock + 8 <= text.size() ? filter_amid(bytes, open, offset, last)
                                            : filter_at_end(text, open, offset, last);
      for (uint64_t left = humps; left != 0; left &= left - 1) {
        const ByteSpan run = whole_run(text, at + static_cast<size_t>(std::countr_zero(left)));
        if (run.empty()) continue;
        *last++ = {first_of(text, run.begin, run.size()), static_cast<uint32_t>(run.begin),
                   static_cast<uint32_t>(run.size()) | Candidate::kHumped};
      }
      was_letter = mask.letters >> 63;
      was_small = small >> 63;
    }
    confirm(text, {words.data(), last}, events);
  }
}

}  // namespace lauter::scan
