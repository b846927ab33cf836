/// `lauter measure code`: scores found secrets by line and by repository.
///
/// A line is flagged when a predicted span touches it. Its truth comes from the gold spans on it:
/// `truth` T is positive, F and X (test value or placeholder) are negative; a gold span without
/// `truth` is positive; a line without gold spans is negative. A repository (field `source`, or
/// `repo`) is positive when one of its lines is.
#pragma once

#include <string>

#include "base/result.h"
#include "measure/report_text.h"

namespace lauter {

struct MeasureCodeOptions {
  std::string gold_path =
      {};  ///< JSONL: {"id","text","spans":[{"start","end","label","truth"?}],"source"?}
  std::string pred_path = {};  ///< output of `lauter find`; order does not matter
  std::string only = {};       ///< optional `field=value`, as in MeasurePiiOptions
  bool secrets_only = true;    ///< predictions of categories that are no credentials are left out
};

/// Errors as measure_pii().
Result<MeasureReport> measure_code(const MeasureCodeOptions& options);

}  // namespace lauter
