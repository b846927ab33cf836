/// Written decimal numbers: `84,500`, `1.234,56`, `12,00,000`, `84'500`, `1,78`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lauter::surrogate {

/// A number in a text: mantissa / 10^decimals, and how it is grouped.
struct Decimal {
  size_t begin = 0;
  size_t end = 0;
  int64_t mantissa = 0;  ///< at most 17 digits
  int decimals = 0;

  double value() const;
};

/// All numbers of `text` (at most 16), left to right. Digits of other scripts count.
std::vector<Decimal> find_decimals(std::string_view text);

/// The number `mantissa` with the grouping, decimal sign, width and digits' script of `written`.
std::string write_decimal(int64_t mantissa, const Decimal& like, std::string_view written);

/// `text` with number `i` replaced by `mantissas[i]`.
std::string with_decimals(std::string_view text, const std::vector<Decimal>& numbers,
                          const std::vector<int64_t>& mantissas);

}  // namespace lauter::surrogate
