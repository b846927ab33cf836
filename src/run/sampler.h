/// Samples of edited documents for the report: those of least rank, whatever the order of rows, the
/// threads or a restart.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "edit/edit.h"
#include "run/report_data.h"

namespace lauter {

/// A hash of where the row stands and its id.
uint64_t sample_rank(uint64_t seed, std::string_view file, uint64_t row, std::string_view id);

/// The document around its first edits, in pieces. `show_values`: with the found values.
Sample make_sample(uint64_t rank, std::string_view file, uint64_t row, std::string_view id,
                   std::string_view original, const EditProgram& program, bool show_values);

/// Keeps the kReportSamples of least rank, sorted by rank.
class SampleSet {
 public:
  /// True if a sample of this rank would be kept.
  bool wants(uint64_t rank) const {
    return samples_.size() < kReportSamples || rank < samples_.back().rank;
  }
  void add(Sample sample);
  const std::vector<Sample>& samples() const { return samples_; }
  std::vector<Sample> take() { return std::move(samples_); }

 private:
  std::vector<Sample> samples_;
};

}  // namespace lauter
