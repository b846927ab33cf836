/// Case and digits beyond ASCII, code point by code point, without locale.
#pragma once

namespace lauter {

/// Simple one-to-one case mapping of Latin, Greek, Cyrillic, Armenian and full-width letters.
char32_t to_lower(char32_t c);
char32_t to_upper(char32_t c);

/// The zero of the decimal digits that `c` belongs to (ASCII, Arabic-Indic, Devanagari, Bengali,
/// Thai, full-width, ...), or 0 if `c` is no decimal digit.
char32_t digit_zero(char32_t c);

}  // namespace lauter
