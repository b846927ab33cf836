#include "run/output/report_data.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace lauter {
namespace {

/// Reasons come from the input's errors; more different ones than this are counted together.
constexpr size_t kMaxReasons = 200;

void count_reason(std::map<std::string, uint64_t, std::less<>>& reasons, std::string_view reason,
                  uint64_t rows) {
  auto at = reasons.find(reason);
  if (at == reasons.end()) {
    if (reasons.size() >= kMaxReasons) reason = "other";
    at = reasons.try_emplace(std::string(reason), 0).first;
  }
  at->second += rows;
}

}  // namespace

size_t score_bin(float score) {
  constexpr auto kBins = std::tuple_size_v<ScoreHistogram>;
  const float bin = std::ceil(score * static_cast<float>(kBins)) - 1;
  return static_cast<size_t>(std::clamp(bin, 0.0F, static_cast<float>(kBins - 1)));
}

void PersonCounts::add_row(const std::vector<DescribedPerson>& persons) {
  const uint64_t before = identified;
  for (const DescribedPerson& person : persons) identified += person.is_identified() ? 1 : 0;
  described += persons.size();
  rows += identified > before ? 1 : 0;
}

void PersonCounts::add(const PersonCounts& other) {
  described += other.described;
  identified += other.identified;
  rows += other.rows;
}

void RunStats::add(const RunStats& other) {
  persons.add(other.persons);
  llm.add(other.llm);
  ties.add(other.ties);
  rows_in += other.rows_in;
  rows_kept += other.rows_kept;
  rows_edited += other.rows_edited;
  rows_rejected += other.rows_rejected;
  rows_dropped += other.rows_dropped;
  bytes_dropped += other.bytes_dropped;
  rows_withheld += other.rows_withheld;
  bytes_withheld += other.bytes_withheld;
  tokens += other.tokens;
  bytes_in += other.bytes_in;
  text_bytes_in += other.text_bytes_in;
  text_bytes_out += other.text_bytes_out;
  bytes_out += other.bytes_out;
  edits += other.edits;
  verify_rounds += other.verify_rounds;
  chars_replaced += other.chars_replaced;
  for (const auto& [label, stats] : other.labels) {
    LabelStats& sum = labels[label];
    sum.edits += stats.edits;
    sum.documents += stats.documents;
    sum.bytes += stats.bytes;
  }
  for (const auto& [rule, stats] : other.rules) {
    RuleStats& sum = rules[rule];
    sum.label = stats.label;
    sum.group = stats.group;
    sum.edits += stats.edits;
    for (size_t i = 0; i < stats.scores.size(); ++i) sum.scores[i] += stats.scores[i];
  }
  for (const auto& [reason, rows] : other.reject_reasons)
    count_reason(reject_reasons, reason, rows);
  for (const auto& [check, rows] : other.checks_failed) checks_failed[check] += rows;
  for (const auto& [field, rows] : other.fields_dropped) fields_dropped[field] += rows;
  for (const auto& [stage, seconds] : other.stage_seconds) stage_seconds[stage] += seconds;
  for (const auto& [group, ticks] : other.scan_ticks) scan_ticks[group] += ticks;
}

void RunStats::add_rejected(std::string_view reason) {
  ++rows_rejected;
  count_reason(reject_reasons, reason, 1);
}

std::string passed_over_text(const std::map<std::string, uint64_t>& passed_over) {
  if (passed_over.empty()) return "";
  constexpr size_t kShown = 12;
  std::vector<std::pair<std::string, uint64_t>> sorted(passed_over.begin(), passed_over.end());
  std::ranges::stable_sort(sorted, std::greater<>(), [](const auto& entry) { return entry.second; });
  uint64_t files = 0;
  std::string names;
  for (size_t i = 0; i < sorted.size(); ++i) {
    files += sorted[i].second;
    if (i < kShown) names += (i == 0 ? "" : ", ") + sorted[i].first + " " + std::to_string(sorted[i].second);
  }
  return std::to_string(files) + (files == 1 ? " file" : " files") + " passed over (" + names +
         (sorted.size() > kShown ? ", ...)" : ")");
}

}  // namespace lauter
