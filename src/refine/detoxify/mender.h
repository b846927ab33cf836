/// Takes abuse out of a sentence so that a sentence is left: which words go, and what stands in their place.
///
/// It begins with the words that the judge would take out, and looks at what is left as the second reader sees it: where a
/// place is torn, words beside it go too, or stay, or a phrase stands in, whatever makes the whole likeliest: what the judge
/// says of each word, that each seam is sound, and that no abuse is left.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "edit/edit.h"
#include "tag/toxicity/second_reader.h"

namespace lauter {

/// What a mend must be to be taken; chosen on authors of data/abuse/dev.
struct MendLimits {
  float least_fit = 0.5F;    ///< P(sound), or P(phrase), of each seam
  float least_put = 0.8F;     ///< P(phrase) for it to stand in: what is not there claims nothing
  float least_score = -4.0F;  ///< log of how likely the choice of words, sound seams and no abuse left are together
};

/// Const and safe from any thread, each with its own scratch.
class Mender {
 public:
  /// `reader`: reads seams; outlives it.
  explicit Mender(const SecondReader& reader, MendLimits limits = {}) : reader_(reader), limits_(limits) {}

  /// Edits of the sentence `span` of `text` with `cause`, sorted and apart, in bytes of the text; none: it cannot be mended.
  /// `tokens` are those of the sentence, `gone` the chances of each to go. Reads the sentence some forty times at most.
  std::vector<Edit> mend(std::string_view text, ByteSpan span, std::span<const Token> tokens,
                         std::span<const float> gone, const Cause& cause, MendReading& scratch) const;

 private:
  class Search;
  const SecondReader& reader_;
  MendLimits limits_;
};

}  // namespace lauter
