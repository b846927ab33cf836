#include "refine/anonymize/placeholder.h"

#include "text/ascii.h"

namespace lauter {
namespace {

constexpr size_t kMaxBytes = 128;
constexpr std::string_view kLabelHole = "{label}";
constexpr std::string_view kNumber = "{n}";

/// What counts as the same value for numbering.
std::string value_key(std::string_view value) {
  std::string key;
  bool blank = false;
  for (const char c : value) {
    if (is_ascii_space(c)) {
      blank = true;
      continue;
    }
    if (blank && !key.empty()) key.push_back(' ');
    blank = false;
    key.push_back(ascii_lower(c));
  }
  return key;
}

void replace(std::string& text, std::string_view mark, std::string_view with) {
  const size_t at = text.find(mark);
  if (at != std::string::npos) text.replace(at, mark.size(), with);
}

}  // namespace

Result<PlaceholderForm> PlaceholderForm::parse(std::string_view text) {
  if (text.empty()) return invalid_argument("is empty; the operator `remove` leaves nothing");
  if (text.size() > kMaxBytes) {
    return invalid_argument("longer than " + std::to_string(kMaxBytes) + " bytes");
  }
  if (text.find_first_of("\r\n") != text.npos) return invalid_argument("has more than one line");
  std::string rest(text);
  replace(rest, kLabelHole, "");
  replace(rest, kNumber, "");
  if (rest.find('{') != rest.npos) {
    return invalid_argument("knows {label} and {n}, each once, and nothing else in braces");
  }
  PlaceholderForm form;
  form.text_ = text;
  return form;
}

std::string PlaceholderForm::of(std::string_view label, size_t number) const {
  std::string placeholder = text_;
  replace(placeholder, kNumber, std::to_string(number));
  replace(placeholder, kLabelHole, label);
  return placeholder;
}

std::string Placeholders::of(std::string_view label, std::string_view value) {
  auto at = by_label_.find(label);
  if (at == by_label_.end()) at = by_label_.try_emplace(std::string(label)).first;
  auto& numbers = at->second;
  const size_t number = numbers.emplace(value_key(value), numbers.size() + 1).first->second;
  return form_.of(label, number);
}

}  // namespace lauter
