#include "run/count_edits.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "scan/laps.h"

namespace lauter {
namespace {

/// Programs from elsewhere may name no label, no rule, or neither; figures have a name for all.
std::string_view rule_name(const Edit& edit) {
  if (!edit.cause.rule.empty()) return edit.cause.rule;
  return edit.with.empty() ? "delete" : "replace";
}
std::string_view label_name(const Edit& edit) {
  return edit.cause.label.empty() ? rule_name(edit) : std::string_view(edit.cause.label);
}

}  // namespace

void count_edits(const EditProgram& program, RunStats& stats) {
  stats.edits += program.edits.size();
  std::vector<std::string_view> labels_seen;
  for (const Edit& edit : program.edits) {
    const std::string_view its_label = label_name(edit);
    const std::string_view its_rule = rule_name(edit);
    auto label = stats.labels.find(its_label);
    if (label == stats.labels.end()) label = stats.labels.try_emplace(std::string(its_label)).first;
    ++label->second.edits;
    label->second.bytes += edit.span.size();
    if (std::find(labels_seen.begin(), labels_seen.end(), its_label) == labels_seen.end()) {
      labels_seen.push_back(its_label);
      ++label->second.documents;
    }
    auto rule = stats.rules.find(its_rule);
    if (rule == stats.rules.end()) rule = stats.rules.try_emplace(std::string(its_rule)).first;
    if (rule->second.edits++ == 0) {
      rule->second.label = its_label;
      rule->second.group = scan_group_of_rule(its_rule);
    }
    ++rule->second.scores[score_bin(edit.cause.score)];
  }
}

}  // namespace lauter
