#include "refine/learned_values.h"

#include <algorithm>
#include <iterator>
#include <set>

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

/// Small words between names.
constexpr char kLinks[] = "and|or|in|at|of|for|to|with|from|is|was|by|on";

/// First words of names of land and water: "Lake Baikal".
constexpr char kLandforms[] = "bay|cape|gulf|isle|lake|lough|mount|mt|river|strait";

/// Before words of kin, in languages of which the tagger knows little.
constexpr char kPossessives[] =
    "ma|mein|meine|meiner|meinem|mi|mia|mijn|minha|mio|mon|meu|moja|mój|my|notre|nuestra|nuestro|"
    "sa|son|sua|suo|unser|unsere|votre";

/// Words of letters that the tagger takes along: "Thx, Ross".
constexpr char kShortCourtesies[] = "cheers|hei|hej|hello|hey|hi|thanks|thx|tnx|ty";

/// Titles that stand-ins would take for names.
constexpr char kRanks[] =
    "capt|col|cpl|haji|imam|kum|lt|maj|pastor|pvt|rabbi|sgt|sheikh|shri|smt|sri";

/// Before the names of those whom a court hears.
constexpr char kPartiesOfCases[] =
    "accused|appellant|appellee|claimant|complainant|defendant|deponent|petitioner|plaintiff|"
    "respondent|witness";

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

/// Whether the pools know it as a given name, and it is no common word.
bool is_given_name(std::string_view word) {
  return !is_common_word(word) &&
         surrogate::NamePool::get().find(surrogate::folded(word)).given() != 0;
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
  return is_given_name(given) && world_name(given) == WorldName::kUnknown;
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

bool is_mark(char c) {
  return is_ascii(c) && !is_ascii_alnum(c) && c != '#' && c != '(' && c != ')' && c != '"';
}

/// Without marks and blanks at both ends.
ByteSpan without_marks(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && is_mark(text[span.begin])) ++span.begin;
  while (span.end > span.begin && is_mark(text[span.end - 1]) && text[span.end - 1] != '.')
    --span.end;
  return span;
}

/// Letters and digits of any script; stars and pictures are none.
size_t weight_of(std::string_view value) {
  size_t weight = 0;
  for (size_t at = 0; at < value.size();) weight += is_word_character(decode_utf8(value, at));
  return weight;
}

/// Without the small words at both ends that the tagger took along: "Elm and".
ByteSpan without_links(std::string_view text, ByteSpan span) {
  const scan::WordSet& links = scan::set_of<kLinks>();
  for (;;) {
    const std::string_view first = scan::word_at(text, span.begin);
    const std::string_view last = scan::word_before(text, span.end);
    if (last.size() < span.size() && !last.empty() && is_ascii_lower(last[0]) && links.has(last)) {
      span.end -= last.size();
    } else if (first.size() < span.size() && !first.empty() && is_ascii_lower(first[0]) &&
               links.has(first)) {
      span.begin += first.size();
    } else {
      return span;
    }
    while (span.begin < span.end && is_ascii_space(text[span.begin])) ++span.begin;
    while (span.begin < span.end && is_ascii_space(text[span.end - 1])) --span.end;
  }
}

/// Without titles and degrees before it ("Col. Hargreaves", "RN T. Bautista") and what stands in
/// another column of its line: names hold no two blanks.
ByteSpan within_name(std::string_view text, ByteSpan span) {
  const std::string_view courtesy = scan::word_at(text, span.begin);
  if (scan::set_of<kShortCourtesies>().has(courtesy)) {
    span.begin += courtesy.size();
    while (span.begin < span.end && (text[span.begin] == ',' || text[span.begin] == ' '))
      ++span.begin;
  }
  const size_t gap = span.of(text).find("  ");
  if (gap != std::string_view::npos && gap > 0) span.end = span.begin + gap;
  // Stand-ins keep others ("Dr. Chen", "Aunt Li").
  const size_t title = scan::title_length(text, span.begin);
  const bool is_rank = scan::set_of<kRanks>().has(scan::word_at(text, span.begin));
  if (is_rank && span.begin + title < span.end) span.begin += title;
  const std::string_view degree = scan::word_at(text, span.begin);
  const bool is_degree = degree == "RN" || degree == "NP" || degree == "PA";
  const uint64_t name = span.begin + degree.size() + 1;
  if (is_degree && name < span.end && scan::upper_at(text, name)) span.begin = name;
  return span;
}

/// The name of a numbered list that was taken for a street: "7 Josie Albrecht".
ByteSpan numbered_name(std::string_view text, ByteSpan span) {
  while (span.begin < span.end && is_ascii_digit(text[span.begin])) ++span.begin;
  if (span.begin >= span.end || text[span.begin] != ' ') return {};
  ++span.begin;
  while (span.end > span.begin && is_mark(text[span.end - 1])) --span.end;
  const std::string_view value = span.of(text);
  const std::string_view given = scan::word_at(value, 0);
  if (given.size() + 1 >= value.size() || value[given.size()] != ' ') return {};
  const std::string_view family = value.substr(given.size() + 1);
  const bool is_name = is_given_name(given) && scan::word_at(family, 0) == family &&
                       scan::upper_at(family, 0) && !scan::is_street_word(family) &&
                       !scan::is_glued_street(family);
  return is_name ? span : ByteSpan{};
}

/// "Boudreaux" of "Defendant Boudreaux".
ByteSpan without_role(std::string_view text, ByteSpan span) {
  const std::string_view role = scan::word_at(text, span.begin);
  if (role.size() + 2 >= span.size() || !scan::set_of<kPartiesOfCases>().has(role)) return span;
  return scan::upper_at(text, span.begin + role.size() + 1)
             ? ByteSpan{span.begin + role.size() + 1, span.end}
             : span;
}

/// "Fabrizio" of "Mio marito Fabrizio".
ByteSpan without_kin(std::string_view text, ByteSpan span) {
  const std::string_view owner = scan::word_at(text, span.begin);
  if (owner.size() >= span.size() || !scan::set_of<kPossessives>().has(owner)) return span;
  const size_t name = span.of(text).find(' ', owner.size() + 1);
  return name == std::string_view::npos ? span : ByteSpan{span.begin + name + 1, span.end};
}

/// Without what begins with a bracket that does not close: "Data Engineer" of "Data Engineer (ref".
ByteSpan before_open_bracket(std::string_view text, ByteSpan span) {
  const std::string_view value = span.of(text);
  const size_t open = value.rfind('(');
  if (open == value.npos || open == 0 || value.find(')', open) != value.npos) return span;
  return without_marks(text, {span.begin, span.begin + open});
}

/// Up to the end of the line where the text goes on with another field: after an empty line, or
/// where the line is too short to have been wrapped ("Maria Keller", new line, "Keller & Sons").
ByteSpan within_lines(std::string_view text, ByteSpan span) {
  constexpr uint64_t kWrapped = 50;  // bytes of a line that may have been wrapped
  const size_t end = text.find('\n', span.begin);
  if (end >= span.end) return span;
  const size_t before = span.begin == 0 ? text.npos : text.rfind('\n', span.begin - 1);
  const size_t begin = before == text.npos ? 0 : before + 1;
  const bool is_wrapped = end - begin >= kWrapped && text[end + 1] != '\n';
  if (!is_wrapped) span.end = end;
  while (span.end > span.begin && is_ascii_space(text[span.end - 1])) --span.end;
  return span;
}

/// Whether a piece that pattern finds left over is worth something by itself: of an address not
/// what stood before a number ("CEP", "con DNI", "Mobile").
bool is_rest(std::string_view piece, Category category) {
  if (weight_of(piece) < 2) return false;
  if (scan::set_of<kLinks>().has(piece)) return false;
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

/// "Berlin" of "The Berlin office"; The Hague keeps its own.
ByteSpan without_article(std::string_view text, ByteSpan span) {
  const std::string_view value = span.of(text);
  const bool has_article = value.starts_with("The ") || value.starts_with("the ");
  if (has_article && !value.substr(4).starts_with("Hague")) span.begin += 4;
  return span;
}

/// With the words around that are known as one place together: "Moines" of "Des Moines".
ByteSpan whole_place(std::string_view text, ByteSpan span) {
  const std::string_view before =
      scan::word_before(text, span.begin - std::min<uint64_t>(span.begin, 1));
  if (scan::upper_at(before, 0) && text[span.begin - 1] == ' ') {
    const ByteSpan wider{span.begin - 1 - before.size(), span.end};
    if (world_name(wider.of(text)) == WorldName::kPlace) return wider;
  }
  const std::string_view behind =
      span.end + 1 < text.size() && text[span.end] == ' ' ? scan::word_at(text, span.end + 1) : "";
  if (scan::upper_at(behind, 0)) {
    const ByteSpan wider{span.begin, span.end + 1 + behind.size()};
    if (world_name(wider.of(text)) == WorldName::kPlace) return wider;
  }
  return span;
}

/// A name of one word may have lost its family name, where that is none the tagger knows: "a huge
/// Sarah Maida fan". The capitalised word behind it is one if it is listed and the first is a given
/// name, or if the sentence around is no title.
ByteSpan with_family_name(std::string_view text, ByteSpan span) {
  const scan::NameSpan name = scan::read_name(text, span.begin);
  if (name.begin != span.begin || name.words != 2 || name.end <= span.end) return span;
  if (scan::word_at(text, span.begin).size() != span.size()) return span;
  const std::string_view family = text.substr(span.end + 1, name.end - span.end - 1);
  const bool is_given = scan::is_given_name(span.of(text));
  const bool is_listed = surrogate::NamePool::get().find(surrogate::folded(family)).family != 0;
  const std::string_view before =
      scan::word_before(text, span.begin - std::min<uint64_t>(span.begin, 1));
  const bool is_behind_word =
      !before.empty() && !scan::upper_at(before, 0) && text[span.begin - 1] == ' ';
  const std::string_view behind =
      name.end < text.size() && text[name.end] == ' ' ? scan::word_at(text, name.end + 1) : "";
  const bool is_before_word = !behind.empty() && is_ascii_lower(behind[0]);
  // "Tom & Priscilla Wainwright brought wine"
  const bool is_behind_and = span.begin > 1 && text[span.begin - 2] == '&' && is_before_word;
  const bool is_inside = is_given ? is_behind_word || is_behind_and : is_before_word;
  // "ANTONELLA RIZZUTO": the head of a letter or application.
  const auto is_capitals = [](std::string_view word) {
    return std::none_of(word.begin(), word.end(), is_ascii_lower);
  };
  const bool is_line = (span.begin == 0 || text[span.begin - 1] == '\n') &&
                       (name.end == text.size() || text[name.end] == '\n');
  const bool is_head =
      is_line && is_known_name(span.of(text)) && is_capitals(span.of(text)) && is_capitals(family);
  if ((is_given && is_listed) || is_head ||
      (is_inside && world_name(family) == WorldName::kUnknown)) {
    span.end = name.end;
  }
  return span;
}

}  // namespace

bool uses_case(std::string_view text) {
  const auto capitals = std::count_if(text.begin(), text.end(), is_ascii_upper);
  return capitals * 60 > static_cast<std::ptrdiff_t>(count_letters(text));
}

bool is_type_of_values(std::string_view type) { return category_of(type, "").has_value(); }

std::optional<Found> value_of(std::string_view text, const TaggedSpan& tagged,
                              std::string_view type, bool has_case) {
  ByteSpan span = type == "ADDRESS" ? tagged.span : within_lines(text, tagged.span);
  span = before_open_bracket(text, span);
  const bool is_name = type == "PERSON" || type == "LOC" || type == "ORG";
  if (is_name) span = without_links(text, span);
  if (type == "TITLE") span = without_marks(text, span);
  if (type == "ADDRESS" && is_ascii_digit(text[span.begin])) {
    if (const ByteSpan name = numbered_name(text, span); !name.empty()) {
      type = "PERSON";
      span = name;
    } else {
      span.begin = scan::unit_begin(text, span.begin);
    }
  }
  if (type == "PERSON")
    span = with_family_name(text, without_role(text, without_kin(text, within_name(text, span))));
  if (type == "LOC") span = whole_place(text, without_article(text, span));
  const std::string_view value = span.of(text);
  type = settled_type(type, value, tagged.score);
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
