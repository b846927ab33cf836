/// The one JSON object in a model's reply. Internal to `llm`.
#pragma once

#include <string_view>

#include "base/result.h"
#include "json/value.h"

namespace lauter::llm::internal {

/// What may stand around the object: <think>...</think> before it, words, a code fence, the same
/// object again. Commas before a closing bracket are passed over: they can mean nothing else.
/// Objects that do not have `"token": token` are words like any other.
/// Errors: kDataLoss in words without a word of the reply: `no answer`, `thinking without an end`,
/// `two different answers`, `no answer with the token of its block`, `too long`.
Result<JsonValue> answer_in_reply(std::string_view reply, std::string_view token);

}  // namespace lauter::llm::internal
