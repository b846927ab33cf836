/// The names of fields about persons, and how rules of such fields are declared.
#pragma once

#include <cstdint>

#include "scan/rule.h"

namespace lauter::scan {

#define X(name, phrases) inline constexpr char name[] = phrases;
#include "scan/data/person_fields.inc"
#undef X

/// A value that only its label announces.
inline constexpr uint16_t kFieldOnly =
    kLabelled | kLabelledOnly | kStrongLabel | kNoRelax | kAnyWord;

}  // namespace lauter::scan
