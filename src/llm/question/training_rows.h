/// Accepted refinements as training data: chats for a small student, rows for the encoder's heads.
/// Both hold the row's text, as secret as the input was: export what was refined, with the
/// replacements as spans, where that must not be.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "llm/question/answer.h"
#include "llm/question/question.h"

namespace lauter::llm {

/// A finished row: what was verified and written.
struct Accepted {
  std::string_view id;
  std::string_view text;
  std::span<const Proposal> edits;  ///< of `text`, sorted, apart
};

/// Appends one line {"id","messages":[system, user, assistant]}: the question that `asking` (mode
/// kEdits) asks about the whole text, without examples, and the answer that names the edits.
/// Nothing, and false, for a row that no answer can name exactly: an edit over a line end of code,
/// or of a category that is not asked for, or a replacement that would be refused.
bool append_student_row(std::string& out, const Asking& asking, const Accepted& row);

/// Which head of the encoder a row teaches.
enum class Head : uint8_t { kPii, kToxic, kJunk };

/// Type of the head `pii` (PII_TYPES of train/rows.py) for a category: LOC for CITY; empty for one
/// that patterns find.
std::string_view head_type(std::string_view category);

/// Appends one line in the form of train/builders: {"id","text","source","split"}, and by head
///   {"pii":[[begin,end,type]],"pii_types":[...]}   types of what was looked for: no label of
///                                                  another type means anything
///   {"toxic":[[begin,end]],"toxic_doc":0|1}
///   {"lines":[1,0,null],"junk":[[begin,end]]}      by line: all of it is junk or not, null if
///   blank;
///                                                  spans without line ends
/// Offsets are bytes. Split: `test` for a tenth of the ids, by the builders' hash, else `train`.
void append_head_row(std::string& out, Head head, const Accepted& row, std::string_view source,
                     std::span<const Label> looked_for);

}  // namespace lauter::llm
