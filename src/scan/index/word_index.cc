#include "scan/index/word_index.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/byte_span.h"
#include "base/check.h"
#include "scan/views/page.h"

namespace lauter::scan {
namespace {

constexpr unsigned kBucketBits = 13;  // three entries in each, of room for 16
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

/// Of a word's first letters and its length. Only its upper bits are good.
uint64_t hash(uint64_t first, size_t length) {
  return (first + (uint64_t{length} << 59)) * 0x9E3779B97F4A7C15ULL;
}

size_t bucket_of(uint64_t hash) { return hash >> (64 - kBucketBits); }
/// Of bits that no bucket is told by.
uint8_t mark_of(uint64_t hash) { return static_cast<uint8_t>(hash >> 32); }

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
  const auto hash_of = [](const Entry& entry) { return hash(entry.first, entry.length); };
  bucket_begins_.assign((size_t{1} << kBucketBits) + 1, 0);
  for (const Entry& entry : entries_) ++bucket_begins_[bucket_of(hash_of(entry)) + 1];
  LAUTER_CHECK(*std::max_element(bucket_begins_.begin(), bucket_begins_.end()) <= Bucket::kMost,
               "buckets with room for their words");
  std::partial_sum(bucket_begins_.begin(), bucket_begins_.end(), bucket_begins_.begin());
  buckets_.assign(size_t{1} << kBucketBits, {});
  std::vector<uint16_t> free = bucket_begins_;
  std::vector<Entry> grouped(entries_.size() + Bucket::kMost);
  for (const Entry& entry : entries_) {
    const uint64_t h = hash_of(entry);
    const size_t bucket = bucket_of(h);
    const uint16_t place = free[bucket]++;
    buckets_[bucket].marks[place - size_t{bucket_begins_[bucket]}] = mark_of(h);
    grouped[place] = entry;
  }
  entries_ = std::move(grouped);
}

/// Bit i: mark i of the bucket is that of the hash.
inline uint32_t WordIndex::matches(uint64_t hash) const {
  const std::array<uint8_t, Bucket::kMost>& marks = buckets_[bucket_of(hash)].marks;
#if defined(__AVX2__)
  const __m128i mark = _mm_broadcastb_epi8(_mm_cvtsi32_si128(static_cast<int>(hash >> 32)));
  const __m128i all = _mm_load_si128(reinterpret_cast<const __m128i*>(marks.data()));
  return static_cast<uint32_t>(_mm_movemask_epi8(_mm_cmpeq_epi8(all, mark)));
#else
  uint32_t bits = 0;
  for (unsigned i = 0; i < marks.size(); ++i) bits |= uint32_t{marks[i] == mark_of(hash)} << i;
  return bits;
#endif
}

/// Appends the words that may be known. A word is dropped by being written over, since a branch
/// could not be foreseen. Afterwards `open.begin` is that of the word that goes on.
template <typename FirstOf>
inline WordIndex::Candidate* WordIndex::filter(OpenWords& open, uint32_t at, FirstOf first_letters,
                                               Candidate* out) const {
  int64_t begin = open.begin;
  uint64_t begins = open.begins;
  for (uint64_t left = open.ends; left != 0; left &= left - 1) {
    const int64_t end = std::countr_zero(left);
    const uint64_t first = first_letters(begin, end);
    const auto length = static_cast<uint64_t>(end - begin);
    out->first = first;
    out->place = (at + static_cast<uint64_t>(begin)) | length << 32;
    out += matches(hash(first, length)) != 0;
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

void WordIndex::confirm(std::string_view text, std::span<Candidate> words,
                        std::vector<AnchorEvent>& events) const {
  for (Candidate& word : words) {
    const uint64_t h = hash(word.first, word.length());
    word.matches = matches(h);
    word.entry = bucket_begins_[bucket_of(h)];
    __builtin_prefetch(entries_.data() + word.entry + std::countr_zero(word.matches));
  }
  for (const Candidate& word : words) {
    const uint32_t begin = word.begin(), length = word.length(), end = begin + length;
    const Neighbours beside(text, begin, end);
    // Every entry of the word: it may be a word of its own and the plural of another.
    uint32_t left = word.matches;
    do {
      const Entry& entry = entries_[word.entry + static_cast<size_t>(std::countr_zero(left))];
      if (entry.first != word.first || entry.length != length) continue;
      if (length > 8 && !has_rest(text.data() + begin, entry)) continue;
      const Neighbours around(beside.before, entry.cut == 0 ? beside.after : Neighbours::of('s'));
      if (!around.meets(entry.wanted)) continue;
      events.push_back({end - entry.cut, entry.literal, word.humped(), around});
    } while ((left &= left - 1) != 0);
  }
}

/// Whether the letters behind the first eight are those of the entry, which is as long.
bool WordIndex::has_rest(const char* word, const Entry& entry) const {
  size_t same = 8;
  while (same < entry.length && lower(word[same]) == rests_[entry.rest + same - 8]) ++same;
  return same == entry.length;
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
        last->first = first_of(text, run.begin, run.size());
        last->place = run.begin | run.size() << 32 | Candidate::kHumped;
        last += matches(hash(last->first, run.size())) != 0;
      }
      was_letter = mask.letters >> 63;
      was_small = small >> 63;
    }
    confirm(text, {words.data(), last}, events);
  }
}

}  // namespace lauter::scan
