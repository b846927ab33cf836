/// Finds known words in a text at a GB/s: runs of ASCII letters are cut out with vector masks, and
/// all but the few that could be known are turned away by one comparison of marks.
/// Labels are whole words, so this beats a multi-literal automaton, which slows down with every
/// short literal (docs/design/0002-scan.md).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scan/index/neighbours.h"

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
  /// A mark of a byte for each entry of those whose hashes begin alike: one comparison of vectors
  /// tells nearly all words that are not known, and where a known one's entry stands.
  struct alignas(16) Bucket {
    static constexpr unsigned kMost = 16;
    std::array<uint8_t, kMost> marks = {};
  };
  /// A word that may be known.
  struct Candidate {
    static constexpr uint64_t kHumped = uint64_t{1} << 63;

    uint64_t first;    ///< Entry::first
    uint64_t place;    ///< where it begins, its length in the upper half, kHumped
    uint32_t entry;    ///< the first of its bucket
    uint32_t matches;  ///< a bit for each mark of its bucket that is its own

    uint32_t begin() const { return static_cast<uint32_t>(place); }
    uint32_t length() const { return static_cast<uint32_t>(place >> 32) & 0x7FFFFFFF; }
    bool humped() const { return (place & kHumped) != 0; }
  };
  /// The words of a block that are not yet cut out, by bit: their ends, and the begins of all but
  /// the first, which is relative to the block and negative if it began before.
  struct OpenWords {
    uint64_t ends, begins;
    int64_t begin;
  };
  uint32_t matches(uint64_t hash) const;
  template <typename FirstOf>
  Candidate* filter(OpenWords& open, uint32_t at, FirstOf first_of, Candidate* out) const;
  Candidate* filter_amid(const char* block, OpenWords& open, uint32_t at, Candidate* out) const;
  Candidate* filter_at_end(std::string_view text, OpenWords& open, uint32_t at,
                           Candidate* out) const;
  bool has_rest(const char* word, const Entry& entry) const;
  void confirm(std::string_view text, std::span<Candidate> words,
               std::vector<AnchorEvent>& events) const;

  /// After build(): by bucket, then as many empty ones as a bucket may have.
  std::vector<Entry> entries_;
  std::string rests_;
  std::vector<Bucket> buckets_;          ///< by the top bits of the hash
  std::vector<uint16_t> bucket_begins_;  ///< by bucket: its first entry
};

}  // namespace lauter::scan
