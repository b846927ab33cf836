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
  std::string reason{};  ///< why, in words without values; may be empty
};

/// Replaces the bytes `span` of the original by `with`; an empty `with` is a deletion.
struct Edit {
  ByteSpan span;
  std::string with;
  Cause cause;
};

/// Edits of one document, sorted and apart; or the decision to drop it whole.
struct EditProgram {
  std::vector<Edit> edits;
  bool drop_document = false;
  Cause drop_cause;

  bool empty() const { return edits.empty() && !drop_document; }
};

/// Checks that a program fits a text: spans inside it, sorted, apart (touching is fine), on UTF-8
/// boundaries, replacements valid UTF-8. An empty span inserts; several insertions at one place
/// apply in order. Errors: kInvalidArgument naming the op (from 0) and the offset. O(edits).
Result<void> validate(const EditProgram& program, std::string_view original);

/// The refined text. Bytes outside the edits are copied unchanged; a dropped document gives "".
/// Errors: as validate(). One allocation, memory speed. (Not `apply`: argument-dependent lookup
/// would find std::apply for a std::string.)
Result<std::string> apply_program(const EditProgram& program, std::string_view original);

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
/// then the higher score, then the longer span, then the earlier begin (then the replacement and
/// cause in byte order, so that the result never depends on the order of the proposals); the loser
/// goes to `rejected`. An insertion overlaps what it lies strictly inside of, and another insertion
/// at the same place. Pure. O(n log n). Errors: kInvalidArgument if a span leaves the text or
/// splits a UTF-8 sequence, or a score is NaN.
Result<Merged> merge(std::string_view original, std::vector<ProposalList> proposals);

/// The program over the refined text that restores the original: apply_program(invert(p, x),
/// apply_program(p, x)) = x. Errors: as validate(); kInvalidArgument for a program that drops the
/// document (nothing is left to hold edits; the log keeps such rows whole).
Result<EditProgram> invert(const EditProgram& program, std::string_view original);

/// One program for two in a row: apply_program(compose(p, q, x), x) = apply_program(q,
/// apply_program(p, x)), with `second` over the refined text. Edits of the two that overlap or
/// touch become one with the cause of the second; all others stay as they are. Errors: as
/// validate(); programs must not drop the document.
Result<EditProgram> compose(const EditProgram& first, const EditProgram& second,
                            std::string_view original);

/// Where the replacements of a program lie in the refined text: one span for each edit, in order;
/// empty where it only deletes. O(edits).
std::vector<ByteSpan> replacement_spans(const EditProgram& program);

/// Where offsets of the original lie in the refined text and back. Built in O(edits), asked in
/// O(log edits). Does not keep the program.
class OffsetMap {
 public:
  explicit OffsetMap(const EditProgram& program);

  /// The place in the refined text of the original's byte `offset`; one inside an edit maps to the
  /// begin of its replacement.
  uint64_t to_refined(uint64_t offset_orig) const;
  /// The place in the original of the refined text's byte `offset`; one inside a replacement maps
  /// to the begin of the edit.
  uint64_t to_original(uint64_t offset_refined) const;
  /// The shortest original span that became `span`, whole edits only: an end inside a replacement
  /// takes in the whole edit. An empty span inside no replacement stays empty.
  ByteSpan to_original(ByteSpan span_refined) const;

 private:
  struct Piece {
    ByteSpan orig;
    ByteSpan refined;
  };
  std::vector<Piece> pieces_;
};

/// The same for a single offset. O(edits).
uint64_t to_refined(const EditProgram& program, uint64_t offset_orig);
uint64_t to_original(const EditProgram& program, uint64_t offset_refined);

}  // namespace lauter
