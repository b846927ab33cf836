/// Finds known words in a text at a GB/s: runs of ASCII letters are cut out with vector masks, and
/// all but the few that could be known are turned away by a filter in about twenty instructions.
/// Labels are whole words, so this beats a multi-literal automaton, which slows down with every
/// short literal (docs/design/0002-scan.md).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lauter::scan {

struct AnchorEvent {
  uint32_t end;      ///< offset after the literal's last byte
  uint16_t literal;  ///< index into Registry::literals()
  /// Letters with a capital after a small one, looked up whole: the words that they consist of are
  /// events too.
  bool humped = false;
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
  /// lower-case letter followed by a capital ends a run ("apiKey" holds "api" and "key"), and the
  /// letters up to the next other byte are looked up too ("SkyMiles"). Roughly in order. O(text).
  void scan(std::string_view text, std::vector<AnchorEvent>& events) const;

 private:
  struct Entry {
    uint64_t first;    ///< the first eight letters, zero-padded (little-endian)
    uint32_t rest;     ///< where the others stand in rests_
    uint16_t literal;  ///< of the event
    uint8_t length;
    uint8_t cut;  ///< 1 for a plural
  };
  /// A word that may be known, cut out but not yet compared: meanwhile its entries come from
  /// memory.
  struct Candidate {
    uint64_t first;  ///< Entry::first
    uint32_t begin, end;
    uint16_t entry, last_entry;  ///< entries_[entry, last_entry) have its hash
    bool humped;
  };
  uint64_t may_hold(uint64_t hash) const;
  Candidate candidate(std::string_view text, size_t begin, size_t end, bool humped) const;
  void confirm(std::string_view text, const Candidate& word,
               std::vector<AnchorEvent>& events) const;

  std::vector<Entry> entries_;  ///< after build(): grouped by the hash of `first`
  std::vector<uint16_t>
      groups_;  ///< by the top bits of the hash: its first entry; one more at the end
  std::string rests_;
  std::vector<uint64_t> filter_;  ///< two bits a word, both in the one of these that its hash names
};

}  // namespace lauter::scan
