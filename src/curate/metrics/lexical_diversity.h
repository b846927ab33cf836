/// Lexical richness and diversity of one text: the indices of the field by their published names,
/// equal to the Python package lexicalrichness to 1e-9 (lexical_diversity_test.cc), and distinct-n.
///
///   LexicalScratch scratch;                                   // one for each thread
///   const LexicalDiversity d = lexical_diversity(text, {}, scratch);
///   d.mtld;                                                   // NaN where it is not defined
///
/// t: different words (types), w: words (tokens), by curate/metrics/lexical_words.h.
/// **Length.** TTR, RTTR, CTTR and distinct-n change with w alone, Herdan, Summer, Dugast and Maas
/// somewhat: compare them between texts of one length only. MSTTR, MATTR, MTLD and HD-D are made to
/// be comparable across lengths, from some hundred words on.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "curate/detector/ngram_key.h"

namespace lauter {

/// The defaults of lexicalrichness.
struct LexicalOptions {
  uint32_t segment_window = 100;  ///< words of a segment of MSTTR
  uint32_t moving_window = 100;   ///< words of a window of MATTR
  double mtld_threshold = 0.72;   ///< TTR at which a factor of MTLD is full
  uint32_t hdd_draws = 42;
};

inline constexpr std::array<uint32_t, 5> kDistinctOrders = {1, 2, 3, 4, 8};

struct LexicalDiversity {
  static constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

  uint64_t words = 0;
  uint64_t terms = 0;
  double ttr = kUndefined;     ///< t / w
  double rttr = kUndefined;    ///< t / sqrt(w) (Guiraud 1954)
  double cttr = kUndefined;    ///< t / sqrt(2w) (Carroll 1964)
  double herdan = kUndefined;  ///< log t / log w (Herdan 1960)
  double summer = kUndefined;  ///< log log t / log log w (Summer 1966)
  double dugast = kUndefined;  ///< log(w)^2 / (log w - log t) (Dugast 1978); none if t = w
  double maas = kUndefined;    ///< (log w - log t) / log(w)^2 (Maas 1972): the lower, the richer
  /// Mean TTR of segments (Johnson 1944). The last segment is left out, also where it is complete:
  /// so does lexicalrichness. Only if w is above the window.
  double msttr = kUndefined;
  double mattr = kUndefined;  ///< mean TTR of every window (Covington 2007); if w >= window
  double mtld = kUndefined;  ///< mean length of factors, both directions (McCarthy and Jarvis 2010)
  double hdd = kUndefined;   ///< hypergeometric (McCarthy and Jarvis 2007); if w >= draws
  /// Different n-grams / n-grams, n by kDistinctOrders (Li et al. 2016). 1 - distinct_n is the
  /// seq-rep-n of Welleck et al. 2020; distinct_8 falls below 1 where whole phrases come again.
  std::array<double, kDistinctOrders.size()> distinct = {kUndefined, kUndefined, kUndefined,
                                                         kUndefined, kUndefined};
};

/// Working memory of one thread. Reusable, never shared.
struct LexicalScratch {
  std::vector<uint64_t> hashes;
  std::vector<uint64_t> pairs;
  std::vector<uint64_t> fours;
  std::vector<uint32_t> words;
  std::vector<uint32_t> counts;
  std::vector<uint32_t> seen;
  KeyNumbers numbers;
};

/// All figures of `text` (valid UTF-8, below 2^32 words). Linear, one scan and six passes over the
/// words; about 60 MB/s.
LexicalDiversity lexical_diversity(std::string_view text, const LexicalOptions& options,
                                   LexicalScratch& scratch);

/// The same of words that are already hashed, in scratch.hashes (curate/metrics/lexical_words.h).
LexicalDiversity lexical_diversity(const LexicalOptions& options, LexicalScratch& scratch);

}  // namespace lauter
