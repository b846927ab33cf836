/// The phrases that announce places and the names of their fields; lists of the rules of places,
/// kept apart because they are long.
#pragma once

namespace lauter::scan {

#define X(name, phrases) inline constexpr char name[] = phrases;
#include "scan/data/place_cues.inc"
#undef X

}  // namespace lauter::scan
