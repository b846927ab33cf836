/// Does the text say this of a person? The test that keeps "Catholic", "single" and "diabetes" in
/// general talk from being private data.
#pragma once

#include <cstddef>
#include <string_view>

#include "scan/page.h"

namespace lauter::scan {

/// Whether the words before `pos` say of a person what begins there: "he is a devout", "I'm", "came
/// out as", "described herself as", "was raised".
bool said_of_person(const Page& page, size_t pos);

/// Whether a person is spoken of (pronoun, kin, patient, listed name) within `reach` bytes before
/// `pos` in the same paragraph.
bool person_near(const Page& page, size_t pos, size_t reach = 70);

bool is_person_word(std::string_view word);

/// Whether the value [begin, end) fills its field: quotes, cell, tag or line end around it.
bool fills_field(const Page& page, size_t begin, size_t end);

}  // namespace lauter::scan
