#include <algorithm>
#include <initializer_list>
#include <vector>

#include "known/standin_places.h"
#include "surrogate/maker.h"
#include "surrogate/names/lexicon.h"
#include "surrogate/names/proper_words.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"
#include "surrogate/numbers/id_tools.h"
#include "surrogate/numbers/permutation.h"

namespace lauter::surrogate {
namespace {

struct RegionRow {
  std::string_view country;
  std::string_view name;
  std::string_view brief;
  std::string_view cities;
};
constexpr RegionRow kRegions[] = {
#include "known/regions.inc"
};
constexpr std::string_view kCountryLists[] = {
#include "known/countries.inc"
};

enum class PlaceKind : uint8_t { kRegion, kBrief, kCity };
struct Place {
  uint64_t hash;
  uint32_t region;
  uint32_t city;
  PlaceKind kind;
};

struct Atlas {
  std::vector<std::vector<std::string_view>> cities;
  /// The same without those that an earlier region has: each name stands for others once.
  std::vector<std::vector<std::string_view>> drawn;
  std::vector<std::pair<uint32_t, uint32_t>> country_of;  // first region and number of regions
  std::vector<Place> places;                              // sorted by hash

  Atlas() {
    for (uint32_t r = 0; r < std::size(kRegions); ++r) {
      cities.push_back(split_bars(kRegions[r].cities));
      uint32_t first = r;
      while (first > 0 && kRegions[first - 1].country == kRegions[r].country) --first;
      uint32_t end = r;
      while (end < std::size(kRegions) && kRegions[end].country == kRegions[r].country) ++end;
      country_of.emplace_back(first, end - first);
      places.push_back({hash64(folded(kRegions[r].name), 1), r, 0, PlaceKind::kRegion});
      if (!kRegions[r].brief.empty()) {
        places.push_back({hash64(folded(kRegions[r].brief), 2), r, 0, PlaceKind::kBrief});
      }
      for (uint32_t c = 0; c < cities[r].size(); ++c) {
        places.push_back({hash64(folded(cities[r][c]), 3), r, c, PlaceKind::kCity});
      }
    }
    // A name of several countries belongs to the one outside the US: Manchester, Athens, Vancouver.
    std::stable_partition(places.begin(), places.end(),
                          [](const Place& p) { return kRegions[p.region].country != "US"; });
    std::stable_sort(places.begin(), places.end(),
                     [](const Place& a, const Place& b) { return a.hash < b.hash; });
    drawn.resize(cities.size());
    for (uint32_t r = 0; r < cities.size(); ++r) {
      for (uint32_t c = 0; c < cities[r].size(); ++c) {
        const Place* place = find(cities[r][c], PlaceKind::kCity);
        if (place->region == r && place->city == c) drawn[r].push_back(cities[r][c]);
      }
    }
  }

  const Place* find(std::string_view name, PlaceKind kind) const {
    const std::string key = folded(name);
    const uint64_t seed = kind == PlaceKind::kRegion ? 1 : kind == PlaceKind::kBrief ? 2 : 3;
    const uint64_t hash = hash64(key, seed);
    const auto at = std::lower_bound(places.begin(), places.end(), hash,
                                     [](const Place& p, uint64_t h) { return p.hash < h; });
    return !key.empty() && at != places.end() && at->hash == hash ? &*at : nullptr;
  }
};

const Atlas& atlas() {
  static const Atlas instance;
  return instance;
}

/// Another region of the country: a keyed rotation, so that a city, its state and the state's short
/// form go to one place without seeing one another.
uint32_t moved_region(const Request& request, uint32_t region, uint32_t attempt) {
  const auto [first, n] = atlas().country_of[region];
  if (n < 2) return region;
  KeyedRandom random(
      request.world.hash.digest("regions of " + std::string(kRegions[first].country)));
  const uint64_t step = 1 + random.below(n - 1);
  // A redraw goes on in steps of one; the region itself is left out.
  const uint64_t offset = 1 + (step - 1 + attempt) % (n - 1);
  return first + static_cast<uint32_t>((region - first + offset) % n);
}

/// A town that is on no map, in the manner of the country's.
std::string made_town(const Request& request, std::string_view country, std::string_view key) {
  KeyedRandom random = random_for(request, "town", key);
  const size_t n_middle = key.size() <= 4 ? 0 : 1;
  return with_case(place_smith(country).word(random, 0, n_middle), LetterCase::kTitle);
}

/// The k-th city of a region goes to the k-th of another one, large ones to large ones as far as
/// there are; where that has fewer, to towns on no map.
std::string moved_city(const Request& request, const Place& place, std::string_view written) {
  const std::string_view name = atlas().cities[place.region][place.city];
  trace(request, folded(written));
  const auto& from = atlas().drawn[place.region];
  const uint32_t region = moved_region(request, place.region, 0);
  const auto& to = atlas().drawn[region];
  const auto own = static_cast<uint64_t>(std::find(from.begin(), from.end(), name) - from.begin());
  const auto ring_of = [&](uint64_t size) {
    const std::string message = "cities " + std::to_string(region) + " " + std::to_string(size);
    return KeyedPermutation(request.world.hash.digest(message), size);
  };
  std::string_view chosen;
  if (region == place.region) {
    if (request.attempt + 1 < to.size()) {
      chosen = to[ring_of(to.size()).after(own, 1 + request.attempt)];
    }
  } else if (const uint64_t at = own + request.attempt; at < to.size()) {
    // Lists go from large to small: the ring turns within each half.
    const uint64_t half = (to.size() + 1) / 2;
    chosen = to[at < half ? ring_of(half).at(at) : half + ring_of(to.size() - half).at(at - half)];
  }
  const std::string city = chosen.empty() && script_of(written) == Script::kLatin
                               ? made_town(request, kRegions[place.region].country, folded(name))
                           : chosen.empty() ? std::string(to[(own + request.attempt) % to.size()])
                                            : std::string(chosen);
  const std::string cased = in_case_of(written, name, city);
  return is_all_ascii(written) ? ascii_latin(cased) : cased;
}

/// "NY", "NSW".
bool is_brief(std::string_view value) {
  return case_of(value) == LetterCase::kUpper && folded(value).size() <= 3;
}

// Empty if the lists have no such place.
std::string known_city(const Request& request) {
  const Place* city = atlas().find(request.value, PlaceKind::kCity);
  return city == nullptr ? "" : moved_city(request, *city, request.value);
}

std::string known_state(const Request& request) {
  const std::string_view value = request.value;
  const bool brief = is_brief(value);
  if (brief && request.category != Category::kState) return "";  // "ME" is more often no state
  const Place* region = atlas().find(value, brief ? PlaceKind::kBrief : PlaceKind::kRegion);
  if (region == nullptr) return "";
  const RegionRow& from = kRegions[region->region];
  trace(request, folded(from.name));
  const RegionRow& to = kRegions[moved_region(request, region->region, request.attempt)];
  const std::string state = brief ? std::string(to.brief) : in_case_of(value, from.name, to.name);
  return is_all_ascii(value) ? ascii_latin(state) : state;
}

/// Of the list; `listed`: how the list writes the value, if it has it.
std::string another_country(const Request& request, size_t list, std::string_view listed) {
  const std::string key = folded(request.value);
  const auto names = split_bars(kCountryLists[list]);
  trace(request, key);
  const auto own =
      listed.empty()
          ? hash64(key) % names.size()
          : static_cast<uint64_t>(std::find(names.begin(), names.end(), listed) - names.begin());
  const KeyedPermutation ring(request.world.hash.digest("countries " + std::to_string(list)),
                              names.size());
  const std::string_view name = names[ring.after(own, 1 + request.attempt)];
  const LetterCase letter_case = case_of(request.value);
  if (letter_case == LetterCase::kLower || letter_case == LetterCase::kUpper) {
    return with_case(name, letter_case);
  }
  return in_case_of(request.value, listed, name);
}

std::string known_country(const Request& request) {
  const std::string key = folded(request.value);
  for (size_t i = 0; i < std::size(kCountryLists); ++i) {
    for (const std::string_view name : split_bars(kCountryLists[i])) {
      if (folded(name) == key) return another_country(request, i, name);
    }
  }
  return "";
}

/// What the first of them that knows the value says: a judge that takes California for a country,
/// or a town for a quarter, does not move it to another kind.
std::string first_of(const Request& request, std::initializer_list<Maker> makers) {
  for (const Maker maker : makers) {
    if (std::string made = maker(request); !made.empty()) return made;
  }
  return "";
}

bool is_street_word(std::string_view word) {
  static constexpr auto& kWords = known::kStandinPlacesStreets;
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

bool is_location_word(std::string_view word) {
  static constexpr auto& kWords = known::kStandinPlacesLocations;
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

/// A town of no list goes to one on no map, in the manner of the country that its letters speak
/// for.
std::string unlisted_city(const Request& request) {
  const std::string_view value = request.value;
  const Script script = script_of(value);
  if (script != Script::kLatin) return mapped_proper(request, {});
  std::string_view country = "US";
  const std::string key = folded(value);
  if (!is_all_ascii(value)) {
    for (const auto& [letters, code] : {std::pair<std::string_view, std::string_view>{
                                            "\u00E4\u00F6\u00FC\u00DF\u00C4\u00D6\u00DC", "DE"},
                                        {"\u00E9\u00E8\u00EA\u00E7\u00C9", "FR"},
                                        {"\u00F1\u00ED\u00F3\u00E1\u00FA", "ES"},
                                        {"\u00E3\u00F5", "BR"},
                                        {"\u0142\u0105\u0119\u015B\u0107\u0144\u017C\u017A", "PL"},
                                        {"\u00E5\u00F8\u00E6", "NO"},
                                        {"\u0159\u010D\u011B\u0161\u017E", "CZ"},
                                        {"\u0131\u015F\u011F\u0130", "TR"}}) {
      for (size_t i = 0; i < letters.size(); i += 2) {
        if (value.find(letters.substr(i, 2)) != std::string_view::npos) country = code;
      }
    }
  } else {
    for (const auto& [ending, code] : {std::pair<std::string_view, std::string_view>{"heim", "DE"},
                                       {"hausen", "DE"},
                                       {"burg", "DE"},
                                       {"ingen", "DE"},
                                       {"dorf", "DE"},
                                       {"stadt", "DE"},
                                       {"shire", "GB"},
                                       {"bury", "GB"},
                                       {"mouth", "GB"},
                                       {"ham", "GB"},
                                       {"wick", "GB"},
                                       {"pur", "IN"},
                                       {"abad", "IN"},
                                       {"nagar", "IN"},
                                       {"ello", "IT"},
                                       {"ano", "IT"}}) {
      if (key.ends_with(ending)) country = code;
    }
  }
  const std::string town = in_case_of(value, "", made_town(request, country, key));
  return is_all_ascii(value) ? ascii_latin(town) : town;
}

std::string unlisted_state(const Request& request) {
  if (is_brief(request.value)) return make_random_id(request);
  static constexpr auto keeps = [](std::string_view word) {
    static constexpr auto& kWords = known::kStandinPlacesStates;
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  };
  return mapped_proper(request, {keeps, false});
}

std::string unlisted_country(const Request& request) {
  const Script script = script_of(request.value);
  size_t list = 0;
  for (size_t i = 0; script != Script::kLatin && i < std::size(kCountryLists); ++i) {
    if (script_of(split_bars(kCountryLists[i])[0]) == script) list = i;
  }
  return another_country(request, list, "");
}

std::string unlisted_location(const Request& request) {
  return mapped_proper(request, {is_location_word, true});
}

}  // namespace

const PseudoWords& place_smith(std::string_view country) {
  struct Smiths {
    std::vector<std::pair<std::string_view, PseudoWords>> of_country;
    Smiths() {
      std::vector<std::string> english = invented_places();  // together: US, GB, AU
      std::vector<std::string> words;
      for (uint32_t r = 0; r < std::size(kRegions); ++r) {
        const std::string_view here = kRegions[r].country;
        const bool speaks_english = here == "US" || here == "GB" || here == "AU";
        for (const std::string_view city : atlas().cities[r]) {
          const bool is_one_word = city.find_first_of(" -.'") == city.npos;
          if (!is_one_word || script_of(city) != Script::kLatin) continue;
          (speaks_english ? english : words).push_back(folded(city));
        }
        if (r + 1 < std::size(kRegions) && kRegions[r + 1].country == here) continue;
        if (words.size() >= 24) of_country.emplace_back(here, PseudoWords(words));
        words.clear();
      }
      of_country.emplace_back("", PseudoWords(english));
    }
  };
  static const Smiths smiths;
  const auto at = std::find_if(smiths.of_country.begin(), smiths.of_country.end(),
                               [&](const auto& entry) { return entry.first == country; });
  return at == smiths.of_country.end() ? smiths.of_country.back().second : at->second;
}

std::string known_place(const Request& request, std::string_view name) {
  if (name.size() < 4 || name.size() > 64) return "";
  if (const Place* city = atlas().find(name, PlaceKind::kCity))
    return moved_city(request, *city, name);
  return "";
}

std::string make_city(const Request& request) {
  return first_of(request, {known_city, known_state, known_country, unlisted_city});
}

std::string make_state(const Request& request) {
  return first_of(request, {known_state, known_country, known_city, unlisted_state});
}

std::string make_country(const Request& request) {
  return first_of(request, {known_country, known_state, known_city, unlisted_country});
}

std::string make_street_address(const Request& request) {
  return mapped_proper(request, {is_street_word, true, true});
}

std::string make_location(const Request& request) {
  return first_of(request, {known_city, known_state, known_country, unlisted_location});
}

std::string make_postal_code(const Request& request) {
  const Form form(request.value, Alphabet::kAlnum);
  std::string core = form.core();
  if (core.empty()) return make_random_id(request);
  KeyedRandom random = random_for(request, "POSTAL_CODE", core);
  const bool british = is_ascii_alpha(core[0]) && core.size() >= 5 && core.size() <= 7 &&
                       is_ascii_digit(core[core.size() - 3]) &&
                       is_ascii_alpha(core[core.size() - 2]) && is_ascii_alpha(core.back());
  if (british) {
    // The inward code leaves out C I K M O V (Royal Mail PAF), the first letter Q V X.
    for (size_t i = 0; i < core.size(); ++i) {
      const bool inward = i + 3 >= core.size();
      if (is_ascii_digit(core[i])) {
        const bool first_digit = !inward && i > 0 && is_ascii_alpha(core[i - 1]);
        core[i] = draw_from(random, first_digit ? std::string_view("123456789") : kDecimalDigits);
      } else {
        core[i] = draw_from(random, inward   ? std::string_view("ABDEFGHJLNPQRSTUWXYZ")
                                    : i == 0 ? std::string_view("ABCDEGHKLMNPRSTW")
                                             : std::string_view("ABDEHLNORST"));
      }
    }
    return form.render(core);
  }
  const bool canadian = core.size() == 6 && is_ascii_alpha(core[0]) && is_ascii_digit(core[1]) &&
                        is_ascii_alpha(core[2]);
  for (size_t i = 0; i < core.size(); ++i) {
    if (is_ascii_digit(core[i])) {
      // The first digit is the zone; 0 there is a zone of its own, so it stays or stays away.
      if (i == 0) {
        core[i] = core[i] == '0' ? '0' : draw_from(random, "12345678");
      } else if (i == 1 && core[0] == '0') {
        core[i] = draw_from(random, "123456789");
      } else {
        core[i] = draw_digit(random);
      }
    } else {
      core[i] = draw_from(random, canadian && i == 0 ? "ABCEGHJKLMNPRSTVXY"
                                  : canadian         ? "ABCEGHJKLMNPRSTVWXYZ"
                                                     : "ABCDEGHJKLMNPRTVWXZ");
    }
  }
  return form.render(core);
}

std::string make_po_box(const Request& request) {
  const Form form(request.value, Alphabet::kDigits);
  if (form.core().empty()) return make_random_id(request);
  std::string core = form.core();
  KeyedRandom random = random_for(request, "PO_BOX", core);
  put_random_digits(core, 0, core.size(), random);
  if (core[0] == '0') core[0] = draw_from(random, "123456789");
  return form.render(core);
}

}  // namespace lauter::surrogate
