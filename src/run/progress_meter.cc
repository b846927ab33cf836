#include "run/progress_meter.h"

#include <algorithm>

namespace lauter {

ProgressMeter::ProgressMeter(const JobOptions& job, double seconds_before)
    : job_(job),
      begin_(std::chrono::steady_clock::now()),
      shown_(begin_),
      seconds_before_(seconds_before) {
  for (const InputFile& file : job.inputs.files) {
    disk_bytes_total_ += file.size_bytes;
    known_ = known_ && !file.is_stdin();
  }
}

double ProgressMeter::seconds() const {
  return seconds_before_ +
         std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

double ProgressMeter::done() const {
  if (!known_ || disk_bytes_total_ == 0) return -1;
  if (job_.limit_rows != std::numeric_limits<uint64_t>::max()) {
    return std::min(1.0,
                    static_cast<double>(progress_.rows) / static_cast<double>(job_.limit_rows));
  }
  if (file_index_ >= job_.inputs.files.size()) return 1;
  const InputFile& file = job_.inputs.files[file_index_];
  double of_file = static_cast<double>(file_bytes_);
  if (file.compression != Compression::kNone) {
    // How much a compressed file holds is known from the files before it at best.
    if (disk_bytes_before_ == 0 || bytes_before_ == 0) return -1;
    of_file *= static_cast<double>(disk_bytes_before_) / static_cast<double>(bytes_before_);
  }
  of_file = std::min(of_file, static_cast<double>(file.size_bytes));
  return (static_cast<double>(disk_bytes_before_) + of_file) /
         static_cast<double>(disk_bytes_total_);
}

void ProgressMeter::add(size_t file_index, uint64_t input_bytes, uint64_t rows, uint64_t rejected,
                        uint64_t edits) {
  for (; file_index_ < file_index; ++file_index_) {
    disk_bytes_before_ += job_.inputs.files[file_index_].size_bytes;
    bytes_before_ += file_bytes_;
    file_bytes_ = 0;
  }
  file_bytes_ += input_bytes;
  progress_.bytes += input_bytes;
  progress_.rows += rows;
  progress_.rows_rejected += rejected;
  progress_.edits += edits;
  if (!job_.progress) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  progress_.seconds = seconds();
  progress_.done = done();
  job_.progress(progress_);
}

void ProgressMeter::finish() {
  if (!job_.progress) return;
  progress_.seconds = seconds();
  progress_.done = done();
  job_.progress(progress_);
}

}  // namespace lauter
