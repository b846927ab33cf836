/// report.html of `lauter curate`: where every row went, shares before and after, what was learnt,
/// and the curve of inclusion. One self-contained page, as report/report_html.h.
#pragma once

#include <string>

#include "run/curation/curate_job.h"

namespace lauter {

/// Pure.
std::string render_curate_html(const CurateReport& report);

}  // namespace lauter
