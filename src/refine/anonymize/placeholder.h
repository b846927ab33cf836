/// What stands in place of a value that has a name but no stand-in: `[PERSON_1]`.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// How placeholders are written: a text with `{label}` and `{n}` in it, each at most once.
class PlaceholderForm {
 public:
  PlaceholderForm() : text_("[{label}_{n}]") {}
  /// Errors: kInvalidArgument for an empty text, one of several lines or over 128 bytes, and for
  /// anything else in braces.
  static Result<PlaceholderForm> parse(std::string_view text);

  std::string of(std::string_view label, size_t number) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// The placeholders of one document: distinct values of a label have numbers in the order in which
/// they come. Case and the amount of white space do not matter.
class Placeholders {
 public:
  explicit Placeholders(const PlaceholderForm& form) : form_(form) {}
  std::string of(std::string_view label, std::string_view value);

 private:
  const PlaceholderForm& form_;
  std::map<std::string, std::map<std::string, size_t>, std::less<>> by_label_;
};

}  // namespace lauter
