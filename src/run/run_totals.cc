#include "run/run_totals.h"

#include <sys/resource.h>

namespace lauter {

void RunTotals::add(const JournalRow& row) {
  stats_.add(row.stats);
  wall_seconds_ += row.wall_seconds;
  for (const FileDelta& file : row.files) add_file(file.file_index, file.stats);
  for (const Sample& sample : row.samples) samples_.add(sample);
}

void RunTotals::add_file(size_t index, const RunStats& stats) {
  if (index >= kReportFiles || index >= inputs_.files.size()) return;
  for (size_t i = files_.size(); i <= index; ++i) {
    FileReport file;
    file.path = inputs_.files[i].path;
    file.relative = inputs_.files[i].relative;
    files_.push_back(std::move(file));
  }
  FileReport& file = files_[index];
  file.rows_in += stats.rows_in;
  file.rows_kept += stats.rows_kept;
  file.rows_edited += stats.rows_edited;
  file.rows_rejected += stats.rows_rejected;
  file.bytes_in += stats.bytes_in;
  file.bytes_out += stats.bytes_out;
}

JournalRow RunTotals::as_row() const {
  JournalRow row;
  row.next.file_index = inputs_.files.size();
  row.stats = stats_;
  row.wall_seconds = wall_seconds_;
  row.samples = samples_.samples();
  for (size_t i = 0; i < files_.size(); ++i) {
    FileDelta& delta = row.files.emplace_back(FileDelta{.file_index = i});
    delta.stats.rows_in = files_[i].rows_in;
    delta.stats.rows_kept = files_[i].rows_kept;
    delta.stats.rows_edited = files_[i].rows_edited;
    delta.stats.rows_rejected = files_[i].rows_rejected;
    delta.stats.bytes_in = files_[i].bytes_in;
    delta.stats.bytes_out = files_[i].bytes_out;
  }
  return row;
}

void RunTotals::fill(RunReport& report) const {
  report.stats = stats_;
  report.wall_seconds = wall_seconds_;
  report.peak_memory_bytes = peak_memory_bytes();
  report.files = files_;
  report.samples = samples_.samples();
}

uint64_t peak_memory_bytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<uint64_t>(usage.ru_maxrss) * 1024;  // Linux counts in KiB
}

}  // namespace lauter
