/// One field of a row that is known to be sound (parse_record() took it), whatever else the row
/// holds: doubled keys, lone surrogates and numbers of any size are no reason not to find it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json/record.h"

namespace lauter {

/// The JSON of the field, as written; nothing if there is none. Where a key occurs twice the last
/// one counts. Linear in the row.
std::optional<std::string_view> find_field(std::string_view object, const FieldPath& path);

/// What such JSON says, to compare it: a string decoded (one with a lone surrogate as written), a
/// number in its shortest form, anything else as written.
std::string field_text(std::string_view json);

}  // namespace lauter
