/// Finds known words in a text at a GB/s: runs of ASCII letters are cut out with vector masks, and
/// all but the few that could be known are turned away by a filter in about twenty instructions.
/// Labels are whole words, so this beats a multi-literal automaton, which slows down with every
/// short literal (docs/design/0002-scan.md).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scan/neighbours.h"

namespace lauter::scan {

struct AnchorEvent {
  uint32_t end;      ///< offset after the literal's last byte
  uint16_t literal;  ///< index into Registry::literals()
  /// Letters with a capital after a small one, looked up whole: the words that they consist of are
  /// events too.
  bool humped = false;
  /// The letters beside a word; any beside another literal.
  Neighbours beside = {};
};

class WordIndex {
 public:
  static constexpr size_t kMaxWord = 32;

  /// `word`: 1 to kMaxWord - 1 lower-case ASCII letters. A plural s is found too (the event then
  /// ends before it). Occurrences with none of the letters of `wanted` beside them are passed over.
  void add(std::string_view word, uint16_t literal, Neighbours wanted = {});
  /// To be called once after the last add().
  void build();

  /// Appends an event for each wanted occurrence as a whole run of letters, in any letter case; a
  /// lower-case letter followed by a capital ends a run ("apiKey" holds "api" and "key"), and the
  /// letters up to the next other byte are looked up too ("SkyMiles"). Roughly in order. O(text).
  void scan(std::string_view text, std::vector<AnchorEvent>& events) const;

 private:
  struct Entry {
    uint64_t first;     ///< the first eight letters, zero-padded (little-endian)
    Neighbours wanted;  ///< letters of which one must stand beside the word
    uint32_t rest;      ///< where the other letters stand in rests_
    uint16_t literal;   ///< of the event
    uint8_t length;
    uint8_t cut;  ///< 1 for a plural
  };
  /// A word that may be known.
  struct Candidate {
    static constexpr uint32_t kHumped = 1U << 31;

    uint64_t first;  ///< Entry::first
    uint32_t begin;
    uint32_t length;  ///< and kHumped
  };
  /// The words of a block that are not yet cut out, by bit: their ends, and the begins of all but
  /// the first, which is relative to the block and negative if it began before.
  struct OpenWords {
    uint64_t ends, begins;
    int64_t begin;
  };
  template <typename FirstOf>
  Candidate* filter(OpenWords& open, uint32_t at, FirstOf first_of, Candidate* out) const;
  Candidate* filter_amid(const char* block, OpenWords& open, uint32_t at, Candidate* out) const;
  Candidate* filter_at_end(std::string_view text, OpenWords& open, uint32_t at,
                           Candidate* out) const;
  void confirm(std::string_view text, std::span<const Candidate> words,
               std::vector<AnchorEvent>& events) const;

  std::vector<Entry> entries_;  ///< after build(): grouped by the hash of `first`
  std::vector<uint16_t>
      groups_;  ///< by the top bits of the hash: its first entry; one more at the end
  std::string rests_;
  std::vector<uint64_t> filter_;  ///< two bits a word, both in the one of these that its hash names
};

}  // namespace lauter::scan
