/// What verification asks of any program, whoever made it: that the refined text is the original
/// outside of the edits, and UTF-8.
#pragma once

#include <string_view>

#include "edit/edit.h"
#include "refine/refiner.h"

namespace lauter {

/// Failures `outside` and `utf8`. Shares no code with apply_program(). Memory speed.
Verdict judge_form(std::string_view original, const EditProgram& program,
                   std::string_view refined);

}  // namespace lauter
