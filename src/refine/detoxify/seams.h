/// Blanks, marks, articles and capitals where words were deleted or replaced.
///
///   "You are a stupid, ugly animal!"      delete "stupid", "ugly"    "You are an animal!"
///   "Stupid people wrote it, fool."       delete "Stupid", "fool"    "People wrote it."
///
/// What it mends at each edit: blanks (doubled, before punctuation, at line ends), punctuation that has lost its clause,
/// emptied quotes and brackets, `a` and `an`, the capital of a sentence's first word. Whether the sentence is whole without
/// the words is asked elsewhere (refine/detoxify/mender.h). Everything else of the text stays as it is.
#pragma once

#include <string_view>
#include <vector>

#include "edit/edit.h"

namespace lauter {

/// `edits` of `text` (valid UTF-8): sorted, apart, on character boundaries, of whole words. Returns
/// them grown over the marks that must go with them, joined where only blanks are left between them, with
/// replacements in the case of their place; fixes apart from an edit (an article) have the cause of
/// that edit with rule `seam.article`. Still sorted and apart. Linear; looks at most 64 bytes
/// around each edit.
std::vector<Edit> repair_seams(std::string_view text, std::vector<Edit> edits);

}  // namespace lauter
