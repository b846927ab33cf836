#include "surrogate/numbers/permutation.h"

#include <bit>
#include <cstring>
#include <utility>

#include "base/check.h"
#include "surrogate/numbers/draw.h"

namespace lauter::surrogate {
namespace {

constexpr int kRounds = 8;

/// The finaliser of splitmix64 (Steele, Lea and Flood 2014).
uint64_t mixed(uint64_t x) {
  x += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
  return x ^ (x >> 31);
}

}  // namespace

KeyedPermutation::KeyedPermutation(const Sha256Digest& key, uint64_t size)
    : size_(size), half_bits_((static_cast<int>(std::bit_width(size - 1)) + 1) / 2) {
  LAUTER_CHECK(size > 0 && size <= uint64_t{1} << 62, "the size of a permutation");
  std::memcpy(keys_.data(), key.data(), sizeof keys_);
}

uint64_t KeyedPermutation::feistel(uint64_t x, bool backwards) const {
  const uint64_t mask = (uint64_t{1} << half_bits_) - 1;
  uint64_t left = x >> half_bits_;
  uint64_t right = x & mask;
  if (backwards) std::swap(left, right);
  for (int i = 0; i < kRounds; ++i) {
    const int round = backwards ? kRounds - 1 - i : i;
    const uint64_t key = keys_[static_cast<size_t>(round % 4)] + static_cast<uint64_t>(round);
    const uint64_t mixture = mixed(mixed(right ^ key) + std::rotl(key, 32));
    left = std::exchange(right, left ^ (mixture & mask));
  }
  if (backwards) std::swap(left, right);
  return left << half_bits_ | right;
}

uint64_t KeyedPermutation::at(uint64_t x) const {
  do x = feistel(x, false);
  while (x >= size_);
  return x;
}

uint64_t KeyedPermutation::inverse(uint64_t y) const {
  do y = feistel(y, true);
  while (y >= size_);
  return y;
}

void permute_places(std::string& core, std::span<const FreePlace> places, const KeyedHash& hash,
                    std::string_view family, uint64_t steps) {
  if (places.empty()) return;
  std::string form;
  form.push_back(static_cast<char>(family.size()));
  form += family;
  form += "form";
  const size_t begin = form.size();
  form += core;
  uint64_t n_strings = 1;
  uint64_t number = 0;
  bool is_vast = false;
  for (const FreePlace& place : places) {
    const uint64_t digit = place.alphabet.find(core[place.at]);
    form[begin + place.at] = '\0';
    is_vast |= digit >= place.alphabet.size() || n_strings > (uint64_t{1} << 56);
    if (is_vast) continue;
    n_strings *= place.alphabet.size();
    number = number * place.alphabet.size() + digit;
  }
  if (is_vast) {
    KeyedRandom random(hash.digest(form + core + std::to_string(steps)));
    for (const FreePlace& place : places) core[place.at] = draw_from(random, place.alphabet);
    return;
  }
  number = KeyedPermutation(hash.digest(form), n_strings).after(number, steps);
  for (size_t i = places.size(); i-- > 0;) {
    core[places[i].at] = places[i].alphabet[number % places[i].alphabet.size()];
    number /= places[i].alphabet.size();
  }
}

}  // namespace lauter::surrogate
