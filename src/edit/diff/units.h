/// Texts as numbers, one a character: what the diff compares.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace lauter {

using Units = std::span<const uint32_t>;

/// One text as code points. A byte that belongs to no valid UTF-8 is a unit of its own above them.
class UnitText {
 public:
  /// Reads `text` (at most 1 GiB), which is not kept.
  void assign(std::string_view text);

  Units units() const { return units_; }
  /// Byte where unit `index` begins; `index` may be the number of units.
  uint64_t offset(size_t index) const { return offsets_.empty() ? index : offsets_[index]; }
  /// The unit that begins at byte `offset`.
  size_t index(uint64_t offset) const;

 private:
  std::vector<uint32_t> units_;
  std::vector<uint32_t> offsets_;  ///< empty for ASCII, where they count up
};

/// A run in units: a[a_begin, a_end) became b[b_begin, b_end).
struct UnitRun {
  size_t a_begin = 0;
  size_t a_end = 0;
  size_t b_begin = 0;
  size_t b_end = 0;
};

/// Units that both begin (end) with.
size_t common_prefix(Units a, Units b);
size_t common_suffix(Units a, Units b);

/// Inner steps that may still be taken.
class StepBudget {
 public:
  explicit StepBudget(uint64_t steps) : left_(steps) {}
  bool has(uint64_t steps) const { return steps <= left_; }
  uint64_t left() const { return left_; }
  /// Takes `steps`, or all that is left; false if it was not enough.
  bool take(uint64_t steps) {
    const bool enough = has(steps);
    left_ = enough ? left_ - steps : 0;
    return enough;
  }

 private:
  uint64_t left_;
};

}  // namespace lauter
