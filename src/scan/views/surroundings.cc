#include "scan/views/surroundings.h"

#include <algorithm>

#include "base/work.h"
#include "scan/registry.h"
#include "scan/views/lookahead.h"

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
  line_goes_on_ = false;
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
    WorkBudget::take(2);
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

namespace {

/// Which cell of its line `at` stands in; of at most the last 1,000 bytes before it.
size_t column_of(std::string_view text, size_t at, char delimiter) {
  constexpr size_t kMost = 1000;
  size_t cells = 0;
  for (size_t i = at; i > 0 && at - i < kMost && text[i - 1] != '\n'; --i)
    cells += text[i - 1] == delimiter;
  return cells;
}

bool labels_another_field(std::string_view text, const CueHit& label, size_t place) {
  size_t i = label.end;  // "row" of "row_id", "order" of "orderNo"
  while (i < place && (is_alnum(text[i]) || text[i] == '_') && i - label.end < 16) ++i;
  const char mark = text[i < place && is_quote(text[i]) ? i + 1 : i];
  if (mark == ',' || mark == ';' || mark == '\t' || mark == '|') {
    return text.substr(i, place - i).find('\n') != std::string_view::npos &&
           column_of(text, label.begin, mark) != column_of(text, place, mark);
  }
  const Connector link = skip_connector(text, i);
  if (link.strength != Announce::kMark || link.value_begin >= place) return false;
  const std::string_view between = text.substr(link.value_begin, place - link.value_begin);
  return !is_space(between[0]) && between.find_first_of(",;|\"\t\n&<") != std::string_view::npos;
}

}  // namespace

bool Surroundings::of_another_field(Label& label) {
  if (label.other_field == Label::kUnknown) {
    label.other_field =
        labels_another_field(text_, cues_[label.cue], place_) ? Label::kYes : Label::kNo;
  }
  return label.other_field == Label::kYes;
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

size_t Surroundings::line_end(size_t reach) {
  if (place_ < line_from_ || place_ > line_end_ ||
      (line_goes_on_ && place_ + reach >= line_end_)) {
    const size_t look = 4 * reach;
    const std::string_view near = text_.substr(place_, look);
    const size_t end = std::min(near.find('\n'), near.size());
    line_from_ = place_;
    line_end_ = place_ + end;
    line_goes_on_ = end == look;
  }
  return line_end_;
}

}  // namespace lauter::scan
