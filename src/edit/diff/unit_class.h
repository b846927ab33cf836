/// What kind of character a unit is, as far as the places of edits are concerned.
#pragma once

#include <cstdint>

namespace lauter {

constexpr bool is_space_unit(uint32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xA0 ||
         (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x3000;
}

/// Letters and digits of any script, and `_`. Beyond ASCII everything is one that is no white space
/// or punctuation of the common blocks.
constexpr bool is_word_unit(uint32_t c) {
  if (c < 0x80) {
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_';
  }
  return c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && !(c >= 0x3000 && c <= 0x303F) &&
         !(c >= 0xFF00 && c <= 0xFF0F);
}

/// . ! ? and the ellipsis, and their ideographic forms.
constexpr bool ends_sentence_unit(uint32_t c) {
  return c == '.' || c == '!' || c == '?' || c == 0x2026 || c == 0x3002 || c == 0xFF01 ||
         c == 0xFF1F;
}

/// May stand between the end of a sentence and the white space after it.
constexpr bool closes_quotation_unit(uint32_t c) {
  return c == '"' || c == '\'' || c == ')' || c == ']' || c == 0x2019 || c == 0x201D || c == 0xBB;
}

}  // namespace lauter
