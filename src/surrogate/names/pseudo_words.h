/// New names in the manner of a list of names: their syllables, joined in another way.
///
/// `Holloway` and `Turnbull` are H|ol|lo|way and T|urn|bull; so are `Turnway`, `Holbull` and
/// `Turloway`. A list of 300 names gives some 10^6 names of two syllables and some 10^8 of three,
/// most of which can be read aloud in the language of the list, and which belong to nobody.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"

namespace lauter::surrogate {

class PseudoWords {
 public:
  /// Words in lower case, of one script. Lists of names of one syllable are cut into onset and
  /// rime; words of scripts without letters for vowels (all but Latin without diacritics, Cyrillic
  /// and Greek) into halves.
  explicit PseudoWords(std::span<const std::string> words);

  /// Whether there are pieces enough.
  bool can_make_words() const { return onsets_.size() >= 4 && lasts_.size() >= 4; }

  /// A word that begins with `initial` (lower case; 0: with any letter) and has `n_middle`
  /// syllables between the first and the last, as far as the list has such. May be a word of the
  /// list.
  std::string word(KeyedRandom& random, char32_t initial, size_t n_middle) const;

 private:
  void cut_in_halves(const std::vector<std::u32string>& words);
  std::u32string first_syllable(KeyedRandom& random, char32_t initial) const;
  bool joins(const std::u32string& left, const std::u32string& right) const;

  std::vector<std::u32string> onsets_;  // of words; sorted, as all of them
  std::vector<std::u32string> rimes_;   // of first syllables
  std::vector<std::u32string> middles_;
  std::vector<std::u32string> lasts_;
  std::vector<uint64_t> joints_;  ///< pairs of letters that meet between two syllables; none: all
};

}  // namespace lauter::surrogate
