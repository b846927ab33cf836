/// Texts as points, and what a cloud of points says of a corpus: its spread, and how much of
/// another cloud (human text) it covers.
///
/// A text's vector is its words, hashed with signs into 512 places, each word weighing
/// (1 + log tf) * idf over all texts at hand, scaled to length 1 (the hashing trick, Weinberger et
/// al. 2009). So distance means other words, not other meaning: the encoder's states would say more
/// of meaning, but cost a hundred times the time, and the same figures may be had of them, since
/// everything here takes any unit vectors.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "curate/metrics/corpus_words.h"

namespace lauter {

inline constexpr size_t kVectorSize = 512;

/// n vectors of length 1 (or 0, for texts without words), one behind the other.
struct DocumentVectors {
  std::vector<float> values;

  size_t size() const { return values.size() / kVectorSize; }
  std::span<const float> operator[](size_t i) const {
    return std::span<const float>(values).subspan(i * kVectorSize, kVectorSize);
  }
};

/// The vectors of the texts of every corpus, weighed by one idf: log((1 + n) / (1 + df)) + 1 over
/// all of them. O(words).
std::vector<DocumentVectors> document_vectors(std::span<const CorpusWords* const> corpora);

/// Mean cosine distance (1 - cosine) over all pairs: 0 for copies of one text, near 1 for unrelated
/// ones. NaN for fewer than two texts. Exact and O(n): the sum of all pairs' products is the square
/// of the sum.
double mean_pairwise_distance(const DocumentVectors& texts);

/// Coverage (Naeem et al. 2020): the share of `real` texts that have a text of `made` no farther
/// off than their k-th nearest other real text. Near 1 if the one corpus spreads as the other does.
/// NaN if real has no k + 1 texts or made none. O(n^2).
double knn_coverage(const DocumentVectors& real, const DocumentVectors& made, size_t k = 5);

}  // namespace lauter
