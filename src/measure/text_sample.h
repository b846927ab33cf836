/// A sample of the texts of a corpus, drawn in one pass with bounded memory. Internal to measure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/metrics/corpus_words.h"
#include "io/texts.h"

namespace lauter::internal {

struct TextSample {
  std::vector<std::string> texts;  ///< in the order drawn
  CorpusWords words;               ///< of these texts, cut at the budget
  uint64_t rows = 0;               ///< of the whole corpus
  uint64_t bad_rows = 0;
};

struct SampleOptions {
  TextOptions read{};
  std::string only{};  ///< `field=value`; rows that are no JSON objects have no fields
  uint64_t budget_words = 0;
  uint64_t seed = 0;
};

/// Each row gets a number drawn from its place and the seed; the texts with the least numbers are
/// the sample, as many as it takes to have the budget's words. Errors: those of reading.
Result<TextSample> sample_texts(const Inputs& inputs, const SampleOptions& options);

}  // namespace lauter::internal
