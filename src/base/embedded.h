/// Files that the build put into this program, packed (src/CMakeLists.txt names them, base/pack_main.cc packs them).
#pragma once

#include <string_view>

namespace lauter {

/// Whether this program carries a file of this name. Unpacks nothing.
bool has_embedded_file(std::string_view name);

/// Its bytes; empty if this program carries none of this name. They are unpacked when they are first asked for, some 10 ms
/// for 8 MB, and stay as long as the program. Safe from any thread.
std::string_view embedded_file(std::string_view name);

}  // namespace lauter
