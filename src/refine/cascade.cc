#include "refine/cascade.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/sorted_spans.h"
#include "base/stop.h"
#include "find/value_lists.h"
#include "text/utf8.h"

namespace lauter {
namespace {

bool has_place(const Failure& failure) {
  return failure.check == "rescan" || failure.check == "survives" || failure.check == kDeniedCheck;
}

Found found_of_failure(const Failure& failure, ByteSpan span_orig) {
  Found found;
  found.span = span_orig;
  // A label that is no category (a custom rule's) has no stand-ins.
  found.category = category_of_label(failure.label);
  found.cause = {"verify", failure.check, failure.label, 1.0F};
  if (failure.check == kDeniedCheck) found.cause.rule = kDenyRule;
  return found;
}

/// Found values (sorted, apart) while others that come sorted by their begin join them. Each step
/// moves values from the part ahead to the part behind, so that all steps together are linear.
class Joiner {
 public:
  explicit Joiner(std::vector<Found> found) : ahead_(std::move(found)) {
    behind_.reserve(ahead_.size());
  }

  /// Whether no value overlaps `span`.
  bool is_free(ByteSpan span) {
    go_on_to(span);
    return first_overlapping(span) == behind_.size();
  }

  /// Adds `extra`. If one value covers it already, that one gets a placeholder instead of the
  /// stand-in that did not pass; else it and all it overlaps become one value over the hull, with
  /// the cause of `extra`. Returns whether anything changed.
  bool add(Found extra) {
    go_on_to(extra.span);
    const size_t first = first_overlapping(extra.span);
    if (first < behind_.size()) {
      if (behind_[first].span.contains(extra.span)) {
        return !std::exchange(behind_[first].no_stand_in, true);
      }
      extra.span.begin = std::min(extra.span.begin, behind_[first].span.begin);
      extra.span.end = std::max(extra.span.end, behind_.back().span.end);
      behind_.erase(behind_.begin() + static_cast<ptrdiff_t>(first), behind_.end());
    }
    behind_.push_back(std::move(extra));
    return true;
  }

  std::vector<Found> take() {
    std::move(ahead_.begin() + static_cast<ptrdiff_t>(next_), ahead_.end(),
              std::back_inserter(behind_));
    return std::move(behind_);
  }

 private:
  void go_on_to(ByteSpan span) {
    while (next_ < ahead_.size() && ahead_[next_].span.begin < span.end) {
      behind_.push_back(std::move(ahead_[next_++]));
    }
  }
  size_t first_overlapping(ByteSpan span) const {
    size_t first = behind_.size();
    while (first > 0 && behind_[first - 1].span.end > span.begin) --first;
    return first;
  }

  std::vector<Found> behind_;
  std::vector<Found> ahead_;
  size_t next_ = 0;  ///< of ahead_
};

}  // namespace

Outcome run_cascade(const Document& document, std::vector<Found> found,
                    const Anonymizer& anonymizer, const FindValues& find, const JudgeText& judge,
                    const CascadeOptions& options) {
  Outcome outcome;
  outcome.checks.found = static_cast<uint32_t>(found.size());
  std::vector<ByteSpan> accepted(options.known.begin(), options.known.end());
  for (const Found& value : found) {
    if (anonymizer.operator_of(value) == Operator::kKeep) {
      accepted.push_back(value.span);
    }
  }

  std::set<std::string> failed;
  for (int round = 0;; ++round) {
    outcome.program = anonymizer.program(document, found);
    if (GiveUpScope::is_over()) return rejected(std::move(outcome), "stopped");
    outcome.checks.rounds = static_cast<uint32_t>(round + 1);
    const bool edited = !outcome.program.empty();
    if (edited) {
      auto refined = apply_program(outcome.program, document.text);
      if (!refined.ok()) return rejected(std::move(outcome), refined.error().message);
      outcome.refined = std::move(*refined);
    }
    outcome.state = edited ? RowState::kEdited : RowState::kKept;
    if (!options.verify) return outcome;

    const std::string_view refined = edited ? outcome.refined : std::string_view(document.text);
    const Verdict verdict = judge(document, outcome.program, refined, accepted);
    if (verdict.ok()) {
      outcome.checks.verified = true;
      return outcome;
    }
    for (const Failure& failure : verdict.failures) failed.insert(failure.name());
    outcome.checks.failed.assign(failed.begin(), failed.end());
    const std::string reason = "verification failed: " + verdict.failures.front().name();
    if (round >= options.repair_rounds || GiveUpScope::is_over()) return rejected(std::move(outcome), reason);

    // What a second look at the refined text finds outside of stand-ins comes first: it knows the
    // value's extent better than the verifier does.
    const OffsetMap map(outcome.program);
    bool changed = false;
    std::vector<ByteSpan> fresh;
    Joiner with_fresh(std::move(found));
    for (Found& value : find(refined)) {
      value.span = map.to_original(value.span);
      if (value.span.empty() || touches(options.known, value.span) || !with_fresh.is_free(value.span)) {
        continue;
      }
      fresh.push_back(value.span);
      changed |= with_fresh.add(std::move(value));
    }
    Joiner with_failures(with_fresh.take());
    for (const Failure& failure : verdict.failures) {
      const ByteSpan orig = map.to_original(failure.span);
      if (!has_place(failure) || orig.empty()) continue;
      if (!is_utf8_boundary(document.text, orig.begin) ||
          !is_utf8_boundary(document.text, orig.end)) {
        continue;
      }
      if (is_covered(fresh, orig) || !with_failures.add(found_of_failure(failure, orig))) continue;
      changed = true;
      ++outcome.checks.repaired;
    }
    found = with_failures.take();
    if (!changed) return rejected(std::move(outcome), reason);
  }
}

}  // namespace lauter
