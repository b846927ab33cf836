#include "scan/index/form_index.h"

#include <map>

#include "base/check.h"

namespace lauter::scan {

void FormIndex::add(uint16_t rule, const Shape& shape) {
  const size_t bit = rules_.size();
  LAUTER_CHECK(bit < kMostRules, "fewer rules than the index has bits");
  rules_.push_back(rule);
  follow_.emplace_back();
  for (size_t key = 0; key < kFirstAtomKeys; ++key) {
    if (!shape.first_atoms().test(key)) continue;
    by_key_[key].set(bit);
    follow_.back()[key] = shape.may_follow(key);
  }
  prefixes_.push_back(shape.prefix(kDepth));
}

FormIndex::Rules FormIndex::select(const std::vector<bool>& enabled) const {
  Rules selected;
  for (size_t i = 0; i < rules_.size(); ++i) {
    if (enabled[rules_[i]]) selected.set(i);
  }
  return selected;
}

/// Bytes that no rule tells apart at any position share a class; what stands behind the text is the
/// first class.
void FormIndex::build() {
  using Column = std::array<Rules, kDepth>;
  std::map<Column, uint8_t> classes;
  const auto put = [&](const Column& column) {
    for (size_t i = 0; i < kDepth; ++i) allowed_[i].push_back(column[i]);
  };
  Column behind;
  for (size_t rule = 0; rule < prefixes_.size(); ++rule) {
    for (size_t i = 0; i < kDepth; ++i) {
      if (prefixes_[rule][i].all()) behind[i].set(rule);
    }
  }
  put(behind);
  for (size_t byte = 0; byte < class_.size(); ++byte) {
    Column column;
    for (size_t rule = 0; rule < prefixes_.size(); ++rule) {
      for (size_t i = 0; i < kDepth; ++i) {
        if (prefixes_[rule][i].test(byte)) column[i].set(rule);
      }
    }
    const auto [entry, fresh] = classes.emplace(column, static_cast<uint8_t>(classes.size() + 1));
    LAUTER_CHECK(classes.size() < 256, "fewer classes than bytes");
    class_[byte] = entry->second;
    if (fresh) put(column);
  }
  prefixes_.clear();
}

}  // namespace lauter::scan
