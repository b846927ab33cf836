/// Reading names of towns, states and countries.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/byte_span.h"
#include "scan/page.h"

namespace lauter::scan {

/// Name of a place at `pos`: one to four capitalised words with particles ("Frankfurt am Main",
/// "Soto del Barco", "St. Johns"). Empty if none.
ByteSpan place_name(std::string_view text, size_t pos);

/// Length of the country, state name, or state code at `pos`; 0 if none.
size_t country_at(std::string_view text, size_t pos);
size_t state_at(std::string_view text, size_t pos);
size_t state_code_at(std::string_view text, size_t pos);

bool is_country(std::string_view name);
bool is_state(std::string_view name);
bool is_state_code(std::string_view code);

/// Small words inside names of places and streets: "Frankfurt am Main", "rue de la Paix".
bool is_place_particle(std::string_view word);

/// Whether a field's or a cell's value may end at `end`: a mark, a line end, a blank before one.
bool box_ends(const Page& page, size_t end);

}  // namespace lauter::scan
