/// The phrases that announce names; lists of rules_person.cc, kept apart because they are long.
#pragma once

namespace lauter::scan {

#define X(name, phrases) inline constexpr char name[] = phrases;
#include "scan/data/person_cues.inc"
#undef X

}  // namespace lauter::scan
