/// Bounds how long a run lives after it was told to stop: work in the middle of a long row looks at the stop between its
/// passes, and freeing or compressing what a dense row of megabytes has made takes longer than anybody waits.
///
///   LeaveSoon soon(job, [&] { ...what is written becomes durable...; return true; });
///   run_ordered(..., [&](Out out) { const std::lock_guard lock(soon.writing()); return write(std::move(out)); });
///   soon.end();
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

#include "run/jobs/refine_job.h"

namespace lauter {

/// Watches `job.stop` from a thread of its own; does nothing for a job without `leave`. When the stop is kGrace old and the
/// run has not ended, it calls `leave` under the lock of the writers, and everything else that goes on is left where it is:
/// what of it counts is on disk, as after a kill.
class LeaveSoon {
 public:
  /// `leave`: makes durable what is written and ends the process by JobOptions::leave; if it comes back, the run goes on to its
  /// own end.
  LeaveSoon(const JobOptions& job, std::function<void()> leave) {
    if (!job.leave || job.stop == nullptr) return;
    watcher_ = std::jthread([this, stop = job.stop, leave = std::move(leave)](std::stop_token ended) {
      std::unique_lock lock(mutex_);
      const auto wait = [&](std::chrono::milliseconds time) { return changed_.wait_for(lock, ended, time, [] { return false; }); };
      while (!ended.stop_requested() && !stop->load()) wait(kInterval);
      wait(kGrace);
      if (ended.stop_requested()) return;
      const std::lock_guard writing(writing_);
      if (!ended.stop_requested()) leave();
    });
  }
  LeaveSoon(const LeaveSoon&) = delete;
  LeaveSoon& operator=(const LeaveSoon&) = delete;
  ~LeaveSoon() { end(); }

  /// Held while something is written.
  std::mutex& writing() { return writing_; }

  /// The run ends by itself.
  void end() {
    watcher_.request_stop();
    if (watcher_.joinable()) watcher_.join();
  }

 private:
  static constexpr std::chrono::milliseconds kInterval{20};
  static constexpr std::chrono::milliseconds kGrace{150};

  std::mutex writing_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::jthread watcher_;
};

}  // namespace lauter
