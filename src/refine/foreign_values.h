/// What the tagger is believed outside English, the only language that it was trained on.
///
/// In German, French or Japanese prose most of its finds are wrong (docs/design/0010-tag.md has the
/// shares), so there only full names count whose first word is known as a given name; the patterns
/// find what they find in any language.
#pragma once

#include <string_view>

#include "tag/span_tagger.h"
#include "text/language.h"

namespace lauter::internal {

/// Whether a span of this type may count in the language around it. `language` is that of `text`.
bool is_believed(std::string_view text, const TaggedSpan& tagged, std::string_view type,
                 PassageLanguage& language);

}  // namespace lauter::internal
