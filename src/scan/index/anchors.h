/// The anchors: every place that any rule could start from. Words of ASCII letters come from
/// WordIndex, all other literals from LiteralIndex; see docs/design/0002-scan.md.
#pragma once

#include <string_view>
#include <vector>

#include "scan/index/literal_index.h"
#include "scan/index/word_index.h"
#include "scan/registry.h"

namespace lauter::scan {

class Anchors {
 public:
  explicit Anchors(const Registry& registry);

  /// Appends all occurrences in `text`, which is under 4 GiB: those of words, then those of other
  /// literals, each roughly in the order of the text. Linear.
  void scan(std::string_view text, std::vector<AnchorEvent>& events) const;

 private:
  WordIndex words_;
  LiteralIndex literals_;
};

}  // namespace lauter::scan
