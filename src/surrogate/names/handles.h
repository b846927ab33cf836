/// Log-in names, handles and local parts of mail addresses, made of name parts.
#pragma once

#include <string>
#include <string_view>

#include "surrogate/maker.h"

namespace lauter::surrogate {

/// The stand-in of a handle (no @): its name parts follow the person's stand-in, its digits become
/// as many other digits, separators stay. Words that are roles (info, office) stay.
std::string mapped_handle(const Request& request, std::string_view handle);

/// example.com, example.net or example.org, by the domain; upper case where it has no lower one.
std::string mapped_domain(const Request& request, std::string_view domain);

}  // namespace lauter::surrogate
