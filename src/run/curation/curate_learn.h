/// What `lauter curate` learns by proxy runs: the mix, and by which scores texts are preferred.
///
/// The idea: the whole problem is made small. Contents are drawn until the budget that belongs to
/// them is `proxy.words`; a proxy run chooses from these by a plan, as the real run will, trains an
/// n-gram model on what it chose and pays bits for held-out human text. So a plan is tried with all
/// that goes with it: sources that run dry, contents that repeat, texts that do not add up.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "curate/detector/proxy_run.h"
#include "run/curation/curate_choice.h"

namespace lauter {

/// One plan that was tried: mean and standard error over the repeats.
struct TriedPlan {
  std::string name;
  double bits = 0;
  double error = 0;
};

/// What was learnt of one source's preference.
struct LearntPreference {
  size_t source = 0;
  Preference preference{};
  TriedPlan random{};
  TriedPlan chosen{};  ///< the same as random where nothing was better beyond doubt
};

/// What the guard says of `select`: whether it is better than random order on the small problem.
struct GuardFigures {
  bool kept = false;  ///< else the order is random
  TriedPlan random{};
  TriedPlan chosen{};
  TriedPlan gain{};  ///< of `chosen` over `random`; its error holds the judges' too (proxy_gain())
};

/// One point of the curve of inclusion.
struct CurvePoint {
  double share = 0;  ///< of the budget
  double chosen_bits = 0;
  double random_bits = 0;
};

struct LearntFigures {
  double thinning = 1;         ///< share of the contents that proxies draw from
  uint64_t pool_texts = 0;
  uint64_t held_out_words = 0;
  uint64_t runs = 0;
  uint64_t words_trained = 0;  ///< over all runs
  std::vector<LearntPreference> preferences{};
  std::optional<GuardFigures> guard{};  ///< nothing: not asked for, or no human text to judge by
  std::vector<TriedPlan> mixes{};  ///< the finalists, best first
  std::vector<double> shares{};    ///< of sources; empty: no mix was learnt
  std::vector<CurvePoint> curve{};
};

/// Random order of what `plan` chooses from, with the same shares of the sources.
ChoicePlan without_preference(ChoicePlan plan);

/// The small problem and its held-out text.
class ProxyProblem {
 public:
  /// Whether there is human text that make() can judge by.
  static bool can_judge(const Corpus& corpus, std::span<const Candidate> candidates);

  /// Errors: those of reading; kInvalidArgument without held-out words.
  static Result<ProxyProblem> make(const Corpus& corpus, std::span<const Candidate> candidates,
                                   const ChoicePlan& plan);

  /// Replaces what is learnt in `plan` by what proxy runs say, and what the guard finds no better
  /// than random order by random order. Deterministic for any number of threads.
  Result<void> learn(ChoicePlan& plan, LearntFigures& figures) const;

  /// The curve of `order`, which holds indices into the candidates of make(), against random order.
  /// Of a plan that covers, what it chooses from the small problem is shown: there the judges have
  /// no part in the weights, as they have in the order itself.
  Result<void> draw_curve(const ChoicePlan& plan, std::span<const uint32_t> order,
                          LearntFigures& figures) const;

  /// Human texts that weigh n-grams once nothing is left to be judged: the judges too, unless they
  /// are `held_out`.
  std::vector<std::string_view> human() const;

 private:
  using Want = std::function<bool(const Candidate&)>;
  /// The texts of the small problem: its pool, human texts that weigh n-grams, and judges, by what is drawn for their contents.
  Result<void> draw_texts(std::span<const Candidate> candidates, const ChoicePlan& plan);
  /// The recipe's held-out human text: judges.
  Result<void> read_held_out();
  /// What trials are run on, and for a plan that covers what texts hold of the weighed n-grams.
  Result<void> make_bench(bool covering);
  /// `words` trained on of the order that the plan chooses from `texts` (of the pool).
  struct Trial {
    ChoicePlan plan;
    std::vector<uint32_t> texts;
    uint64_t words;
  };
  /// The plan on a part of the wanted texts of the pool, drawn by contents: the same for one draw.
  Trial trial_of_part(const ChoicePlan& plan, uint32_t draw, const Want& want) const;
  /// Bits a token of each trial; with `by_judge` also the bits of each judge.
  Result<std::vector<double>> run(const std::vector<Trial>& trials, LearntFigures& figures,
                                  std::vector<std::vector<double>>* by_judge = nullptr) const;
  /// Whether `chosen` is better than `random` beyond doubt on the wanted texts.
  Result<GuardFigures> compare(const ChoicePlan& chosen, const ChoicePlan& random, const Want& want,
                               LearntFigures& figures) const;
  /// Gives every source the best of a list whose first is random order, if it is better than that;
  /// all sources the same one where the plan covers or compares within contents.
  Result<void> learn_preferences(const std::vector<Preference>& list, ChoicePlan& plan,
                                 LearntFigures& figures) const;
  Result<void> guard_sources(ChoicePlan& plan, LearntFigures& figures) const;
  Result<void> guard_plan(ChoicePlan& plan, LearntFigures& figures) const;
  Result<void> learn_mix(ChoicePlan& plan, LearntFigures& figures) const;
  /// The texts of the pool that `order` takes, in its order; or those that a covering plan does.
  Result<std::vector<uint32_t>> in_small_problem(const ChoicePlan& plan,
                                                 std::span<const uint32_t> order) const;
  FeatureReader features_of(const std::vector<uint32_t>& texts) const;

  const Corpus* corpus_ = nullptr;
  double thinning_ = 1;
  bool judges_apart_ = false;  ///< they are a fold of the human sources
  uint64_t budget_words_ = 0;  ///< of the small problem
  std::vector<Corpus::Text> texts_;
  std::vector<std::string> human_texts_;
  std::vector<std::string> judge_texts_;  ///< one for each content, or row of the held-out text
  std::vector<std::string_view> human_;
  std::vector<Candidate> pool_;
  std::vector<uint32_t> candidate_of_;  ///< by text of the pool
  std::optional<ProxyBench> bench_;
  double judge_tokens_ = 0;
  std::shared_ptr<CoverageWeights> weights_;
  std::vector<std::vector<uint32_t>> features_;
};

}  // namespace lauter
