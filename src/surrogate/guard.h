/// The values that a document mentions: none of its stand-ins may read like one of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "surrogate/surrogate.h"

namespace lauter::surrogate {

/// Whether values of the category are names of persons or parts of them.
bool is_person_like(Category category);

class Guard {
 public:
  /// O(mentions).
  Guard(std::string_view text, std::span<const Mention> mentions);

  /// Whether a value of the document reads like `candidate` (case, separators and diacritics
  /// aside).
  bool is_mentioned(std::string_view candidate) const;
  /// The same of a candidate that is folded already.
  bool is_mentioned_folded(std::string_view folded) const;

  /// Whether a mentioned value has this word (folded) as a part.
  bool has_part(uint64_t folded_hash) const;

 private:
  std::vector<uint64_t> values_;  ///< sorted hashes of folded values
  std::vector<uint64_t> parts_;   ///< sorted hashes of their folded words
};

}  // namespace lauter::surrogate
