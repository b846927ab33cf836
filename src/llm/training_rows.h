/// Accepted refinements as training data: chats for a small student, rows for the encoder's heads.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "llm/answer.h"
#include "llm/question.h"

namespace lauter::llm {

/// A finished row: `edits` (sorted, apart, of `text`) are what was verified and written.
struct Accepted {
  std::string_view id;
  std::string_view text;
  std::span<const Proposal> edits;
};

/// Appends one line {"id","messages":[system, user, assistant]} that asks zero-shot about the whole
/// text as `asking` would, and answers with the edits. Nothing, and false, for a text that the form
/// cannot say: a mode of rewriting, an edit beyond the limits of replies.
bool append_student_row(std::string& out, const Asking& asking, const Accepted& row);

/// Which head of the encoder a row teaches.
enum class Head : uint8_t { kPii, kToxic, kJunk };

/// Type of the head `pii` (train/rows.py: PERSON, LOC, ...) for a category; empty: the head does
/// not know it.
using HeadTypeOf = std::string_view (*)(std::string_view category);

/// Appends one line in the form of train/builders: {"id","text","source","split"} with
/// {"pii":[[begin,end,type]],"pii_types":[...]}, {"toxic":[[begin,end]],"toxic_doc":0|1} or
/// {"junk":[[begin,end]]}. `type_of` is for kPii alone; `pii_types` names `types`: those that were
/// looked for, so that no label elsewhere means something. Split: a twentieth of the ids is `test`,
/// by hash.
void append_head_row(std::string& out, Head head, const Accepted& row, std::string_view source,
                     std::span<const std::string_view> types, HeadTypeOf type_of);

}  // namespace lauter::llm
