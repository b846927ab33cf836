// Any two texts, valid UTF-8 or not: the difference must turn one into the other, be the cheapest
// and have the fewest runs (by the textbook table), whatever cuts its limits force; programs
// distilled from it must fit.
//
// Byte 0 chooses limits, byte 1 how much of the rest is the raw text (modulo what is there).
#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.h"
#include "edit/dialect/distill.h"
#include "edit/diff/diff.h"
#include "edit/diff/units.h"
#include "text/utf8.h"

namespace {

using lauter::Diff;
using lauter::Differ;
using lauter::DiffOptions;
using lauter::DiffRun;
using Cost = std::pair<uint64_t, uint64_t>;  // characters, runs

constexpr size_t kMaxBytes = 200;  // of a text: the table is quadratic

/// Least cost over two rows of the table: of paths that end in a match, and in an edit.
Cost least_cost(std::string_view raw, std::string_view refined) {
  constexpr Cost kNever{1 << 20, 0};
  lauter::UnitText raw_units;
  lauter::UnitText refined_units;
  raw_units.assign(raw);
  refined_units.assign(refined);
  const lauter::Units a = raw_units.units();
  const lauter::Units b = refined_units.units();
  using Cell = std::array<Cost, 2>;
  std::vector<Cell> above(b.size() + 1, Cell{kNever, kNever});
  std::vector<Cell> row = above;
  for (size_t x = 0; x <= a.size(); ++x) {
    for (size_t y = 0; y <= b.size(); ++y) {
      Cell cell{kNever, kNever};
      if (x == 0 && y == 0) cell[0] = {0, 0};
      if (x > 0 && y > 0 && a[x - 1] == b[y - 1])
        cell[0] = std::min(above[y - 1][0], above[y - 1][1]);
      const auto edit = [&cell](const Cell& from) {
        cell[1] = std::min({cell[1], Cost{from[0].first + 1, from[0].second + 1},
                            Cost{from[1].first + 1, from[1].second}});
      };
      if (x > 0) edit(above[y]);
      if (y > 0) edit(row[y - 1]);
      row[y] = cell;
    }
    above.swap(row);
  }
  return std::min(above.back()[0], above.back()[1]);
}

void check_diff(std::string_view raw, std::string_view refined, const DiffOptions& options) {
  Differ differ(options);
  const Diff diff = differ.diff(raw, refined);
  std::string out;
  uint64_t at = 0;
  for (const DiffRun& run : diff.runs) {
    LAUTER_CHECK(run.raw.begin >= at && run.raw.end <= raw.size(), "runs are sorted");
    out += raw.substr(at, run.raw.begin - at);
    out += run.refined.of(refined);
    at = run.raw.end;
  }
  out += raw.substr(at);
  LAUTER_CHECK(out == refined, "the runs turn raw into refined");
  LAUTER_CHECK(differ.slide(raw, refined, diff.runs) == diff.runs, "the form is canonical");
  const Cost least = least_cost(raw, refined);
  const uint64_t cost = diff.stats.deleted_chars + diff.stats.inserted_chars;
  LAUTER_CHECK(cost >= least.first, "no cost below the table's");
  if (diff.stats.unproven_cost > 0) return;
  LAUTER_CHECK(cost == least.first, "least cost");
  LAUTER_CHECK(diff.stats.unproven_runs > 0 || diff.runs.size() == least.second, "fewest runs");
}

void check_distilled(std::string_view raw, std::string_view refined) {
  for (const lauter::KeepEdits keep : {lauter::KeepEdits::kDeletions, lauter::KeepEdits::kAll}) {
    lauter::Distiller distiller({.keep = keep, .max_insert = 1000, .min_deleted = 0});
    const auto pair = distiller.distill("id", raw, refined);
    LAUTER_CHECK(pair.ok() && !pair->rejected(), "nothing is rejected without limits");
    const auto text = lauter::apply_program(pair->program, raw);
    LAUTER_CHECK(text.ok(), "the program fits");
    const bool all = keep == lauter::KeepEdits::kAll;
    LAUTER_CHECK(all ? *text == refined : lauter::is_subsequence(*text, raw), "its result");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);
  const size_t cut = data[1] * bytes.size() / 255;
  const std::string_view raw = bytes.substr(0, std::min(cut, kMaxBytes));
  const std::string_view refined = bytes.substr(cut).substr(0, kMaxBytes);
  DiffOptions options;
  if ((data[0] & 1) != 0) options.max_table_bits = 0;
  if ((data[0] & 2) != 0) options.max_steps = uint64_t{1} << (data[0] >> 4);
  check_diff(raw, refined, options);
  if (lauter::is_utf8(raw) && lauter::is_utf8(refined)) check_distilled(raw, refined);
  return 0;
}
