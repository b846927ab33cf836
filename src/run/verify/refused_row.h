/// A row of OUT/rejected against the log row that says why it is there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/row.h"
#include "run/verify/logged_row.h"

namespace lauter {

/// What the log says of a rejected row.
struct RefusedRow {
  std::string id{};
  std::string reason{};
  std::string raw_hash{};
  uint64_t log_row = 0;
};

/// Empty if the line is of that row of `input`, as far as that shows without it.
std::string check_refused_row(std::string_view line, const RefusedRow& refused, const InputFile& input,
                              const RowOptions& rows, const LogKeys* keys);

}  // namespace lauter
