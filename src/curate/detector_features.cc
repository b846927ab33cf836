#include "curate/detector_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"

namespace lauter {
namespace {

constexpr uint64_t kMix = 0x9E3779B97F4A7C15;  // 2^64 / golden ratio
constexpr uint32_t kRowBits = 17;
static_assert(kGramRows == 1U << kRowBits);

constexpr uint32_t kShortestRun = 2;
constexpr uint32_t kLongestRun = 5;
constexpr size_t kPadding = 8;  // so that eight bytes can be read anywhere

uint64_t mix(uint64_t x) {
  x = (x ^ (x >> 32)) * 0xD6E8FEB86659FD93;
  return x ^ (x >> 32);
}

constexpr bool is_word_byte(char c) { return is_ascii_alnum(c) || !is_ascii(c); }

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

const std::array<float, 256>& damped() {
  static const std::array<float, 256> table = [] {
    std::array<float, 256> values{};
    for (size_t n = 1; n < values.size(); ++n) {
      values[n] = 1.0F + std::log(static_cast<float>(n));
    }
    return values;
  }();
  return table;
}

}  // namespace

DetectorFeaturizer::DetectorFeaturizer() : counts_(kGramRows) {}

void DetectorFeaturizer::fold(std::string_view text) {
  const std::string_view view =
      canonicalize(text, canonical_, {.fold_lookalikes = true}).text();
  folded_.resize(view.size() + 2 + kPadding);
  char* out = folded_.data();
  *out++ = ' ';
  for (size_t i = 0; i < view.size();) {
    const char c = view[i];
    if (is_ascii(c)) {
      ++i;
      if (is_ascii_space(c)) {
        if (out[-1] != ' ') *out++ = ' ';
      } else {
        *out++ = is_ascii_digit(c) ? '0' : ascii_lower(c);
      }
      continue;
    }
    const size_t begin = i;
    const char32_t code = decode_utf8(view, i);
    if (const char mark = plain_mark(code); mark != 0) {
      *out++ = mark;
      continue;
    }
    const char32_t lower = to_lower(code);
    if (lower == code) {
      std::memcpy(out, view.data() + begin, i - begin);
      out += i - begin;
      continue;
    }
    std::string bytes;
    append_utf8(bytes, lower);
    if (bytes.size() > i - begin) bytes.assign(view.substr(begin, i - begin));
    std::memcpy(out, bytes.data(), bytes.size());
    out += bytes.size();
  }
  if (out[-1] != ' ') *out++ = ' ';
  std::memset(out, 0, kPadding);
  folded_.resize(static_cast<size_t>(out - folded_.data()) + kPadding);
}

void DetectorFeaturizer::cut_words() {
  words_.clear();
  const size_t size = folded_.size() - kPadding;  // the last byte is a blank
  for (size_t i = 0; i < size;) {
    if (folded_[i] == ' ') {
      ++i;
      continue;
    }
    size_t end = i;
    while (is_word_byte(folded_[end]) ||
           (folded_[end] == '\'' && end > i && is_ascii_lower(folded_[end + 1]))) {
      ++end;
    }
    if (end == i) ++end;
    const std::string_view word(folded_.data() + i, end - i);
    words_.push_back({word, folded_word_hash(word)});
    i = end;
  }
}

/// Counts rows and lists each once. Without a branch, as arithmetic that compilers leave alone:
/// whether a row is new cannot be foreseen, and every second guess would be wrong.
class DetectorFeaturizer::Adder {
 public:
  /// `most`: rows that will be added, at the most.
  Adder(DetectorFeaturizer& to, size_t most) : to_(to), counts_(to.counts_.data()) {
    if (to.rows_.size() < most) to.rows_.resize(most);
    end_ = to.rows_.data();
  }
  void add(uint64_t hash) {
    const auto row = static_cast<uint32_t>(hash >> (64 - kRowBits));
    const uint32_t count = counts_[row];
    *end_ = row;
    end_ += (count - 1) >> 31;                                            // 1 if it was 0
    counts_[row] = static_cast<uint8_t>(count + 1 - ((count + 1) >> 8));  // up to 255
  }
  ~Adder() { to_.n_rows_ = static_cast<size_t>(end_ - to_.rows_.data()); }

 private:
  DetectorFeaturizer& to_;
  uint8_t* counts_;
  uint32_t* end_;
};

void DetectorFeaturizer::add_characters() {
  const size_t size = folded_.size() - kPadding;
  Adder rows(*this, size * (kLongestRun - kShortestRun + 1));
  for (size_t i = 0; i + kShortestRun <= size; ++i) {
    uint64_t bytes;
    std::memcpy(&bytes, folded_.data() + i, sizeof bytes);
    const uint32_t longest = static_cast<uint32_t>(std::min<size_t>(kLongestRun, size - i));
    for (uint32_t n = kShortestRun; n <= longest; ++n) {
      const uint64_t run = bytes << (64 - 8 * n);
      rows.add((run | n) * kMix);
    }
  }
}

void DetectorFeaturizer::add_words() {
  Adder rows(*this, 2 * words_.size());
  uint64_t last = 0;
  for (const FoldedWord& word : words_) {
    rows.add(word.hash);
    rows.add(mix(last * kMix + word.hash));
    last = word.hash;
  }
}

void DetectorFeaturizer::close(GramFamily family) {
  const std::array<float, 256>& values = damped();
  std::vector<DetectorGram>& grams = features_.grams[family];
  grams.resize(n_rows_);
  std::array<float, 4> squares{};  // several, so that no sum waits for the one before
  for (size_t i = 0; i < n_rows_; ++i) {
    uint8_t& count = counts_[rows_[i]];
    const float value = values[count];
    count = 0;
    squares[i % 4] += value * value;
    grams[i] = {rows_[i], value};
  }
  const float scale = 1.0F / std::sqrt(squares[0] + squares[1] + squares[2] + squares[3]);
  for (DetectorGram& gram : grams) gram.value *= scale;
}

const DetectorFeatures& DetectorFeaturizer::read(std::string_view text) {
  fold(text);
  cut_words();
  features_.words = static_cast<uint32_t>(words_.size());
  features_.style = style_.read(text, words_);
  add_characters();
  close(kCharacterGrams);
  add_words();
  close(kWordGrams);
  return features_;
}

}  // namespace lauter
