#include "llm/transport/breaker.h"

#include <algorithm>
#include <limits>

#include "llm/transport/microseconds.h"

namespace lauter::llm {
namespace {
constexpr int kFailuresToOpen = 10;
constexpr int64_t kFirstPauseUs = kSecondUs;
constexpr int64_t kLongestPauseUs = kMinuteUs;
}  // namespace

int64_t Breaker::ready_us(int64_t now_us) const {
  if (closed_) return now_us;
  if (probing_) return std::numeric_limits<int64_t>::max();
  return std::max(now_us, open_until_us_);
}

void Breaker::sent() {
  if (!closed_) probing_ = true;
}

void Breaker::succeeded() {
  closed_ = true;
  probing_ = false;
  failures_ = 0;
  pause_us_ = 0;
  failing_since_us_ = -1;
}

void Breaker::failed(int64_t now_us, double jitter) {
  note_no_success(now_us);
  ++failures_;
  if (closed_ ? failures_ >= kFailuresToOpen : probing_) open(now_us, jitter);
}

void Breaker::unknown() { probing_ = false; }

Breaker::State Breaker::state(int64_t now_us) const {
  if (closed_) return State::kClosed;
  return probing_ || now_us >= open_until_us_ ? State::kHalfOpen : State::kOpen;
}

void Breaker::open(int64_t now_us, double jitter) {
  closed_ = false;
  probing_ = false;
  ++times_opened_;
  pause_us_ = pause_us_ == 0 ? kFirstPauseUs : std::min(2 * pause_us_, kLongestPauseUs);
  open_until_us_ =
      now_us + pause_us_ + static_cast<int64_t>(jitter * static_cast<double>(pause_us_) / 4);
}

}  // namespace lauter::llm
