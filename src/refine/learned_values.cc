#include "refine/learned_values.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "refine/learned_spans.h"
#include "refine/plausible_values.h"
#include "refine/world_names.h"
#include "scan/name_shape.h"
#include "scan/place_text.h"
#include "scan/postal_code.h"
#include "scan/street_text.h"
#include "scan/word_set.h"
#include "surrogate/name_pool.h"
#include "surrogate/unicode.h"
#include "text/ascii.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

#define X(list, words) constexpr char list[] = words;
#include "refine/data/value_words.inc"
#undef X

/// First words of names of land and water: "Lake Baikal".
constexpr char kLandforms[] = "bay|cape|gulf|isle|lake|lough|mount|mt|river|strait";

/// Words of an address that stand before a number of their own.
constexpr char kPartsOfAddresses[] = "apo|apt|box|building|dpo|flat|floor|fpo|psc|room|suite|unit";

bool has_word_of(const scan::WordSet& set, std::string_view value) {
  for (size_t at = 0; at < value.size();) {
    const std::string_view word = scan::word_at(value, at);
    if (set.has(word)) return true;
    at += std::max<size_t>(1, word.size());
  }
  return false;
}

/// A known given name and one more word, which is none of places: "Kirsty McAllister". Where the
/// tagger is sure of a place, the word must not be one of the language ("Florence Road").
bool is_given_name_and_more(std::string_view value, bool is_doubted) {
  const std::string_view given = scan::word_at(value, 0);
  if (given.size() + 1 >= value.size() || value[given.size()] != ' ') return false;
  const std::string_view family = value.substr(given.size() + 1);
  const bool is_word = scan::word_at(family, 0) == family && scan::upper_at(family, 0);
  if (!is_word || scan::set_of<kSmallPlaceWords>().has(family) || scan::is_street_word(family))
    return false;
  if (is_doubted) return scan::is_given_name(given) && !is_common_word(given);
  return is_pooled_given_name(given) && world_name(given) == WorldName::kUnknown;
}

Category category_of_place(std::string_view value) {
  if (scan::is_country(value)) return Category::kCountry;
  if (scan::is_state(value)) return Category::kState;
  if (world_name(value) == WorldName::kPlace) return Category::kCity;
  const bool is_long = std::count(value.begin(), value.end(), ' ') >= 3;
  const bool is_small = is_long || has_word_of(scan::set_of<kSmallPlaceWords>(), value) ||
                        std::any_of(value.begin(), value.end(), is_ascii_digit);
  return is_small ? Category::kLocation : Category::kCity;
}

/// The type of a name that the world knows; "" where it is a whole people's. What is a person's
/// name too ("Jordan") is left to a tagger that is sure.
std::string_view settled_type(std::string_view type, std::string_view value, float score) {
  constexpr float kSure = 0.8F;
  if (type != "PERSON" && type != "LOC" && type != "ORG") return type;
  if (type != "PERSON" && scan::set_of<kFaiths>().has(value)) return "NRP";
  const WorldName known = world_name(value);
  if (known == WorldName::kUnknown) {
    if (type == "PERSON" && ends_like_company(value)) return "ORG";
    if (type == "PERSON" && scan::set_of<kLandforms>().has(scan::word_at(value, 0))) return "LOC";
    const bool is_person =
        scan::is_given_name(value) || is_given_name_and_more(value, score < kSure);
    return type == "LOC" && is_person ? "PERSON" : type;
  }
  if (type == "PERSON" && score >= kSure && is_known_name(value)) return type;
  if (known == WorldName::kPeople || known == WorldName::kLandmark) return "";
  return known == WorldName::kPlace ? "LOC" : "ORG";
}

std::optional<Category> category_of(std::string_view type, std::string_view value) {
  if (type == "PERSON") return Category::kPerson;
  if (type == "LOC") return category_of_place(value);
  if (type == "ORG") {
    if (world_name(value) == WorldName::kUnknown && is_persons_name(value))
      return Category::kPerson;
    return has_word_of(scan::set_of<kSchoolWords>(), value) ? Category::kSchool
                                                            : Category::kOrganization;
  }
  if (type == "ADDRESS") return Category::kStreetAddress;
  if (type == "TITLE") return Category::kJobTitle;
  if (type == "AGE") return Category::kAge;
  if (type == "NRP") {
    if (scan::set_of<kFaiths>().has(value)) return Category::kReligion;
    if (scan::set_of<kEthnicities>().has(value)) return Category::kEthnicity;
    return Category::kNationality;
  }
  return std::nullopt;  // dates: patterns tell those of persons from others
}

std::string_view rule_of(std::string_view type) {
  if (type == "PERSON") return "tag/person";
  if (type == "LOC") return "tag/place";
  if (type == "ORG") return "tag/organization";
  if (type == "ADDRESS") return "tag/address";
  if (type == "TITLE") return "tag/job";
  return type == "AGE" ? "tag/age" : "tag/origin";
}

/// Categories whose finds may grow into one another.
enum class Kind : uint8_t { kName, kOrganization, kJob, kOther };
Kind kind_of(Category category) {
  switch (category) {
    case Category::kPerson:
    case Category::kFirstName:
    case Category::kLastName:
    case Category::kMaidenName:
    case Category::kNickname:
      return Kind::kName;
    case Category::kOrganization:
    case Category::kSchool:
      return Kind::kOrganization;
    case Category::kJobTitle:
      return Kind::kJob;
    default:
      return Kind::kOther;
  }
}

/// Letters and digits of any script; stars and pictures are none.
size_t weight_of(std::string_view value) {
  size_t weight = 0;
  for (size_t at = 0; at < value.size();) weight += is_word_character(decode_utf8(value, at));
  return weight;
}

/// Whether a piece that pattern finds left over is worth something by itself: of an address not
/// what stood before a number ("CEP", "con DNI", "Mobile").
bool is_rest(std::string_view piece, Category category) {
  if (weight_of(piece) < 2) return false;
  if (is_link(piece)) return false;
  if (category != Category::kStreetAddress || count_digits(piece) > 0) return true;
  if (scan::set_of<kPartsOfAddresses>().has(piece)) return true;
  const bool is_acronym =
      piece.size() <= 5 && std::all_of(piece.begin(), piece.end(), is_ascii_upper);
  return scan::upper_at(piece, 0) && !is_acronym && !is_caption(piece);
}

/// The parts of `value` outside of [first, last), which overlap it; at least two letters or digits.
void add_rest(std::string_view text, const Found& value, std::span<const Found> around,
              std::vector<Found>& out) {
  uint64_t at = value.span.begin;
  const auto add = [&](uint64_t end) {
    if (end <= at) return;
    Found part = value;
    part.span = without_marks(text, {at, end});
    if (is_rest(part.span.of(text), value.category)) out.push_back(std::move(part));
  };
  for (const Found& other : around) {
    add(other.span.begin);
    at = std::max(at, other.span.end);
  }
  add(value.span.end);
}

/// Whether what the tagger found is the whole of a street of which patterns found pieces, without a
/// comma between: "the corner of Kossuth utca 19 and High Street".
bool is_one_street(std::string_view text, const Found& value, std::span<const Found> pieces) {
  if (value.category != Category::kStreetAddress) return false;
  uint64_t at = value.span.begin;
  for (const Found& piece : pieces) {
    if (piece.category != Category::kStreetAddress) return false;
    if (piece.span.begin > at &&
        text.substr(at, piece.span.begin - at).find_first_of(",\n") != text.npos)
      return false;
    at = piece.span.end;
  }
  return at >= value.span.end ||
         text.substr(at, value.span.end - at).find_first_of(",\n") == text.npos;
}

}  // namespace

bool uses_case(std::string_view text) {
  const auto capitals = std::count_if(text.begin(), text.end(), is_ascii_upper);
  return capitals * 60 > static_cast<std::ptrdiff_t>(count_letters(text));
}

bool is_type_of_values(std::string_view type) { return category_of(type, "").has_value(); }

std::optional<Found> value_of(std::string_view text, const TaggedSpan& tagged,
                              std::string_view type, bool has_case) {
  const TypedSpan settled = settled_span(text, tagged.span, type);
  const ByteSpan span = settled.span;
  const std::string_view value = span.of(text);
  type = settled_type(settled.type, value, tagged.score);
  const std::optional<Category> category = category_of(type, value);
  if (!category || weight_of(value) < 2 ||
      !is_plausible(text, span, type, tagged.score, has_case) ||
      (type == "PERSON" && scan::nobody_name(value))) {
    return std::nullopt;
  }
  return Found{
      span,
      *category,
      {"tag", std::string(rule_of(type)), std::string(category_name(*category)), tagged.score},
      false};
}

void drop_historic_people(std::string_view text, std::vector<Found>& learned) {
  std::set<std::string_view> words;
  const auto is_historic = [&](const Found& value) {
    return value.category == Category::kPerson && is_historic_person(value.span.of(text));
  };
  for (const Found& value : learned) {
    if (!is_historic(value)) continue;
    for (uint64_t at = value.span.begin; at < value.span.end;) {
      const std::string_view word = scan::word_at(text, at);
      words.insert(word);
      at += std::max<size_t>(1, word.size());
    }
  }
  if (words.empty()) return;
  std::erase_if(learned, [&](const Found& value) {
    return is_historic(value) ||
           (kind_of(value.category) == Kind::kName && words.contains(value.span.of(text)));
  });
}

void add_codes_beside_towns(std::string_view text, std::vector<Found>& found) {
  std::vector<Found> codes;
  for (size_t i = 0; i < found.size(); ++i) {
    const ByteSpan town = found[i].span;
    if (found[i].category != Category::kCity || found[i].cause.stage != "tag") continue;
    const auto add = [&](ByteSpan span) {
      codes.push_back({span,
                       Category::kPostalCode,
                       {"tag", "tag/place", std::string(category_name(Category::kPostalCode)),
                        found[i].cause.score},
                       false});
    };
    if (town.end + 1 < text.size() && text[town.end] == ' ') {
      const scan::Postal code = scan::postal_at(text, town.end + 1);
      const uint64_t end = town.end + 1 + code.size;
      const bool ends = end >= text.size() || text[end] == '\n' || text[end] == '.' ||
                        text[end] == ',' || text[end] == ';' || text[end] == '"';
      const bool is_free = i + 1 == found.size() || end <= found[i + 1].span.begin;
      if (code.size > 0 && code.form != scan::PostalForm::kFour && ends && is_free) {
        add({town.end + 1, end});
      }
    }
    constexpr uint64_t kFive = 5;
    if (town.begin > kFive && text[town.begin - 1] == ' ') {
      const uint64_t begin = town.begin - 1 - kFive;
      const std::string_view digits = text.substr(begin, kFive);
      const bool is_code = std::all_of(digits.begin(), digits.end(), is_ascii_digit) &&
                           (begin == 0 || text[begin - 1] == '\n' ||
                            (begin > 1 && text[begin - 1] == ' ' && text[begin - 2] == ','));
      const bool is_free = i == 0 || found[i - 1].span.end <= begin;
      if (is_code && is_free && (codes.empty() || codes.back().span.end <= begin)) {
        add({begin, begin + kFive});
      }
    }
  }
  if (codes.empty()) return;
  std::move(codes.begin(), codes.end(), std::back_inserter(found));
  std::sort(found.begin(), found.end(),
            [](const Found& a, const Found& b) { return a.span < b.span; });
}

void drop_lone_numbers(std::string_view text, std::vector<Found>& found) {
  constexpr uint64_t kBeside = 4;  // bytes between the parts of an address: blanks, comma, line end
  const auto is_number = [&](const Found& value) {
    return value.category == Category::kStreetAddress && value.cause.stage == "tag" &&
           count_letters(value.span.of(text)) == 0;
  };
  const auto is_part = [](const Found& value) {
    return value.category == Category::kStreetAddress || value.category == Category::kCity ||
           value.category == Category::kState || value.category == Category::kCountry ||
           value.category == Category::kPostalCode || value.category == Category::kPoBox;
  };
  std::vector<bool> lone(found.size(), false);
  for (size_t i = 0; i < found.size(); ++i) {
    if (!is_number(found[i])) continue;
    const bool after = i > 0 && is_part(found[i - 1]) && !lone[i - 1] &&
                       found[i].span.begin - found[i - 1].span.end <= kBeside;
    const bool before = i + 1 < found.size() && is_part(found[i + 1]) && !is_number(found[i + 1]) &&
                        found[i + 1].span.begin - found[i].span.end <= kBeside;
    lone[i] = !after && !before;
  }
  size_t i = 0;
  std::erase_if(found, [&](const Found&) { return lone[i++]; });
}

void merge_learned(std::string_view text, std::vector<Found> learned, std::vector<Found>& found) {
  if (learned.empty()) return;
  std::vector<Found> merged;
  merged.reserve(found.size() + learned.size());
  auto next = found.begin();
  for (Found& value : learned) {
    // A value that grew over pattern finds may reach into the next one.
    if (!merged.empty()) value.span.begin = std::max(value.span.begin, merged.back().span.end);
    if (value.span.begin >= value.span.end) continue;
    while (next != found.end() && next->span.end <= value.span.begin) {
      merged.push_back(std::move(*next++));
    }
    auto last = next;
    while (last != found.end() && last->span.begin < value.span.end) ++last;
    if (last == next) {
      merged.push_back(std::move(value));
      continue;
    }
    const Kind kind = kind_of(value.category);
    const bool same_kind = kind != Kind::kOther && std::all_of(next, last, [&](const Found& hit) {
                             return kind_of(hit.category) == kind;
                           });
    const bool is_inside = next->span.contains(value.span);
    if ((same_kind || is_one_street(text, value, {next, last})) && !is_inside) {
      value.span.begin = std::min(value.span.begin, next->span.begin);
      value.span.end = std::max(value.span.end, std::prev(last)->span.end);
      merged.push_back(std::move(value));
      next = last;
      continue;
    }
    // The finds stay ahead: the last one may reach into the next learned value too.
    add_rest(text, value, {next, last}, merged);
  }
  std::move(next, found.end(), std::back_inserter(merged));
  std::sort(merged.begin(), merged.end(),
            [](const Found& a, const Found& b) { return a.span < b.span; });
  found = std::move(merged);
}

}  // namespace lauter::internal
