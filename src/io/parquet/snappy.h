/// Snappy's block format. Internal to src/io/parquet. Format: google/snappy,
/// format_description.txt.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lauter::internal {

/// Appends `bytes`, of less than 4 GiB, as one block. Linear time; equal bytes give equal blocks.
void append_snappy(std::string_view bytes, std::string& out);

/// Whether `block` is a whole block of `size` bytes, which `to` then holds.
bool decode_snappy(std::string_view block, char* to, size_t size);

}  // namespace lauter::internal
