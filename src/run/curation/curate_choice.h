/// From scores to an order: the strategy of a recipe as a plan, and what the plan chooses.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "curate/selection/coverage_order.h"
#include "curate/selection/selection.h"
#include "run/curation/curate_corpus.h"

namespace lauter {

/// A plan, and whether texts are chosen by coverage; the preferences then are factors of the gain.
struct ChoicePlan {
  SelectionPlan selection;
  bool covering = false;
};

/// What `compare` comes to: whether texts are compared with those of their content.
bool compares_in_groups(const Corpus& corpus);

/// All documents that are taken so far, with their normal scores (within their source).
std::vector<Candidate> make_candidates(const Corpus& corpus);

/// The strategy as far as it is not learnt. `budget` is resolved: everything if the recipe has none.
ChoicePlan plan_of(const Corpus& corpus, std::span<const Candidate> candidates);

/// The order by a plan; `weights` and `read` are used only by plans that cover.
Result<std::vector<uint32_t>> choose(std::span<const Candidate> candidates, const ChoicePlan& plan,
                                     const CoverageWeights* weights, const FeatureReader& read);

/// The n-grams of all candidates of a corpus on disk, for choose().
class CorpusFeatures {
 public:
  /// Weighs n-grams by the human texts of which `human` holds and by all candidates; then writes
  /// what each candidate has of them. Two passes. Errors: those of reading and writing.
  static Result<CorpusFeatures> make(const Corpus& corpus, std::span<const Candidate> candidates,
                                     std::span<const std::string_view> human,
                                     const std::string& spill_folder);
  const CoverageWeights& weights() const { return *weights_; }
  FeatureReader reader() const;

 private:
  struct Spilled;
  std::shared_ptr<CoverageWeights> weights_;
  std::shared_ptr<Spilled> spilled_;
};

/// Sets the weight of every candidate, with a mean of 1: what it is preferred by times what its
/// source's share makes of it. Coverage has no part in it.
void weigh(Corpus& corpus, std::span<const Candidate> candidates, const ChoicePlan& plan);

/// Sets rank (in-pass order), weight and fate of every candidate by the order in which they got in.
void settle(Corpus& corpus, std::span<const Candidate> candidates, const ChoicePlan& plan,
            std::span<const uint32_t> order);

}  // namespace lauter
