/// Edits and edit programs: the only form in which anything ever changes a text.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"

namespace lauter {

/// Who proposed an edit and why. `stage` and `rule` are short machine names (`scan`,
/// `us_ssn.dashed`).
struct Cause {
  std::string stage;
  std::string rule;
  std::string label;   ///< category or reason
  float score = 1.0F;  ///< confidence in [0, 1]
};

/// Replaces the bytes `span` of the original by `with`; an empty `with` is a deletion.
struct Edit {
  ByteSpan span;
  std::string with;
  Cause cause;
};

/// Sorted, non-overlapping edits of one document; or the decision to drop it whole.
struct EditProgram {
  std::vector<Edit> edits;
  bool drop_document = false;
  Cause drop_cause;

  bool empty() const { return edits.empty() && !drop_document; }
};

/// Checks that a program fits a text: spans inside it, sorted, apart, on UTF-8 boundaries.
/// Errors: kInvalidArgument naming the op and the offset. O(edits).
Result<void> validate(const EditProgram& program, std::string_view original);

/// The refined text. Bytes outside the edits are copied unchanged; a dropped document gives "".
/// Errors: as validate(). One allocation, memory speed.
Result<std::string> apply(const EditProgram& program, std::string_view original);

/// One list of proposals with its rank: a lower rank wins against a higher one.
struct ProposalList {
  int rank = 0;
  std::vector<Edit> edits;
};

struct Merged {
  EditProgram program;
  std::vector<Edit> rejected;  ///< proposals that lost an overlap, in span order
};

/// Merges proposals of several stages into one program. Where two overlap: the lower rank wins,
/// then the higher score, then the longer span, then the earlier begin; the loser goes to
/// `rejected`. Pure; the result does not depend on the order of the proposals. O(n log n). Errors:
/// kInvalidArgument if a span leaves the text or splits a UTF-8 sequence.
Result<Merged> merge(std::string_view original, std::vector<ProposalList> proposals);

/// The program over the refined text that restores the original: apply(invert(p, x), apply(p, x)) =
/// x.
Result<EditProgram> invert(const EditProgram& program, std::string_view original);

/// Where an offset of the original lies in the refined text (an offset inside an edit maps to the
/// begin of its replacement), and back. O(log edits).
uint64_t to_refined(const EditProgram& program, uint64_t offset_orig);
uint64_t to_original(const EditProgram& program, uint64_t offset_refined);

}  // namespace lauter
