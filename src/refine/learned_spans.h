/// Where what the tagger found begins and ends: names lose what is no part of them, and get what
/// is.
#pragma once

#include <string_view>

#include "base/byte_span.h"

namespace lauter::internal {

struct TypedSpan {
  ByteSpan span;
  std::string_view type;  ///< of the tagger: "PERSON", "ADDRESS" ...; numbered names are none
};

/// The value in `span` (of `type`): on its line, without small words, titles, roles and courtesies
/// that the tagger took along ("Thx, Ross", "Defendant Boudreaux"), with the family name, the other
/// half of a place or the part of a building that it left. Reads about 200 bytes around.
TypedSpan settled_span(std::string_view text, ByteSpan span, std::string_view type);

/// Whether the pools of names know it as a given name, and it is no common word.
bool is_pooled_given_name(std::string_view word);

/// Whether it is one of the small words between names: "and", "of".
bool is_link(std::string_view word);

/// Without marks and blanks at both ends; the dot of an initial stays.
ByteSpan without_marks(std::string_view text, ByteSpan span);

}  // namespace lauter::internal
