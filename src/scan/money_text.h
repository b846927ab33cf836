/// Amounts of money in running text.
#pragma once

#include <cstddef>
#include <string_view>

namespace lauter::scan {

/// Length of the currency's sign, code or word at `pos`; 0 if none.
size_t currency_at(std::string_view text, size_t pos);

/// An amount with its currency at `pos`: "$84,500", "41k \u20AC", "EUR 52.000", "\u20B912 LPA",
/// "$31.50/hr". `bare`: without currency too. Its end, or 0.
size_t amount_end(std::string_view text, size_t pos, bool bare);

}  // namespace lauter::scan
