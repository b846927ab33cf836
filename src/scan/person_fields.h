/// The names of fields about persons, and how rules of such fields are declared.
#pragma once

#include <cstdint>

#include "scan/rule.h"

namespace lauter::scan {

#define X(name, phrases) inline constexpr char name[] = phrases;
#include "scan/data/person_fields.inc"
#undef X

#define LAUTER_CELL_WORD "[^\n\t|;,\"'<>(){}=: ]+('[^\n\t|;,\"'<>(){}=: ]+)?"
/// One to seven words of a field or cell; a quotation mark inside a word belongs to it ("O'Brien"),
/// one at its end closes the value (`sex = 'male'`).
inline constexpr char kWordsCell[] = LAUTER_CELL_WORD "([ ]" LAUTER_CELL_WORD "){0,6}";
#undef LAUTER_CELL_WORD

/// A value that only its label announces.
inline constexpr uint16_t kFieldOnly =
    kLabelled | kLabelledOnly | kStrongLabel | kNoRelax | kAnyWord;

}  // namespace lauter::scan
