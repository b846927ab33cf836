/// report.html: one self-contained page (no script, no network) of a finished run.
#pragma once

#include <string>

#include "run/report_data.h"

namespace lauter {

/// The page. Found values appear only where the report data holds them (--show-values). Light and
/// dark by the reader's preference; readable from 320 pixels of width on. Pure.
std::string render_report_html(const RunReport& report);

}  // namespace lauter
