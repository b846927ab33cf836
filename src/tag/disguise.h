/// How abuse is disguised: signs in place of letters (f***, $illy).
#pragma once

namespace lauter {

/// Signs that stand in words for letters that are not to be seen.
constexpr bool is_mask(char c) { return c == '*' || c == '@' || c == '#' || c == '$' || c == '!'; }

}  // namespace lauter
