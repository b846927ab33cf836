/// The figures of `measure pii`, and their two forms. Internal to measure.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "measure/report_text.h"
#include "measure/tally.h"

namespace lauter::internal {

/// Mean over labels that occur in gold; a label without predictions has precision 0.
struct Macro {
  uint64_t labels = 0;
  double recall = 0;
  double precision = 0;
  double f1 = 0;
};

struct Interval {
  double low = 0;
  double high = 0;
};
struct MacroIntervals {
  Interval recall;
  Interval precision;
  Interval f1;
};

struct SliceFigures {
  uint64_t rows = 0;
  uint64_t rows_with_finds = 0;
  Tally any;
  uint64_t same_found = 0;
  uint64_t same_justified = 0;

  void add(const RowTally& row);
};

struct LeakFigures {
  uint64_t rows = 0;          ///< gold rows whose refined text was there
  uint64_t rows_missing = 0;  ///< held back, or not in the file
  uint64_t values = 0;        ///< gold values of these rows
  uint64_t leaked = 0;        ///< of these, still in the refined text
  std::map<std::string, std::pair<uint64_t, uint64_t>> labels;  ///< leaked, values
  uint64_t outside_bytes = 0;
  uint64_t identical_bytes = 0;
  uint64_t clean_rows = 0;            ///< rows without gold
  uint64_t clean_rows_identical = 0;  ///< of these, byte for byte the same
  uint64_t approximate_rows = 0;      ///< changed too much for a full comparison
};

struct PiiFigures {
  uint64_t rows = 0;
  uint64_t error_rows = 0;
  SliceFigures all;
  std::map<std::string, Tally> labels;
  Macro macro;
  std::optional<Macro> macro_pattern;  ///< categories that patterns alone reach; not for norms
  std::optional<MacroIntervals> intervals;
  std::optional<MacroIntervals> intervals_pattern;
  std::map<std::string, SliceFigures> slices;
  SliceFigures decoys;  ///< rows marked `decoy`
  SliceFigures clean;   ///< other rows without gold
  Confusion confusion;
  std::optional<LeakFigures> leaks;
};

/// `only_pattern`: labels of FoundBy::kPattern alone.
Macro macro_of(const std::map<std::string, Tally>& labels, bool only_pattern);
bool is_pattern_label(const std::string& label);

MeasureReport print_figures(const PiiFigures& figures);

}  // namespace lauter::internal
