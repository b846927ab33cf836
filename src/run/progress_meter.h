#pragma once

#include <chrono>
#include <vector>

#include "io/input.h"
#include "run/refine_job.h"

namespace lauter {

/// Adds up what is written and passes it on about ten times a second.
class ProgressMeter {
 public:
  ProgressMeter(const JobOptions& job, double seconds_before);

  /// `input_bytes`: uncompressed bytes of file `file_index` that are newly done.
  void add(size_t file_index, uint64_t input_bytes, uint64_t rows, uint64_t rejected,
           uint64_t edits);
  /// The last call: always passed on.
  void finish();
  double seconds() const;

 private:
  double done() const;

  const JobOptions& job_;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point shown_;
  double seconds_before_;
  Progress progress_;
  size_t file_index_ = 0;
  uint64_t file_bytes_ = 0;         ///< uncompressed, done of this file
  uint64_t disk_bytes_before_ = 0;  ///< sizes on disk of the files before it
  uint64_t disk_bytes_total_ = 0;
  uint64_t bytes_before_ = 0;  ///< uncompressed, of the files before it
  bool known_ = true;
};

}  // namespace lauter
