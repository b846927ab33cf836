/// What texts of repeated pieces are made of: the anchors, shapes, labels and examples of every rule.
#pragma once

#include <string>
#include <vector>

namespace lauter::work_test {

struct Unit {
  std::string name;  ///< which rule, list or file it is of
  std::string bytes;
};

/// Every literal, phrase with a matcher and shape of the registry; examples of knowledge/; one phrase of each cue list with a
/// value behind it; single bytes and the begins of formats. Sorted by kind, the same in every run.
std::vector<Unit> all_units();

}  // namespace lauter::work_test
