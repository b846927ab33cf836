/// Several texts, as the turns of a chat, that are refined as one document: whoever is named in one is
/// the same person in the next, and a question stands before its answer.
///
///   JoinedTexts joined(texts);                       // "Who is it?\n\nBob Smith"
///   auto programs = joined.split(program);           // over joined.text(): one program for each text
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"
#include "edit/edit.h"

namespace lauter {

class JoinedTexts {
 public:
  /// What stands between two texts.
  static constexpr std::string_view kBetween = "\n\n";

  /// A blank line stands between two texts; one text is left as it is.
  explicit JoinedTexts(std::span<const std::string_view> texts);

  const std::string& text() const { return text_; }
  /// Where each text stands in text().
  std::span<const ByteSpan> spans() const { return spans_; }

  /// A program over text() as one for each text. What it deletes between the texts stays. Errors:
  /// kInvalidArgument if an edit writes over the end of a text, or between two. `program` is valid for text()
  /// and drops nothing. O(texts + edits).
  Result<std::vector<EditProgram>> split(const EditProgram& program) const;

 private:
  std::string text_;
  std::vector<ByteSpan> spans_;
};

}  // namespace lauter
