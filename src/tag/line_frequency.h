/// In how many documents of a corpus each line stands: what no model that sees one document can
/// know.
///
///   LineCounter counter(most_lines);
///   for (document) { line_hashes(text, hashes); counter.add(hashes); }     // in one order
///   const LineFrequency frequency(std::move(counter), /*counts_own=*/true);
///   frequency.look_up(text, lines, documents);                            // one number for each
///   line
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/lines.h"

namespace lauter {

/// Replaces `hashes` by the folded hashes (line_features.h) of the different lines of `text` that
/// are not blank, sorted.
void line_hashes(std::string_view text, std::vector<uint64_t>& hashes);

/// Counts documents a line, in bounded memory (16 bytes a slot). When the table is full, lines seen
/// once are forgotten, and while that does not help, no new ones are taken in: what is frequent
/// stays, and the counts depend on the order of the documents alone. Two lines share a count with
/// odds of 2^-64.
class LineCounter {
 public:
  /// Lines kept, at least 16.
  explicit LineCounter(size_t most_lines);

  /// The different lines of one document.
  void add(const std::vector<uint64_t>& hashes) {
    for (const uint64_t hash : hashes) add(hash, 1);
  }
  void add(uint64_t hash, uint32_t documents);

  /// 0 for a line that is not kept.
  uint32_t documents(uint64_t hash) const;
  size_t size() const { return size_; }

 private:
  struct Slot {
    uint64_t hash = 0;  ///< 0: free
    uint32_t documents = 0;
  };
  size_t slot_of(uint64_t hash) const;
  void forget_rare();

  std::vector<Slot> slots_;  ///< a power of two; at most three quarters are taken
  size_t most_;
  size_t size_ = 0;
  bool full_ = false;
};

/// Const: safe from any thread.
class LineFrequency {
 public:
  /// `counts_own`: the documents that are looked up are among those counted.
  LineFrequency(LineCounter counter, bool counts_own)
      : counter_(std::move(counter)), counts_own_(counts_own) {}

  /// From lines `COUNT<tab>LINE`, which are folded; empty lines are skipped. Errors:
  /// kInvalidArgument `ORIGIN:LINE: why`.
  static Result<LineFrequency> parse(std::string_view table, std::string_view origin);

  /// Replaces `documents` by the number of other documents that hold each line of `text`.
  void look_up(std::string_view text, const LineIndex& lines,
               std::vector<uint32_t>& documents) const;

 private:
  LineCounter counter_;
  bool counts_own_;
};

}  // namespace lauter
