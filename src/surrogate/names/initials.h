/// The keyed permutation of initials: every name that begins with J becomes one that begins with
/// pi(J), so that `J. Doe`, `jdoe@` and `Jane Doe` agree without seeing one another.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/hash.h"

namespace lauter::surrogate {

class Initials {
 public:
  explicit Initials(const KeyedHash& hash);

  /// pi of a letter, in its case; a letter of no known alphabet stays. Latin letters with
  /// diacritics count as their base letter. Never the letter itself.
  char32_t map(char32_t letter) const;
  /// The same for an ASCII lower-case letter.
  char map_latin(char lower) const { return latin_[static_cast<size_t>(lower - 'a')]; }

 private:
  std::array<char, 26> latin_;
  /// Letter and image of the other alphabets, sorted by letter (lower case).
  std::vector<std::pair<char32_t, char32_t>> others_;
};

}  // namespace lauter::surrogate
