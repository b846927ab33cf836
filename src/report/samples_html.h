/// The samples of report.html: edits by category and rule, rejected rows by reason, the least sure
/// first. Bounded: SampleSet keeps few of each and cuts them.
#pragma once

#include <string>

#include "run/output/report_data.h"

namespace lauter {

/// Appends the sections; what a reader can fold is open where it matters most. Text of rows is
/// escaped, and isolated so that its direction changes nothing outside.
void append_edit_samples(std::string& out, const RunReport& report);
/// Also the counts of all reasons.
void append_rejected_samples(std::string& out, const RunReport& report);

}  // namespace lauter
