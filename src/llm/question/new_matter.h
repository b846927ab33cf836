/// What words of a model may not bring into a text: matter that the text does not have.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/byte_span.h"

namespace lauter::llm {

enum class NewMatter : uint8_t {
  kNumber,    ///< digits or a word that counts
  kName,      ///< a word with a capital; at the begin of a sentence one that is no common beginning either
  kLink,      ///< an address of the web, of mail, or of an account
  kDate,      ///< a month, a weekday, "yesterday"
  kNegation,  ///< a word that both have is denied in one of them
  kLength,    ///< half as many words again and five more
};
inline constexpr int kNewMatters = 6;
std::string_view new_matter_name(NewMatter matter);  ///< `new-number`, ..., `negation`, `too-long`

/// The first of these that `after` has and `before` has not: whole sentences, as they were and as a model would have
/// them. Words are compared without case; names in small letters, and claims made of common words, are not seen.
/// In languages whose nouns have capitals, new nouns count as names. Valid UTF-8. Pure.
std::optional<NewMatter> new_matter(std::string_view before, std::string_view after);

/// The same for `with` in the place of `span`, in the sentences that it lies in (of a long one the next 1,000 bytes).
std::optional<NewMatter> new_matter_at(std::string_view text, ByteSpan span, std::string_view with);

}  // namespace lauter::llm
