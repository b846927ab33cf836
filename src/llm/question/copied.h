/// Whether words of a reply come from an example that the model was shown. Internal to `llm`.
#pragma once

#include <span>
#include <string_view>

#include "llm/question/prompts.h"

namespace lauter::llm::internal {

/// Whether `words` say something of their own: four bytes and more with a digit, a capital or a
/// character beyond ASCII, or 12 bytes. "they", "34" and "" are anybody's.
bool is_distinctive(std::string_view words);

/// Whether `words` stand in one of the examples, or hold a value of one, and `text` has none of
/// them. `shown`: the row's text as the model sees it.
bool is_copied(std::string_view words, std::span<const Example* const> shots,
               std::string_view shown);

/// Whether `rewritten` holds a value of one of the examples, as whole words, that `shown` has not.
bool holds_copied(std::string_view rewritten, std::span<const Example* const> shots,
                  std::string_view shown);

}  // namespace lauter::llm::internal
