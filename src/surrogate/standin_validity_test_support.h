/// The judge of stand-ins, for the figure "100 % valid": it reads a value with the catalog's own normal form and checks, not with the
/// forms and rules that made it.
#pragma once

#include <string_view>

#include "catalog/category.h"

namespace lauter {

/// Whether `value` is a valid stand-in of its category by the category's own rule (check digits, reserved range, format).
bool is_valid_surrogate(Category category, std::string_view original, std::string_view value);

}  // namespace lauter
