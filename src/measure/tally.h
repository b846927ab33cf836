/// The counts behind every figure of `measure pii`, and how one row adds to them. Internal to
/// measure.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "measure/rows.h"

namespace lauter::internal {

/// Additive, so that rows, slices and bootstrap samples are sums.
struct Tally {
  uint64_t gold = 0;        ///< gold values
  uint64_t found = 0;       ///< of these, covered to 90 %
  uint64_t predicted = 0;   ///< predicted spans
  uint64_t justified = 0;   ///< of these, half on gold
  uint64_t gold_bytes = 0;  ///< bytes that are not white space
  uint64_t predicted_bytes = 0;
  uint64_t shared_bytes = 0;

  Tally& operator+=(const Tally& other);
  double recall() const;     ///< 0 without gold
  double precision() const;  ///< 0 without predictions
  double byte_recall() const;
  double byte_precision() const;
};

/// Harmonic mean; 0 if both are 0.
double f1(double precision, double recall);

/// A gold value that was missed or called otherwise, or a find where nothing is. The empty name
/// stands for nothing.
using Confusion = std::map<std::pair<std::string, std::string>, uint64_t>;

struct RowTally {
  std::map<std::string, Tally> labels;  ///< a span counts for its own label only
  Tally any;                            ///< labels ignored
  uint64_t same_found = 0;              ///< gold values found under their own label
  uint64_t same_justified = 0;          ///< predictions on gold of their own label
};

/// Scores one row and adds what went wrong to `confusion`.
RowTally score_row(const GoldRow& gold, const std::vector<LabelledSpan>& predicted,
                   Confusion& confusion);

}  // namespace lauter::internal
