/// One pass that looks for the few byte patterns at which something may fold ("candidates"), 32
/// bytes a step; at a candidate the slow and exact fold_at() decides. Copying begins at the first
/// fold, so that a text without one is never copied.
///
/// A candidate is recognised by its first three bytes with the nibble tables of Keiser and Lemire
/// (validating UTF-8 in less than one instruction per byte, 2021): each table maps a nibble to the
/// set of groups it may belong to, and the AND over all six nibbles is the set of groups that
/// match. The groups are chosen so that curly quotes, accents, kana, CJK, Hangul, Arabic, Cyrillic,
/// Thai and Vietnamese letters match none. A group may match too much, never too little
/// (canonical_test.cc compares with the exact definition over all of Unicode).
#include "text/canonical.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/check.h"
#include "text/fold.h"
#include "text/utf8.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter {

using internal::Fold;
using internal::Folding;

/// Writes a view into its buffer: copies what lies between folds, one entry for each fold.
class CanonicalBuilder {
 public:
  CanonicalBuilder(std::string_view text, CanonicalBuffer& buffer, bool lookalikes)
      : text_(text), buffer_(buffer), lookalikes_(lookalikes) {
    buffer_.folds_.clear();
  }

  /// Looks at the candidate at `at`; what lies before the last fold's end is passed over.
  void consider(size_t at) {
    if (at < copied_) return;
    const bool after_fold = !buffer_.folds_.empty() && copied_ == at;
    const Folding folding = internal::fold_at(text_, at, after_fold, lookalikes_);
    if (folding.size == 0) return;
    if (buffer_.folds_.empty()) reserve();
    copy_until(at);
    buffer_.folds_.push_back({written_, at, folding.size, folding.removed ? 0U : 1U});
    if (!folding.removed) buffer_.bytes_[written_++] = folding.to;
    copied_ = at + folding.size;
  }

  CanonicalView finish() {
    if (buffer_.folds_.empty()) return {text_, nullptr};
    copy_until(text_.size());
    return {{buffer_.bytes_.get(), written_}, &buffer_.folds_};
  }

 private:
  void reserve() {
    if (buffer_.capacity_ >= text_.size()) return;  // every fold shrinks the text
    buffer_.capacity_ = std::bit_ceil(text_.size());
    buffer_.bytes_.reset(new char[buffer_.capacity_]);  // not make_unique: no need to clear it
  }
  void copy_until(size_t end) {
    std::memcpy(buffer_.bytes_.get() + written_, text_.data() + copied_, end - copied_);
    written_ += end - copied_;
    copied_ = end;
  }

  std::string_view text_;
  CanonicalBuffer& buffer_;
  bool lookalikes_;
  size_t copied_ = 0;   ///< original bytes dealt with
  size_t written_ = 0;  ///< bytes of the view
};

namespace {

#ifdef __AVX2__

enum Group : uint8_t {
  kLatinAndMath = 1,  // C2 A0, C2 AD; F0 9D
  kArabicDigits = 2,  // D9 Ax, DB Bx
  kIndicDigits = 4,   // E0 (odd or C) 9x|Ax
  kBlanksDashes = 8,  // E2 80 80-85|90-95
  kInvisible = 16,    // E2 80 86-8F|A6-AF
  kIdeographic = 32,  // E3 80 80
  kOtherMarks = 64,   // E1|E2 + 81 82 83 88 9A 9F A7
  kFullWidth = 128,   // EF B8 B9 BB BC BD
};

__m256i table(const std::array<uint8_t, 16>& nibbles) {
  return _mm256_broadcastsi128_si256(
      _mm_loadu_si128(reinterpret_cast<const __m128i*>(nibbles.data())));
}

/// Two nibble tables: the set of groups that a byte fits.
struct ByteClass {
  std::array<uint8_t, 16> high{};
  std::array<uint8_t, 16> low{};

  constexpr void allow(uint8_t group, std::initializer_list<int> highs,
                       std::initializer_list<int> lows) {
    for (const int h : highs) high[static_cast<size_t>(h)] |= group;
    for (const int l : lows) low[static_cast<size_t>(l)] |= group;
  }
  constexpr void allow_any(uint8_t groups) {
    for (uint8_t& h : high) h |= groups;
    for (uint8_t& l : low) l |= groups;
  }
};

constexpr ByteClass first_byte() {
  ByteClass c;
  c.allow(kLatinAndMath, {0xC, 0xF}, {0, 2});
  c.allow(kArabicDigits, {0xD}, {9, 0xB});
  c.allow(kIndicDigits, {0xE}, {0});
  c.allow(kBlanksDashes, {0xE}, {2});
  c.allow(kInvisible, {0xE}, {2});
  c.allow(kIdeographic, {0xE}, {3});
  c.allow(kOtherMarks, {0xE}, {1, 2});
  c.allow(kFullWidth, {0xE}, {0xF});
  return c;
}
constexpr ByteClass second_byte() {
  ByteClass c;
  c.allow(kLatinAndMath, {9, 0xA}, {0, 0xD});
  c.allow(kArabicDigits, {0xA, 0xB}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
  c.allow(kIndicDigits, {0xA, 0xB}, {1, 3, 5, 7, 9, 0xB, 0xC, 0xD, 0xF});
  c.allow(kBlanksDashes, {8}, {0});
  c.allow(kInvisible, {8}, {0});
  c.allow(kIdeographic, {8}, {0});
  // 81: U+1040, 205F, 206x; 82: 1090; 83: 20E3; 88: 2212; 9A: 1680; 9F: 17E0; A7: 19D0. Not 0: it
  // would let every E2 80 (curly quotes) through.
  c.allow(kOtherMarks, {8, 9, 0xA}, {1, 2, 3, 7, 8, 0xA, 0xF});
  c.allow(kFullWidth, {0xB}, {8, 9, 0xB, 0xC, 0xD});
  return c;
}
constexpr ByteClass third_byte() {
  ByteClass c;
  c.allow_any(kLatinAndMath | kArabicDigits | kOtherMarks | kFullWidth);
  c.allow(kIndicDigits, {9, 0xA}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF});
  c.allow(kBlanksDashes, {8, 9}, {0, 1, 2, 3, 4, 5});
  c.allow(kInvisible, {8, 0xA}, {6, 7, 8, 9, 0xA, 0xB, 0xC, 0xD, 0xE, 0xF});
  c.allow(kIdeographic, {8}, {0});
  return c;
}

struct Classifier {
  __m256i high[3];
  __m256i low[3];

  Classifier() {
    static constexpr ByteClass kClasses[3] = {first_byte(), second_byte(), third_byte()};
    for (size_t i = 0; i < 3; ++i) {
      high[i] = table(kClasses[i].high);
      low[i] = table(kClasses[i].low);
    }
  }

  /// Groups of every byte of the three shifted loads, ANDed.
  __m256i groups(const __m256i (&bytes)[3]) const {
    const __m256i nibble = _mm256_set1_epi8(15);
    __m256i all = _mm256_set1_epi8(-1);
    for (size_t i = 0; i < 3; ++i) {
      const __m256i h = _mm256_and_si256(_mm256_srli_epi16(bytes[i], 4), nibble);
      const __m256i l = _mm256_and_si256(bytes[i], nibble);
      all = _mm256_and_si256(
          all, _mm256_and_si256(_mm256_shuffle_epi8(high[i], h), _mm256_shuffle_epi8(low[i], l)));
    }
    return all;
  }
};

__m256i load(const char* p) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)); }
__m256i equals(__m256i v, char c) { return _mm256_cmpeq_epi8(v, _mm256_set1_epi8(c)); }
uint32_t mask_of(__m256i v) { return static_cast<uint32_t>(_mm256_movemask_epi8(v)); }

/// Bits of the bytes at p[0..32) at which something may fold. Reads p[0..34).
uint32_t candidates(const char* p, __m256i v0, const Classifier& classifier, bool lookalikes) {
  const __m256i v1 = load(p + 1);
  uint32_t mask = 0;
  if (mask_of(v0) != 0) {
    const __m256i bytes[3] = {v0, v1, load(p + 2)};
    mask = ~mask_of(_mm256_cmpeq_epi8(classifier.groups(bytes), _mm256_setzero_si256()));
    if (lookalikes) {
      mask |= mask_of(_mm256_or_si256(_mm256_or_si256(equals(v0, '\xCE'), equals(v0, '\xCF')),
                                      _mm256_or_si256(equals(v0, '\xD0'), equals(v0, '\xD1'))));
      mask |= mask_of(_mm256_or_si256(equals(v0, '\xD2'), equals(v0, '\xD3')));
      mask |= mask_of(equals(v0, '\xD4'));
    }
  }
  const uint32_t entity = mask_of(equals(v0, '&'));
  const uint32_t percent = mask_of(equals(v0, '%'));
  if (entity != 0) {
    const __m256i next = _mm256_or_si256(_mm256_or_si256(equals(v1, '#'), equals(v1, 'a')),
                                         _mm256_or_si256(equals(v1, 'c'), equals(v1, 'p')));
    mask |= entity & mask_of(next);
  }
  if (percent != 0) mask |= percent & mask_of(equals(v1, '4'));
  return mask;
}

/// Considers all candidates of text[0, n) for some n it returns, a multiple of 32.
size_t scan_blocks(std::string_view text, CanonicalBuilder& builder, bool lookalikes) {
  const Classifier classifier;
  const char* const p = text.data();
  size_t i = 0;
  for (; i + 34 <= text.size(); i += 32) {
    const __m256i v = load(p + i);
    const __m256i mark = _mm256_or_si256(equals(v, '&'), equals(v, '%'));
    if (mask_of(_mm256_or_si256(v, mark)) == 0) continue;
    uint32_t mask = candidates(p + i, v, classifier, lookalikes);
    while (mask != 0) {
      builder.consider(i + static_cast<size_t>(std::countr_zero(mask)));
      mask &= mask - 1;
    }
  }
  return i;
}

#else

size_t scan_blocks(std::string_view, CanonicalBuilder&, bool) { return 0; }

#endif

/// Index of the last fold for which `at_or_before` holds, as a pointer; null if none.
template <typename Predicate>
const Fold* last_fold(const std::vector<Fold>& folds, Predicate at_or_before) {
  const auto after = std::partition_point(folds.begin(), folds.end(), at_or_before);
  return after == folds.begin() ? nullptr : &*(after - 1);
}

}  // namespace

CanonicalView canonicalize(std::string_view text, CanonicalBuffer& buffer,
                           CanonicalOptions options) {
  CanonicalBuilder builder(text, buffer, options.fold_lookalikes);
  for (size_t i = scan_blocks(text, builder, options.fold_lookalikes); i < text.size(); ++i) {
    const char c = text[i];
    const bool plain = static_cast<uint8_t>(c) < 0x80 && c != '&' && c != '%';
    if (!plain && !is_utf8_continuation(c)) builder.consider(i);
  }
  return builder.finish();
}

size_t CanonicalView::to_original(size_t offset) const {
  LAUTER_CHECK(offset <= text_.size(), "an offset beyond the view");
  if (identity()) return offset;
  const Fold* fold = last_fold(*folds_, [&](const Fold& f) { return f.canon_begin <= offset; });
  if (fold == nullptr) return offset;
  if (offset < fold->canon_begin + fold->canon_size) return fold->orig_begin;
  return fold->orig_begin + fold->orig_size + (offset - fold->canon_begin - fold->canon_size);
}

ByteSpan CanonicalView::to_original(ByteSpan span) const {
  LAUTER_CHECK(span.begin <= span.end && span.end <= text_.size(), "a span beyond the view");
  const uint64_t begin = to_original(static_cast<size_t>(span.begin));
  if (identity() || span.empty()) return {begin, begin + span.size()};
  // The end belongs to what lies before it: removed characters at the end stay outside.
  const Fold* fold = last_fold(*folds_, [&](const Fold& f) { return f.canon_begin < span.end; });
  if (fold == nullptr) return {begin, span.end};
  const uint64_t after = fold->canon_begin + fold->canon_size;
  return {begin, fold->orig_begin + fold->orig_size + (span.end > after ? span.end - after : 0)};
}

size_t CanonicalView::from_original(size_t offset_orig) const {
  if (identity()) return offset_orig;
  const Fold* fold = last_fold(*folds_, [&](const Fold& f) { return f.orig_begin <= offset_orig; });
  if (fold == nullptr) return offset_orig;
  if (offset_orig < fold->orig_begin + fold->orig_size) return fold->canon_begin;
  return fold->canon_begin + fold->canon_size + (offset_orig - fold->orig_begin - fold->orig_size);
}

}  // namespace lauter
