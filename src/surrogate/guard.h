/// What a document's stand-ins must not be: a value that the document mentions, or text it holds.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "surrogate/surrogate.h"

namespace lauter::surrogate {

class Guard {
 public:
  /// `text` must outlive the guard. O(mentions); the text is read on the first long question only
  /// if it is worth it.
  Guard(std::string_view text, std::span<const Mention> mentions);

  /// Whether a value of the document reads like `candidate` (case, separators and diacritics
  /// aside).
  bool is_mentioned(std::string_view candidate) const;

  /// Whether `candidate` stands in the text, apart from inside a longer word.
  bool is_in_text(std::string_view candidate) const;

  /// Whether a mentioned value has this word (folded) as a part.
  bool has_part(uint64_t folded_hash) const;

 private:
  std::string_view text_;
  std::vector<uint64_t> values_;  ///< sorted hashes of folded values
  std::vector<uint64_t> parts_;   ///< sorted hashes of their folded words
  /// Bit per hash of four, and of eight, neighbouring bytes of the text; empty for short work.
  /// Tables of numbers hold every group of four digits, so that four bytes alone would rule nothing
  /// out there.
  std::vector<uint64_t> grams_;
  std::vector<uint64_t> long_grams_;
};

}  // namespace lauter::surrogate
