/// What is left in a text of words that single somebody out together: places, firms, jobs, ages, dates.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/hash.h"
#include "catalog/category.h"

namespace lauter {

/// A value that was proposed and stays.
struct LeftValue {
  ByteSpan span;
  Category category;
};

class TieHash {
 public:
  explicit TieHash(const SecretKey& key) : hash_(key, "lauter ties") {}

  /// Of the set of ties (privacy_class()) among `left`: their categories and values, in any spelling and order. 0: there
  /// are none.
  uint64_t of(std::string_view text, const std::vector<LeftValue>& left) const;

 private:
  KeyedHash hash_;
};

}  // namespace lauter
