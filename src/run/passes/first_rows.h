/// A look at the first rows before a run begins: what is wrong with all of them is wrong with the
/// command, and nobody should hear of it after the last row.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "base/result.h"
#include "io/input.h"
#include "io/row.h"

namespace lauter {

struct FirstRows {
  uint64_t rows = 0;
  /// Field of one text, without the numbers of lists, and how many rows have it: `messages[].content`.
  std::map<std::string, uint64_t> fields{};
};

/// Calls see(row) for up to 1,000 rows of the first file whose rows have fields; none of standard input or
/// of objects, which can be read once or cost. Errors: kInvalidArgument if every row lacks the text,
/// with the fields that are there, or if the file begins in another encoding; those of reading are left to the run.
Result<FirstRows> look_at_first_rows(const Inputs& inputs, const RowOptions& options,
                                     const std::function<void(const Row&)>& see);

}  // namespace lauter
