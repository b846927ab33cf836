/// Where runs of letters and of blanks end, for curate/filters/english_words.cc.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "text/ascii.h"
#include "text/byte_block.h"

namespace lauter::english {

/// What a byte can be while looking for the end of a chunk.
enum ByteKind : uint8_t { kOther, kBlank, kMaybeBlank };
constexpr std::array<uint8_t, 256> make_byte_kinds() {
  std::array<uint8_t, 256> kinds{};
  for (size_t i = 0; i < kinds.size(); ++i) {
    const auto c = static_cast<char>(static_cast<uint8_t>(i));
    if (is_ascii_space(c) || (i >= 0x1C && i <= 0x1F)) kinds[i] = kBlank;
    // U+0085 and U+00A0; U+1680; U+2000 to U+205F; U+3000.
    if (i == 0xC2 || i == 0xE1 || i == 0xE2 || i == 0xE3) kinds[i] = kMaybeBlank;
  }
  return kinds;
}
inline constexpr std::array<uint8_t, 256> kByteKinds = make_byte_kinds();

inline uint8_t kind_of(char c) { return kByteKinds[static_cast<uint8_t>(c)]; }

/// Where runs of ASCII letters and of blanks end, from two bits a byte: words differ in length, and
/// a loop's end that is not foreseen costs more than the whole word. Asked for rising places.
class Runs {
 public:
  explicit Runs(std::string_view text) : text_(text) {}

  /// The first byte from `at` on that is no ASCII letter.
  size_t letters_end(size_t at) {
    return end_of(at, [this] { return letters_; });
  }
  /// The first byte from `at` on that is no blank of ASCII.
  size_t blanks_end(size_t at) {
    return end_of(at, [this] { return blanks_; });
  }

 private:
  static constexpr size_t kBlock = 64;

  template <typename Bits>
  size_t end_of(size_t at, Bits bits) {
    while (at < text_.size()) {
      if (at >= next_) load(at / kBlock * kBlock);
      const uint64_t others = ~bits() >> (at % kBlock);
      if (others != 0) return at + static_cast<size_t>(std::countr_zero(others));
      at = next_;
    }
    return text_.size();
  }
  void load(size_t begin) {
    if (begin + kBlock <= text_.size()) {
      classify(text_.data() + begin);
    } else {
      std::array<char, kBlock> last{};  // zeros are neither
      std::memcpy(last.data(), text_.data() + begin, text_.size() - begin);
      classify(last.data());
    }
    next_ = begin + kBlock;
  }
  void classify(const char* bytes) {
    const ByteBlock block(bytes);
    letters_ = block.folded().in_range('a', 26);
    blanks_ = block.in_range('\t', 5) | block.in_range('\x1C', 5);
  }

  std::string_view text_;
  size_t next_ = 0;  ///< where the block ends that the bits are of
  uint64_t letters_ = 0;
  uint64_t blanks_ = 0;
};

}  // namespace lauter::english
