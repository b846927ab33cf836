/// `lauter measure edits`: scores deletions against gold deletions, and what a refined text is worth.
///
/// All figures of deletions are over code points; a replaced byte counts as deleted.
///   characters   precision, recall and F0.5 (precision weighs more: what is wrongly deleted is lost)
///   lines        a line that is not empty is removed when all its characters, its LF apart, are
///   documents    exact: the refined text is the gold's
///   clean        documents without gold deletions: how many are untouched, characters lost
///   seams        places where a deletion joins what it leaves: those with a letter or digit at
///                both sides join two words or the halves of one
/// and by document, as in table 9 of RefineX (arXiv 2507.03253): score up, down, untouched, emptied,
/// share of the words that is left, new words in 1,000. The scorer is fixed: the share of a text's
/// characters (white space apart) on lines that C4's line rules keep. Rows are grouped by their
/// field `score`, if they have one.
#pragma once

#include <string>

#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "measure/report_text.h"

namespace lauter {

struct MeasureEditsOptions {
  std::string gold_path = {};  ///< JSONL: {"id","text","spans":[{"start","end","kind"?}],"score"?}
  std::string pred_path = {};  ///< output of `lauter program`, in any dialect; or rows with `spans`
  std::string refined_path = {};  ///< optional: {"id","text"}, scored instead of the programs' results
  std::string only = {};          ///< optional `field=value`, as in MeasurePiiOptions
  Dialect dialect = Dialect::kLauter;  ///< of `program_text`
};

/// Errors: those of reading; kDataLoss `FILE:ROW: why` for broken rows and programs that do not fit,
/// and for gold rows without a prediction. A row with `error` counts as untouched, and is counted.
Result<MeasureReport> measure_edits(const MeasureEditsOptions& options);

}  // namespace lauter
