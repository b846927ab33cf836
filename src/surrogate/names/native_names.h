/// Names without blanks between their parts: Han, Kana, Hangul.
#pragma once

#include <string>

#include "surrogate/names/person.h"

namespace lauter::surrogate {

/// The stand-in of a name in Han, Kana or Hangul letters; empty if the value is none.
std::string native_name(const Request& request, NameRole expected);

}  // namespace lauter::surrogate
