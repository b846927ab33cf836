#pragma once

#include <string_view>
#include <unordered_map>

#include "edit/edit.h"
#include "run/output/report_data.h"

namespace lauter {

/// Programs from elsewhere may name no label, no rule, or neither; figures have a name for all.
std::string_view rule_name(const Edit& edit);
std::string_view label_name(const Edit& edit);

/// Adds the edits of many documents to the figures of one chunk: their number, labels and rules.
class EditCounter {
 public:
  /// From now on `stats` is added to, which must stay where it is.
  void begin(RunStats& stats);
  /// The edits of one document.
  void add(const EditProgram& program);

 private:
  struct Label {
    LabelStats* stats = nullptr;
    uint64_t last_document = 0;  ///< counted from 1
  };
  Label& label_of(std::string_view name);
  RuleStats& rule_of(std::string_view name, std::string_view label);

  RunStats* stats_ = nullptr;
  uint64_t documents_ = 0;
  // Where the sorted maps of the figures have what: these are faster to ask.
  std::unordered_map<std::string_view, Label> labels_;
  std::unordered_map<std::string_view, RuleStats*> rules_;
};

}  // namespace lauter
