#include <charconv>
#include <utility>

#include "run/recipe.h"
#include "text/ascii.h"

namespace lauter {
namespace {

std::optional<double> as_number(std::string_view text) {
  double value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

Result<RowCondition> RowCondition::parse(std::string_view text) {
  // Two-byte signs first: `<=` also begins with `<`.
  static constexpr std::pair<std::string_view, Compare> kSigns[] = {
      {"==", Compare::kEqual},        {"!=", Compare::kNotEqual}, {"<=", Compare::kLessEqual},
      {">=", Compare::kGreaterEqual}, {"<", Compare::kLess},      {">", Compare::kGreater}};
  const size_t at = text.find_first_of("=!<>");
  for (const auto& [sign, compare] : kSigns) {
    if (at == std::string_view::npos || text.substr(at, sign.size()) != sign) continue;
    RowCondition condition;
    condition.compare = compare;
    condition.source = std::string(text);
    LAUTER_ASSIGN(condition.field, FieldPath::parse(trim_ascii(text.substr(0, at))));
    std::string_view value = trim_ascii(text.substr(at + sign.size()));
    if (value.empty() || value.front() == '=') break;
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
        value.back() == value.front()) {
      value = value.substr(1, value.size() - 2);
    }
    condition.value = std::string(value);
    const bool ordered = compare != Compare::kEqual && compare != Compare::kNotEqual;
    if (ordered && !as_number(value)) {
      return invalid_argument("\"" + condition.source + "\": compare with a number");
    }
    return condition;
  }
  return invalid_argument("\"" + std::string(text) +
                          "\": write it as `field == value` (or != < <= > >=)");
}

bool RowCondition::holds(const std::optional<std::string>& field_value) const {
  if (!field_value) return compare == Compare::kNotEqual;
  if (compare == Compare::kEqual) return *field_value == value;
  if (compare == Compare::kNotEqual) return *field_value != value;
  const auto left = as_number(*field_value);
  const auto right = as_number(value);
  if (!left || !right) return false;
  if (compare == Compare::kLess) return *left < *right;
  if (compare == Compare::kLessEqual) return *left <= *right;
  if (compare == Compare::kGreater) return *left > *right;
  return *left >= *right;
}

}  // namespace lauter
