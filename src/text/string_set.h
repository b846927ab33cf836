/// Many strings at once: which of them stand at a place of a text.
///
/// The strings lie sorted. Of those <= the text at the place, the greatest either stands there, or
/// has a prefix among the strings that does, or none stands there at all: every string that the
/// text begins with is a prefix of that greatest one. So a place costs one look at a bitmap of
/// first bytes, and seldom a binary search and a walk along a chain of prefixes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace lauter {

class StringSet {
 public:
  /// The bytes must outlive the set. Equal strings count once, empty ones not at all.
  explicit StringSet(std::vector<std::string_view> strings);

  size_t size() const { return strings_.size(); }
  std::string_view operator[](size_t i) const { return strings_[i]; }
  /// The index of this very string, or size().
  size_t index_of(std::string_view string) const;

  /// Calls visit(index) for each string that stands at text[at..), longest first. Returns how many
  /// strings were compared: O(log size()) and as many as are prefixes of one another.
  template <typename Visit>
  size_t match(std::string_view text, size_t at, Visit visit) const {
    if (!may_begin(text, at)) return 0;
    const std::string_view rest = text.substr(at, longest_);
    size_t compared = 0;
    for (size_t i = greatest_up_to(rest, compared); i != kNone; i = prefix_[i]) {
      ++compared;
      if (rest.starts_with(strings_[i])) visit(i);
    }
    return compared;
  }

 private:
  static constexpr size_t kNone = static_cast<size_t>(-1);
  static constexpr size_t kWidth = 4;  ///< first bytes in the bitmap

  /// The first `width` <= 4 bytes as a number.
  static uint32_t first_bytes(const char* p, size_t width) {
    uint32_t first = 0;
    std::memcpy(&first, p, width);
    return first;
  }
  size_t slot(uint32_t first) const { return (first * 0x9E3779B1U) >> shift_; }  // Knuth's hash
  bool has(uint32_t first) const {
    const size_t bit = slot(first);
    return (present_[bit / 64] >> (bit % 64) & 1) != 0;
  }
  bool may_begin(std::string_view text, size_t at) const {
    const size_t left = text.size() - at;
    const char* p = text.data() + at;
    if (has_width_[4] && left >= 4 && has(first_bytes(p, 4))) return true;
    return has_short_ && ((has_width_[1] && has(first_bytes(p, 1))) ||
                          (has_width_[2] && left >= 2 && has(first_bytes(p, 2))) ||
                          (has_width_[3] && left >= 3 && has(first_bytes(p, 3))));
  }
  size_t greatest_up_to(std::string_view rest, size_t& compared) const;

  std::vector<std::string_view> strings_;  ///< sorted, all different
  std::vector<size_t> prefix_;             ///< the longest other string that begins this one
  std::vector<uint64_t> present_;
  int shift_ = 0;
  size_t longest_ = 0;
  bool has_short_ = false;
  bool has_width_[kWidth + 1] = {};
};

}  // namespace lauter
