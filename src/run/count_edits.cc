#include "run/count_edits.h"

#include <algorithm>
#include <string_view>
#include <vector>

namespace lauter {

void count_edits(const EditProgram& program, RunStats& stats) {
  stats.edits += program.edits.size();
  std::vector<std::string_view> labels_seen;
  for (const Edit& edit : program.edits) {
    const Cause& cause = edit.cause;
    auto label = stats.labels.find(cause.label);
    if (label == stats.labels.end()) label = stats.labels.try_emplace(cause.label).first;
    ++label->second.edits;
    label->second.bytes += edit.span.size();
    if (std::find(labels_seen.begin(), labels_seen.end(), cause.label) == labels_seen.end()) {
      labels_seen.push_back(cause.label);
      ++label->second.documents;
    }
    auto rule = stats.rules.find(cause.rule);
    if (rule == stats.rules.end()) rule = stats.rules.try_emplace(cause.rule).first;
    if (rule->second.edits++ == 0) rule->second.label = cause.label;
    ++rule->second.scores[score_bin(cause.score)];
  }
}

}  // namespace lauter
