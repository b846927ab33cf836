/// Diversity-aware selection: the texts that together cover most of the language's n-grams.
///
/// The value of a set of texts is  sum over n-grams g of w(g) * log(c(g) + a),  c being the count
/// of g in the set and w(g) its share of human text, mixed with its share of all candidates. It is
/// monotone and submodular (a feature-based function, Wei et al. 2014), close to what an n-gram
/// model gains from the set, and a second copy of anything is worth less than the first. Texts are
/// taken by the greedy rule "most gain an n-gram". The weights of the orders, a and the share of the
/// candidates were found by experiment (docs/design/0019-curate.md).
///
/// The idea: instead of a queue, passes over all texts with a falling threshold (Badanidiyuru and
/// Vondrak 2014): take each text whose gain an n-gram still reaches it. A text's last known gain only
/// falls, so texts below the threshold are not even read; a pass reads its texts in order, which
/// lets them stay on disk. The value is at least (1 - step) of the greedy rule's.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/selection/selection.h"

namespace lauter {

/// Buckets of hashed n-grams; a few that share a bucket count as one.
inline constexpr uint32_t kCoverageBits = 23;

/// What n-grams weigh. 32 MiB, twice that while texts are added.
class CoverageWeights {
 public:
  CoverageWeights();
  /// Counts the words and marks, pairs and triples (curate/detector/lm_sentences.h) of a human text.
  void add_human(std::string_view text);
  /// The same of a candidate.
  void add_candidate(std::string_view text);
  /// After all texts: the weights. `candidates`: their share in [0, 1].
  void finish(double candidates = 0.3);
  float operator[](uint32_t bucket) const { return weights_[bucket]; }
  size_t size() const { return weights_.size(); }

  /// The buckets of a text that weigh something, once for each time they occur, in order.
  void features(std::string_view text, std::vector<uint32_t>& buckets) const;

  /// For many choices among few texts: renumbers their buckets 0, 1, 2, ... and forgets all others,
  /// so that a choice need not clear a table of all. features() is of no more use then.
  void compact(std::vector<std::vector<uint32_t>>& texts);

 private:
  void add(std::string_view text, std::vector<float>& counts, uint64_t& words);

  std::vector<float> weights_;  ///< until finish(): counts in human text
  std::vector<float> candidates_;
  uint64_t human_words_ = 0;
  uint64_t candidate_words_ = 0;
};

struct CoverageOptions {
  double step = 0.05;  ///< by which the threshold falls from pass to pass
  /// What a text's gain is multiplied by, from what else is known of it; empty: 1. In (0, inf).
  std::vector<float> factor{};
};

/// The buckets of texts[i], valid until the next call.
using FeatureReader = std::function<Result<std::span<const uint32_t>>(uint32_t text)>;

/// As select(), but by coverage; of the plan's preferences nothing is used. Passes end where the
/// threshold is 1e-6 of the first; what is left then follows in its order, by last known gain.
/// Errors: those of `read`. Memory: 32 MiB and 12 bytes a text.
Result<std::vector<uint32_t>> select_covering(std::span<const Candidate> texts,
                                              const SelectionPlan& plan,
                                              const CoverageWeights& weights,
                                              const CoverageOptions& options,
                                              const FeatureReader& read);

}  // namespace lauter
