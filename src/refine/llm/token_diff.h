/// The exact minimal difference of two texts, token by token. Internal to `refine`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "edit/diff/diff.h"

namespace lauter::internal {

/// Tokens are runs of letters, marks and digits (text/tokens.h), and every other character alone,
/// blanks too. Each distinct token is given a character of its own, and the characters are compared
/// by `differ`: so the number of deleted and inserted tokens is minimal, and no run cuts a word.
/// Texts with more than a million distinct tokens are given back as one run.
std::vector<DiffRun> diff_tokens(std::string_view raw, std::string_view refined, Differ& differ);

/// The sentences of a text, each with the blanks behind it: they cover it. They end behind `.`, `!`, `?` (or their CJK
/// forms) before a blank, and at line ends.
std::vector<ByteSpan> split_sentences(std::string_view text);

/// The difference of two texts of which one may have been paraphrased, shuffled or commented: first
/// sentence by sentence, then token by token within sentences that belong together.
///
/// Equal sentences are matched by diff_tokens' way with sentences for tokens; between those, pairs
/// are chosen, in order, for the most likeness in all, where likeness is the share of words that
/// two sentences have in common (2 common / all words), at least a third. Every other sentence is a
/// run of its own, deleted or inserted. So no run mixes a change of one sentence with that of
/// another.
std::vector<DiffRun> diff_sentences(std::string_view raw, std::string_view refined, Differ& differ);

}  // namespace lauter::internal
