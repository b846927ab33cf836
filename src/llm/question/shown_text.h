/// A text as a model is shown it, and the way back from what it quotes to the text's own bytes.
///
/// What a tokenizer or a model could take for the frame around the text is shown as something that
/// only looks like it, and what nobody can see is not shown at all:
///
///   <|im_start|> [INST] </s> </text> ...     the bracket becomes U+2039 or U+27E6
///   zero-width, bidi and tag characters, soft hyphens, variation selectors, CR of CR LF nothing
///   lone CR, VT, FF, NEL, U+2028, U+2029     U+2424, so that there are no lines but those of LF
///   other control characters                 U+FFFD
///
/// With line anchors every line begins with its number in the text: `L12| the line`. Several
/// passages are shown one after the other, with `[...]` on a line between them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/byte_span.h"

namespace lauter::llm {

class ShownText {
 public:
  ShownText() = default;
  /// Shows the passages `spans` (sorted, apart, on UTF-8 boundaries) of `text` (valid UTF-8).
  ShownText(std::string_view text, std::span<const ByteSpan> spans, bool line_anchors);

  std::string_view shown() const { return shown_; }

  /// The original bytes behind `span` of the shown text; nothing if it is empty, takes in an anchor
  /// or the mark between passages, or cuts a changed character. O(log pieces + pieces inside).
  std::optional<ByteSpan> to_original(ByteSpan span) const;
  /// Where the original's `span` is shown; nothing if it is not, or only in part, or begins or ends
  /// inside of a changed character.
  std::optional<ByteSpan> to_shown(ByteSpan span) const;

  /// What is shown of line `number` of the text, without its anchor; nothing if it is not shown.
  /// Only with line anchors.
  std::optional<ByteSpan> line(uint64_t number) const;

 private:
  friend class ShownTextBuilder;  // shown_text.cc
  struct Piece {
    ByteSpan shown;
    ByteSpan orig;
    bool frame = false;    ///< an anchor or mark: stands for no byte of the text
    bool changed = false;  ///< one character that is shown as another one, or not at all
  };
  std::string shown_;
  std::vector<Piece> pieces_;                         ///< sorted in both
  std::vector<std::pair<uint64_t, ByteSpan>> lines_;  ///< number, shown bytes
};

/// `text` with every character changed as above, for words that a model is told about the text.
std::string shown_form(std::string_view text);

}  // namespace lauter::llm
