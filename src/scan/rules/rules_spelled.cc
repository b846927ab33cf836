/// Markers: where a reading of spelled-out digits may start, and what a page with rows of SQL holds.
#include "scan/engine.h"

#include "known/spelled.h"

namespace lauter::scan {
namespace {

constexpr AnchorRule kAnchors[] = {
    {known::kSpelledDigitMarkerAnchors, spelled_digit_marker},
    {"VALUES|values (|values(|Values (", insert_marker, AnchorKind::kLiteral},
};

}  // namespace

RuleTable spelled_rules() { return {.anchors = kAnchors}; }

}  // namespace lauter::scan
