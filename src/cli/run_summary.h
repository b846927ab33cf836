/// What `lauter refine` and `lauter apply` leave behind, besides data.
#pragma once

#include <string>

#include "base/result.h"
#include "run/output/report_data.h"

namespace lauter {

/// A few lines for the terminal: rows, speed, edits, reasons.
std::string run_summary(const RunReport& report);

/// Writes report.json and report.html into folder `out`, by way of `temporary_folder` if one is given.
Result<void> write_reports(const std::string& out, const RunReport& report, const std::string& temporary_folder = {});

}  // namespace lauter
