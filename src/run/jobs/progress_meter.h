#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <thread>

#include "io/input.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Adds up what is written and, with what is worked on, passes it on about ten times a second from a thread of
/// its own: from the beginning on, and also while a chunk is long under way.
class ProgressMeter {
 public:
  /// `job` must outlive it. `seconds_before`: of earlier parts of a run that goes on. `phase`: of Progress.
  ProgressMeter(const JobOptions& job, double seconds_before, std::string_view phase = "");
  ProgressMeter(const ProgressMeter&) = delete;
  ProgressMeter& operator=(const ProgressMeter&) = delete;

  /// `input_bytes`: uncompressed bytes of file `file_index` that are newly done.
  void add(size_t file_index, uint64_t input_bytes, uint64_t rows, uint64_t rejected,
           uint64_t edits);
  /// The last call: always passed on, once.
  void finish();
  double seconds() const;

 private:
  /// Share of the input, with `ahead` bytes that are worked on and not written.
  double done(uint64_t ahead) const;
  void pass_on();

  const JobOptions& job_;
  std::chrono::steady_clock::time_point begin_;
  double seconds_before_;
  std::mutex mutex_;  ///< guards all below, and is held while `job_.progress` runs
  Progress progress_;
  size_t file_index_ = 0;
  uint64_t file_bytes_ = 0;         ///< uncompressed, done of this file
  uint64_t disk_bytes_before_ = 0;  ///< sizes on disk of the files before it
  uint64_t disk_bytes_total_ = 0;
  uint64_t bytes_before_ = 0;  ///< uncompressed, of the files before it
  bool known_ = true;
  std::condition_variable_any ended_;
  std::jthread ticker_;  ///< last: it starts when all else is there
};

}  // namespace lauter
