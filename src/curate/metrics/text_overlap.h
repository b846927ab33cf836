/// How alike the texts of a corpus are to each other: high figures mean texts from one mould.
///
/// All three grow with the number and the length of the texts: compare samples of equal ones.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "curate/metrics/corpus_words.h"

namespace lauter {

/// Self-BLEU (Zhu et al. 2018, Texygen): the mean over texts of BLEU with all other texts as
/// references; sentence BLEU of sacreBLEU (bleu.h, effective order). In [0, 100]; NaN for fewer
/// than two texts. An n-gram's greatest count among all others is its greatest or second greatest
/// of all, so that the cost is O(tokens), not its square: 1,000 texts take a fraction of a second.
double self_bleu(std::span<const std::string_view> texts);

/// Mean F1 of ROUGE-2 (Lin 2004, as the package rouge_score counts it: runs of letters and digits
/// in lower case, no stems) over all pairs of texts, exact, in [0, 1]. NaN for fewer than two
/// texts.
///
/// Pairs meet in an inverted index, so that the cost is one addition for each pair and shared pair
/// of words. `threads` share the rows; the sum does not depend on them.
double mean_pairwise_rouge2(std::span<const std::string_view> texts, int threads);

/// Self-repetition (Salkar et al. 2022; the package diversity): mean over texts of
/// log(1 + sum over the text's different n-grams of how many other texts have it), n = 4 there.
/// Words are those of CorpusWords. NaN without texts.
double self_repetition(const CorpusWords& corpus, uint32_t n = 4);

}  // namespace lauter
