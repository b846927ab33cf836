/// What a detector consists of, and its file. Internal to the detector.
///
/// Two stages: a margin of each family of grams (curate/detector/sparse_svm.h) and the odds of the words
/// (curate/detector/word_odds.h), then boosted trees (curate/detector/boosted_trees.h) over these and the style,
/// which give the log odds.
///
/// File, little-endian: "LDT1", u32 feature version, u32 numbers of the second stage, u32 size of
/// the facts, u32 fewest words, f32 threshold for 1 % and 5 % false alarms, per family f32 scale
/// and constant, f32 constant of the trees, u32 trees, u32 buckets of the word odds, per tree u32
/// number and f32 limit of each split and f32 of each leaf; the facts (JSON), per family i8 q of
/// each row (weight = scale * q * |q|), the word odds, u64 XXH3 of all before.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/detector/boosted_trees.h"
#include "curate/detector/detector_features.h"
#include "curate/detector/word_odds.h"

namespace lauter {

using Margins = std::array<double, kGramFamilies>;

inline constexpr size_t kSecondStageNumbers = kGramFamilies + 1 + kStyleNumbers;
using SecondStageNumbers = std::array<float, kSecondStageNumbers>;

SecondStageNumbers second_stage_numbers(const Margins& margins, double word_odds,
                                        const StyleNumbers& style);

struct GramWeights {
  float scale = 0;
  float constant = 0;
  std::vector<int8_t> q;  ///< kGramRows
};

/// The nearest weights that a byte each can say: fine steps near zero, where nearly all lie.
/// `weights`: kGramRows of them, then the constant.
GramWeights quantised(std::span<const float> weights);

struct DetectorModel {
  uint32_t fewest_words = 0;
  float threshold_1 = 0;  ///< logit
  float threshold_5 = 0;
  std::array<GramWeights, kGramFamilies> families;
  WordOdds word_odds;
  BoostedTrees trees;
  std::string facts;

  RowWeights row_weights() const;
  /// `features`: weighed with row_weights().
  double log_odds(const DetectorFeatures& features) const;

  std::string save() const;
  /// Errors: as Detector::parse().
  static Result<DetectorModel> load(std::string_view file);
};

}  // namespace lauter
