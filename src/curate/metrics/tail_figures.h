/// What a corpus has of the language's tail: the figures that tell machine-made text from human
/// text where TTR and MTLD do not (docs/design/0017-instruments.md).
///
/// All depend on length: compare corpora of equal words (CorpusWords::head). n-grams never cross
/// texts.
#pragma once

#include <cstdint>

#include "curate/metrics/corpus_words.h"

namespace lauter {

struct NgramTail {
  uint64_t tokens = 0;      ///< n-grams
  uint64_t types = 0;       ///< different ones
  uint64_t singletons = 0;  ///< that occur once
  double entropy_bits = 0;  ///< of the n-grams' distribution
  /// Good-Turing: the share of the language's n-grams that the corpus has not seen, estimated by
  /// singletons / tokens. NaN without n-grams.
  double missing_mass = 0;
};

/// n from 1 to 8. O(words).
NgramTail ngram_tail(const CorpusWords& corpus, uint32_t n);

struct NgramCoverage {
  double of_tokens = 0;  ///< share of the held-out n-grams that the corpus has
  double of_types = 0;   ///< share of the different ones
};

/// How much of `held_out` (human text) `corpus` covers. NaN where that has no n-grams. O(words).
NgramCoverage ngram_coverage(const CorpusWords& corpus, const CorpusWords& held_out, uint32_t n);

}  // namespace lauter
