/// Letters that are written with a combining mark behind them (NFD) as the one character that they
/// are (NFC).
#pragma once

namespace lauter {

/// The character that `base` and the combining mark behind it are; 0 if there is none. Alphabets
/// with accents, up to U+2000. O(log table).
char32_t composed(char32_t base, char32_t mark);

}  // namespace lauter
