/// `lauter measure toxicity`: spans, scores and rewrites against gold.
///
///   spans      character F1 as in SemEval-2021 task 5: for each text the F1 of the two sets of
///              character places (1 if both are empty, 0 if one is), then the mean over all texts
///   documents  AUROC of every scorer in the predictions, and the share of harmless and of toxic
///   texts
///              that it puts above one half
///   rewrites   of texts with a human rewrite: the share that the linear scorer finds harmless
///              (not above one half), and chrF to the human rewrite (curate/metrics/chrf.h); beside
///              them the same for the human's rewrite itself, for leaving the text as it is, and
///              for deleting the words of a list. A text that was held back counts as an empty one
///              in chrF and as harmless, and is counted.
/// Gold rows say which of the three they are for: by `spans`, `toxic` (0 or 1) or `rewrite`.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/result.h"
#include "measure/report_text.h"

namespace lauter {

struct MeasureToxicityOptions {
  std::string gold_path = {};     ///< JSONL: {"id","text"} with spans, toxic or rewrite
  std::string pred_path = {};     ///< output of `lauter find` (spans) or `lauter score` (documents)
  std::string refined_path = {};  ///< rows {"id","text"} that `lauter refine` wrote, for rewrites
  std::string words_path = {};    ///< optional: words to delete, one a line (up to the first tab)
  std::string only = {};          ///< optional `field=value`, as in MeasurePiiOptions
};

/// Errors: those of reading; kDataLoss `FILE:ROW: why`; kInvalidArgument if there is nothing to
/// measure; those of ToxicityLinear::embedded() for rewrites. A text with gold spans or `toxic`
/// and no prediction is an error.
Result<MeasureReport> measure_toxicity(const MeasureToxicityOptions& options);

namespace internal {

/// Area under the ROC curve: the chance that a toxic text scores above a harmless one, ties half.
/// `rows`: score and truth. 0.5 if one side is empty.
double auroc(std::vector<std::pair<double, bool>> rows);

/// The text without the words of the list (lower case; whole words), as a word filter leaves it.
std::string without_words(std::string_view text, const std::unordered_set<std::string>& words);

}  // namespace internal
}  // namespace lauter
