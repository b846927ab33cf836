#pragma once

#include "edit/edit.h"
#include "run/report_data.h"

namespace lauter {

/// Adds the edits of one document's program to the figures: their number, labels and rules.
void count_edits(const EditProgram& program, RunStats& stats);

}  // namespace lauter
