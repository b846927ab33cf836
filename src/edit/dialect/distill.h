/// From a raw text and an expert's rewrite of it to the edit program a refine model learns.
///
/// RefineX (arXiv 2507.03253, section 2.2): the expert rewrites freely, the minimal difference is
/// taken, deletions are kept, insertions and replacements are dropped; a pair with a long insertion
/// or replacement is rejected, since the expert then did more than refine, and so is one of which
/// next to nothing is deleted. Here pairs that the expert left as they were are examples too: the
/// paper lost them, and with them what teaches restraint on clean text.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "edit/diff/diff.h"
#include "edit/edit.h"

namespace lauter {

enum class KeepEdits : uint8_t {
  kDeletions,  ///< the refined text of the program is a subsequence of the raw one
  kAll,        ///< it is the expert's text
};

struct DistillOptions {
  KeepEdits keep = KeepEdits::kDeletions;
  /// Reject a pair that inserts (or replaces something by) so many characters in one run. Default:
  /// 20 when deletions are kept, else no limit.
  std::optional<uint64_t> max_insert{};
  /// Reject a pair with fewer deleted characters than this. Default: 10 when deletions are kept,
  /// else none. Pairs of equal texts are not meant.
  std::optional<uint64_t> min_deleted{};
  /// Share of the pairs of equal texts to keep, in [0, 1]: those whose id hashes below it.
  double keep_unchanged = 1.0;
  uint64_t seed = 0;  ///< of that hash
  DiffOptions diff{};

  uint64_t insert_limit() const;
  uint64_t delete_limit() const;
};

/// A pair with more runs is rejected: it is no refinement, and its program would take more memory
/// than its text.
inline constexpr size_t kMaxDistilledRuns = size_t{1} << 18;

enum class DistillState : uint8_t {
  kEdited,
  kUnchanged,      ///< equal texts: an example of keeping everything
  kLongInsertion,  ///< rejected, as all below
  kLongReplacement,
  kFewDeleted,
  kTooManyRuns,
  kNotSampled,      ///< equal texts, left out by keep_unchanged
  kNotSubsequence,  ///< the check at the end failed: a defect of this program
};

/// Why a pair was rejected, with the limits in force; empty for the first two.
std::string distill_reason(DistillState state, const DistillOptions& options);

struct Distilled {
  DistillState state = DistillState::kUnchanged;
  EditProgram program{};  ///< empty if rejected; causes have the stage `distill`
  DiffStats diff{};
  /// Of the pair's runs, rejected or not.
  uint64_t deletions = 0;
  uint64_t insertions = 0;
  uint64_t replacements = 0;
  uint64_t folded = 0;          ///< matches given up as coincidence, see fold_rewrites()
  uint64_t deleted_chars = 0;   ///< by the deletions
  uint64_t longest_insert = 0;  ///< characters of the longest insertion or replacing text
  bool proven = false;          ///< the refined text was checked to be a subsequence

  bool rejected() const { return state > DistillState::kUnchanged; }
};

/// One for each thread: keeps the working memory of the diff.
class Distiller {
 public:
  explicit Distiller(const DistillOptions& options);

  /// Errors: kInvalidArgument if a text is not valid UTF-8.
  Result<Distilled> distill(std::string_view id, std::string_view raw, std::string_view refined);

 private:
  void decide(std::string_view raw, std::string_view refined, std::vector<DiffRun> runs,
              Distilled& out) const;

  DistillOptions options_;
  Differ differ_;
};

/// Joins runs that a minimal diff parts where the expert wrote anew: "teh" -> "the" is minimal as
/// deleting one "e" and inserting another, and keeping that deletion alone would give "th". Two
/// neighbours become one replacement if the text between them
///   * is part of one word, which both of them cut, or
///   * is no longer than what each of them inserts.
/// Letters of a deleted passage that only happen to match ("s" of "[advertisement]" for one that
/// the expert added before it) are deleted with it: where all that was joined are deletions, of at
/// least four times what is between them, they become one deletion.
/// Pairs that only delete stay as they are. Returns how many runs it joined; the remaining ones no
/// longer give the refined text.
uint64_t fold_rewrites(std::string_view raw, std::string_view refined, std::vector<DiffRun>& runs);

/// Whether `text` is `of` with some bytes left out. O(of).
bool is_subsequence(std::string_view text, std::string_view of);

}  // namespace lauter
