/// What the detector (curate/detector/detector.h) reads of a text: hashed n-grams of characters and of
/// words in a form from which spelling tricks are gone, and the numbers of its style.
///
///   DetectorFeaturizer featurizer;                        // one for each thread
///   const DetectorFeatures& features = featurizer.read("The quick brown fox.");
///   for (const DetectorGram& gram : features.grams[kCharacterGrams]) gram.row, gram.value;
///
/// Folded first: lookalike letters and zero-width characters (text/canonical.h), case, curly
/// quotes, any white space to one blank, every digit to 0. Of the folded text the runs of 2 to 5
/// bytes, across words, and the words and marks, one and two in a row. A gram counts 1 + ln of how
/// often it occurs; a family's values are scaled to length 1. Style (curate/detector/detector_style.h) is of
/// the text as it came.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curate/detector/detector_style.h"
#include "text/canonical.h"

namespace lauter {

/// Trained weights are void if what this file, detector_style.h, word_odds.h or their .cc say
/// changes.
inline constexpr uint32_t kDetectorFeatureVersion = 3;

enum GramFamily : uint8_t { kCharacterGrams, kWordGrams };
inline constexpr size_t kGramFamilies = 2;
inline constexpr uint32_t kGramRows = 1U << 17;  ///< of each family

struct DetectorGram {
  uint32_t row;  ///< in [0, kGramRows)
  float value;
};

/// The weight of a row is q * |q|, times a scale that is not said here. kGramRows of them.
using RowWeights = std::array<std::span<const int8_t>, kGramFamilies>;

/// Valid until the featurizer reads the next text.
struct DetectorFeatures {
  std::array<std::vector<DetectorGram>, kGramFamilies> grams;  ///< no row of a family twice
  /// In the place of `grams`, where weights were given: sum of weight * value.
  std::array<float, kGramFamilies> weighed{};
  StyleNumbers style{};
  std::span<const uint64_t> words;  ///< hashes of the words and marks
};

/// Working memory of one thread, some 200 KB. Reusable, never shared.
class DetectorFeaturizer {
 public:
  DetectorFeaturizer();

  /// `text` is valid UTF-8. Good until the next call. Linear.
  const DetectorFeatures& read(std::string_view text);
  /// The same, but the grams are weighed in passing and not listed: twice as fast.
  const DetectorFeatures& weigh(std::string_view text, const RowWeights& weights);

 private:
  class Lister;
  class Weigher;

  void fold(std::string_view text);
  void cut_words();
  void prepare(std::string_view text);
  template <typename Rows>
  Rows each_character_row(Rows rows) const;
  template <typename Rows>
  Rows each_word_row(Rows rows) const;

  StyleReader style_;
  CanonicalBuffer canonical_;
  std::string folded_;
  std::vector<uint32_t> begins_;  ///< of the words, offsets in folded_, and its end
  std::vector<std::string_view> words_;
  std::vector<uint64_t> hashes_;  ///< of words_
  std::vector<uint8_t> counts_;   ///< by row, at most 255; all 0 between two families
  std::vector<uint32_t> rows_;    ///< of the family at hand
  DetectorFeatures features_;
};

}  // namespace lauter
