/// How well scores tell two sides apart.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lauter {

/// A judged text. `logit` orders, `p` is the probability that it is machine-made.
struct Judged {
  double logit = 0;
  double p = 0;
  bool machine = false;
  uint32_t group = 0;  ///< texts that belong together are drawn together
};

struct DetectionFigures {
  uint64_t humans = 0;
  uint64_t machines = 0;
  double auroc = 0.5;   ///< chance that a machine's text scores above a human one, ties half
  double tpr_at_1 = 0;  ///< share of machine texts above the score that 1 % of human ones exceed
  double tpr_at_5 = 0;
  /// |mean p - share of machine texts| over ten bins of p, both sides weighing the same.
  double calibration_error = 0;
};

struct Interval {
  double low = 0;
  double high = 0;
};

/// The bounds of the middle 95 %, drawing whole groups with replacement.
struct DetectionIntervals {
  Interval auroc;
  Interval tpr_at_1;
  Interval tpr_at_5;
};

/// Sides without texts give 0.5 and 0. O(n log n).
DetectionFigures detection_figures(std::span<const Judged> texts);

/// `draws` below 40 give empty intervals. Depends on nothing but its arguments.
DetectionIntervals detection_intervals(std::span<const Judged> texts, uint32_t draws,
                                       uint64_t seed);

/// The logit that at most `fpr` of unseen human texts exceed, if they come as `humans` do: the
/// split-conformal quantile, ceil((n + 1)(1 - fpr))-th smallest. The greatest if there are too few.
double conformal_threshold(std::vector<double> humans, double fpr);

/// The same for texts of an unseen domain, which do not come as the known domains' do: the nominal
/// rate is lowered from `fpr`, by fortieths of it, until at most `fpr` of all texts lie above the
/// threshold that the other domains give theirs. `domains`: logits of human texts. Of fewer than
/// three domains: conformal_threshold() of all. O(n log n).
double transfer_threshold(std::vector<std::vector<double>> domains, double fpr);

}  // namespace lauter
