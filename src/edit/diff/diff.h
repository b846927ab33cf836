/// The exact minimal difference of two texts.
///
///   raw      "Home | Login\nThe cat sat.\n"
///   refined  "The cat sat.\n"               one run: raw [0, 13) -> nothing
///
/// The unit is the character (code point; a byte that belongs to no valid UTF-8 counts as one), so
/// no span splits one. Among all ways to turn one text into the other the result is
///   1. of least cost: the number of deleted and inserted characters (the indel distance,
///      n + m - 2 LCS), then
///   2. of fewest runs: stretches without an unchanged character in them, then
///   3. slid: where a deletion could as well begin some characters further ("NAV\n" or "\nNAV"),
///      it begins and ends at lines rather than sentences, at those rather than words, and as early
///      as possible (slide.h).
/// So a refined text that is a subsequence of the raw one always gives deletions and nothing else.
///
/// How: equal ends are taken off; a subsequence goes to embed.h (linear but for what is ambiguous);
/// everything else to bit_lcs.h while the two fit its table, and is cut before that at a point of
/// an optimal path (midpoint.h), which keeps 1 and holds 2 within each part. Beyond `max_steps` the
/// rest is cut at rare common passages (landmarks.h), which is no longer minimal. DiffStats tells.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

/// Bytes `raw` of one text that became bytes `refined` of the other; not both are empty.
struct DiffRun {
  ByteSpan raw;
  ByteSpan refined;

  bool is_deletion() const { return refined.empty(); }
  bool is_insertion() const { return raw.empty(); }
  bool operator==(const DiffRun&) const = default;
};

struct DiffStats {
  uint64_t deleted_chars = 0;
  uint64_t inserted_chars = 0;
  /// Parts whose place was settled by an optimal cut or by first choice: the cost is minimal, that
  /// no form has fewer runs is not proven.
  uint64_t unproven_runs = 0;
  /// Parts where max_steps ran out: the runs are right, their cost may not be minimal.
  uint64_t unproven_cost = 0;
};

struct DiffOptions {
  /// Inner steps (one or two nanoseconds each) before the fallback, which takes at most as many
  /// again: some seconds. Any two texts of 100,000 characters stay below it, and texts of 10 MB
  /// with some 10,000 changed characters; texts that only delete always do, but for periodic ones.
  uint64_t max_steps = uint64_t{1} << 30;
  /// Bits of the table of one part, 2 for a pair of characters: 2^28 is 32 MiB.
  uint64_t max_table_bits = uint64_t{1} << 28;
};

struct Diff {
  std::vector<DiffRun> runs;  ///< sorted; at least one unchanged character between two
  DiffStats stats;
};

/// Keeps its working memory from one call to the next: one for each thread. Memory: some 30 bytes
/// a byte of text, and the table. Texts above 1 GiB are given back as one run (unproven_cost).
class Differ {
 public:
  explicit Differ(DiffOptions options = {});
  Differ(Differ&&) noexcept;
  Differ& operator=(Differ&&) noexcept;
  ~Differ();

  /// The same for the same texts, always.
  Diff diff(std::string_view raw, std::string_view refined);

  /// `runs` (as diff() gives them, from any source) in the canonical form 3. Runs that can be slid
  /// together become one.
  std::vector<DiffRun> slide(std::string_view raw, std::string_view refined,
                             const std::vector<DiffRun>& runs);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lauter
