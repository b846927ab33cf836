#include "text/article.h"

#include <algorithm>
#include <array>

namespace lauter {

bool wants_an(std::string_view word) {
  constexpr std::array<std::string_view, 4> kMuteH = {"hour", "honest", "honor", "honour"};
  constexpr std::array<std::string_view, 9> kConsonantSound = {"uni",  "use", "usu", "eu", "one",
                                                               "once", "uti", "ute", "ube"};
  const auto begins = [&](std::string_view with) { return word.starts_with(with); };
  if (std::any_of(kMuteH.begin(), kMuteH.end(), begins) || word.starts_with("heir")) return true;
  if (word.starts_with("unin") || word.starts_with("unim")) return true;  // unintelligent
  if (std::any_of(kConsonantSound.begin(), kConsonantSound.end(), begins)) return false;
  return !word.empty() && std::string_view("aeiou").find(word[0]) != std::string_view::npos;
}

}  // namespace lauter
