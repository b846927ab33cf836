#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

/// The map of characters that SentencePiece's models bring with them: a double array from what is read to what stands for it.
class Charsmap {
 public:
  /// Errors: kDataLoss.
  static Result<Charsmap> parse(std::string_view bytes);

  /// As `tokenizers` does it: a grapheme of less than six bytes as a whole, else character by character; of what begins with
  /// an entry all is replaced, by the shortest one.
  Result<std::string> map(std::string_view text) const;

 private:
  std::optional<std::string_view> find(std::string_view chunk) const;

  std::vector<uint32_t> units_;
  std::string values_;  ///< each with a NUL behind it
};

}  // namespace lauter
