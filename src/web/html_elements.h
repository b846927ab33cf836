/// What an element does to the lines of a page. Internal to web.
#pragma once

#include <cstdint>
#include <string_view>

namespace lauter::internal {

enum class Element : uint8_t {
  kInline,  ///< and every name that is not known
  kVoid,    ///< inline, and has no end tag
  kBreak,   ///< ends the line; no end tag
  kBlock,   ///< ends the line at its begin and end
  kPre,     ///< a block whose white space counts
  kTable,
  kRowGroup,  ///< ends a row
  kRow,
  kCell,
  kTitle,
  kDropped,  ///< is no text, with all it holds
  kNoscript,
  kForeign,  ///< svg: dropped, and cut by other rules
};

Element element_of(std::string_view name);

/// Whether a start tag of this name ends svg, where none but drawings can be (the
/// standard, 13.2.6.5).
bool leaves_foreign(std::string_view name);

}  // namespace lauter::internal
