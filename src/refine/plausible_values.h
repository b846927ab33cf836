/// What the words around and in a tagged span say against its being a value.
///
/// Thresholds were looked at on rows of studies/pii that hold nothing private, lists on tuning rows
/// and pages; docs/design/0010-tag.md.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/byte_span.h"

namespace lauter::internal {

/// Whether the value begins or ends with a caption and has at most two words.
bool is_caption(std::string_view value);

/// A known given name and a known family name, and no more: a person, whatever the tagger takes it
/// for.
bool is_persons_name(std::string_view value);

bool is_known_name(std::string_view word);

size_t count_letters(std::string_view value);

size_t count_digits(std::string_view value);

/// Whether the words can be what the tagger says with this score; `has_case`: the text uses
/// capitals.
bool is_plausible(std::string_view text, ByteSpan span, std::string_view type, float score,
                  bool has_case);

}  // namespace lauter::internal
