#include "run/jobs/progress_meter.h"

#include <algorithm>

namespace lauter {
namespace {

constexpr std::chrono::milliseconds kInterval{100};

}  // namespace

ProgressMeter::ProgressMeter(const JobOptions& job, double seconds_before, std::string_view phase)
    : job_(job), begin_(std::chrono::steady_clock::now()), seconds_before_(seconds_before) {
  progress_.phase = phase;
  for (const InputFile& file : job.inputs.files) {
    disk_bytes_total_ += file.size_bytes;
    known_ = known_ && !file.is_stdin();
  }
  if (!job.progress) return;
  ticker_ = std::jthread([this](const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
      pass_on();
      ended_.wait_for(lock, stop, kInterval, [] { return false; });
    }
  });
}

double ProgressMeter::seconds() const {
  return seconds_before_ +
         std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
}

double ProgressMeter::done(uint64_t ahead) const {
  if (!known_ || disk_bytes_total_ == 0) return -1;
  if (file_index_ >= job_.inputs.files.size()) return 1;
  const InputFile& file = job_.inputs.files[file_index_];
  auto of_file = static_cast<double>(file_bytes_ + ahead);
  if (file.compression != Compression::kNone) {
    // How much a compressed file holds is known from the files before it at best.
    if (disk_bytes_before_ == 0 || bytes_before_ == 0) return -1;
    of_file *= static_cast<double>(disk_bytes_before_) / static_cast<double>(bytes_before_);
  }
  // What is ahead may be of the files behind this one.
  return std::min(1.0, (static_cast<double>(disk_bytes_before_) + of_file) /
                           static_cast<double>(disk_bytes_total_));
}

void ProgressMeter::add(size_t file_index, uint64_t input_bytes, uint64_t rows, uint64_t rejected,
                        uint64_t edits) {
  const std::lock_guard lock(mutex_);
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
}

/// `mutex_` is held.
void ProgressMeter::pass_on() {
  Progress now = progress_;
  now.rows = std::max(now.rows, job_.worked_on->rows.load(std::memory_order_relaxed));
  now.bytes = std::max(now.bytes, job_.worked_on->bytes.load(std::memory_order_relaxed));
  now.seconds = seconds();
  now.done = done(now.bytes - progress_.bytes);
  if (now.done >= 0 && job_.limit_rows != std::numeric_limits<uint64_t>::max()) {
    now.done = std::min(1.0, static_cast<double>(now.rows) / static_cast<double>(job_.limit_rows));
  }
  job_.progress(now);
}

void ProgressMeter::finish() {
  if (!ticker_.joinable()) return;
  ticker_.request_stop();
  ticker_.join();
  pass_on();
}

}  // namespace lauter
