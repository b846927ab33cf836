#include "scan/surroundings.h"

#include <algorithm>

#include "scan/registry.h"

namespace lauter::scan {

void Surroundings::reset(const Registry& registry, std::string_view text,
                         std::span<const CueHit> cues) {
  registry_ = &registry;
  text_ = text;
  cues_ = cues;
  place_ = SIZE_MAX;
  behind_ = 0;
  line_from_ = 1;
  line_end_ = 0;
  backing_.clear();
  backing_from_ = backed_ = 0;
  links_.assign(cues.size(), {});
  reaches_.resize(cues.size());
  for (size_t i = 0; i < cues.size(); ++i)
    reaches_[i] = static_cast<uint8_t>(registry.reach(cues[i].phrase));
  if (marks_.size() != registry.values().size()) marks_.assign(registry.values().size(), {});
}

void Surroundings::move(size_t place) {
  if (place == place_) return;
  place_ = place;
  known_ = 1;
  before_.clear();
  if (++round_ == 0) {
    std::fill(marks_.begin(), marks_.end(), Mark{});
    round_ = 1;
  }
  constexpr int kSteps = 8;
  int steps = 0;
  for (; steps < kSteps && behind_ > 0 && cues_[behind_ - 1].begin >= place; ++steps) --behind_;
  for (; steps < kSteps && behind_ < cues_.size() && cues_[behind_].begin < place; ++steps)
    ++behind_;
  if (steps == kSteps) {
    behind_ = static_cast<size_t>(
        std::lower_bound(cues_.begin(), cues_.end(), place,
                         [](const CueHit& cue, size_t at) { return cue.begin < at; }) -
        cues_.begin());
  }
  for (size_t i = behind_; i-- > 0 && cues_[i].begin + kReach >= place;) {
    const CueHit& cue = cues_[i];
    if (cue.end > place || place - cue.end > reaches_[i]) continue;
    before_.push_back(
        {static_cast<uint32_t>(i), static_cast<uint32_t>(place - cue.end), cue.phrase});
  }
}

int Surroundings::distance(Label& label) {
  if (label.distance != 0 || label.gap == 0) return label.distance;
  for (; known_ <= label.gap; ++known_) {
    const size_t at = place_ - known_;
    const char c = text_[at];
    const char next = known_ > 1 ? text_[at + 1] : '\0';
    uint16_t extra = extra_[known_ - 1];
    if (c == '\n') {
      extra = static_cast<uint16_t>(extra + (next == '\n' ? 60 : 12));
    } else if ((c == '.' || c == ';' || c == '?' || c == '!') && is_space(next)) {
      extra = static_cast<uint16_t>(extra + 20);
    }
    extra_[known_] = extra;
  }
  label.distance = static_cast<int>(label.gap) + extra_[label.gap];
  return label.distance;
}

std::span<const uint32_t> Surroundings::backing(size_t last) {
  // A step back: the cues that were passed are due again.
  while (backing_from_ > 0 && cues_[backing_[backing_from_ - 1]].begin >= place_) --backing_from_;
  for (; backed_ < cues_.size() && cues_[backed_].begin <= last; ++backed_) {
    if (cues_[backed_].begin >= place_ && registry_->backs(cues_[backed_].phrase) &&
        link(backed_).strength != Announce::kMark) {
      backing_.push_back(static_cast<uint32_t>(backed_));
    }
  }
  while (backing_from_ < backing_.size() && cues_[backing_[backing_from_]].begin < place_)
    ++backing_from_;
  size_t end = backing_.size();
  while (end > backing_from_ && cues_[backing_[end - 1]].begin > last) --end;
  return std::span(backing_).subspan(backing_from_, end - backing_from_);
}

size_t Surroundings::line_end() {
  if (place_ < line_from_ || place_ > line_end_) {
    line_from_ = place_;
    line_end_ = std::min(text_.size(), text_.find('\n', place_));
  }
  return line_end_;
}

}  // namespace lauter::scan
