/// chrF: character n-gram F-score of texts against reference texts (Popovic 2015), by the
/// definition of sacreBLEU 2: n from 1 to 6, white space left out, counts summed over all pairs,
/// precision and recall averaged over the orders that both sides have, recall weighing beta = 2
/// times.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lauter {

inline constexpr size_t kChrfOrders = 6;

/// Sums over any number of pairs.
class Chrf {
 public:
  /// Both valid UTF-8. O(n) in their code points.
  void add(std::string_view text, std::string_view reference);

  /// In [0, 100]; 0 before the first pair.
  double score(double beta = 2.0) const;

 private:
  struct Counts {
    uint64_t text = 0;
    uint64_t reference = 0;
    uint64_t shared = 0;
  };
  std::array<Counts, kChrfOrders> orders_{};
};

}  // namespace lauter
