/// Character references of HTML: `&amp;`, `&eacute`, `&#8364;`, `&#x20AC;`.
#pragma once

#include <string>
#include <string_view>

namespace lauter {

/// Reads the reference at the begin of `text`, which begins with `&`, as the HTML standard does
/// outside attributes (13.2.5.72): the longest name of its table, some of them without `;`;
/// numbers, of which 0x80 to 0x9F mean Windows-1252, and those that are no character U+FFFD.
/// Appends what it stands for to `out` and returns the bytes it takes; 0 if there is none.
size_t read_char_ref(std::string_view text, std::string& out);

}  // namespace lauter
