/// Reading pieces of postal addresses: streets with house numbers, postal codes, towns, states.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/byte_span.h"

namespace lauter::scan {

/// The street address that holds the house number at [begin, end) (one group of digits), or an
/// empty span. Number first ("12 Foundry Terrace", "7 bis rue de la Paix"), number last ("Via Roma
/// 12", "Lindenstra\u00DFe 5a"), with unit parts on either side. Reads at most 120 bytes around.
ByteSpan street_around(std::string_view text, size_t begin, size_t end);

enum class PostalForm : uint8_t {
  kNone,
  kUs,
  kUk,
  kNl,
  kPl,
  kBr,
  kJp,
  kCa,
  kFive,
  kFour,
  kSix,
  kSe,
  kPt
};

struct Postal {
  size_t size = 0;
  PostalForm form = PostalForm::kNone;
};
/// The postal code that begins at `pos` (country prefixes such as "D-" are part of it).
Postal postal_at(std::string_view text, size_t pos);

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

/// All countries, states (joined by '|').
const char* country_names();

}  // namespace lauter::scan
