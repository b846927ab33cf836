/// Which edits and rejected rows a report shows: of every rule and every reason the least sure ones
/// and some others, the same ones whatever the order of rows, the threads, the shards or a restart.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string_view>
#include <utility>
#include <vector>

#include "run/output/report_data.h"

namespace lauter {

/// A hash of where the row stands and its id.
uint64_t sample_rank(uint64_t seed, std::string_view file, uint64_t row, std::string_view id);

/// What samples are kept for: a rule (or a program's own name for one) under its label, or a reason.
struct SampleGroup {
  uint64_t hash = 0;
  bool is_rejected = false;

  static SampleGroup of_edit(std::string_view label, std::string_view rule);
  static SampleGroup of_reason(std::string_view reason);
  static SampleGroup of(const Sample& sample);
};

/// From where on a set takes no more.
struct SampleCut {
  std::pair<float, uint64_t> unsure{2.0F, UINT64_MAX};  ///< score, rank
  uint64_t rank = UINT64_MAX;
};
struct SampleCuts {
  std::array<std::map<uint64_t, SampleCut>, 2> groups{};  ///< by SampleGroup::is_rejected
  std::array<uint64_t, 2> last_group{UINT64_MAX, UINT64_MAX};

  bool allow(SampleGroup group, float score, uint64_t rank) const;
};

/// Of each group the kUnsure samples of least (score, rank) and the kAny of least rank, a row once; of
/// groups the kGroups of each kind whose hashes are least, for names can come from the input. A set
/// of sets' samples is the set of all: merging knows no order.
/// Memory: a sample is 1 kB, 10 in the worst case; 3 for a reason.
class SampleSet {
 public:
  static constexpr size_t kUnsure = 3;
  static constexpr size_t kAny = 3;
  static constexpr size_t kGroups = 256;

  /// `cuts`: samples beyond them are not wanted; null: there are none.
  explicit SampleSet(std::shared_ptr<const SampleCuts> cuts = nullptr) : limits_(std::move(cuts)) {}

  /// True if a sample like this would be kept. O(log groups).
  bool wants(SampleGroup group, float score, uint64_t rank) const;
  /// False if it was not wanted. A row has at most one sample in a group: the caller sees to it.
  bool add(Sample sample);
  SampleCuts cuts() const;
  /// By kind, label and rule, the least sure first, then by rank.
  std::vector<Sample> samples() const;

 private:
  using Kept = std::shared_ptr<const Sample>;
  struct Group {
    std::vector<Kept> unsure;  ///< sorted by (score, rank)
    std::vector<Kept> any;     ///< sorted by rank
    SampleCut cut() const;
  };

  std::shared_ptr<const SampleCuts> limits_;
  std::array<std::map<uint64_t, Group>, 2> groups_;
};

/// The cuts of a whole run for its workers, so that they make no samples that would be dropped.
/// Safe from any thread.
class SampleBounds {
 public:
  void publish(SampleCuts cuts);
  std::shared_ptr<const SampleCuts> current() const;

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const SampleCuts> cuts_;
};

}  // namespace lauter
