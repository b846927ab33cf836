/// Keeps requests away from a server that does not work.
#pragma once

#include <cstdint>

namespace lauter::llm {

/// Closed: all may go. After 10 faults in a row it opens: none may go for a while (1 s, doubled
/// each time up to 60 s). Then half open: one may go as a probe; its success closes, its fault
/// opens again. Ten in a row do not come about by chance: with a fifth of all tries failing, once
/// in ten million.
class Breaker {
 public:
  enum class State : uint8_t { kClosed, kOpen, kHalfOpen };

  /// When a request may go at the earliest as things stand; never while a probe is under way
  /// (INT64_MAX).
  int64_t ready_us(int64_t now_us) const;
  /// A request goes now; one that goes while not closed is the probe.
  void sent();
  void succeeded();
  /// `jitter` in [0, 1) lengthens the pause by up to a quarter.
  void failed(int64_t now_us, double jitter);
  /// The outcome of a probe says nothing (cancelled, 429): another one may go.
  void unknown();

  State state(int64_t now_us) const;
  /// Since when nothing has succeeded; now_us if nothing has failed since.
  int64_t failing_since_us(int64_t now_us) const {
    return failing_since_us_ < 0 ? now_us : failing_since_us_;
  }
  /// Faults and refusals (429) begin the time without success; they need not open the breaker.
  void note_no_success(int64_t now_us) {
    if (failing_since_us_ < 0) failing_since_us_ = now_us;
  }
  /// Requests come again after a time without any.
  void resume(int64_t now_us) {
    if (failing_since_us_ >= 0) failing_since_us_ = now_us;
  }
  int64_t times_opened() const { return times_opened_; }

 private:
  void open(int64_t now_us, double jitter);

  bool closed_ = true;
  bool probing_ = false;
  int failures_ = 0;  ///< in a row
  int64_t pause_us_ = 0;
  int64_t open_until_us_ = 0;
  int64_t failing_since_us_ = -1;
  int64_t times_opened_ = 0;
};

}  // namespace lauter::llm
