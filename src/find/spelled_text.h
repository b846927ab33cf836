/// A text with the character references that its writer put for characters: `M&uuml;ller` is Müller.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

/// What is read instead of a text, with the way back. References without `;`, and those of several characters, stay as they are.
class SpelledText {
 public:
  enum class Which : uint8_t { kAll, kOfNames };  ///< those of letters and of `&`, not of other signs
  /// `text` must outlive it. Linear; no copy of a text without references.
  explicit SpelledText(std::string_view text, Which which = Which::kAll);
  SpelledText(const SpelledText&) = delete;
  SpelledText& operator=(const SpelledText&) = delete;

  std::string_view text() const { return refs_.empty() ? original_ : std::string_view(made_); }
  /// Bytes of the original behind bytes of text() on the bounds of characters, and the other way round: references whole.
  ByteSpan to_original(ByteSpan span) const;
  ByteSpan from_original(ByteSpan span) const;

 private:
  struct Reference {
    ByteSpan original;
    ByteSpan made;
  };
  std::string_view original_;
  std::string made_;
  std::vector<Reference> refs_;  ///< in order
};

}  // namespace lauter
