/// What is the answer in what a model said.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/value.h"

namespace lauter::llm {

/// The text behind a block of reasoning that the text begins with (`<think>`, `<thinking>`,
/// `<reasoning>`), else the text; white space around is cut off. Nothing if the block has no end:
/// the model was cut off while it thought.
std::optional<std::string_view> without_reasoning(std::string_view text);

/// The one JSON value in `text` whose top level fits `schema` (its `type`, `required` members and
/// the `type` of its `properties`), among chatter, code fences and repetitions of it. Errors:
/// kDataLoss if there is none, if it has no end, or if there are several that differ: which one
/// counts is not ours to guess. Looks at no more than 64 values; linear in the text.
Result<std::string_view> find_json(std::string_view text, const JsonValue& schema);

/// The bracketed value that `text` begins with, strings passed over; empty if it has no end, or
/// nests deeper than `max_depth`. It need not be JSON.
std::string_view bracketed(std::string_view text, int max_depth);

/// Whether a value's top level fits the schema.
bool fits_top_level(const JsonValue& value, const JsonValue& schema);

}  // namespace lauter::llm
