/// `lauter measure ai-text`: how well scores tell machine-made from human text.
///
/// Gold rows say who made a text (`human`, or a generator's name); predictions are the output of
/// `lauter score --metrics ai_likeness`. Figures are of all texts, of each generator against all
/// human texts, and of both sides of each domain; both sides weigh the same in the calibration
/// error. Where a text's score is null (the detector abstains) it is counted and left out.
/// Realised false positives at 1 % and 5 %: each domain's human texts above the threshold that
/// the human texts of all other domains give.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "measure/report_text.h"

namespace lauter {

struct MeasureAiTextOptions {
  std::string gold_path = {};  ///< JSONL: {"id", label, group, domain}
  std::string pred_path = {};  ///< {"id","scores":{"ai_likeness":p}}
  std::string only = {};       ///< optional `field=value`, of the gold rows
  std::string label_field = "source";
  std::string group_field = "pair";     ///< drawn together in the bootstrap
  std::string domain_field = "domain";  ///< rows without it have no domain
  uint64_t bootstrap_draws = 500;
  uint64_t seed = 0;
};

/// Errors: those of reading; kDataLoss for a gold row without a label or without a prediction;
/// kInvalidArgument if there are not texts of both sides.
Result<MeasureReport> measure_ai_text(const MeasureAiTextOptions& options);

}  // namespace lauter
