/// All texts of all inputs, one after the other, for what reads a corpus as a whole.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>

#include "base/result.h"
#include "io/input.h"
#include "io/row.h"

namespace lauter {

struct TextOptions {
  RecordFields fields{};
  uint64_t limit_rows = std::numeric_limits<uint64_t>::max();  ///< over all files
  uint64_t max_record_bytes = uint64_t{64} << 20;
};

struct TextCounts {
  uint64_t rows = 0;
  uint64_t bad_rows = 0;  ///< of these, not read
};

/// Calls take(row) for every row that can be read, in order. Errors: those of reading and of
/// `take`. Memory: some chunks of 4 MiB.
Result<TextCounts> for_each_text(const Inputs& inputs, const TextOptions& options,
                                 const std::function<Result<void>(const Row& row)>& take);

}  // namespace lauter
