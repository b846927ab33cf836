/// Where in the text a quote of the model stands. Internal to `llm`.
///
/// The rule, in this order:
///   1. Every place of the shown text (with line anchors: of the line that is named) where the
///   quote
///      stands byte for byte; if there is none, where it stands as the text is shown
///      (shown_form()); if there is none, where it stands under the looseness that the recipe
///      allows.
///   2. Of several, those with `before` right before and `after` right behind them, blanks aside.
///   3. With `occurrence` n, the n-th of these (from 1).
///   4. Else, if some of them cut no word, those only.
///   5. One place: that is it. Several: all of them if the label's values stand for themselves
///      everywhere and no context was given, else the quote is ambiguous and refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "llm/question/answer.h"
#include "llm/question/loose_text.h"

namespace lauter::llm::internal {

/// One passage as a reply names it.
struct Named {
  std::string quote{};
  std::string before{};
  std::string after{};
  int64_t occurrence = 0;  ///< 0: not given
  int64_t line = 0;        ///< with line anchors, from 1
  int64_t to_line = 0;     ///< whole lines `line` to this one; 0: the quote
};

struct Located {
  std::optional<Refusal> refusal{};
  std::vector<ByteSpan> spans{};  ///< of the row's text, sorted, apart, inside what may be edited
  bool loose = false;           ///< found by a looseness only
};

/// Keeps what all quotes of one reply share. Views the question.
class Locator {
 public:
  explicit Locator(const Question& question) : question_(question) {}

  /// `everywhere`: see Label. Linear in the shown text.
  Located locate(const Named& named, bool everywhere);

 private:
  Located locate_lines(const Named& named) const;
  std::vector<ByteSpan> places(const Named& named, ByteSpan within, bool& loose);
  std::vector<ByteSpan> loose_places(std::string_view quote, ByteSpan within);
  bool has_context(const Named& named, ByteSpan place) const;
  bool may_edit(ByteSpan span) const;

  const Question& question_;
  std::optional<LooseText> loose_{};  ///< of the shown text, made when first needed
};

/// Whether a cut at `offset` of `text` goes through a word.
bool cuts_word(std::string_view text, size_t offset);

/// The last, or the first, `words` words of `text`, blanks at its end, or begin, aside.
std::string words_before(std::string_view text, size_t words);
std::string words_behind(std::string_view text, size_t words);

/// Whether the task's text is shown with line anchors and its edits name lines.
bool is_anchored(const Ask& ask);

}  // namespace lauter::llm::internal
