/// Words that insult people and mean little else.
#pragma once

#include <string_view>

namespace lauter {

/// Whether `word`, in any case, is one of the list. One lookup.
bool is_listed_insult(std::string_view word);

/// Whether `word`, in any case, is a swear word that is said of things too ("shit"). One lookup.
bool is_swearword(std::string_view word);

}  // namespace lauter
