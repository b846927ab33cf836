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

/// Whether every edit of this ask has a member `replacement`.
bool asks_for_wording(const Ask& ask);

/// Whether a reply says `found`: what of Question::found is right.
bool shows_found(const Ask& ask);

}  // namespace lauter::llm::internal
