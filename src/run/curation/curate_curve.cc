// The curve of inclusion: what held-out human text costs after every tenth of an order.
#include <numeric>
#include <utility>

#include "run/curation/curate_learn.h"
#include "run/jobs/ordered.h"

namespace lauter {
namespace {

constexpr size_t kCurvePoints = 10;

}  // namespace

Result<std::vector<uint32_t>> ProxyProblem::in_small_problem(
    const ChoicePlan& plan, std::span<const uint32_t> order) const {
  if (plan.covering) {
    ChoicePlan small = plan;
    small.selection.budget = budget_words_;
    small.selection.unit = BudgetUnit::kWords;
    std::vector<uint32_t> all(pool_.size());
    std::iota(all.begin(), all.end(), 0U);
    return choose(pool_, small, weights_.get(), features_of(all));
  }
  uint32_t n_candidates = 0;
  for (const uint32_t i : candidate_of_) n_candidates = std::max(n_candidates, i + 1);
  std::vector<uint32_t> text_of(n_candidates, UINT32_MAX);
  for (uint32_t i = 0; i < candidate_of_.size(); ++i) text_of[candidate_of_[i]] = i;
  std::vector<uint32_t> chosen;
  for (const uint32_t i : order) {
    if (i < n_candidates && text_of[i] != UINT32_MAX) chosen.push_back(text_of[i]);
  }
  return chosen;
}

Result<void> ProxyProblem::draw_curve(const ChoicePlan& plan, std::span<const uint32_t> order,
                                      LearntFigures& figures) const {
  LAUTER_ASSIGN(const std::vector<uint32_t> chosen, in_small_problem(plan, order));
  uint64_t words = 0;
  for (const uint32_t text : chosen) words += pool_[text].words;
  // Random order of the same texts, with the same share of human text and no other rule.
  ChoicePlan random = without_preference(plan);
  random.selection.by_shares = false;
  random.selection.per_group = 0;
  random.selection.new_contents_first = false;
  random.selection.unit = BudgetUnit::kWords;
  random.selection.budget = words;
  const std::vector<uint32_t> by_chance = select(pool_, random.selection);
  std::vector<std::pair<const std::vector<uint32_t>*, uint64_t>> jobs;
  for (size_t k = 1; k <= kCurvePoints; ++k) {
    for (const auto* list : {&chosen, &by_chance}) {
      jobs.emplace_back(list, words * k / kCurvePoints);
    }
  }
  std::vector<double> bits(jobs.size());
  size_t next = 0;
  Result<void> done = run_ordered<size_t, size_t>(
      {.threads = corpus_->options().threads},
      [&]() -> Result<std::optional<size_t>> {
        return next < jobs.size() ? std::optional<size_t>(next++) : std::nullopt;
      },
      [&](size_t i, int) -> Result<size_t> {
        LAUTER_ASSIGN(bits[i], bench_->bits(*jobs[i].first, jobs[i].second));
        return i;
      },
      [](size_t) -> Result<bool> { return true; });
  LAUTER_TRY(std::move(done));
  for (size_t k = 0; k < kCurvePoints; ++k) {
    figures.curve.push_back(
        {static_cast<double>(k + 1) / kCurvePoints, bits[2 * k], bits[2 * k + 1]});
  }
  return {};
}

}  // namespace lauter
