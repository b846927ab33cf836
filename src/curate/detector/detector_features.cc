#include "curate/detector/detector_features.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "curate/detector/folded_word.h"
#include "text/ascii.h"
#include "text/byte_block.h"
#include "text/letter_case.h"
#include "text/utf8.h"

#ifdef __AVX2__
#include <immintrin.h>
#endif

namespace lauter {
namespace {

constexpr uint64_t kMix = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
constexpr uint32_t kRowBits = 17;
static_assert(kGramRows == 1U << kRowBits);

constexpr uint32_t kShortestRun = 2;
constexpr uint32_t kLongestRun = 5;
constexpr size_t kPadding = 72;  // so that a block can be read anywhere, and one byte behind it

uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93;
  return x ^ (x >> 32);
}

/// The ASCII form of quotes and the like; 0: none.
constexpr char plain_mark(char32_t c) {
  switch (c) {
    case 0x2018:
    case 0x2019:
    case 0x2032:
      return '\'';
    case 0x201C:
    case 0x201D:
    case 0x201E:
    case 0xAB:
    case 0xBB:
      return '"';
    default:
      return 0;
  }
}

/// The value of a gram that occurs n times, and what the next time adds to it and its square.
struct Damping {
  std::array<float, 256> value{};
  std::array<float, 256> step{};
  std::array<float, 256> square_step{};

  Damping() {
    for (size_t n = 1; n < value.size(); ++n) value[n] = 1.0F + std::log(static_cast<float>(n));
    for (size_t n = 0; n + 1 < value.size(); ++n) {
      step[n] = value[n + 1] - value[n];
      square_step[n] = value[n + 1] * value[n + 1] - value[n] * value[n];
    }
  }
};

const Damping& damping() {
  static const Damping table;
  return table;
}

/// q * |q| of each byte.
constexpr std::array<float, 256> kWeightOfByte = [] {
  std::array<float, 256> weights{};
  for (int q = -128; q < 128; ++q) {
    weights[static_cast<uint8_t>(q)] = static_cast<float>(q * (q < 0 ? -q : q));
  }
  return weights;
}();

constexpr uint32_t row_of(uint64_t hash) { return static_cast<uint32_t>(hash >> (64 - kRowBits)); }

/// One more, up to 255.
constexpr uint8_t counted(uint32_t count) {
  return static_cast<uint8_t>(count + (count < 255 ? 1 : 0));
}

/// Folds the character at view[i], moves `i` behind it and `out` behind what it became. out[-1] is
/// what came before.
void fold_next(std::string_view view, size_t& i, char*& out) {
  const char c = view[i];
  if (is_ascii(c)) {
    ++i;
    if (!is_ascii_space(c)) {
      *out++ = is_ascii_digit(c) ? '0' : ascii_lower(c);
    } else if (out[-1] != ' ') {
      *out++ = ' ';
    }
    return;
  }
  const size_t begin = i;
  const char32_t code = decode_utf8(view, i);
  if (const char mark = plain_mark(code); mark != 0) {
    *out++ = mark;
    return;
  }
  std::string lower;
  append_utf8(lower, to_lower(code));
  const std::string_view as_it_is = view.substr(begin, i - begin);
  const std::string_view bytes = lower.size() > as_it_is.size() ? as_it_is : lower;
  std::memcpy(out, bytes.data(), bytes.size());
  out += bytes.size();
}

#ifdef __AVX2__

constexpr size_t kPlainBytes = 32;

/// Folds that many bytes at `in` to `out`, if they are ASCII and their only white space is single
/// blanks; else does nothing.
bool fold_plain(const char* in, char* out) {
  const auto in_range = [](__m256i bytes, char first, char last) {
    const __m256i at_least =
        _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(static_cast<char>(first - 1)));
    const __m256i above = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(last));
    return _mm256_andnot_si256(above, at_least);
  };
  __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
  // As signed numbers, bytes above ASCII are below the blank too.
  const __m256i plain = _mm256_cmpgt_epi8(bytes, _mm256_set1_epi8(' ' - 1));
  const auto blanks =
      static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(' '))));
  const uint32_t before = blanks << 1 | (out[-1] == ' ' ? 1 : 0);
  if (_mm256_movemask_epi8(plain) != -1 || (blanks & before) != 0) return false;
  const __m256i capital = in_range(bytes, 'A', 'Z');
  bytes = _mm256_or_si256(bytes, _mm256_and_si256(capital, _mm256_set1_epi8(0x20)));
  bytes = _mm256_blendv_epi8(bytes, _mm256_set1_epi8('0'), in_range(bytes, '0', '9'));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), bytes);
  return true;
}

#else

constexpr size_t kPlainBytes = 1;

bool fold_plain(const char*, char*) { return false; }

#endif

}  // namespace

DetectorFeaturizer::DetectorFeaturizer() : counts_(kGramRows) {}

void DetectorFeaturizer::fold(std::string_view text) {
  const std::string_view view = canonicalize(text, canonical_, {.fold_lookalikes = true}).text();
  folded_.resize(view.size() + 2 + kPadding);
  char* out = folded_.data();
  *out++ = ' ';
  for (size_t i = 0; i < view.size();) {
    if (i + kPlainBytes <= view.size() && fold_plain(view.data() + i, out)) {
      i += kPlainBytes;
      out += kPlainBytes;
      continue;
    }
    const size_t end = std::min(view.size(), i + kPlainBytes);
    while (i < end) fold_next(view, i, out);
  }
  if (out[-1] != ' ') *out++ = ' ';
  std::memset(out, 0, kPadding);
  folded_.resize(static_cast<size_t>(out - folded_.data()) + kPadding);
}

/// A word is a run of letters, digits and bytes above ASCII; an apostrophe between such a byte and
/// a letter is part of it. Any other byte but a blank is a word of its own.
void DetectorFeaturizer::cut_words() {
  constexpr size_t kBlock = 64;
  const size_t size = folded_.size() - kPadding;  // the first and the last byte are blanks
  if (begins_.size() < size + 1) begins_.resize(size + 1);
  uint32_t* out = begins_.data();
  uint64_t last_letter = 0;  // of the byte before the block
  uint64_t last_word = 0;
  for (size_t at = 0; at < size; at += kBlock) {
    const ByteBlock block(folded_.data() + at);
    const ByteBlock behind(folded_.data() + at + 1);
    const uint64_t letters =
        block.in_range('a', 26) | block.equals('0') | block.in_range('\x80', 128);
    const uint64_t joins =
        block.equals('\'') & (letters << 1 | last_letter) & behind.in_range('a', 26);
    const uint64_t words = letters | joins;
    uint64_t begins = ~block.equals(' ') & ~(words & (words << 1 | last_word));
    if (size - at < kBlock) begins &= (uint64_t{1} << (size - at)) - 1;
    for (; begins != 0; begins &= begins - 1) {
      *out++ = static_cast<uint32_t>(at) + static_cast<uint32_t>(std::countr_zero(begins));
    }
    last_letter = letters >> 63;
    last_word = words >> 63;
  }
  const auto n = static_cast<size_t>(out - begins_.data());
  *out = static_cast<uint32_t>(size);
  words_.resize(n);
  hashes_.resize(n);
  for (size_t i = 0; i < n; ++i) {
    const uint32_t begin = begins_[i];
    const uint32_t next = begins_[i + 1];
    const uint32_t end = next - (folded_[next - 1] == ' ' ? 1 : 0);  // blanks come singly
    words_[i] = {folded_.data() + begin, end - begin};
    hashes_[i] = padded_word_hash(words_[i]);
  }
}

template <uint32_t kSize>
uint32_t row_of_run(uint64_t bytes) {
  return row_of(((bytes << (64 - 8 * kSize)) | kSize) * kMix);
}

/// Calls rows.add(row, lane) for every run, in another lane for each of its four lengths. `rows` is
/// taken and given back, so that its sums stay in registers.
template <typename Rows>
Rows DetectorFeaturizer::each_character_row(Rows rows) const {
  static_assert(kShortestRun == 2 && kLongestRun == 5);
  const size_t size = folded_.size() - kPadding;
  const char* at = folded_.data();
  const char* const end = at + size;
  uint64_t bytes;
  for (; at + 5 <= end; ++at) {
    std::memcpy(&bytes, at, sizeof bytes);
    rows.add(row_of_run<2>(bytes), 0);
    rows.add(row_of_run<3>(bytes), 1);
    rows.add(row_of_run<4>(bytes), 2);
    rows.add(row_of_run<5>(bytes), 3);
  }
  for (; at + 2 <= end; ++at) {
    std::memcpy(&bytes, at, sizeof bytes);
    rows.add(row_of_run<2>(bytes), 0);
    if (at + 3 <= end) rows.add(row_of_run<3>(bytes), 1);
    if (at + 4 <= end) rows.add(row_of_run<4>(bytes), 2);
  }
  return rows;
}

template <typename Rows>
Rows DetectorFeaturizer::each_word_row(Rows rows) const {
  uint64_t last = 0;
  for (const uint64_t word : hashes_) {
    rows.add(row_of(word), 0);
    rows.add(row_of(mix(last * kMix + word)), 1);
    last = word;
  }
  return rows;
}

/// Lists rows, each once, with their values. Without a branch, as arithmetic that compilers leave
/// alone: whether a row is new cannot be foreseen, and every second guess would be wrong.
class DetectorFeaturizer::Lister {
 public:
  explicit Lister(DetectorFeaturizer& of)
      : rows_(of.rows_.data()), end_(rows_), counts_(of.counts_.data()) {}

  void add(uint32_t row, size_t) {
    const uint32_t count = counts_[row];
    *end_ = row;
    end_ += (count - 1) >> 31;  // 1 if it was 0
    counts_[row] = counted(count);
  }

  void finish(std::vector<DetectorGram>& grams) {
    const std::array<float, 256>& values = damping().value;
    grams.clear();
    float squares = 0;
    for (const uint32_t* row = rows_; row != end_; ++row) {
      grams.push_back({*row, values[counts_[*row]]});
      squares += grams.back().value * grams.back().value;
      counts_[*row] = 0;
    }
    const float scale = 1.0F / std::sqrt(squares);
    for (DetectorGram& gram : grams) gram.value *= scale;
  }

 private:
  uint32_t* rows_;
  uint32_t* end_;
  uint8_t* counts_;
};

/// Sums weight * value as the values grow: each time a row comes again it adds the difference.
class DetectorFeaturizer::Weigher {
 public:
  Weigher(DetectorFeaturizer& of, std::span<const int8_t> weights)
      : weights_(weights.data()), rows_(of.rows_.data()), end_(rows_), counts_(of.counts_.data()) {}

  void add(uint32_t row, size_t lane) {
    const uint32_t count = counts_[row];
    sums_[lane] += kWeightOfByte[static_cast<uint8_t>(weights_[row])] * damping_->step[count];
    squares_[lane] += damping_->square_step[count];
    counts_[row] = counted(count);
    *end_++ = row;
  }

  float finish() {
    for (const uint32_t* row = rows_; row != end_; ++row) counts_[*row] = 0;
    const float squares = squares_[0] + squares_[1] + squares_[2] + squares_[3];
    const float sum = sums_[0] + sums_[1] + sums_[2] + sums_[3];
    return squares > 0 ? sum / std::sqrt(squares) : 0;
  }

 private:
  const Damping* damping_ = &damping();
  const int8_t* weights_;
  uint32_t* rows_;
  uint32_t* end_;
  uint8_t* counts_;
  std::array<float, 4> sums_{};  // several, so that no sum waits for the one before
  std::array<float, 4> squares_{};
};

void DetectorFeaturizer::prepare(std::string_view text) {
  fold(text);
  cut_words();
  features_.words = hashes_;
  features_.style = style_.read(text, words_, hashes_);
  // No text has more rows than four at each byte.
  const size_t most = (kLongestRun - kShortestRun + 1) * folded_.size();
  if (rows_.size() < most) rows_.resize(most);
}

const DetectorFeatures& DetectorFeaturizer::read(std::string_view text) {
  prepare(text);
  each_character_row(Lister(*this)).finish(features_.grams[kCharacterGrams]);
  each_word_row(Lister(*this)).finish(features_.grams[kWordGrams]);
  return features_;
}

const DetectorFeatures& DetectorFeaturizer::weigh(std::string_view text,
                                                  const RowWeights& weights) {
  prepare(text);
  features_.weighed = {each_character_row(Weigher(*this, weights[kCharacterGrams])).finish(),
                       each_word_row(Weigher(*this, weights[kWordGrams])).finish()};
  return features_;
}

}  // namespace lauter
