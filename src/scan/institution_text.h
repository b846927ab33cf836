/// Names of firms, schools and occupations in running text.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::scan {

/// End of a name of a firm or school at `pos`: capitalised words, "&", "and", "of", "de", legal
/// forms.
size_t proper_end(std::string_view text, size_t pos, size_t most_words);

/// Begin of the capitalised words, "&", "and" and "of" between them, that end at `end`: at most
/// `most_words`, without an article; `end` if there are none.
size_t proper_begin(std::string_view text, size_t end, size_t most_words);

/// Whether a name holds a legal form or a trade's word after its first word: "Halbrook Ltd".
bool legal_form(std::string_view name);

/// Whether a name holds a school's word.
bool school_word(std::string_view name);

/// Whether a field's value is up to `most_words` words and none that means nothing ("none",
/// "string", "true").
bool words_only(std::string_view value, size_t most_words);

}  // namespace lauter::scan
