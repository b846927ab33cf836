/// What of a run is kept when its process ends in the middle of it.
///
///   LeaveSoon soon(job, [&] { ...what is written becomes durable... });
///   run_ordered(..., [&](Out out) { return soon.write([&] { return write(std::move(out)); }); });
///   soon.end();
#pragma once

#include <chrono>
#include <condition_variable>
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
      std::unique_lock lock(mutex_);
      is_left_ = true;
      if (written_.wait_for(lock, kPatience, [this] { return !is_writing_; })) leave();
    });
  }
  LeaveSoon(const LeaveSoon&) = delete;
  LeaveSoon& operator=(const LeaveSoon&) = delete;

  /// One at a time. Errors: those of `write`; kUnavailable once the process is being left.
  template <typename Write>
  Result<bool> write(Write write) {
    {
      const std::lock_guard lock(mutex_);
      if (is_left_) return unavailable("stopped");
      is_writing_ = true;
    }
    Result<bool> written = write();
    const std::lock_guard lock(mutex_);
    is_writing_ = false;
    written_.notify_all();
    return written;
  }

  /// The run ends by itself.
  void end() { step_.drop(); }

 private:
  static constexpr std::chrono::milliseconds kPatience{100};

  std::mutex mutex_;  ///< guards what follows; not held by a write
  std::condition_variable written_;
  bool is_left_ = false;
  bool is_writing_ = false;
  WayOut::Step step_;
};

}  // namespace lauter
