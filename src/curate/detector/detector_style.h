/// The style of a text in numbers: rhythm, marks, capitals, white space, contractions, endings and
/// function words. Input of curate/detector/detector_features.h.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace lauter {

inline constexpr size_t kStyleFunctionWords = 56;
/// What the text's bytes and words give, then the share of each function word.
inline constexpr size_t kStyleNumbers = 42 + kStyleFunctionWords;

using StyleNumbers = std::array<float, kStyleNumbers>;

/// `text`: as it came, valid UTF-8; `words`: of its folded form, in lower case, a byte in front of
/// each that can be read; `hashes`: word_hash() of each. Shares are of all words. Linear. Const and
/// safe from any thread.
class StyleReader {
 public:
  StyleReader();
  StyleNumbers read(std::string_view text, std::span<const std::string_view> words,
                    std::span<const uint64_t> hashes) const;

 private:
  static constexpr size_t kSlots = 1024;
  size_t slot_of(uint64_t hash) const { return hash >> shift_ & (kSlots - 1); }

  /// Function words by some bits of their hash, which were sought so that no two share a slot.
  uint32_t shift_ = 0;
  std::array<uint64_t, kSlots> hashes_{};
  std::array<uint8_t, kSlots> numbers_{};
};

}  // namespace lauter
