/// Words that have a row of the table of their own. A word is known by its first two rows, those of
/// its two hashes; its own row stands for the first of them. Internal to nn.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace lauter::internal {

class WordRows {
 public:
  /// `keys`: first row * `rows` + second row of each word, distinct; the own row of word i is
  /// `rows` + i, where `rows` is the size of the hashed table. O(keys).
  WordRows(std::span<const uint32_t> keys, uint32_t rows);

  /// In place: of each token (`ids` row numbers, two at least) whose word is known the first row
  /// becomes the word's own. One look into a table a token.
  void replace(std::span<uint32_t> rows, size_t ids) const;

 private:
  struct Slot {
    uint32_t key = 0;
    uint32_t row = 0;  ///< 0: free
  };
  size_t slot_of(uint32_t key) const;

  uint32_t rows_;
  std::vector<Slot> slots_;  ///< a power of two, half of them free at least; empty if there is no word
};

}  // namespace lauter::internal
