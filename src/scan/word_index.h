/// Finds known words in a text at several hundred MB/s: runs of ASCII letters are cut out with
/// vector masks and looked up in a hash table behind a small filter. Labels are whole words, so
/// this beats a multi-literal automaton, which slows down with every short literal
/// (docs/design/0002-scan.md).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lauter::scan {

struct AnchorEvent {
  uint32_t end;      ///< offset after the literal's last byte
  uint16_t literal;  ///< index into Registry::literals()
};

class WordIndex {
 public:
  static constexpr size_t kMaxWord = 32;

  /// `word`: 1 to kMaxWord - 1 lower-case ASCII letters. A plural s is found too (the event then
  /// ends before it).
  void add(std::string_view word, uint16_t literal);
  /// To be called once after the last add().
  void build();

  /// Appends an event for each occurrence as a whole run of letters, in any letter case; a
  /// lower-case letter followed by a capital ends a run ("apiKey" holds "api" and "key"). O(text).
  void scan(std::string_view text, std::vector<AnchorEvent>& events) const;

 private:
  /// A word in lower case, zero-padded.
  struct Key {
    uint64_t part[4] = {};
    bool operator==(const Key&) const = default;
  };
  struct Entry {
    Key key;
    uint16_t literal = 0;
    uint8_t cut = 0;  ///< 1 for a plural
    uint8_t length = 0;
  };
  static Key key_of(std::string_view text, size_t begin, size_t length);
  static uint64_t first_of(std::string_view text, size_t begin, size_t length);
  static uint64_t hash(uint64_t first, size_t length);

  void confirm(std::string_view text, size_t begin, size_t end,
               std::vector<AnchorEvent>& events) const;

  std::vector<Entry> entries_;
  std::vector<uint32_t> slots_;   ///< 16 bits of the hash, 16 bits of entry number + 1; 0: free
  std::vector<uint64_t> filter_;  ///< 2^17 bits, addressed by the top of the hash
};

}  // namespace lauter::scan
