/// What of a run is kept when its process ends in the middle of it.
///
///   LeaveSoon soon(job, [&] { ...what is written becomes durable... });
///   run_ordered(..., [&](Out out) { return soon.write([&] { return write(std::move(out)); }); });
///   soon.end();
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <mutex>
#include <utility>

#include "base/result.h"
#include "base/way_out.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// A step of `job.way_out`, if there is one.
class LeaveSoon {
 public:
  /// `leave` is called while nothing is written, and nothing is after it; not at all if a write does not end soon.
  LeaveSoon(const JobOptions& job, std::function<void()> leave) {
    if (job.way_out == nullptr) return;
    step_ = job.way_out->before([this, leave = std::move(leave)] {
      is_left_ = true;  // who writes one after the other would let nobody in
      const std::unique_lock lock(writing_, kPatience);
      if (lock.owns_lock()) leave();
    });
  }
  LeaveSoon(const LeaveSoon&) = delete;
  LeaveSoon& operator=(const LeaveSoon&) = delete;

  /// Errors: those of `write`; kUnavailable once the process is being left.
  template <typename Write>
  Result<bool> write(Write write) {
    const std::lock_guard lock(writing_);
    if (is_left_.load()) return unavailable("stopped");
    return write();
  }

  /// The run ends by itself.
  void end() { step_.drop(); }

 private:
  static constexpr std::chrono::milliseconds kPatience{100};

  std::timed_mutex writing_;
  std::atomic<bool> is_left_{false};
  WayOut::Step step_;
};

}  // namespace lauter
