/// Makes the text grammatical again where words were deleted or replaced.
///
///   "You are a stupid, ugly troll!"       delete "stupid", "ugly"    "You are a troll!"
///   "He is an idiot and a liar."          delete "idiot"             "He is a liar."
///   "He is a complete idiot."             delete "idiot"             "He is a complete person."
///   "The devs are morons."                delete "morons"            "The devs are bad."
///   "I follow weird shit."                delete "shit"              "I follow weird stuff."
///   "Idiot! Read the page, you fool."     delete "Idiot", "you fool" "Read the page."
///
/// What it mends at each edit: blanks (doubled, before punctuation, at line ends), punctuation that
/// has lost its clause, emptied quotes and brackets, conjunctions and intensifiers and articles
/// left dangling, `a` and `an`, the capital of a sentence's first word, and a neutral word
/// ("person", "people", "stuff", "bad", "forget") where a noun, predicate or verb is gone that the
/// sentence needs. English rules; in other languages only blanks and marks change. Everything else
/// of the text stays as it is.
#pragma once

#include <string_view>
#include <vector>

#include "edit/edit.h"

namespace lauter {

/// `edits` of `text` (valid UTF-8): sorted, apart, on character boundaries, of whole words. Returns
/// them grown over what must go with them, joined where only marks are left between them, with
/// replacements in the case of their place; fixes apart from an edit (an article) have the cause of
/// that edit with rule `seam.article`. Still sorted and apart. Linear; looks at most 64 bytes
/// around each edit.
std::vector<Edit> repair_seams(std::string_view text, std::vector<Edit> edits);

}  // namespace lauter
