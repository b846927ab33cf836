#include "curate/detector/detection_figures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <random>

namespace lauter {
namespace {

constexpr uint32_t kFewestDraws = 40;
constexpr size_t kCalibrationBins = 10;
constexpr int kRateSteps = 40;  ///< in which a nominal rate is lowered

double ratio(double a, double b) { return b > 0 ? a / b : 0; }

/// `sorted`: by falling logit; `times`: how often each text counts.
struct Curve {
  double humans = 0;
  double machines = 0;
  double auroc = 0.5;
  double tpr_at_1 = 0;
  double tpr_at_5 = 0;
};

Curve curve_of(std::span<const Judged> sorted, std::span<const uint32_t> times) {
  Curve curve;
  for (size_t i = 0; i < sorted.size(); ++i) {
    (sorted[i].machine ? curve.machines : curve.humans) += times[i];
  }
  if (curve.humans == 0 || curve.machines == 0) return curve;
  double area = 0;
  double false_alarms = 0;
  double hits = 0;
  for (size_t i = 0; i < sorted.size();) {
    double humans = 0;
    double machines = 0;
    const double logit = sorted[i].logit;
    for (; i < sorted.size() && sorted[i].logit == logit; ++i) {
      (sorted[i].machine ? machines : humans) += times[i];
    }
    area += humans * (hits + machines / 2);
    false_alarms += humans;
    hits += machines;
    if (false_alarms <= 0.01 * curve.humans) curve.tpr_at_1 = hits / curve.machines;
    if (false_alarms <= 0.05 * curve.humans) curve.tpr_at_5 = hits / curve.machines;
  }
  curve.auroc = area / (curve.humans * curve.machines);
  return curve;
}

std::vector<Judged> by_falling_logit(std::span<const Judged> texts) {
  std::vector<Judged> sorted(texts.begin(), texts.end());
  std::sort(sorted.begin(), sorted.end(),
            [](const Judged& a, const Judged& b) { return a.logit > b.logit; });
  return sorted;
}

double calibration_error(std::span<const Judged> texts, double humans, double machines) {
  struct Bin {
    double weight = 0;
    double p = 0;
    double machine = 0;
  };
  std::array<Bin, kCalibrationBins> bins;
  for (const Judged& text : texts) {
    const double weight = text.machine ? ratio(0.5, machines) : ratio(0.5, humans);
    Bin& bin = bins[std::min(kCalibrationBins - 1, static_cast<size_t>(text.p * kCalibrationBins))];
    bin.weight += weight;
    bin.p += weight * text.p;
    bin.machine += text.machine ? weight : 0;
  }
  double error = 0;
  for (const Bin& bin : bins) error += std::abs(bin.p - bin.machine);
  return error;
}

/// From 1, of the split-conformal quantile among n values by rising size; n if they are too few.
size_t conformal_rank(size_t n, double fpr) {
  const double rank = std::ceil((static_cast<double>(n) + 1) * (1 - fpr));
  return std::min(static_cast<size_t>(rank), n);
}

/// How many of `own` lie above the conformal threshold of the rest of `all`. Both by falling size.
size_t above_others(std::span<const double> all, std::span<const double> own, double fpr) {
  const size_t others = all.size() - own.size();
  const size_t place = others - conformal_rank(others, fpr);  // of the threshold, by falling size
  size_t above = 0;
  while (above < own.size() && own[above] >= all[place + above]) ++above;
  const double threshold = all[place + above];
  while (above > 0 && own[above - 1] == threshold) --above;
  return above;
}

Interval middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<size_t>(share * static_cast<double>(values.size() - 1))];
  };
  return {at(0.025), at(0.975)};
}

}  // namespace

DetectionFigures detection_figures(std::span<const Judged> texts) {
  const std::vector<Judged> sorted = by_falling_logit(texts);
  const Curve curve = curve_of(sorted, std::vector<uint32_t>(sorted.size(), 1));
  return {.humans = static_cast<uint64_t>(curve.humans),
          .machines = static_cast<uint64_t>(curve.machines),
          .auroc = curve.auroc,
          .tpr_at_1 = curve.tpr_at_1,
          .tpr_at_5 = curve.tpr_at_5,
          .calibration_error = calibration_error(sorted, curve.humans, curve.machines)};
}

DetectionIntervals detection_intervals(std::span<const Judged> texts, uint32_t draws,
                                       uint64_t seed) {
  if (draws < kFewestDraws || texts.empty()) return {};
  const std::vector<Judged> sorted = by_falling_logit(texts);
  std::vector<uint32_t> groups;
  for (const Judged& text : sorted) groups.push_back(text.group);
  std::sort(groups.begin(), groups.end());
  groups.erase(std::unique(groups.begin(), groups.end()), groups.end());
  std::vector<uint32_t> number;
  for (const Judged& text : sorted) {
    number.push_back(static_cast<uint32_t>(
        std::lower_bound(groups.begin(), groups.end(), text.group) - groups.begin()));
  }
  std::mt19937_64 random(seed);
  std::vector<double> auroc;
  std::vector<double> at_1;
  std::vector<double> at_5;
  std::vector<uint32_t> drawn(groups.size());
  std::vector<uint32_t> times(sorted.size());
  for (uint32_t d = 0; d < draws; ++d) {
    std::fill(drawn.begin(), drawn.end(), 0);
    for (size_t i = 0; i < groups.size(); ++i) ++drawn[random() % groups.size()];
    for (size_t i = 0; i < sorted.size(); ++i) times[i] = drawn[number[i]];
    const Curve curve = curve_of(sorted, times);
    auroc.push_back(curve.auroc);
    at_1.push_back(curve.tpr_at_1);
    at_5.push_back(curve.tpr_at_5);
  }
  return {.auroc = middle(std::move(auroc)),
          .tpr_at_1 = middle(std::move(at_1)),
          .tpr_at_5 = middle(std::move(at_5))};
}

double conformal_threshold(std::vector<double> humans, double fpr) {
  if (humans.empty()) return std::numeric_limits<double>::max();
  std::sort(humans.begin(), humans.end());
  return humans[conformal_rank(humans.size(), fpr) - 1];
}

double transfer_threshold(std::vector<std::vector<double>> domains, double fpr) {
  std::erase_if(domains, [](const std::vector<double>& own) { return own.empty(); });
  std::vector<double> all;
  for (std::vector<double>& own : domains) {
    std::sort(own.begin(), own.end(), std::greater<>());
    all.insert(all.end(), own.begin(), own.end());
  }
  if (domains.size() < 3) return conformal_threshold(std::move(all), fpr);
  std::sort(all.begin(), all.end(), std::greater<>());
  const double most = fpr * static_cast<double>(all.size());
  for (int step = 0; step < kRateSteps; ++step) {
    const double rate = fpr * (1 - static_cast<double>(step) / kRateSteps);
    size_t above = 0;
    for (const std::vector<double>& own : domains) above += above_others(all, own, rate);
    if (static_cast<double>(above) <= most) return conformal_threshold(std::move(all), rate);
  }
  return all.front();
}

}  // namespace lauter
