/// The style of a text in numbers: rhythm, marks, capitals, white space, contractions, endings and
/// function words. Input of curate/detector_features.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace lauter {

inline constexpr size_t kStyleFunctionWords = 56;
/// What the text's bytes and words give, then the share of each function word.
inline constexpr size_t kStyleNumbers = 42 + kStyleFunctionWords;

using StyleNumbers = std::array<float, kStyleNumbers>;

/// A word or mark of the folded text (lower case), and its hash.
struct FoldedWord {
  std::string_view bytes;
  uint64_t hash;
};

uint64_t folded_word_hash(std::string_view word);

/// `text`: as it came, valid UTF-8; `words`: of its folded form. Shares are of all words. Linear.
/// Const and safe from any thread.
class StyleReader {
 public:
  StyleReader();
  StyleNumbers read(std::string_view text, const std::vector<FoldedWord>& words) const;

 private:
  static constexpr size_t kSlots = 256;
  /// Function words by hash, open addressing.
  std::array<uint64_t, kSlots> hashes_{};
  std::array<uint8_t, kSlots> numbers_{};
};

}  // namespace lauter
