/// What a file of JSON holds, seen at its begin.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "io/input.h"

namespace lauter::internal {

enum class JsonShape : uint8_t {
  kLines,      ///< an object a line: JSONL
  kValues,     ///< an array of objects, or objects that do not end with their lines
  kOneObject,  ///< one object alone, as configuration is
  kOther,
};

/// `bytes`: the begin of a file, or all of it if `at_end`.
JsonShape json_shape(std::string_view bytes, bool at_end);

/// The same of a file's first MiB, uncompressed. Errors: those of reading.
Result<JsonShape> sniff_json(const InputFile& file);

}  // namespace lauter::internal
