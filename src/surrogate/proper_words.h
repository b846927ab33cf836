/// Names of firms, schools, places and streets: words that say what kind of thing it is stay, names
/// in it are replaced, numbers are drawn anew.
#pragma once

#include <string>
#include <string_view>

#include "surrogate/maker.h"

namespace lauter::surrogate {

struct ProperOptions {
  bool (*keeps)(std::string_view folded_word) = nullptr;  ///< words of the kind
  bool new_numbers = false;                               ///< house numbers
  bool has_language = false;                              ///< street words say whose names fit
};

std::string mapped_proper(const Request& request, const ProperOptions& options);

/// The stand-in of a city or region that the tables know, as written; empty otherwise.
std::string known_place(const Request& request, std::string_view name);

}  // namespace lauter::surrogate
