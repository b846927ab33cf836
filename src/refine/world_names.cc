#include "refine/world_names.h"

#include "scan/place_text.h"
#include "scan/word_set.h"

namespace lauter::internal {
namespace {

#define X(list, names) constexpr char list[] = names;
#include "refine/data/historic_names.inc"
#include "refine/data/world_names.inc"
#undef X

}  // namespace

bool ends_like_company(std::string_view value) {
  const size_t blank = value.rfind(' ');
  return blank != value.npos && scan::set_of<kCompanyEnds>().has(value.substr(blank + 1));
}

bool is_common_word(std::string_view word) { return scan::set_of<kCommonWords>().has(word); }

bool is_historic_person(std::string_view value) {
  return scan::set_of<kHistoricPeople>().has(value);
}

WorldName world_name(std::string_view value) {
  if (value.starts_with("the ") || value.starts_with("The ")) value.remove_prefix(4);
  if (scan::set_of<kLandmarks>().has(value)) return WorldName::kLandmark;
  if (scan::is_country(value) || scan::is_state(value) || scan::set_of<kWorldPlaces>().has(value)) {
    return WorldName::kPlace;
  }
  if (scan::set_of<kWorldOrganizations>().has(value)) return WorldName::kOrganization;
  return scan::set_of<kPeoples>().has(value) || scan::set_of<kCreeds>().has(value)
             ? WorldName::kPeople
             : WorldName::kUnknown;
}

}  // namespace lauter::internal
