#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

struct AddedToken {
  std::string content;
  bool normalized = false;
  bool lstrip = false;
  bool rstrip = false;
  bool single_word = false;
};

/// Tokens that are cut out of a text before it is cut into words.
class AddedTokens {
 public:
  void add(AddedToken token);

  /// Calls `plain(stretch, begin)` for what lies between them, and returns how many there are. Of several at one place the
  /// longest counts. Errors: those of `plain`.
  Result<uint64_t> cut(std::string_view text, const std::function<Result<void>(std::string_view, size_t)>& plain) const;

 private:
  const AddedToken* find(std::string_view text) const;

  std::vector<AddedToken> tokens_;
  std::array<bool, 256> firsts_{};  ///< bytes that one begins with
};

}  // namespace lauter
