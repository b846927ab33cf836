/// Takes abuse out of a sentence so that a sentence is left: which words go, and what stands in their place.
///
/// It begins with the words that the judge would take out, and looks at what is left as the second reader sees it: where a place is torn, words beside it go too, or stay,
/// or a phrase stands in, whatever makes the whole likeliest: what the judge says of each word, that each seam is sound, and that no abuse is left.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "edit/edit.h"
#include "tag/toxicity/second_reader.h"

namespace lauter {

/// Const and safe from any thread, each with its own scratch.
class Mender {
 public:
  /// `reader`: reads seams; outlives it.
  explicit Mender(const SecondReader& reader) : reader_(reader) {}

  /// Edits of the sentence `span` of `text` with `cause`, sorted and apart, in bytes of the text; none: it cannot be mended. `tokens` are those of the sentence, `gone` the
  /// chances of each to go. Reads the sentence some forty times at most.
  std::vector<Edit> mend(std::string_view text, ByteSpan span, std::span<const Token> tokens, std::span<const float> gone, const Cause& cause, MendReading& scratch) const;

 private:
  class Search;
  const SecondReader& reader_;
};

}  // namespace lauter
