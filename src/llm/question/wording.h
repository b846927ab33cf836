/// What a model may put in the place of a passage.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::llm {

/// Tokens (text/tokens.h) that are no ASCII punctuation.
size_t count_words(std::string_view text);

/// Whether `replacement` could stand where `value` stands: of like length and number of words, a
/// number for a number, an address for an address, a capital for a capital, within a line if the value is, and without
/// anything that a value has no use for (brackets, tokens of chat templates, links where there were
/// none).
bool is_same_kind(std::string_view value, std::string_view replacement);

/// Whether `replacement` is fit to be put into a text in the place of `passage` at all: not much
/// longer, no control characters, nothing that would be shown in another form (llm/question/shown_text.h),
/// no link that the passage has not.
bool is_plain_wording(std::string_view passage, std::string_view replacement);

/// Whether `replacement` says less than `passage`: for facts that identify together. Plain, no
/// longer than twice the passage, without it, and with nothing that the passage has not (llm/new_matter.h).
bool is_generalisation(std::string_view passage, std::string_view replacement);

}  // namespace lauter::llm
