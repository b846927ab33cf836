#include "run/output/count_edits.h"

#include <string>

#include "scan/index/laps.h"

namespace lauter {
std::string_view rule_name(const Edit& edit) {
  if (!edit.cause.rule.empty()) return edit.cause.rule;
  return edit.with.empty() ? "delete" : "replace";
}
std::string_view label_name(const Edit& edit) {
  return edit.cause.label.empty() ? rule_name(edit) : std::string_view(edit.cause.label);
}

void EditCounter::begin(RunStats& stats) {
  stats_ = &stats;
  documents_ = 0;
  labels_.clear();
  rules_.clear();
}

EditCounter::Label& EditCounter::label_of(std::string_view name) {
  const auto known = labels_.find(name);
  if (known != labels_.end()) return known->second;
  const auto entry = stats_->labels.try_emplace(std::string(name)).first;
  return labels_.emplace(entry->first, Label{&entry->second}).first->second;
}

RuleStats& EditCounter::rule_of(std::string_view name, std::string_view label) {
  const auto known = rules_.find(name);
  if (known != rules_.end()) return *known->second;
  const auto entry = stats_->rules.try_emplace(std::string(name)).first;
  entry->second.label = label;
  entry->second.group = scan_group_of_rule(name);
  rules_.emplace(entry->first, &entry->second);
  return entry->second;
}

void EditCounter::add(const EditProgram& program) {
  ++documents_;
  stats_->edits += program.edits.size();
  for (const Edit& edit : program.edits) {
    const std::string_view name = label_name(edit);
    Label& label = label_of(name);
    ++label.stats->edits;
    label.stats->bytes += edit.span.size();
    label.stats->documents += label.last_document != documents_ ? 1 : 0;
    label.last_document = documents_;
    RuleStats& rule = rule_of(rule_name(edit), name);
    ++rule.edits;
    ++rule.scores[score_bin(edit.cause.score)];
  }
}

}  // namespace lauter
