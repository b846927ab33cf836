#include "run/output/run_totals.h"

#include <cstdlib>
#include <string_view>

#include "io/files/files.h"

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
  report.ties = stats_.ties.summary();
  report.wall_seconds = wall_seconds_;
  report.peak_memory_bytes = peak_memory_bytes();
  report.files = files_;
  report.samples = samples_.samples();
}

uint64_t peak_memory_bytes() {
  // Not ru_maxrss, which begins with what the process had that started this one.
  constexpr std::string_view kPeak = "\nVmHWM:";
  const auto status = read_file("/proc/self/status");
  if (!status.ok()) return 0;
  const size_t at = status->find(kPeak);
  if (at == std::string::npos) return 0;
  return std::strtoull(status->c_str() + at + kPeak.size(), nullptr, 10) * 1024;  // it says KiB
}

}  // namespace lauter
