/// report.html: one self-contained page of a finished run. No network; the one script only searches.
#pragma once

#include <string>

#include "run/output/report_data.h"

namespace lauter {

/// The page. Found values appear only where the report data holds them (--show-values). Light and
/// dark by the reader's preference; readable from 320 pixels of width on. Pure.
std::string render_report_html(const RunReport& report);

}  // namespace lauter
