#pragma once

#include <algorithm>
#include <cstdint>

namespace lauter {

/// The work that this thread may do on one text, counted in steps of about a nanosecond: a byte that is looked at again, a
/// rule that is tried. A count and no clock, so that a text meets the limit on every machine, or on none. Whatever may look
/// at a text more than once takes its steps here; loops over what a text can multiply ask is_over() and end. What was made
/// by then is good for nothing: whoever opened the budget holds the text back, as kTooMuchWork.
class WorkBudget {
 public:
  /// 8,000 steps a byte, but no more than 16 s of them, or 1,000 a byte where that is more: a text of megabytes takes some
  /// 800, nearly all of them for the judge.
  static constexpr uint64_t steps_for(uint64_t text_bytes) {
    constexpr uint64_t kLeast = uint64_t{1} << 28, kMost = 16'000'000'000;
    return kLeast + std::min(8000 * text_bytes, std::max(kMost, 1000 * text_bytes));
  }

  /// For a text of so many bytes.
  explicit WorkBudget(uint64_t text_bytes) : outer_(current()) {
    current() = {0, steps_for(text_bytes)};
  }
  ~WorkBudget() { current() = outer_; }
  WorkBudget(const WorkBudget&) = delete;
  WorkBudget& operator=(const WorkBudget&) = delete;

  static void take(uint64_t steps) { current().taken += steps; }
  /// Since the budget was opened.
  static uint64_t taken() { return current().taken; }
  static bool is_over() { return current().taken > current().limit; }

 private:
  struct Count {
    uint64_t taken = 0;
    uint64_t limit = UINT64_MAX;
  };
  static Count& current() {
    thread_local constinit Count count;
    return count;
  }
  Count outer_;
};

/// The reason of a row whose text took too many steps.
inline constexpr const char* kTooMuchWork = "too much work";

}  // namespace lauter
