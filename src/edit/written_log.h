/// Rows of OUT/edits as append_log_row() writes them, read at a third of what a tree of JSON costs: who checks a run reads all
/// of them.
#pragma once

#include <string_view>
#include <vector>

#include "edit/log.h"

namespace lauter {

/// Reads `line` (without its LF) into `row`, which is fresh, and the marks of its ops into `was`. False says nothing: ask
/// parse_log_row(). True: that would give the same, and append_log_row() with these marks the same bytes. Rows of several texts,
/// with fields dropped, with a reason, or with an escape in a string are left to it.
bool read_written_log_row(std::string_view line, LogRow& row, std::vector<AuditMark>& was);

}  // namespace lauter
