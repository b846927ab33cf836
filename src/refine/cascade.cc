#include "refine/cascade.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/check.h"
#include "text/utf8.h"

namespace lauter {
namespace {

bool has_place(const Failure& failure) {
  return failure.check == "rescan" || failure.check == "survives";
}

Found found_of_failure(const Failure& failure, ByteSpan span_orig) {
  Found found;
  found.span = span_orig;
  // A label that is no category (a custom rule's) has no stand-ins.
  const auto category = category_from_name(failure.label);
  found.category = category.value_or(static_cast<Category>(kCategoryCount));
  found.cause = {"verify", failure.check, failure.label, 1.0F};
  return found;
}

/// Values (or edits) sorted and apart: the range of those that overlap `span`.
template <typename T>
auto overlapping(std::vector<T>& sorted, ByteSpan span) {
  const auto first = std::partition_point(sorted.begin(), sorted.end(),
                                          [&](const T& x) { return x.span.end <= span.begin; });
  const auto last = std::partition_point(first, sorted.end(),
                                         [&](const T& x) { return x.span.begin < span.end; });
  return std::pair(first, last);
}

/// Adds `extra` to `found`. If one value covers it already, that one gets a placeholder instead of
/// the stand-in that did not pass; else it and all it overlaps become one value over the hull, with
/// the cause of `extra`. Returns whether anything changed.
bool join(std::vector<Found>& found, Found extra) {
  const auto [first, last] = overlapping(found, extra.span);
  if (first != last && first->span.contains(extra.span)) {
    return !std::exchange(first->no_stand_in, true);
  }
  if (first == last) {
    found.insert(first, std::move(extra));
    return true;
  }
  extra.span.begin = std::min(extra.span.begin, first->span.begin);
  extra.span.end = std::max(extra.span.end, std::prev(last)->span.end);
  *first = std::move(extra);
  found.erase(std::next(first), last);
  return true;
}

std::string failed_name(const Failure& failure) {
  return failure.label.empty() ? failure.check : failure.check + ":" + failure.label;
}

Outcome rejected(Outcome outcome, std::string reason) {
  outcome.state = RowState::kRejected;
  outcome.reason = std::move(reason);
  outcome.refined.clear();
  return outcome;
}

}  // namespace

Outcome run_cascade(const Document& document, std::vector<Found> found,
                    const Anonymizer& anonymizer, const FindValues& find, const JudgeText& judge,
                    const CascadeOptions& options) {
  Outcome outcome;
  outcome.checks.found = static_cast<uint32_t>(found.size());
  std::vector<ByteSpan> accepted;
  for (const Found& value : found) {
    if (anonymizer.operators().of(value.category) == Operator::kKeep) {
      accepted.push_back(value.span);
    }
  }

  std::set<std::string> failed;
  for (int round = 0;; ++round) {
    outcome.program = anonymizer.program(document, found);
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
    for (const Failure& failure : verdict.failures) failed.insert(failed_name(failure));
    outcome.checks.failed.assign(failed.begin(), failed.end());
    const std::string reason = "verification failed: " + failed_name(verdict.failures.front());
    if (round >= options.repair_rounds) return rejected(std::move(outcome), reason);

    // What a second look at the refined text finds outside of stand-ins comes first: it knows the
    // value's extent better than the verifier does.
    const OffsetMap map(outcome.program);
    bool changed = false;
    std::vector<ByteSpan> fresh;
    for (Found& value : find(refined)) {
      value.span = map.to_original(value.span);
      const auto [first, last] = overlapping(found, value.span);
      if (first != last || value.span.empty()) continue;
      fresh.push_back(value.span);
      changed |= join(found, std::move(value));
    }
    for (const Failure& failure : verdict.failures) {
      const ByteSpan orig = map.to_original(failure.span);
      if (!has_place(failure) || orig.empty()) continue;
      if (!is_utf8_boundary(document.text, orig.begin) ||
          !is_utf8_boundary(document.text, orig.end)) {
        continue;
      }
      const bool covered = std::any_of(fresh.begin(), fresh.end(),
                                       [&](const ByteSpan& span) { return span.contains(orig); });
      if (covered || !join(found, found_of_failure(failure, orig))) continue;
      changed = true;
      ++outcome.checks.repaired;
    }
    if (!changed) return rejected(std::move(outcome), reason);
  }
}

}  // namespace lauter
