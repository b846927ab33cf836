/// Where time goes, by laps. A null clock is off and costs a comparison.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#ifdef __x86_64__
#include <x86intrin.h>
#endif

namespace lauter {

/// A stop watch with one lap in progress; time counts for the lap that was begun last.
class LapClock {
 public:
  /// Laps are numbered from 0; until one is begun, time counts for none.
  explicit LapClock(size_t n_laps) : ticks_(n_laps + 1), since_(now()), lap_(n_laps) {}

  /// Counts for `lap` from here on. Returns the lap that was in progress.
  size_t begin(size_t lap) {
    const uint64_t at = now();
    ticks_[lap_] += at - since_;
    since_ = at;
    const size_t before = lap_;
    lap_ = lap;
    return before;
  }
  /// Ticks of each lap; their unit is the same for all and otherwise unknown.
  std::span<const uint64_t> ticks() const { return std::span(ticks_).first(ticks_.size() - 1); }

 private:
  /// The counter of the processor costs 8 ns, the clock of the system 25.
  static uint64_t now() {
#ifdef __x86_64__
    return __rdtsc();
#else
    return static_cast<uint64_t>(std::chrono::steady_clock::now().time_since_epoch().count());
#endif
  }

  std::vector<uint64_t> ticks_;  ///< the last one: no lap
  uint64_t since_;
  size_t lap_;
};

/// A lap that lasts as long as the scope it stands in; nothing without a clock.
class Lap {
 public:
  Lap(LapClock* clock, size_t lap) : clock_(clock), before_(clock ? clock->begin(lap) : 0) {}
  ~Lap() {
    if (clock_ != nullptr) clock_->begin(before_);
  }
  Lap(const Lap&) = delete;
  Lap& operator=(const Lap&) = delete;

 private:
  LapClock* clock_;
  size_t before_;
};

}  // namespace lauter
