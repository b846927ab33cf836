/// Sentences, for choosing parts of texts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lauter {

/// Appends the sentences of `text` (valid UTF-8), without the white space around them. A sentence
/// ends at a line's end, and at a run of . ! ? (with closing quotes and brackets behind it) before
/// white space, unless a lower-case letter follows or the stop belongs to an initial (`J. Smith`).
/// Titles (`Dr. Smith`) are cut: a rule cannot tell them from short sentences in every language.
/// Linear.
void split_sentences(std::string_view text, std::vector<std::string_view>& sentences);

/// The sentences, each on a line.
std::string sentences_on_lines(std::string_view text);

}  // namespace lauter
