/// What the linear toxicity scorer reads: words with disguises undone, as hashed words, pairs of
/// words and character n-grams. Independent of the encoder's tokens and features on purpose: the
/// scorer judges what the encoder did.
///
///   "Such an  1d!ot, @anna http://x.y"  ->  such | an | idiot | @ | /
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

/// Trained weights are void if what this file or its .cc says changes.
inline constexpr uint32_t kToxicityFeatureVersion = 1;
inline constexpr uint32_t kToxicityWordRows = 1U << 19;
inline constexpr uint32_t kToxicityGramRows = 1U << 19;

struct ToxicityWord {
  ByteSpan span;         ///< of the text
  uint32_t word_row;     ///< in [0, kToxicityWordRows)
  uint32_t pair_row;     ///< this word and the one before it; the same range
  uint32_t grams_begin;  ///< its n-grams: rows [grams_begin, grams_end) of `grams`
  uint32_t grams_end;
};

struct ToxicityFeatures {
  std::vector<ToxicityWord> words;
  std::vector<uint32_t> grams;  ///< rows in [0, kToxicityGramRows)

  std::string folded;  ///< scratch: one word between '^' and '$'
  std::string pair;    ///< scratch: the last word and this one
};

/// Replaces `out` by the features of `text` (valid UTF-8). A word is a run of letters, marks and
/// digits, with apostrophes left out and with * @ # $ ! inside it; letters that stand alone with
/// one separator between them are one word ("i d i o t"). Lower case; in a word with a letter,
/// digits and signs that stand for letters become them, others become '*'; a run of more than two
/// of one character is two. A mention or link is one word without content. Words count up to 32
/// characters. Linear.
void extract_toxicity_features(std::string_view text, ToxicityFeatures& out);

}  // namespace lauter
