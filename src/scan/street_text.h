/// Reading streets with house numbers.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/byte_span.h"

namespace lauter::scan {

/// Whether a word behind others says that they name a street ("Street", "Ave"); whether one word
/// does by its end ("Lindenstra\u00DFe").
bool is_street_word(std::string_view word);
bool is_glued_street(std::string_view word);

/// Where an address that begins at `begin` begins with the part of a building before it: "Flat 6, ",
/// "Unit 4/", "Apt. 3B - "; `begin` if there is none.
size_t unit_begin(std::string_view text, size_t begin);

/// The street address that holds the house number at [begin, end) (one group of digits), or an
/// empty span. Number first ("12 Foundry Terrace", "7 bis rue de la Paix"), number last ("Via Roma
/// 12", "Lindenstra\u00DFe 5a"), with unit parts on either side. Reads at most 120 bytes around.
ByteSpan street_around(std::string_view text, size_t begin, size_t end);

}  // namespace lauter::scan
