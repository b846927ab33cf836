/// Names that most readers know: what the tagger takes for a person may be "Iran" all the same.
#pragma once

#include <cstdint>
#include <string_view>

namespace lauter::internal {

enum class WorldName : uint8_t {
  kUnknown,
  kPlace,         ///< a country, state, large town, sea ...: "North Korea", "Tel Aviv"
  kOrganization,  ///< "NASA", "Washington Post"
  kLandmark,      ///< what nobody lives in: "Eiffel Tower", "Pacific Ocean", "Moon"
  kPeople,        ///< a whole people or creed, or its adjective: "Americans", "Muslim"
};

/// What `value` as a whole is known as, whatever its case. Words that are names of persons too are
/// mostly unknown here (Lincoln, Ford). A few lookups.
WorldName world_name(std::string_view value);

/// Whether `value` as a whole names somebody of history books: "Woodrow Wilson", "Einstein".
bool is_historic_person(std::string_view value);

/// Whether `value` is two words and more, the last one of companies ("Ltd", "Mutual", "Tribune").
bool ends_like_company(std::string_view value);

/// Whether a word that people are named by is a common one, a month, place or thing as well
/// ("Will", "Rose", "Baker").
bool is_common_word(std::string_view word);

}  // namespace lauter::internal
