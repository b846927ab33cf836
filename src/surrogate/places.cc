#include <algorithm>
#include <vector>

#include "surrogate/draw.h"
#include "surrogate/form.h"
#include "surrogate/id_tools.h"
#include "surrogate/lexicon.h"
#include "surrogate/maker.h"
#include "surrogate/proper_words.h"
#include "surrogate/unicode.h"

namespace lauter::surrogate {
namespace {

struct RegionRow {
  std::string_view country;
  std::string_view name;
  std::string_view brief;
  std::string_view cities;
};
constexpr RegionRow kRegions[] = {
#include "surrogate/data/regions.inc"
};
constexpr std::string_view kCountryLists[] = {
#include "surrogate/data/countries.inc"
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
uint32_t moved_region(const Request& request, uint32_t region) {
  const auto [first, n] = atlas().country_of[region];
  if (n < 2) return region;
  KeyedRandom random(
      request.world.hash.digest("regions of " + std::string(kRegions[first].country)));
  const uint64_t step = 1 + random.below(n - 1);
  // A redraw goes on in steps of one; the region itself is left out.
  const uint64_t offset = 1 + (step - 1 + request.attempt) % (n - 1);
  return first + static_cast<uint32_t>((region - first + offset) % n);
}

std::string moved_city(const Request& request, const Place& place, std::string_view written) {
  const auto& from = atlas().cities[place.region];
  const auto& to = atlas().cities[moved_region(request, place.region)];
  KeyedRandom random = random_for(request, "CITY", folded(written));
  // Lists go from large to small: the same half keeps the size.
  const size_t half = (to.size() + 1) / 2;
  const bool large = place.city < (from.size() + 1) / 2;
  const size_t low = large ? 0 : std::min(half, to.size() - 1);
  const size_t n = large ? half : to.size() - low;
  std::string_view chosen = to[low + random.below(n)];
  std::string city = in_case_of(written, from[place.city], chosen);
  return is_all_ascii(written) ? ascii_latin(city) : city;
}

bool is_street_word(std::string_view word) {
  static constexpr std::string_view kWords[] = {"street",
                                                "st",
                                                "road",
                                                "rd",
                                                "avenue",
                                                "ave",
                                                "av",
                                                "lane",
                                                "ln",
                                                "drive",
                                                "dr",
                                                "court",
                                                "ct",
                                                "boulevard",
                                                "blvd",
                                                "place",
                                                "pl",
                                                "square",
                                                "sq",
                                                "terrace",
                                                "close",
                                                "crescent",
                                                "way",
                                                "parkway",
                                                "pkwy",
                                                "highway",
                                                "hwy",
                                                "circle",
                                                "cir",
                                                "trail",
                                                "trl",
                                                "row",
                                                "mews",
                                                "grove",
                                                "gardens",
                                                "hill",
                                                "walk",
                                                "view",
                                                "rise",
                                                "park",
                                                "green",
                                                "alley",
                                                "loop",
                                                "flat",
                                                "apt",
                                                "apartment",
                                                "unit",
                                                "suite",
                                                "ste",
                                                "floor",
                                                "fl",
                                                "room",
                                                "rm",
                                                "building",
                                                "bldg",
                                                "block",
                                                "house",
                                                "no",
                                                "nr",
                                                "number",
                                                "north",
                                                "south",
                                                "east",
                                                "west",
                                                "n",
                                                "s",
                                                "e",
                                                "w",
                                                "ne",
                                                "nw",
                                                "se",
                                                "sw",
                                                "upper",
                                                "lower",
                                                "strasse",
                                                "str",
                                                "weg",
                                                "platz",
                                                "allee",
                                                "gasse",
                                                "ring",
                                                "hof",
                                                "rue",
                                                "chemin",
                                                "impasse",
                                                "quai",
                                                "cours",
                                                "route",
                                                "bis",
                                                "ter",
                                                "appt",
                                                "bat",
                                                "batiment",
                                                "etage",
                                                "calle",
                                                "c",
                                                "avenida",
                                                "avda",
                                                "paseo",
                                                "plaza",
                                                "camino",
                                                "carretera",
                                                "piso",
                                                "puerta",
                                                "planta",
                                                "esc",
                                                "izq",
                                                "dcha",
                                                "via",
                                                "viale",
                                                "piazza",
                                                "corso",
                                                "largo",
                                                "vicolo",
                                                "scala",
                                                "interno",
                                                "piano",
                                                "rua",
                                                "travessa",
                                                "praca",
                                                "alameda",
                                                "andar",
                                                "apto",
                                                "bloco",
                                                "casa",
                                                "ulica",
                                                "ulice",
                                                "aleja",
                                                "al",
                                                "os",
                                                "osiedle",
                                                "plac",
                                                "m",
                                                "lok",
                                                "straat",
                                                "laan",
                                                "plein",
                                                "gracht",
                                                "kade",
                                                "bus",
                                                "gatan",
                                                "vagen",
                                                "gate",
                                                "vei",
                                                "veien",
                                                "vej",
                                                "gade",
                                                "lgh",
                                                "sokak",
                                                "sok",
                                                "sk",
                                                "cadde",
                                                "caddesi",
                                                "cad",
                                                "mahallesi",
                                                "mah",
                                                "mh",
                                                "daire",
                                                "kat",
                                                "blok",
                                                "apartmani",
                                                "jalan",
                                                "jl",
                                                "gang",
                                                "rt",
                                                "rw",
                                                "marg",
                                                "nagar",
                                                "sector",
                                                "phase",
                                                "plot",
                                                "cross",
                                                "main",
                                                "colony",
                                                "chome",
                                                "banchi",
                                                "dong",
                                                "gu",
                                                "ro",
                                                "gil",
                                                "duong",
                                                "ngo",
                                                "phuong",
                                                "quan",
                                                "\u0443\u043B",
                                                "\u0443\u043B\u0438\u0446\u0430",
                                                "\u0434",
                                                "\u0434\u043E\u043C",
                                                "\u043A\u0432",
                                                "\u043F\u0440",
                                                "\u043F\u0440\u043E\u0441\u043F\u0435\u043A\u0442",
                                                "\u043F\u0435\u0440",
                                                "\u043A\u043E\u0440\u043F",
                                                "\u0441\u0442\u0440",
                                                "\u0634\u0627\u0631\u0639",
                                                "\u05E8\u05D7\u05D5\u05D1",
                                                "\u03BF\u03B4\u03BF\u03C2",
                                                "\u0E16\u0E19\u0E19",
                                                "\u092E\u093E\u0930\u094D\u0917"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

bool is_location_word(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "estate",    "quarter",    "hostel",     "building",  "camp",       "village",  "house",
      "park",      "court",      "tower",      "towers",    "hall",       "farm",     "heights",
      "gardens",   "mill",       "lodge",      "cottage",   "manor",      "district", "apartments",
      "residence", "residences", "hotel",      "inn",       "shelter",    "hospital", "clinic",
      "church",    "mosque",     "centre",     "center",    "community",  "mobile",   "home",
      "trailer",   "ranch",      "base",       "fort",      "barracks",   "marina",   "harbour",
      "island",    "lake",       "beach",      "ridge",     "bay",        "north",    "south",
      "east",      "west",       "old",        "new",       "upper",      "lower",    "little",
      "great",     "site",       "block",      "square",    "mews",       "siedlung", "viertel",
      "hof",       "haus",       "heim",       "quartier",  "residence",  "cite",     "barrio",
      "colonia",   "villa",      "bairro",     "quartiere", "borgo",      "refugee",  "student",
      "care",      "nursing",    "retirement", "dormitory", "dorm",       "wing",     "ward",
      "room",      "floor",      "street",     "road",      "campground", "campus",   "station",
      "kampung",   "desa"};
  return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
}

}  // namespace

std::string known_place(const Request& request, std::string_view name) {
  if (name.size() < 4 || name.size() > 64) return "";
  if (const Place* city = atlas().find(name, PlaceKind::kCity))
    return moved_city(request, *city, name);
  return "";
}

std::string make_city(const Request& request) {
  const std::string_view value = request.value;
  if (const Place* city = atlas().find(value, PlaceKind::kCity))
    return moved_city(request, *city, value);
  const Script script = script_of(value);
  if (script != Script::kLatin) return mapped_proper(request, {});
  // A town of no list goes to a small one, of the country that its letters speak for.
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
  KeyedRandom random = random_for(request, "CITY", key);
  std::vector<std::string_view> towns;
  for (uint32_t r = 0; r < std::size(kRegions); ++r) {
    if (kRegions[r].country != country) continue;
    const auto& cities = atlas().cities[r];
    for (size_t c = cities.size() > 2 ? cities.size() / 2 : 0; c < cities.size(); ++c)
      towns.push_back(cities[c]);
  }
  const std::string town = in_case_of(value, "", towns[random.below(towns.size())]);
  return is_all_ascii(value) ? ascii_latin(town) : town;
}

std::string make_state(const Request& request) {
  const std::string_view value = request.value;
  const bool brief = case_of(value) == LetterCase::kUpper && folded(value).size() <= 3;
  if (const Place* region = atlas().find(value, brief ? PlaceKind::kBrief : PlaceKind::kRegion)) {
    const RegionRow& from = kRegions[region->region];
    const RegionRow& to = kRegions[moved_region(request, region->region)];
    const std::string state = brief ? std::string(to.brief) : in_case_of(value, from.name, to.name);
    return is_all_ascii(value) ? ascii_latin(state) : state;
  }
  if (brief) return make_random_id(request);
  static constexpr auto keeps = [](std::string_view word) {
    static constexpr std::string_view kWords[] = {
        "county",     "province", "state",     "region", "district", "shire",
        "department", "canton",   "landkreis", "kreis",  "oblast",   "provincia",
        "prefecture", "parish",   "territory", "north",  "south",    "east",
        "west",       "upper",    "lower",     "new"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  };
  return mapped_proper(request, {keeps, false});
}

std::string make_country(const Request& request) {
  const std::string key = folded(request.value);
  KeyedRandom random = random_for(request, "COUNTRY", key);
  const LetterCase letter_case = case_of(request.value);
  size_t list = 0;
  const Script script = script_of(request.value);
  std::string_view listed;
  for (size_t i = 0; i < std::size(kCountryLists); ++i) {
    const auto names = split_bars(kCountryLists[i]);
    const auto at = std::find_if(names.begin(), names.end(),
                                 [&](std::string_view name) { return folded(name) == key; });
    if (at != names.end()) {
      list = i;
      listed = *at;
      break;
    }
    if (script != Script::kLatin && script_of(names[0]) == script) list = i;
  }
  const auto names = split_bars(kCountryLists[list]);
  const size_t start = random.below(names.size());
  for (size_t i = 0; i < names.size(); ++i) {
    const std::string_view name = names[(start + i + request.attempt) % names.size()];
    if (folded(name) == key) continue;
    if (letter_case == LetterCase::kLower || letter_case == LetterCase::kUpper)
      return with_case(name, letter_case);
    return in_case_of(request.value, listed, name);
  }
  return std::string(names[0]);
}

std::string make_street_address(const Request& request) {
  return mapped_proper(request, {is_street_word, true, true});
}

std::string make_location(const Request& request) {
  return mapped_proper(request, {is_location_word, true});
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
