/// Keyed permutations: different numbers stay different, which a keyed hash cannot promise.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/hash.h"

namespace lauter::surrogate {

/// A keyed permutation of 0..size-1: a Feistel network of eight rounds over the next even power of
/// two, walked until it is back in range (fewer than four steps on average).
class KeyedPermutation {
 public:
  /// 0 < size <= 2^62.
  KeyedPermutation(const Sha256Digest& key, uint64_t size);

  uint64_t at(uint64_t x) const;
  uint64_t inverse(uint64_t y) const;
  /// The number `steps` places after `x` on the ring that the permutation makes of all of them: a
  /// permutation again for each number of steps, without a fixed point unless size divides it. So
  /// redraws (1, 2, 3, ... steps) meet every other number once before `x` itself.
  uint64_t after(uint64_t x, uint64_t steps) const { return at((inverse(x) + steps) % size_); }

 private:
  uint64_t feistel(uint64_t x, bool backwards) const;

  uint64_t size_;
  int half_bits_;
  std::array<uint64_t, 4> keys_;
};

/// A character of an identifier that is drawn anew, and the characters that may stand there.
struct FreePlace {
  size_t at;
  std::string_view alphabet;  ///< without repeats; has the character that stands there
};

/// Replaces the characters of `core` at `places` (in order) by those of another string of the same
/// form: for one key, form and number of `steps` a permutation of all strings of the form. Forms of
/// more than about 2^60 strings are drawn at random instead.
void permute_places(std::string& core, std::span<const FreePlace> places, const KeyedHash& hash,
                    std::string_view family, uint64_t steps);

}  // namespace lauter::surrogate
