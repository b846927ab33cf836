/// Greedy choice in the order of preference, with an ordered set of the spans chosen so far: a
/// candidate can only overlap its neighbours there. This is the result that the definition (take
/// the most preferred, drop what overlaps it, repeat) gives; merge_test.cc runs both.
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "edit/edit.h"
#include "text/utf8.h"

namespace lauter {
namespace {

struct Candidate {
  int rank;
  Edit edit;
};

/// Whether `a` goes before `b`. A total order over everything the two consist of.
bool preferred(const Candidate& a, const Candidate& b) {
  const auto key = [](const Candidate& c) {
    const Cause& cause = c.edit.cause;
    return std::tuple(c.rank, -cause.score, -static_cast<double>(c.edit.span.size()),
                      c.edit.span.begin, std::string_view(c.edit.with),
                      std::string_view(cause.stage), std::string_view(cause.rule),
                      std::string_view(cause.label));
  };
  return key(a) < key(b);
}

bool conflict(const ByteSpan& a, const ByteSpan& b) {
  if (a.empty() && b.empty()) return a.begin == b.begin;
  return a.overlaps(b);
}

bool in_span_order(const Edit& a, const Edit& b) { return a.span < b.span; }

}  // namespace

Result<Merged> merge(std::string_view original, std::vector<ProposalList> proposals) {
  std::vector<Candidate> candidates;
  for (ProposalList& list : proposals) {
    for (size_t i = 0; i < list.edits.size(); ++i) {
      EditProgram alone;
      alone.edits.push_back(std::move(list.edits[i]));
      Edit& edit = alone.edits.front();
      if (auto fits = validate(alone, original); !fits.ok()) {
        return std::move(fits.error()).context("proposal of " + edit.cause.stage);
      }
      if (std::isnan(edit.cause.score)) {
        return invalid_argument("proposal of " + edit.cause.stage + ": the score is not a number");
      }
      candidates.push_back({list.rank, std::move(edit)});
    }
  }
  std::sort(candidates.begin(), candidates.end(), preferred);

  Merged merged;
  std::set<ByteSpan> chosen;  // apart, so that one can only conflict with its neighbours
  for (Candidate& candidate : candidates) {
    const ByteSpan& span = candidate.edit.span;
    const auto next = chosen.lower_bound(span);
    const bool lost = (next != chosen.end() && conflict(*next, span)) ||
                      (next != chosen.begin() && conflict(*std::prev(next), span));
    if (lost) {
      merged.rejected.push_back(std::move(candidate.edit));
    } else {
      chosen.insert(next, span);
      merged.program.edits.push_back(std::move(candidate.edit));
    }
  }
  std::sort(merged.program.edits.begin(), merged.program.edits.end(), in_span_order);
  std::stable_sort(merged.rejected.begin(), merged.rejected.end(), in_span_order);
  return merged;
}

}  // namespace lauter
