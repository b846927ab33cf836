/// The JSON schema of replies. Internal to `llm`.
#pragma once

#include <string>

#include "llm/question/ask.h"

namespace lauter::llm::internal {

/// For servers that constrain what a model writes. Every member of an object is required and no
/// other is allowed (what strict modes demand); where a member may be missing there are two forms.
/// Lengths are not in it: replies beyond a limit are judged edit by edit.
/// `ask` has labels.
std::string schema_of(const Ask& ask);

/// Whether edits of this ask have a member `replacement` (for kLatentLabel they always have).
bool asks_for_wording(const Ask& ask);

}  // namespace lauter::llm::internal
