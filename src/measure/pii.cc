#include "measure/pii.h"

#include <algorithm>

#include "catalog/category.h"
#include "measure/coverage.h"
#include "measure/norm.h"
#include "measure/pii_figures.h"
#include "measure/token_diff.h"
#include "text/ascii.h"

namespace lauter {
namespace internal {
namespace {

/// Labels as numbers and counts a row, so that a bootstrap draw is a sum of small arrays.
struct Compact {
  std::vector<std::string> names;
  std::vector<bool> pattern;
  struct Entry {
    uint32_t label;
    uint32_t gold, found, predicted, justified;
  };
  std::vector<std::vector<Entry>> rows;
};

Compact compact_of(const std::vector<RowTally>& rows) {
  Compact compact;
  std::map<std::string, uint32_t> numbers;
  for (const RowTally& row : rows) {
    std::vector<Compact::Entry>& entries = compact.rows.emplace_back();
    for (const auto& [label, tally] : row.labels) {
      const auto [it, is_new] = numbers.emplace(label, static_cast<uint32_t>(compact.names.size()));
      if (is_new) {
        compact.names.push_back(label);
        compact.pattern.push_back(is_pattern_label(label));
      }
      entries.push_back({it->second, static_cast<uint32_t>(tally.gold),
                         static_cast<uint32_t>(tally.found), static_cast<uint32_t>(tally.predicted),
                         static_cast<uint32_t>(tally.justified)});
    }
  }
  return compact;
}

/// splitmix64 (Steele, Lea, Flood 2014): small, and the same on every machine.
uint64_t next_random(uint64_t& state) {
  state += 0x9E3779B97F4A7C15ULL;
  uint64_t z = state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

Interval interval_of(std::vector<double> values) {
  if (values.empty()) return {};
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(values.size() - 1);
    return values[static_cast<size_t>(place + 0.5)];
  };
  return {at(0.025), at(0.975)};
}

/// Percentile bootstrap over rows (Efron 1979).
void bootstrap(const std::vector<RowTally>& rows, size_t draws, uint64_t seed,
               PiiFigures& figures) {
  if (draws == 0 || rows.empty()) return;
  const Compact compact = compact_of(rows);
  uint64_t state = seed;
  std::array<std::array<std::vector<double>, 3>, 2> samples;
  std::vector<Tally> sums(compact.names.size());
  for (size_t draw = 0; draw < draws; ++draw) {
    std::fill(sums.begin(), sums.end(), Tally{});
    for (size_t i = 0; i < compact.rows.size(); ++i) {
      const size_t row = static_cast<size_t>(next_random(state) % compact.rows.size());
      for (const Compact::Entry& entry : compact.rows[row]) {
        Tally& sum = sums[entry.label];
        sum.gold += entry.gold;
        sum.found += entry.found;
        sum.predicted += entry.predicted;
        sum.justified += entry.justified;
      }
    }
    for (size_t which = 0; which < 2; ++which) {
      Macro macro;
      for (size_t i = 0; i < sums.size(); ++i) {
        if (sums[i].gold == 0 || (which == 1 && !compact.pattern[i])) continue;
        ++macro.labels;
        macro.recall += sums[i].recall();
        macro.precision += sums[i].precision();
        macro.f1 += f1(sums[i].precision(), sums[i].recall());
      }
      if (macro.labels == 0) continue;  // a draw without gold has no recall
      const double n = static_cast<double>(macro.labels);
      samples[which][0].push_back(macro.recall / n);
      samples[which][1].push_back(macro.precision / n);
      samples[which][2].push_back(macro.f1 / n);
    }
  }
  const auto intervals = [&](size_t which) {
    return MacroIntervals{interval_of(samples[which][0]), interval_of(samples[which][1]),
                          interval_of(samples[which][2])};
  };
  figures.intervals = intervals(0);
  if (figures.macro_pattern) figures.intervals_pattern = intervals(1);
}

bool is_alnum(char c) { return !is_ascii(c) || is_ascii_alnum(c); }

/// `value` occurs in `text`, not as a part of a longer word or number.
bool occurs(std::string_view text, std::string_view value) {
  for (size_t at = text.find(value); at != std::string_view::npos; at = text.find(value, at + 1)) {
    const size_t end = at + value.size();
    const bool left = at == 0 || !is_alnum(text[at - 1]) || !is_alnum(value.front());
    const bool right = end == text.size() || !is_alnum(text[end]) || !is_alnum(value.back());
    if (left && right) return true;
  }
  return false;
}

LeakFigures measure_leaks(const std::vector<GoldRow>& gold, const RefinedTexts& refined) {
  LeakFigures leaks;
  for (const GoldRow& row : gold) {
    const auto it = refined.find(row.id);
    if (it == refined.end()) {
      ++leaks.rows_missing;
      continue;
    }
    ++leaks.rows;
    const std::string& text = it->second;
    if (row.spans.empty()) {
      ++leaks.clean_rows;
      leaks.clean_rows_identical += text == row.text ? 1 : 0;
    }
    std::vector<ByteSpan> spans;
    for (const LabelledSpan& span : row.spans) {
      const std::string_view value = span.span.of(row.text);
      if (value.empty()) continue;
      const bool leaked = occurs(text, value);
      auto& [label_leaked, label_values] = leaks.labels[span.label];
      ++label_values;
      ++leaks.values;
      label_leaked += leaked ? 1 : 0;
      leaks.leaked += leaked ? 1 : 0;
      spans.push_back(span.span);
    }
    const Survival survival = measure_survival(row.text, text, ByteSet(std::move(spans)));
    leaks.outside_bytes += survival.outside;
    leaks.identical_bytes += survival.identical;
    leaks.approximate_rows += survival.approximate ? 1 : 0;
  }
  return leaks;
}

/// Fields with more values than this say nothing as slices (ids, templates).
constexpr size_t kMaxSlices = 100;

PiiFigures measure(const std::vector<GoldRow>& gold, const FoundRows& found,
                   const MeasurePiiOptions& options) {
  PiiFigures figures;
  std::vector<RowTally> rows;
  rows.reserve(gold.size());
  const FoundRow nothing;
  for (const GoldRow& row : gold) {
    const auto it = found.find(row.id);
    const FoundRow& prediction = it == found.end() ? nothing : it->second;
    std::vector<LabelledSpan> predicted = prediction.spans;
    if (options.labels == GoldLabels::kNorm) {
      for (LabelledSpan& span : predicted) span.label = norm_of(span.label);
    }
    rows.push_back(score_row(row, predicted, figures.confusion));
    const RowTally& tally = rows.back();
    ++figures.rows;
    figures.error_rows += prediction.is_error ? 1 : 0;
    figures.all.add(tally);
    for (const auto& [label, counts] : tally.labels) figures.labels[label] += counts;
    if (row.decoy) {
      figures.decoys.add(tally);
    } else if (row.spans.empty()) {
      figures.clean.add(tally);
    }
    for (const std::string& slice : row.slices) figures.slices[slice].add(tally);
  }
  if (figures.slices.size() > kMaxSlices) figures.slices.clear();
  figures.macro = macro_of(figures.labels, false);
  if (options.labels == GoldLabels::kLabel) {
    if (const Macro pattern = macro_of(figures.labels, true); pattern.labels > 0) {
      figures.macro_pattern = pattern;
    }
  }
  bootstrap(rows, options.bootstrap_draws, options.seed, figures);
  return figures;
}

}  // namespace

void SliceFigures::add(const RowTally& row) {
  ++rows;
  rows_with_finds += row.any.predicted > 0 ? 1 : 0;
  any += row.any;
  same_found += row.same_found;
  same_justified += row.same_justified;
}

bool is_pattern_label(const std::string& label) {
  const std::optional<Category> category = category_from_name(label);
  return category && category_found_by(*category) == FoundBy::kPattern;
}

Macro macro_of(const std::map<std::string, Tally>& labels, bool only_pattern) {
  Macro macro;
  for (const auto& [label, tally] : labels) {
    if (tally.gold == 0 || (only_pattern && !is_pattern_label(label))) continue;
    ++macro.labels;
    macro.recall += tally.recall();
    macro.precision += tally.precision();
    macro.f1 += f1(tally.precision(), tally.recall());
  }
  const double n = static_cast<double>(std::max<uint64_t>(macro.labels, 1));
  macro.recall /= n;
  macro.precision /= n;
  macro.f1 /= n;
  return macro;
}

}  // namespace internal

Result<MeasureReport> measure_pii(const MeasurePiiOptions& options) {
  std::vector<std::string> all_ids;
  LAUTER_ASSIGN(
      const std::vector<internal::GoldRow> gold,
      internal::read_gold(options.gold_path, options.labels == GoldLabels::kNorm ? "norm" : "label",
                          options.only, all_ids));
  LAUTER_ASSIGN(const internal::FoundRows found, internal::read_found(options.pred_path));
  LAUTER_TRY(internal::check_same_ids(gold, all_ids, found, options.gold_path, options.pred_path));
  internal::PiiFigures figures = internal::measure(gold, found, options);
  if (!options.refined_path.empty()) {
    LAUTER_ASSIGN(const internal::RefinedTexts refined,
                  internal::read_refined(options.refined_path));
    figures.leaks = internal::measure_leaks(gold, refined);
  }
  return internal::print_figures(figures);
}

}  // namespace lauter
