/// A text as a model is shown it, and the way back from what it quotes to the text's own bytes.
///
/// What could be taken for the frame around the text is changed to something that looks like it:
///   <|im_start|> [INST] </s> and other tokens of chat templates   the bracket becomes U+2039 /
///   U+27E6 zero-width and soft hyphen                              left out bidi controls, tag
///   characters, other control characters U+FFFD
/// and with line anchors every line begins with its number:  L12| the line
/// so that no server's tokenizer and no model sees an end of the text before its end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::llm {

class ShownText {
 public:
  ShownText() = default;
  /// Shows the passages `spans` (sorted, apart, on UTF-8 boundaries) of `text`, which must outlive
  /// it, one after the other with a mark between them. `first_line`: anchors count from the text's
  /// line 1.
  ShownText(std::string_view text, std::span<const ByteSpan> spans, bool line_anchors);

  std::string_view shown() const { return shown_; }

  /// The original bytes behind `span` of the shown text; nothing if it takes in an anchor or the
  /// mark between passages, or cuts a changed character. O(log pieces).
  std::optional<ByteSpan> to_original(ByteSpan span) const;

 private:
  struct Piece {
    uint64_t shown_begin;
    uint64_t shown_size;
    uint64_t orig_begin;
    uint64_t orig_size;
    bool frame;    ///< an anchor or a mark: stands for no byte of the text
    bool changed;  ///< one character that is shown as another one, or not at all
  };
  std::string shown_;
  std::vector<Piece> pieces_;
};

/// Whether `text` holds anything that ShownText changes, or reads like orders to a model: for
/// counting and for stricter handling, not a defence.
bool looks_like_orders(std::string_view text);

}  // namespace lauter::llm
