/// Where a reading of spelled-out digits may start.
#include "scan/engine.h"

namespace lauter::scan {
namespace {

constexpr AnchorRule kAnchors[] = {
    {"zero|one|two|three|four|five|six|seven|eight|nine|niner|double|triple", spelled_digit_marker},
};

}  // namespace

RuleTable spelled_rules() { return {.anchors = kAnchors}; }

}  // namespace lauter::scan
