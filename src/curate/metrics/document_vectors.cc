#include "curate/metrics/document_vectors.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <unordered_map>

#include "curate/detector/ngram_key.h"
#include "curate/metrics/share.h"

namespace lauter {
namespace {

/// The text's different words and how often each occurs, in order of first occurrence.
struct WordCounts {
  std::vector<uint64_t> words;
  std::vector<uint32_t> counts;
  KeyNumbers numbers;

  void assign(std::span<const uint64_t> text) {
    words.clear();
    counts.clear();
    numbers.reset(text.size());
    for (const uint64_t word : text) {
      const uint32_t number = numbers.add(word);
      if (number == words.size()) {
        words.push_back(word);
        counts.push_back(0);
      }
      ++counts[number];
    }
  }
};

float product(std::span<const float> a, std::span<const float> b) {
  // Eight sums that do not wait for each other: one register.
  float sums[8] = {};
  for (size_t i = 0; i < kVectorSize; i += 8) {
    for (size_t k = 0; k < 8; ++k) sums[k] += a[i + k] * b[i + k];
  }
  float sum = 0;
  for (const float part : sums) sum += part;
  return sum;
}

}  // namespace

std::vector<DocumentVectors> document_vectors(std::span<const CorpusWords* const> corpora) {
  std::unordered_map<uint64_t, uint32_t> texts_with;
  WordCounts text;
  size_t n = 0;
  for (const CorpusWords* corpus : corpora) {
    n += corpus->texts();
    for (size_t i = 0; i < corpus->texts(); ++i) {
      text.assign(corpus->text(i));
      for (const uint64_t word : text.words) ++texts_with[word];
    }
  }
  std::vector<DocumentVectors> all;
  for (const CorpusWords* corpus : corpora) {
    DocumentVectors vectors;
    vectors.values.resize(corpus->texts() * kVectorSize);
    for (size_t i = 0; i < corpus->texts(); ++i) {
      const std::span<float> to(vectors.values.data() + i * kVectorSize, kVectorSize);
      text.assign(corpus->text(i));
      for (size_t k = 0; k < text.words.size(); ++k) {
        const uint64_t word = text.words[k];
        const double idf =
            std::log(static_cast<double>(1 + n) / (1 + texts_with.find(word)->second)) + 1;
        const double weight = (1 + std::log(text.counts[k])) * idf;
        to[word % kVectorSize] += static_cast<float>(word >> 63U != 0 ? -weight : weight);
      }
      const float length = std::sqrt(product(to, to));
      if (length > 0) {
        for (float& value : to) value /= length;
      }
    }
    all.push_back(std::move(vectors));
  }
  return all;
}

double mean_pairwise_distance(const DocumentVectors& texts) {
  if (texts.size() < 2) return kNaN;
  // Of |sum v|^2 the pairs of different texts are what the squares of the vectors leave.
  std::vector<double> sum(kVectorSize);
  double squares = 0;
  for (size_t i = 0; i < texts.size(); ++i) {
    for (size_t k = 0; k < kVectorSize; ++k) {
      const double value = static_cast<double>(texts[i][k]);
      sum[k] += value;
      squares += value * value;
    }
  }
  double all = 0;
  for (const double value : sum) all += value * value;
  const double n = static_cast<double>(texts.size());
  return 1 - (all - squares) / (n * (n - 1));
}

double knn_coverage(const DocumentVectors& real, const DocumentVectors& made, size_t k) {
  if (k == 0 || real.size() <= k || made.size() == 0) return kNaN;
  size_t covered = 0;
  std::vector<float> near(real.size());
  for (size_t i = 0; i < real.size(); ++i) {
    // The distance of unit vectors falls as their product grows.
    for (size_t j = 0; j < real.size(); ++j) near[j] = product(real[i], real[j]);
    std::swap(near[i], near.back());
    const auto kth = near.begin() + static_cast<std::ptrdiff_t>(k - 1);
    std::nth_element(near.begin(), kth, near.end() - 1, std::greater<>());
    const float radius = *kth;
    for (size_t j = 0; j < made.size(); ++j) {
      if (product(real[i], made[j]) >= radius) {
        ++covered;
        break;
      }
    }
  }
  return static_cast<double>(covered) / static_cast<double>(real.size());
}

}  // namespace lauter
