/// Arrow arrays of others, read in place. Layouts: https://arrow.apache.org/docs/format/Columnar.html.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "capi/lauter.h"

namespace lauter::capi {

/// Writes a view of each string to `out`, which has array.length places. `check`: every offset is looked at before it is
/// used. Errors: kInvalidArgument for a type that holds no text, or offsets that leave the buffers.
Result<void> read_strings(const ArrowSchema& schema, const ArrowArray& array, bool check, std::span<lauter_view> out);

/// A struct array as a JSON object for each entry, for `where:`. Strings, numbers, booleans and structs of these; members
/// of other types are left out, as nulls are. Errors: kInvalidArgument if it is no struct array.
Result<std::vector<std::string>> read_fields(const ArrowSchema& schema, const ArrowArray& array);

}  // namespace lauter::capi
