#include "curate/detector/detector_trainer.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "base/hash.h"

namespace lauter {
namespace {

constexpr size_t kMaxTexts = size_t{1} << 24;

using NumberedNames = std::map<std::string, uint32_t, std::less<>>;

uint32_t number_of(NumberedNames& numbers, std::string_view name) {
  const auto at = numbers.find(name);
  if (at != numbers.end()) return at->second;
  const auto number = static_cast<uint32_t>(numbers.size());
  numbers.emplace(name, number);
  return number;
}

std::vector<std::string> names_of(const NumberedNames& numbers) {
  std::vector<std::string> names(numbers.size());
  for (const auto& [name, number] : numbers) names[number] = name;
  return names;
}

std::vector<uint32_t> rows_where(const std::vector<uint32_t>& folds, uint32_t fold, bool inside) {
  std::vector<uint32_t> rows;
  for (size_t i = 0; i < folds.size(); ++i) {
    if ((folds[i] == fold) == inside) rows.push_back(static_cast<uint32_t>(i));
  }
  return rows;
}

}  // namespace

Result<void> DetectorTrainer::add(const DetectorExample& example) {
  if (texts_.size() == kMaxTexts) return resource_exhausted("too many texts for one detector");
  const DetectorFeatures& features = featurizer_.read(example.text);
  for (size_t f = 0; f < kGramFamilies; ++f) rows_[f].add(features.grams[f], example.machine);
  sketches_.push_back(sketch(example.text, sketch_scratch_));
  pairs_.push_back(example.pair.empty() ? hash64(std::to_string(texts_.size()), 1)
                                        : hash64(example.pair));
  words_.add(features.words);
  machine_.push_back(example.machine ? 1 : 0);
  texts_.push_back({.style = features.style,
                    .words = static_cast<uint32_t>(features.words.size()),
                    .source = number_of(source_numbers_, example.source),
                    .domain = number_of(domain_numbers_, example.domain)});
  return {};
}

std::vector<uint32_t> DetectorTrainer::groups() const {
  std::vector<uint32_t> group = find_duplicates(sketches_, {}).group;
  join_groups(group, pairs_);
  return group;
}

Result<std::vector<uint32_t>> DetectorTrainer::folds(const std::vector<uint32_t>& groups) const {
  if (options_.folds < 2) return invalid_argument("a detector needs at least 2 folds");
  std::vector<uint32_t> parts = groups;
  if (domain_numbers_.size() > 1) {
    // Whole domains; a duplicate in two domains must not join them, so it goes with its first.
    for (size_t i = 0; i < parts.size(); ++i) parts[i] = texts_[groups[i]].domain;
  }
  return grouped_folds(parts, options_.folds, options_.seed);
}

Result<std::vector<DetectorTrainer::FirstStage>> DetectorTrainer::held_out_first_stage(
    const std::vector<uint32_t>& folds) const {
  std::vector<FirstStage> first(texts_.size());
  for (uint32_t fold = 0; fold < options_.folds; ++fold) {
    const std::vector<uint32_t> seen = rows_where(folds, fold, false);
    const std::vector<uint32_t> unseen = rows_where(folds, fold, true);
    for (size_t f = 0; f < kGramFamilies; ++f) {
      const std::vector<float> weights = train_svm(rows_[f], seen, options_.svm);
      for (const uint32_t i : unseen) first[i].margins[f] = svm_margin(weights, rows_[f].row(i));
    }
    LAUTER_ASSIGN(const WordOdds odds, train_word_odds(words_, machine_, seen));
    for (const uint32_t i : unseen) first[i].word_odds = odds.mean(words_.row(i));
  }
  return first;
}

DenseRows DetectorTrainer::second_stage_rows(const std::vector<FirstStage>& first) const {
  const auto n = static_cast<float>(texts_.size());
  const auto machines = static_cast<float>(std::count(machine_.begin(), machine_.end(), 1));
  DenseRows rows{.width = kSecondStageNumbers, .numbers = {}, .truth = {}, .weight = {}};
  for (size_t i = 0; i < texts_.size(); ++i) {
    const SecondStageNumbers numbers =
        second_stage_numbers(first[i].margins, first[i].word_odds, texts_[i].style);
    rows.numbers.insert(rows.numbers.end(), numbers.begin(), numbers.end());
    rows.truth.push_back(machine_[i]);
    rows.weight.push_back(0.5F * n / (machine_[i] != 0 ? machines : n - machines));
  }
  return rows;
}

Result<TrainedDetector> DetectorTrainer::finish() && {
  TrainedDetector trained;
  const std::vector<uint32_t> group = groups();
  std::array<std::vector<uint32_t>, 2> of_side;
  for (size_t i = 0; i < group.size(); ++i) of_side[machine_[i]].push_back(group[i]);
  for (const bool machine : {false, true}) {
    std::vector<uint32_t>& side = of_side[machine ? 1 : 0];
    std::sort(side.begin(), side.end());
    const auto count = static_cast<uint64_t>(std::unique(side.begin(), side.end()) - side.begin());
    if (count < kFewestGroups) {
      return invalid_argument("a detector needs at least " + std::to_string(kFewestGroups) +
                              " different " + (machine ? "machine-made" : "human") +
                              " texts; there are " + std::to_string(count));
    }
  }
  for (size_t i = 0; i < group.size(); ++i) trained.groups += group[i] == i ? 1 : 0;

  LAUTER_ASSIGN(const std::vector<uint32_t> fold, folds(group));
  std::array<std::vector<float>, kGramFamilies> gram_weights;
  for (size_t f = 0; f < kGramFamilies; ++f) gram_weights[f] = rows_[f].weigh(options_.min_texts);
  DetectorModel& model = trained.model;
  model.fewest_words = options_.fewest_words;
  LAUTER_ASSIGN(const std::vector<FirstStage> first, held_out_first_stage(fold));
  const DenseRows rows = second_stage_rows(first);

  trained.held_out.resize(texts_.size());
  for (uint32_t k = 0; k < options_.folds; ++k) {
    const BoostedTrees trees = boost(rows, rows_where(fold, k, false), options_.boost);
    for (const uint32_t i : rows_where(fold, k, true)) {
      const double logit = trees.log_odds(rows.row(i));
      trained.held_out[i] = {.judged = {.logit = logit,
                                        .p = 1 / (1 + std::exp(-logit)),
                                        .machine = machine_[i] != 0,
                                        .group = group[i]},
                             .source = texts_[i].source,
                             .domain = texts_[i].domain,
                             .words = texts_[i].words};
    }
  }
  std::vector<std::vector<double>> humans(domain_numbers_.size());
  for (const HeldOut& text : trained.held_out) {
    if (!text.judged.machine && text.words >= model.fewest_words) {
      humans[text.domain].push_back(text.judged.logit);
    }
  }
  model.threshold_1 = static_cast<float>(transfer_threshold(humans, 0.01));
  model.threshold_5 = static_cast<float>(transfer_threshold(humans, 0.05));

  std::vector<uint32_t> all(texts_.size());
  std::iota(all.begin(), all.end(), 0);
  model.trees = boost(rows, all, options_.boost);
  for (size_t f = 0; f < kGramFamilies; ++f) {
    std::vector<float> weights = train_svm(rows_[f], all, options_.svm);
    for (size_t i = 0; i < kGramRows; ++i) weights[i] *= gram_weights[f][i];
    model.families[f] = quantised(weights);
  }
  LAUTER_ASSIGN(model.word_odds, train_word_odds(words_, machine_, all));
  trained.sources = names_of(source_numbers_);
  trained.domains = names_of(domain_numbers_);
  return trained;
}

}  // namespace lauter
