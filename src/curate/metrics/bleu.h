/// BLEU (Papineni et al. 2002) by the definition of sacreBLEU 2: tokenizer 13a, case kept, counts
/// summed over all texts, n from 1 to 4, exponential smoothing, closest reference length.
///
///   Bleu bleu;
///   const std::string_view references[] = {"The dog had bit the man."};
///   bleu.add("The dog bit the man.", references);
///   bleu.score();                                  // in [0, 100]
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "curate/metrics/mt_tokens.h"

namespace lauter {

inline constexpr size_t kBleuOrders = 4;

/// What a score is made of; sums over texts add up.
struct BleuCounts {
  std::array<uint64_t, kBleuOrders> correct{};
  std::array<uint64_t, kBleuOrders> total{};
  uint64_t text_tokens = 0;
  uint64_t reference_tokens = 0;  ///< of the reference closest in length, the shorter if two are
};

enum class BleuOrder : uint8_t {
  kFull,       ///< always four orders: for corpora
  kEffective,  ///< only as many as the texts have words for: for single texts
};

/// In [0, 100]; 0 without any match.
double bleu_score(const BleuCounts& counts, BleuOrder order);

/// The key of each n-gram of `tokens`, for n = `order`.
std::vector<uint64_t> bleu_ngrams(std::span<const std::string_view> tokens, size_t order);

/// Sums over any number of texts.
class Bleu {
 public:
  /// Valid UTF-8 all, at least one reference. O(n log n) in the tokens.
  void add(std::string_view text, std::span<const std::string_view> references);
  double score(BleuOrder order = BleuOrder::kFull) const { return bleu_score(counts_, order); }
  const BleuCounts& counts() const { return counts_; }

 private:
  BleuCounts counts_;
};

}  // namespace lauter
