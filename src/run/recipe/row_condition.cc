#include <algorithm>
#include <charconv>
#include <utility>

#include "run/recipe/recipe.h"
#include "text/ascii.h"

namespace lauter {
namespace {

using Sign = FieldComparison::Sign;

std::optional<double> as_number(std::string_view text) {
  double value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

constexpr std::string_view kHowTo =
    "write it as `field == value` (or != < <= > >=), with `and` and `or` between such; a value with "
    "these words or signs stands in quotes";

/// The blank before the first ` word ` (or ` word` at the end) outside of quotes, or npos.
size_t find_word(std::string_view text, std::string_view word) {
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == ' ' && equal_ignoring_ascii_case(text.substr(i + 1, word.size()), word)) {
      const std::string_view behind = text.substr(i + 1 + word.size());
      if (behind.empty() || behind.front() == ' ') return i;
    }
  }
  return std::string_view::npos;
}

std::vector<std::string_view> split_at(std::string_view text, std::string_view word) {
  std::vector<std::string_view> parts;
  for (size_t at = find_word(text, word); at != std::string_view::npos; at = find_word(text, word)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + 1 + word.size());
  }
  parts.push_back(text);
  return parts;
}

/// A constant: in quotes, or bare and then without anything that could be meant as more than that.
std::optional<std::string_view> read_value(std::string_view text) {
  if (text.empty()) return std::nullopt;
  if (text.front() == '"' || text.front() == '\'') {
    if (text.size() < 2 || text.find(text.front(), 1) != text.size() - 1) return std::nullopt;
    return text.substr(1, text.size() - 2);
  }
  if (text.find_first_of("=!<>&|,()\"'") != std::string_view::npos) return std::nullopt;
  return text;
}

/// Nothing if it is not understood.
std::optional<FieldComparison> read_comparison(std::string_view text) {
  // Two-byte signs first: `<=` also begins with `<`.
  static constexpr std::pair<std::string_view, Sign> kSigns[] = {
      {"==", Sign::kEqual},        {"!=", Sign::kNotEqual}, {"<=", Sign::kLessEqual},
      {">=", Sign::kGreaterEqual}, {"<", Sign::kLess},      {">", Sign::kGreater}};
  const size_t at = text.find_first_of("=!<>");
  if (at == std::string_view::npos) return std::nullopt;
  const auto* found = std::ranges::find_if(kSigns, [&](const auto& known) {
    return text.substr(at).starts_with(known.first);
  });
  const std::string_view name = trim_ascii(text.substr(0, at));
  if (found == std::end(kSigns) || name.find_first_of(" ()\"'&|,") != std::string_view::npos) {
    return std::nullopt;
  }
  auto field = FieldPath::parse(name);
  const auto value = read_value(trim_ascii(text.substr(at + found->first.size())));
  if (!field.ok() || !value) return std::nullopt;
  return FieldComparison{std::move(*field), found->second, std::string(*value)};
}

bool is_of_numbers(Sign sign) { return sign != Sign::kEqual && sign != Sign::kNotEqual; }

}  // namespace

Result<RowCondition> RowCondition::parse(std::string_view text) {
  RowCondition condition;
  condition.source = std::string(text);
  const std::string quoted = "\"" + condition.source + "\": ";
  for (const std::string_view part : split_at(text, "or")) {
    std::vector<FieldComparison>& all = condition.any_of_all.emplace_back();
    for (const std::string_view one : split_at(part, "and")) {
      auto comparison = read_comparison(one);
      if (!comparison) return invalid_argument(quoted + std::string(kHowTo));
      if (is_of_numbers(comparison->sign) && !as_number(comparison->value)) {
        return invalid_argument(quoted + "compare with a number");
      }
      all.push_back(std::move(*comparison));
    }
  }
  return condition;
}

std::vector<FieldPath> RowCondition::fields() const {
  std::vector<FieldPath> fields;
  for (const auto& all : any_of_all) {
    for (const FieldComparison& comparison : all) fields.push_back(comparison.field);
  }
  return fields;
}

bool RowCondition::holds(
    const std::function<std::optional<std::string>(const FieldPath&)>& field) const {
  return std::ranges::any_of(any_of_all, [&field](const auto& all) {
    return std::ranges::all_of(
        all, [&field](const FieldComparison& one) { return one.holds(field(one.field)); });
  });
}

bool FieldComparison::holds(const std::optional<std::string>& field_value) const {
  if (!field_value) return sign == Sign::kNotEqual;
  if (sign == Sign::kEqual) return *field_value == value;
  if (sign == Sign::kNotEqual) return *field_value != value;
  const auto left = as_number(*field_value);
  const auto right = as_number(value);
  if (!left || !right) return false;
  if (sign == Sign::kLess) return *left < *right;
  if (sign == Sign::kLessEqual) return *left <= *right;
  if (sign == Sign::kGreater) return *left > *right;
  return *left >= *right;
}

}  // namespace lauter
