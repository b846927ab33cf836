#include "run/output/sampler.h"

#include <algorithm>
#include <tuple>

#include "base/hash.h"

namespace lauter {
namespace {

bool is_below(const SampleCut& cut, float score, uint64_t rank) {
  return rank < cut.rank || std::pair(score, rank) < cut.unsure;
}

/// Inserts in the order of `key`; more than `most` are too many.
template <typename Kept, typename Key>
void insert(std::vector<Kept>& sorted, const Kept& sample, size_t most, Key key) {
  const auto at = std::ranges::upper_bound(sorted, key(sample), {}, key);
  if (static_cast<size_t>(at - sorted.begin()) == most) return;
  sorted.insert(at, sample);
  if (sorted.size() > most) sorted.pop_back();
}

}  // namespace

uint64_t sample_rank(uint64_t seed, std::string_view file, uint64_t row, std::string_view id) {
  return hash64(id, hash64(file, row ^ seed));
}

SampleGroup SampleGroup::of_edit(std::string_view label, std::string_view rule) {
  return {hash64(rule, hash64(label)), false};
}
SampleGroup SampleGroup::of_reason(std::string_view reason) { return {hash64(reason), true}; }
SampleGroup SampleGroup::of(const Sample& sample) {
  return sample.is_rejected ? of_reason(sample.rule) : of_edit(sample.label, sample.rule);
}

bool SampleCuts::allow(SampleGroup group, float score, uint64_t rank) const {
  if (group.hash > last_group[group.is_rejected]) return false;
  const auto at = groups[group.is_rejected].find(group.hash);
  return at == groups[group.is_rejected].end() || is_below(at->second, score, rank);
}

SampleCut SampleSet::Group::cut() const {
  SampleCut cut;
  if (unsure.size() == kUnsure) cut.unsure = {unsure.back()->score, unsure.back()->rank};
  if (any.size() == kAny) cut.rank = any.back()->rank;
  return cut;
}

bool SampleSet::wants(SampleGroup group, float score, uint64_t rank) const {
  if (limits_ != nullptr && !limits_->allow(group, score, rank)) return false;
  const auto& groups = groups_[group.is_rejected];
  const auto at = groups.find(group.hash);
  if (at != groups.end()) return is_below(at->second.cut(), score, rank);
  return groups.size() < kGroups || group.hash < groups.rbegin()->first;
}

bool SampleSet::add(Sample sample) {
  const SampleGroup of = SampleGroup::of(sample);
  if (!wants(of, sample.score, sample.rank)) return false;
  auto& groups = groups_[of.is_rejected];
  Group& group = groups[of.hash];
  const Kept kept = std::make_shared<const Sample>(std::move(sample));
  insert(group.unsure, kept, kUnsure, [](const Kept& s) { return std::pair(s->score, s->rank); });
  insert(group.any, kept, kAny, [](const Kept& s) { return s->rank; });
  if (groups.size() > kGroups) groups.erase(std::prev(groups.end()));
  return true;
}

SampleCuts SampleSet::cuts() const {
  SampleCuts cuts;
  for (size_t kind = 0; kind < groups_.size(); ++kind) {
    for (const auto& [hash, group] : groups_[kind]) cuts.groups[kind].emplace(hash, group.cut());
    if (groups_[kind].size() == kGroups) cuts.last_group[kind] = groups_[kind].rbegin()->first;
  }
  return cuts;
}

std::vector<Sample> SampleSet::samples() const {
  std::vector<Kept> all;
  for (const auto& groups : groups_) {
    for (const auto& [hash, group] : groups) {
      all.insert(all.end(), group.unsure.begin(), group.unsure.end());
      for (const Kept& sample : group.any) {
        if (std::ranges::find(group.unsure, sample) == group.unsure.end()) all.push_back(sample);
      }
    }
  }
  std::ranges::sort(all, {}, [](const Kept& s) {
    return std::tie(s->is_rejected, s->label, s->rule, s->score, s->rank);
  });
  std::vector<Sample> samples;
  samples.reserve(all.size());
  for (const Kept& sample : all) samples.push_back(*sample);
  return samples;
}

void SampleBounds::publish(SampleCuts cuts) {
  auto made = std::make_shared<const SampleCuts>(std::move(cuts));
  const std::scoped_lock lock(mutex_);
  cuts_ = std::move(made);
}

std::shared_ptr<const SampleCuts> SampleBounds::current() const {
  const std::scoped_lock lock(mutex_);
  return cuts_;
}

}  // namespace lauter
