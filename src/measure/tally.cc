#include "measure/tally.h"

#include "measure/coverage.h"

namespace lauter::internal {
namespace {

double ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

using Sets = std::map<std::string, ByteSet>;

Sets sets_by_label(const std::vector<LabelledSpan>& spans) {
  std::map<std::string, std::vector<ByteSpan>> lists;
  for (const LabelledSpan& span : spans) lists[span.label].push_back(span.span);
  Sets sets;
  for (auto& [label, list] : lists) sets.emplace(label, ByteSet(std::move(list)));
  return sets;
}

ByteSet set_of_all(const std::vector<LabelledSpan>& spans) {
  std::vector<ByteSpan> list;
  list.reserve(spans.size());
  for (const LabelledSpan& span : spans) list.push_back(span.span);
  return ByteSet(std::move(list));
}

uint64_t shared_with(const Sets& sets, const std::string& label, ByteSpan span,
                     const SolidCount& solid) {
  const auto it = sets.find(label);
  return it == sets.end() ? 0 : it->second.solid_in(span, solid);
}

/// The label that covers most of `span`; empty if none touches it.
std::string main_label(const Sets& sets, ByteSpan span, const SolidCount& solid) {
  std::string best;
  uint64_t most = 0;
  for (const auto& [label, set] : sets) {
    const uint64_t n = set.solid_in(span, solid);
    if (n > most) {
      most = n;
      best = label;
    }
  }
  return best;
}

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  gold += other.gold;
  found += other.found;
  predicted += other.predicted;
  justified += other.justified;
  gold_bytes += other.gold_bytes;
  predicted_bytes += other.predicted_bytes;
  shared_bytes += other.shared_bytes;
  return *this;
}

double Tally::recall() const { return ratio(found, gold); }
double Tally::precision() const { return ratio(justified, predicted); }
double Tally::byte_recall() const { return ratio(shared_bytes, gold_bytes); }
double Tally::byte_precision() const { return ratio(shared_bytes, predicted_bytes); }

double f1(double precision, double recall) {
  return precision + recall > 0 ? 2 * precision * recall / (precision + recall) : 0;
}

RowTally score_row(const GoldRow& gold, const std::vector<LabelledSpan>& predicted,
                   Confusion& confusion) {
  const SolidCount solid(gold.text);
  const Sets gold_sets = sets_by_label(gold.spans);
  const Sets predicted_sets = sets_by_label(predicted);
  const ByteSet all_gold = set_of_all(gold.spans);
  const ByteSet all_predicted = set_of_all(predicted);
  RowTally row;

  for (const LabelledSpan& value : gold.spans) {
    const uint64_t size = solid.in(value.span);
    Tally& tally = row.labels[value.label];
    ++tally.gold;
    ++row.any.gold;
    if (is_found(all_predicted.solid_in(value.span, solid), size)) ++row.any.found;
    if (is_found(shared_with(predicted_sets, value.label, value.span, solid), size)) {
      ++tally.found;
      ++row.same_found;
    } else {
      ++confusion[{value.label, main_label(predicted_sets, value.span, solid)}];
    }
  }
  for (const LabelledSpan& span : predicted) {
    const uint64_t size = solid.in(span.span);
    Tally& tally = row.labels[span.label];
    ++tally.predicted;
    ++row.any.predicted;
    if (is_justified(all_gold.solid_in(span.span, solid), size)) ++row.any.justified;
    if (is_justified(shared_with(gold_sets, span.label, span.span, solid), size)) {
      ++tally.justified;
      ++row.same_justified;
    } else if (const std::string actual = main_label(gold_sets, span.span, solid);
               actual.empty() || actual == span.label) {
      ++confusion[{std::string(), span.label}];
    }
  }
  for (const auto& [label, set] : gold_sets) row.labels[label].gold_bytes = set.solid(solid);
  for (const auto& [label, set] : predicted_sets) {
    Tally& tally = row.labels[label];
    tally.predicted_bytes = set.solid(solid);
    if (const auto it = gold_sets.find(label); it != gold_sets.end()) {
      tally.shared_bytes = set.solid_shared(it->second, solid);
    }
  }
  row.any.gold_bytes = all_gold.solid(solid);
  row.any.predicted_bytes = all_predicted.solid(solid);
  row.any.shared_bytes = all_predicted.solid_shared(all_gold, solid);
  return row;
}

}  // namespace lauter::internal
