/// A place of a text that may be private, and what was decided of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_span.h"
#include "catalog/category.h"

namespace lauter {

/// Whom the judge's reading of a name speaks of, whoever it is.
enum class NameKind : uint8_t { kNone, kPerson, kPlace, kOrganization };

struct ValueCandidate {
  ByteSpan span;             ///< bytes of the text, on UTF-8 boundaries
  Category category{};       ///< beyond the built-in ones: a custom rule's
  /// How probable it is that the value is private. Of a pattern's private find: that it is right to let
  /// it go, as much as leaving a key or an address costs more than losing one; .5 where that is even.
  float score = 0;
  bool is_private = true;    ///< the decision; false: part of the public record
  std::string_view rule;     ///< what proposed it: a pattern's name, or tag/CLASS; static or the scanner's
  std::string_view label;    ///< the category's name or a custom rule's own
  std::string reason;        ///< in words, without values: "tie of PERSON 3"

  /// The judge proposed it, not a pattern.
  bool is_learned() const { return rule.starts_with("tag/"); }
};

}  // namespace lauter
