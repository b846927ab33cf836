/// Sentences of a text as ranges of its tokens: the unit in which abuse is judged.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "text/tokens.h"

namespace lauter {

/// Replaces `begins` by the numbers of the tokens that begin sentences, and last the number of all
/// tokens: sentence s is of the tokens [begins[s], begins[s + 1]). A sentence ends behind a full
/// stop, exclamation or question mark and what closes them, or with its line; lines that were
/// broken for width go on, and abbreviations of up to three letters end nothing before a small
/// letter. `tokens` are those of `text`. Linear.
void cut_sentences(std::string_view text, std::span<const Token> tokens,
                   std::vector<uint32_t>& begins);

}  // namespace lauter
