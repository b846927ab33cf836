/// Finds literals in a text. Those of ASCII ("@", "://", "-----BEGIN", "ghp_") are found anywhere.
/// Each is looked for by one place in it, its key: a mark (what is no letter, digit or blank) with
/// the byte before it, where it has one, else three bytes that are rare together. A vector filter
/// proposes places, a table over all pairs of bytes turns most of them away, what is left is
/// compared. About 2.5 instructions a byte on prose, where an automaton over the same 500 literals,
/// many of one or two bytes, takes eight (docs/design/0002-scan.md).
///
/// Those that begin beyond ASCII ("паспорт", "卡号") are words: they are found where such letters
/// begin and, in scripts without blanks between words, at every letter. A hash of the first bytes
/// turns nearly all places away.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scan/index/word_index.h"

namespace lauter::scan {

class LiteralIndex {
 public:
  /// `bytes`: 1 to 255 of UTF-8; `caseless`: letters of ASCII match in either case.
  void add(std::string_view bytes, bool caseless, uint16_t literal);
  /// To be called once after the last add().
  void build();

  /// Appends an event for each occurrence, overlapping ones too. O(text), some more for each place
  /// that holds the pair of a literal.
  void scan(std::string_view text, std::vector<AnchorEvent>& events) const;

 private:
  struct Entry {
    uint32_t bytes;    ///< where they stand in bytes_
    uint16_t literal;  ///< of the event
    uint8_t length;
    uint8_t key;  ///< which of its bytes ends the key's pair; 0 if there is no pair
    bool caseless;
    /// Up to eight bytes of the literal, which turn most places away without a loop: those behind
    /// the key's pair, or where there are none those before it. A text's bytes, letters lowered by
    /// `fold`, are `near` where `mask` says.
    bool behind = true;
    uint64_t near = 0, mask = 0, fold = 0;
  };
  /// What may stand beside the pair of some literal, by the last five bits of the byte.
  struct Beside {
    uint32_t before, after;
  };
  /// A set of bytes by their nibbles, eight at a time: a byte is in those sets that both its
  /// nibbles name.
  struct Nibbles {
    std::array<uint8_t, 16> low{}, high{};
  };
  struct Filter;  // the tables in registers

  std::string_view bytes_of(const Entry& entry) const {
    return std::string_view(bytes_).substr(entry.bytes, entry.length);
  }
  void measure_heads();
  void choose_keys();
  void group_triples();
  void note_near(Entry& entry) const;
  void sort_by_slot();
  void compare(std::string_view text, size_t at, size_t i, size_t last,
               std::vector<AnchorEvent>& events) const;
  void look_at(std::string_view text, size_t at, std::vector<AnchorEvent>& events) const;
  size_t head_slot(std::string_view text, size_t at) const;
  void look_at_letters(std::string_view text, size_t at, std::vector<AnchorEvent>& events) const;

  std::string bytes_;
  std::vector<Entry> entries_;  ///< after build(): by slot, once for each form
  /// By slot, which is the pair of the key (little-endian) or, behind all pairs, the hash of the
  /// literal's head: its first entry; one more at the end.
  std::vector<uint16_t> starts_;
  std::vector<Beside> beside_;  ///< by pair: of all its literals
  /// By first byte beyond ASCII: of the eight bytes from there on those that every literal has.
  std::array<uint64_t, 256> head_masks_ = {};
  Nibbles marks_;  ///< exact: one set for each high nibble
  /// The bytes of keys without a mark in eight groups; passes some other triples too.
  std::array<Nibbles, 3> triples_;
};

}  // namespace lauter::scan
