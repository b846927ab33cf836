/// TER, the translation edit rate (Snover et al. 2006) by the definition of sacreBLEU 2, which
/// follows Tercom: the fewest words to insert, delete, replace, and blocks of words to move, over
/// the words of the reference. Lower case, parted at white space.
///
///   a b c d e f g h   from   d e f g h a b c   : one block moves, 1 / 8 = 12.5
///
/// Moves are searched greedily, in Tercom's limits: blocks of at most 10 words, at most 50 words
/// far, 1,000 moves tried for a pair; edit distances in a band of 25 cells beside the diagonal.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace lauter {

/// Sums over any number of texts.
class Ter {
 public:
  /// Valid UTF-8 all, at least one reference: the one with the fewest edits counts, over the mean
  /// length of all. O(1,000 * 50) a word at worst; texts of thousands of words are slow.
  void add(std::string_view text, std::span<const std::string_view> references);

  /// 100 * edits / words: 0 is equal, above 100 is possible.
  double score() const;

 private:
  uint64_t edits_ = 0;
  double reference_words_ = 0;
};

}  // namespace lauter
