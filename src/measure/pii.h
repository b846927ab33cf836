/// `lauter measure pii`: scores the finder against gold spans by the rule of docs/CATEGORIES.md.
///
///   LAUTER_ASSIGN(MeasureReport report, measure_pii({.gold_path = "gold.jsonl", .pred_path =
///   "found.jsonl"}));
///
/// A gold value counts as found when predicted spans of its category cover at least 90 % of its
/// bytes that are not white space; a predicted span is justified when at least half of its own such
/// bytes lie on gold values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/result.h"
#include "measure/report_text.h"

namespace lauter {

/// Which field of a gold span names its category.
enum class GoldLabels : uint8_t {
  kLabel,  ///< `label`: lauter's own names
  kNorm,   ///< `norm` (EMAIL, PHONE, ...): the predictions' names are mapped onto that coarser set
};

struct MeasurePiiOptions {
  std::string gold_path =
      {};  ///< JSONL (.gz, .zst too): {"id","text","spans":[{"start","end","label"}]}
  std::string pred_path = {};  ///< output of `lauter find` for the same rows; order does not matter
  std::string refined_path =
      {};  ///< optional: rows {"id","text"} of `lauter refine`; adds the leak figures
  GoldLabels labels = GoldLabels::kLabel;
  std::string only = {};  ///< optional `field=value`: count only gold rows with it (`split=dev`)
  size_t bootstrap_draws = 500;  ///< resamples of rows for the 95 % intervals; 0 = none
  uint64_t seed = 1;             ///< of the bootstrap
};

/// Errors: kNotFound / kUnavailable for files, kDataLoss for rows that cannot be read, ids that are
/// missing or double on either side, and spans outside their text (each names file and row). Reads
/// everything into memory: about three times the size of the gold file.
Result<MeasureReport> measure_pii(const MeasurePiiOptions& options);

}  // namespace lauter
