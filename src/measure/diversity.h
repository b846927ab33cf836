/// `lauter measure diversity`: what a corpus has of words, of phrases, and of human text's.
///
/// **Length.** Nearly every figure changes with the length of a corpus. So all are taken from a
/// sample: texts in an order that `seed` draws, up to `budget_words` words (the last text is cut
/// there), and fewer texts where pairs count. Compare corpora of equal `sample.words`.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "io/input.h"
#include "json/record.h"
#include "measure/report_text.h"

namespace lauter {

struct MeasureDiversityOptions {
  Inputs inputs = {};
  RecordFields fields = {};
  Inputs reference = {};  ///< held-out human texts; may be empty
  std::string only = {};  ///< optional `field=value`, of the inputs' rows
  uint64_t budget_words = 100'000;
  uint64_t self_bleu_texts = 1000;
  uint64_t pair_texts = 10'000;  ///< of ROUGE-2
  uint64_t cloud_texts = 2000;   ///< of the k-NN coverage, on both sides
  uint32_t lm_order = 3;
  uint64_t seed = 0;
  int threads = 1;
};

/// Errors: those of reading; kInvalidArgument if no text has a word. Memory: two samples.
Result<MeasureReport> measure_diversity(const MeasureDiversityOptions& options);

}  // namespace lauter
