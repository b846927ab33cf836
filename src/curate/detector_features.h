/// What the detector (curate/detector.h) reads of a text: hashed n-grams of characters and of
/// words in a form from which spelling tricks are gone, and the numbers of its style.
///
///   DetectorFeaturizer featurizer;                        // one for each thread
///   const DetectorFeatures& features = featurizer.read("The quick brown fox.");
///   for (const DetectorGram& gram : features.family(kCharacterGrams)) gram.row, gram.value;
///
/// Folded first: lookalike letters and zero-width characters (text/canonical.h), case, curly
/// quotes, any white space to one blank, every digit to 0. Of the folded text the runs of 2 to 5
/// bytes, across words, and the words and marks, one and two in a row. A gram counts 1 + ln of how
/// often it occurs; a family's values are scaled to length 1. Style (curate/detector_style.h) is of
/// the text as it came.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "curate/detector_style.h"
#include "text/canonical.h"

namespace lauter {

/// Trained weights are void if what this file, detector_style.h or their .cc say changes.
inline constexpr uint32_t kDetectorFeatureVersion = 2;

enum GramFamily : uint8_t { kCharacterGrams, kWordGrams };
inline constexpr size_t kGramFamilies = 2;
inline constexpr uint32_t kGramRows = 1U << 17;  ///< of each family

struct DetectorGram {
  uint32_t row;  ///< in [0, kGramRows)
  float value;
};

struct DetectorFeatures {
  std::array<std::vector<DetectorGram>, kGramFamilies> grams;  ///< no row of a family twice
  StyleNumbers style{};
  uint32_t words = 0;  ///< words and marks
};

/// Working memory of one thread, some 200 KB. Reusable, never shared.
class DetectorFeaturizer {
 public:
  DetectorFeaturizer();

  /// `text` is valid UTF-8. Good until the next call. Linear.
  const DetectorFeatures& read(std::string_view text);

 private:
  class Adder;

  void fold(std::string_view text);
  void cut_words();
  void add_characters();
  void add_words();
  void close(GramFamily family);

  StyleReader style_;
  CanonicalBuffer canonical_;
  std::string folded_;
  std::vector<FoldedWord> words_;
  std::vector<uint8_t> counts_;  ///< by row, at most 255; all 0 between two families
  std::vector<uint32_t> rows_;   ///< the first n_rows_: of the family at hand, by first occurrence
  size_t n_rows_ = 0;
  DetectorFeatures features_;
};

}  // namespace lauter
