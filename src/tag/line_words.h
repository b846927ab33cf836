/// Words that tell what a line is for. Internal to `tag`.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lauter::internal {

enum class LineWord : uint8_t {
  kStop,        ///< the, of, and
  kNavigation,  ///< home, menu, next
  kAccount,     ///< login, subscribe
  kSocial,      ///< share, facebook
  kLegal,       ///< privacy, cookies, reserved
  kShop,        ///< cart, price, shipping
  kCall,        ///< learn, read, click, more
  kMeta,        ///< posted, comments, views, author
  kTime,        ///< ago, january, monday
};
inline constexpr size_t kLineWords = 9;

/// Bits (1 << LineWord) of a word in lower case; 0 for other words. O(1).
uint32_t line_word_classes(std::string_view lower_word);

}  // namespace lauter::internal
