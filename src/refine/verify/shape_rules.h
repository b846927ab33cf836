/// The shapes of private values that the verifier knows, and what of their matches it takes: its own, apart from the finder's.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "catalog/category.h"
#include "text/ascii.h"

namespace lauter::internal {

/// What a shape's own check may look at.
struct ShapeMatch {
  std::string_view value;   ///< group 1
  std::string_view before;  ///< up to 48 bytes of the same line before it
  std::string_view after;   ///< up to 48 bytes of the same line behind it
  bool code;
};

using Accept = bool (*)(const ShapeMatch&);
enum class Sign : uint8_t { kMail, kDigits, kTokens, kLabels };

struct ShapeRule {
  Category category;
  Sign sign;
  const char* pattern;  ///< RE2, Latin-1; group 1 is the value
  Accept accept;        ///< null: the shape alone decides
};

std::span<const ShapeRule> shape_rules();

template <size_t kCount>
bool has_word(std::string_view text, const std::string_view (&words)[kCount]) {
  const std::string lower = to_ascii_lower(text);
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

/// Words that make a number something else than a person's: taken from the "not in it" column.
bool names_a_thing(const ShapeMatch& c);
/// Groups of digits in a longer row of groups: a list of numbers, not one number.
bool in_a_row_of_numbers(const ShapeMatch& c);
/// Groups of four of which one counts on from another: rows of a table of code points.
bool in_a_table_of_code_points(const ShapeMatch& c);

// shape_numbers.cc: national numbers by their check digits and dates
bool accept_cpf(const ShapeMatch& c);
bool accept_cuit(const ShapeMatch& c);
bool accept_rut(const ShapeMatch& c);
bool accept_spanish(const ShapeMatch& c);
bool accept_fiscal_code(const ShapeMatch& c);
bool accept_nir(const ShapeMatch& c);
bool accept_german_tax(const ShapeMatch& c);
bool accept_belgian(const ShapeMatch& c);
bool accept_czech(const ShapeMatch& c);
bool accept_swedish(const ShapeMatch& c);
bool accept_finnish(const ShapeMatch& c);
bool accept_swiss(const ShapeMatch& c);
bool accept_nino(const ShapeMatch& c);
bool accept_aadhaar(const ShapeMatch& c);
bool accept_pan(const ShapeMatch& c);
bool accept_korean(const ShapeMatch& c);
bool accept_chinese(const ShapeMatch& c);
bool accept_snils(const ShapeMatch& c);
bool accept_curp(const ShapeMatch& c);
bool accept_mbi(const ShapeMatch& c);

}  // namespace lauter::internal
