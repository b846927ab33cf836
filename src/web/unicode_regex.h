/// Regular expressions with look-around over UTF-8, by ICU, for the patterns that tokenizers cut their words with.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"

namespace lauter {

/// Const and safe from any thread.
class UnicodeRegex {
 public:
  /// `pattern` as Oniguruma reads it, as far as ICU can say the same: \s, \w are Unicode's, ^ and $ are of lines. Errors:
  /// kInvalidArgument, with the place.
  static Result<UnicodeRegex> make(std::string_view pattern);

  /// Appends all matches, from the left. Errors: kResourceExhausted if that takes too many steps.
  Result<void> find(std::string_view text, std::vector<ByteSpan>& matches) const;

 private:
  struct Compiled;
  std::shared_ptr<const Compiled> compiled_;
};

}  // namespace lauter
