#include "cli/run_summary.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <vector>

#include "cli/terminal.h"
#include "io/files/files.h"
#include "report/report_html.h"
#include "run/output/report_json.h"

namespace lauter {
namespace {

constexpr size_t kShown = 6;  // labels and reasons in the summary

template <typename Map, typename Count>
std::string most_frequent(const Map& map, Count count) {
  std::vector<std::pair<uint64_t, std::string>> sorted;
  for (const auto& [name, value] : map) sorted.emplace_back(count(value), name);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::string text;
  for (size_t i = 0; i < std::min(kShown, sorted.size()); ++i) {
    text += (i == 0 ? "" : ", ") + sorted[i].second + " " + with_commas(sorted[i].first);
  }
  if (sorted.size() > kShown) text += ", " + std::to_string(sorted.size() - kShown) + " more";
  return text;
}

std::string padded(std::string text, size_t width) {
  if (text.size() < width) text.insert(0, width - text.size(), ' ');
  return text;
}

/// Edits with a score below kSure, by rule.
std::map<std::string, uint64_t> unsure_edits(const RunStats& stats) {
  constexpr double kSure = 0.6;
  std::map<std::string, uint64_t> unsure;
  for (const auto& [name, rule] : stats.rules) {
    const auto bins = static_cast<size_t>(kSure * static_cast<double>(rule.scores.size()));
    const uint64_t edits = std::accumulate(rule.scores.begin(), rule.scores.begin() + static_cast<std::ptrdiff_t>(bins), uint64_t{0});
    if (edits > 0) unsure.emplace(name, edits);
  }
  return unsure;
}

}  // namespace

std::string run_summary(const RunReport& report) {
  const RunStats& stats = report.stats;
  const double seconds = std::max(report.wall_seconds, 1e-3);
  std::string text =
      "lauter: " + counted(stats.rows_in, "row") + ", " + human_bytes(stats.bytes_in) + " in " +
      human_seconds(report.wall_seconds) + " (" +
      human_bytes(static_cast<uint64_t>(static_cast<double>(stats.bytes_in) / seconds)) + "/s, " +
      counted(static_cast<uint64_t>(report.threads), "thread") + ", " +
      human_bytes(report.peak_memory_bytes) + " memory)\n";
  const auto line = [&](const char* name, uint64_t rows, const std::string& more) {
    text += std::string("  ") + name + padded(with_commas(rows), 14) +
            padded(share_text(rows, stats.rows_in), 9) + (more.empty() ? "" : "   " + more) + "\n";
  };
  line("kept    ", stats.rows_kept, "");
  line("edited  ", stats.rows_edited,
       stats.edits == 0
           ? ""
           : counted(stats.edits, "edit") + ": " +
                 most_frequent(stats.labels, [](const LabelStats& label) { return label.edits; }));
  line("rejected", stats.rows_rejected,
       most_frequent(stats.reject_reasons, [](uint64_t rows) { return rows; }));
  // What a person would want to look at next.
  if (stats.rows_withheld > 0 && stats.rows_withheld < stats.rows_rejected) {
    line("withheld", stats.rows_withheld, human_bytes(stats.bytes_withheld) + " that no step could make safe; the other rejected rows were dropped or not read");
  }
  const std::map<std::string, uint64_t> unsure = unsure_edits(stats);
  uint64_t n_unsure = 0;
  for (const auto& [rule, edits] : unsure) n_unsure += edits;
  if (n_unsure > 0) {
    text += "  unsure  " + padded(with_commas(n_unsure), 14) + padded(share_text(n_unsure, stats.edits), 9) +
            "   of the edits: " + most_frequent(unsure, [](uint64_t edits) { return edits; }) + "\n";
  }
  return text;
}

Result<void> write_reports(const std::string& out, const RunReport& report, const std::string& temporary_folder) {
  const auto write = [&](const char* name, const std::string& bytes) {
    const std::string temporary = temporary_folder.empty() ? "" : join_path(temporary_folder, name);
    return write_file_atomic(join_path(out, name), bytes, 0644, temporary);
  };
  LAUTER_TRY(write("report.json", report_text(report) + "\n"));
  return write("report.html", render_report_html(report));
}

}  // namespace lauter
