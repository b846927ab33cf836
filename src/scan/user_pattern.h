/// A pattern of the user's own, compiled: of a custom rule, or of a list of allowed or denied values.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"

namespace lauter {

/// Const and safe from any thread.
class UserPattern {
 public:
  /// An RE2 pattern. Errors: kInvalidArgument with RE2's reason.
  static Result<UserPattern> make(const std::string& pattern);
  UserPattern(UserPattern&&) noexcept;
  UserPattern& operator=(UserPattern&&) noexcept;
  ~UserPattern();

  /// Appends where it matches, from left to right, apart: group 1 if there is one and it took part,
  /// else the whole match. Empty matches do not count. Linear.
  void find(std::string_view text, std::vector<ByteSpan>& spans) const;

 private:
  struct Impl;
  explicit UserPattern(std::unique_ptr<const Impl> impl);
  std::unique_ptr<const Impl> impl_;
};

}  // namespace lauter
