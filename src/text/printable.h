/// Bytes of strangers (texts, file names, servers' words) as what a terminal, a page or a JSON string can show.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lauter {

/// `bytes` with `\xNN` for each byte of what is no valid UTF-8 or commands instead of showing: control characters (C0 but
/// the tab, DEL, C1), line and paragraph separators, marks of direction (UAX #9). `keep_lines`: newlines stay.
/// Linear; valid UTF-8 without control characters.
std::string printable(std::string_view bytes, bool keep_lines = false);

/// A file's name as printable() has it, and reversibly: a backslash is doubled, a tab escaped. The same
/// bytes for nearly all names. It is what ids, reports and logs hold.
std::string escape_name(std::string_view bytes);

/// The bytes of what escape_name() gave. Nothing if it did not give this.
std::optional<std::string> unescape_name(std::string_view name);

}  // namespace lauter
