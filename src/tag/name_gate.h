/// Which tokens of a text the encoder must see to find names, places, numbers of houses and ages.
///
/// In prose that uses capital letters a name has one. A stretch is left out when it has no
/// capitalised word but common ones ("The", "However"), no digit and no letter beyond ASCII at a
/// word's begin, is long enough to be worth it, and shows by common words that it does use
/// capitals: text in lower case alone (chats, logs) is seen whole.
/// docs/design/0010-tag.md has the share of text that is seen, and what that costs in recall.
#pragma once

#include <string_view>
#include <vector>

#include "tag/tag_model.h"
#include "text/tokens.h"

namespace lauter {

/// Replaces `ranges`: sorted, apart, each of at least one token. Linear, about 10 ns a token.
void find_name_ranges(std::string_view text, const std::vector<Token>& tokens,
                      std::vector<TokenRange>& ranges);

}  // namespace lauter
