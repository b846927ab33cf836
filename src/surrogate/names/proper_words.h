/// Names of firms, schools, places and streets: words that say what kind of thing it is stay, names
/// in it are replaced, numbers are drawn anew.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "surrogate/maker.h"
#include "surrogate/names/pseudo_words.h"

namespace lauter::surrogate {

struct ProperOptions {
  bool (*keeps)(std::string_view folded_word) = nullptr;  ///< words of the kind
  bool new_numbers = false;                               ///< house numbers
  bool has_language = false;                              ///< street words say whose names fit
};

std::string mapped_proper(const Request& request, const ProperOptions& options);

/// Invented English place names, folded: what others are made of.
std::vector<std::string> invented_places();

/// New names in the manner of a country's cities (an ISO code; places.cc).
const PseudoWords& place_smith(std::string_view country);

/// The stand-in of a city or region that the tables know, as written; empty otherwise.
std::string known_place(const Request& request, std::string_view name);

}  // namespace lauter::surrogate
