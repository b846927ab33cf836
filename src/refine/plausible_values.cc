#include "refine/plausible_values.h"

#include <algorithm>

#include "refine/eponyms.h"
#include "refine/world_names.h"
#include "scan/name_shape.h"
#include "scan/place_text.h"
#include "scan/said_text.h"
#include "scan/street_text.h"
#include "scan/thing_nouns.h"
#include "scan/word_set.h"
#include "surrogate/name_pool.h"
#include "surrogate/unicode.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

#define X(list, words) constexpr char list[] = words;
#include "refine/data/plausible_words.inc"
#undef X

/// Whether the span is but the title of the name behind it: "Dr" of "Dr. Rahman".
bool is_title(std::string_view text, ByteSpan span) {
  const uint64_t name = span.begin + scan::title_length(text, span.begin);
  return name >= span.end && scan::upper_at(text, name);
}

/// Whether the span is the name of the number behind it: "MRN 00482913".
bool announces_number(std::string_view text, ByteSpan span) {
  constexpr size_t kLongest = 5;
  const std::string_view value = span.of(text);
  const std::string_view behind = text.substr(span.end, 3);
  const size_t number = behind.find_first_not_of(" :#");
  return value.size() <= kLongest && std::all_of(value.begin(), value.end(), is_ascii_upper) &&
         number != behind.npos && number > 0 && is_ascii_digit(behind[number]);
}

size_t count_capitalised(std::string_view value) {
  size_t count = 0;
  for (size_t at = 0; at < value.size();) {
    const std::string_view word = scan::word_at(value, at);
    if (word.size() > 2 && scan::upper_at(word, 0)) ++count;
    at += std::max<size_t>(1, word.size());
  }
  return count;
}

/// Whether the span is a part of something longer that machines read: a path, an identifier, a
/// number with a prefix ("Europe/Berlin", "max_mark", "ORD-9081").
bool is_attached(std::string_view text, ByteSpan span) {
  constexpr std::string_view kBefore = "_@#$\\~%";
  constexpr std::string_view kBehind = "_@\\=(~";
  const char before = span.begin > 0 ? text[span.begin - 1] : ' ';
  const char behind = span.end < text.size() ? text[span.end] : ' ';
  if (text.substr(0, span.begin).ends_with("</")) return true;
  if (kBefore.find(before) != kBefore.npos || kBehind.find(behind) != kBehind.npos) return true;
  const char next = span.end + 1 < text.size() ? text[span.end + 1] : ' ';
  constexpr size_t kSymbol = 2;  // letters of "Li-ion"; "Bush-led" is said of Bush
  const bool is_symbol = scan::word_before(text, span.end).size() <= kSymbol;
  return behind == '-' && (is_ascii_digit(next) || (is_symbol && is_ascii_lower(next)));
}

/// Whether `value` is a known given name, or one and a known family name, no common word among
/// them: "eva kleist".
bool is_lower_name(std::string_view value, float score) {
  constexpr float kSureGiven = 0.7F;  // of a given name by itself
  const std::string_view given = scan::word_at(value, 0);
  if (given == value)
    return score >= kSureGiven && scan::is_given_name(value) && !is_common_word(value);
  return is_persons_name(value) && !is_common_word(given) &&
         !is_common_word(value.substr(given.size() + 1));
}

/// Whether a place gives its name to a treaty, battle or the like: "Treaty of Versailles", "Paris
/// Agreement".
bool names_event(std::string_view text, ByteSpan span) {
  constexpr std::string_view kBefore[] = {"Treaty of ",  "Battle of ",   "Siege of ",
                                          "Peace of ",   "Edict of ",    "Congress of ",
                                          "Council of ", "Massacre of ", "Declaration of "};
  constexpr std::string_view kBehind[] = {" Agreement", " Accord",     " Treaty",
                                          " Protocol",  " Convention", " Declaration"};
  const std::string_view before = text.substr(0, span.begin), behind = text.substr(span.end);
  return std::any_of(std::begin(kBefore), std::end(kBefore),
                     [&](std::string_view words) { return before.ends_with(words); }) ||
         std::any_of(std::begin(kBehind), std::end(kBehind),
                     [&](std::string_view words) { return behind.starts_with(words); });
}

/// Whether it is short for something: capitals without a vowel ("HTN"), or up to three ("RO").
bool is_abbreviation(std::string_view value) {
  const bool is_capitals = std::all_of(value.begin(), value.end(), is_ascii_upper);
  if (value.size() <= 3) return is_capitals && !scan::is_given_name(value);
  return value.size() == 4 && value.find_first_not_of("BCDFGHJKLMNPQRSTVWXZ") == value.npos;
}

/// Whether one unknown word is the caption of what follows: "Aadhaar: 2345", a line's begin before
/// a colon ("Landlord: Jasper"), a word before a title ("Tenant Mrs").
bool is_caption_by_place(std::string_view text, ByteSpan span) {
  const std::string_view value = span.of(text);
  if (scan::word_at(value, 0) != value || is_known_name(value)) return false;
  if (span.end + 1 < text.size() && text[span.end] == ' ') {
    return scan::title_length(text, span.end + 1) > 0;
  }
  if (span.end >= text.size() || text[span.end] != ':') return false;
  const size_t next = text.find_first_not_of(' ', span.end + 1);
  const bool is_number = next != text.npos && is_ascii_digit(text[next]);
  return is_number || span.begin == 0 || text[span.begin - 1] == '\n';
}

/// Whether it is a common abbreviation or two ("AFAIK OLN"), and nobody's name.
bool is_common_abbreviation(std::string_view value) {
  const scan::WordSet& known = scan::set_of<kAbbreviations>();
  const size_t blank = value.find(' ');
  const auto is_one = [&](std::string_view word) {
    return std::none_of(word.begin(), word.end(), is_ascii_lower) && known.has(word);
  };
  return is_one(value) ||
         (blank != value.npos && is_one(value.substr(0, blank)) && is_one(value.substr(blank + 1)));
}

/// Whether a name of an initial or given name and another word ends at `end`: "S. Abernathy".
bool is_behind_name(std::string_view text, size_t end) {
  const std::string_view family = scan::word_before(text, end);
  if (family.size() + 2 > end || !scan::upper_at(family, 0)) return false;
  size_t at = end - family.size();
  if (text[--at] != ' ') return false;
  if (text[at - 1] == '.') --at;
  const std::string_view given = scan::word_before(text, at);
  return scan::upper_at(given, 0) && (given.size() == 1 || scan::is_given_name(given));
}

/// "N.C.", "U.S.A."
bool is_dotted(std::string_view value) {
  if (value.size() < 4 || value.size() % 2 != 0) return false;
  for (size_t i = 0; i < value.size(); i += 2) {
    if (!is_ascii_upper(value[i]) || value[i + 1] != '.') return false;
  }
  return true;
}

/// Whether it is the name of a property in capitals: "ORGANIZER;CN=", "TITLE:".
bool is_property(std::string_view text, ByteSpan span) {
  const std::string_view value = span.of(text), behind = text.substr(span.end, 1);
  return std::all_of(value.begin(), value.end(), is_ascii_upper) &&
         (behind == ":" || behind == ";" || behind == "=");
}

/// Whether a publication is cited by its author: "Vaswani et al.", "Smith (2019)", "(Smith, 2019)".
bool is_cited(std::string_view text, ByteSpan span) {
  const std::string_view behind = text.substr(span.end, 12);
  if (behind.starts_with(" et al")) return true;
  const bool is_bracket = behind.starts_with(" (");
  if (!is_bracket && !behind.starts_with(", ")) return false;
  const std::string_view year = scan::word_at(behind, 2);
  const bool is_year = year.size() >= 4 && year.size() <= 5 && count_digits(year) == 4 &&
                       (year.starts_with("19") || year.starts_with("20"));
  if (!is_year) return false;
  const char end = behind.size() > 2 + year.size() ? behind[2 + year.size()] : ' ';
  const char before = span.begin > 0 ? text[span.begin - 1] : ' ';
  return is_bracket ? end == ')' : (end == ')' || end == ';') && (before == '(' || before == ' ');
}

/// Names of works and beings: "II. Andante", "Pusa sibirica" (the second word is no name).
bool is_scholarly(std::string_view value) {
  const std::string_view first = scan::word_at(value, 0);
  if (scan::set_of<kMovements>().has(value.substr(value.rfind(' ') + 1))) return true;
  if (first.size() + 2 > value.size() || value[first.size()] != ' ') return false;
  const std::string_view second = value.substr(first.size() + 1);
  return scan::upper_at(first, 0) && scan::word_at(second, 0) == second && second.size() > 4 &&
         std::all_of(second.begin(), second.end(), is_ascii_lower) && !is_known_name(second);
}

/// "IN THE CIRCUIT COURT": capitals, and nothing but words of courts.
bool is_head_of_court(std::string_view value) {
  if (std::any_of(value.begin(), value.end(), is_ascii_lower)) return false;
  for (size_t at = 0; at < value.size();) {
    const std::string_view word = scan::word_at(value, at);
    if (!word.empty() && !scan::set_of<kCourtWords>().has(word)) return false;
    at += std::max<size_t>(1, word.size());
  }
  return true;
}

/// Whether the span stands in a list of a publication's authors: `author = {Halloran, Siobhan and`.
bool is_in_bibliography(std::string_view text, ByteSpan span) {
  constexpr uint64_t kReach = 400;  // bytes of names before it, and of the entry before its authors
  const auto before = [&](uint64_t end) {
    const uint64_t begin = end - std::min(end, kReach);
    return text.substr(begin, end - begin);
  };
  const std::string_view near = before(span.begin);
  const size_t line = near.rfind('\n') + 1;
  const size_t brace = near.find_first_of("{\"", line);
  if (brace == near.npos) return false;
  const std::string_view key = trim_ascii(near.substr(line, brace - line));
  return key.starts_with("author") && key.ends_with('=') &&
         before(span.begin - (near.size() - line)).find('@') != near.npos;
}

/// "RN" and "PhD" of "Lynn Quayle, RN, PhD"; what is a state's code too ("MD") only behind a name.
bool is_degree(std::string_view text, ByteSpan span) {
  if (!scan::set_of<kDegrees>().has(span.of(text))) return false;
  if (!text.substr(0, span.begin).ends_with(", ")) return false;
  return !scan::is_state_code(span.of(text)) || is_behind_name(text, span.begin - 2);
}

/// "Can" of "Can Malte sign off?".
bool asks(std::string_view text, ByteSpan span) {
  return scan::set_of<kAskingVerbs>().has(span.of(text)) && text.substr(span.end, 1) == " " &&
         is_ascii_alpha(span.end + 1 < text.size() ? text[span.end + 1] : ' ');
}

/// Where the pair of a capitalised name and a number that begins at `at` ends: "Harriers 27". At
/// most three words; npos if none stands there.
size_t end_of_result(std::string_view text, size_t at) {
  constexpr size_t kMostWords = 3, kMostDigits = 3;
  for (size_t n = 0; n < kMostWords && scan::upper_at(text, at); ++n) {
    at += scan::word_at(text, at).size();
    if (at >= text.size() || text[at] != ' ') return text.npos;
    ++at;
  }
  const size_t begin = at;
  while (at < text.size() && at - begin <= kMostDigits && is_ascii_digit(text[at])) ++at;
  return at > begin && at - begin <= kMostDigits ? at : text.npos;
}

/// Whether it is the year of a thing and no street: "2003 Land Rover Discovery".
bool begins_with_year(std::string_view value) {
  const std::string_view number = scan::word_at(value, 0);
  if (number.size() != 4 || (!number.starts_with("19") && !number.starts_with("20"))) return false;
  if (count_digits(number) != number.size()) return false;
  for (size_t at = number.size(); at < value.size();) {
    const std::string_view word = scan::word_at(value, at);
    if (scan::is_street_word(word) || scan::is_glued_street(word)) return false;
    at += std::max<size_t>(1, word.size());
  }
  return true;
}

/// Whether it is of a row of results: "Harriers 27, Ironsides 24".
bool is_of_results(std::string_view text, ByteSpan span) {
  const size_t end = end_of_result(text, span.begin);
  const bool goes_on =
      end != text.npos && end < text.size() && (text[end] == ',' || text[end] == '.');
  return goes_on && end_of_result(text, end + 2) != text.npos;
}

/// Whether no word of it says who does it and the last one is of things: "infrastructure", "graphic
/// design, photography". "Head of Marketing" is a job.
bool names_no_job(std::string_view value) {
  static const scan::Endings kDoerEnds(kDoerEndings), kThingEnds(kThingEndings);
  const std::string_view last = value.substr(value.rfind(' ') + 1);
  if (scan::set_of<kNoJobs>().has(last)) return true;
  if (!kThingEnds.match(last, 2)) return false;
  for (size_t at = 0; at < value.size();) {
    const std::string_view word = scan::word_at(value, at);
    if (kDoerEnds.match(word, 2) || scan::set_of<kDoers>().has(word)) return false;
    at += std::max<size_t>(1, word.size());
  }
  return true;
}

}  // namespace

bool is_caption(std::string_view value) {
  const scan::WordSet& captions = scan::set_of<kCaptions>();
  const std::string_view first = scan::word_at(value, 0);
  const size_t blank = value.rfind(' ');
  if (blank == value.npos) return captions.has(first);
  if (value.find(' ') != blank) return false;
  return captions.has(first) || captions.has(scan::word_at(value, blank + 1));
}

bool is_persons_name(std::string_view value) {
  const std::string_view given = scan::word_at(value, 0);
  if (given.size() + 1 >= value.size() || value[given.size()] != ' ') return false;
  const std::string_view family = value.substr(given.size() + 1);
  if (scan::word_at(family, 0) != family || scan::set_of<kMakers>().has(given)) return false;
  const surrogate::NamePool& names = surrogate::NamePool::get();
  return names.find(surrogate::folded(given)).given() != 0 &&
         names.find(surrogate::folded(family)).family != 0;
}

bool is_known_name(std::string_view word) {
  return surrogate::NamePool::get().find(surrogate::folded(word)).known();
}

size_t count_letters(std::string_view value) {
  return static_cast<size_t>(std::count_if(
      value.begin(), value.end(), [](char c) { return !is_ascii(c) || is_ascii_alpha(c); }));
}

size_t count_digits(std::string_view value) {
  return static_cast<size_t>(std::count_if(value.begin(), value.end(), is_ascii_digit));
}

bool is_plausible(std::string_view text, ByteSpan span, std::string_view type, float score,
                  bool has_case) {
  const std::string_view value = span.of(text);
  const size_t letters = count_letters(value), digits = count_digits(value);
  if (type == "AGE") return score >= 0.95F && digits <= 3 && (digits == 0 || letters == 0);
  if (is_attached(text, span)) return false;
  if (value.find_first_of("{}[]<>$=_\\|@*%^`~#") != value.npos) return false;
  const bool has_capital = std::any_of(value.begin(), value.end(),
                                       [](char c) { return !is_ascii(c) || is_ascii_upper(c); });
  const bool is_state =
      type == "LOC" && scan::is_state_code(value) && text.substr(0, span.begin).ends_with(", ");
  if (type != "TITLE" && !is_state && is_common_abbreviation(value)) return false;
  if (type != "TITLE" && is_degree(text, span)) return false;
  if (type == "TITLE" && is_property(text, span)) return false;
  if (is_head_of_court(value) || scan::set_of<kZodiac>().has(scan::word_at(value, 0))) return false;
  if (type == "ADDRESS") {
    if (is_of_results(text, span) || begins_with_year(value)) return false;
    // A street has a name; whether a lone number belongs to one is asked later.
    const size_t names = count_capitalised(value);
    return letters == 0 || names >= 2 || (names == 1 && score >= 0.9F);
  }
  if (!has_capital && text.substr(span.end).starts_with('/')) return false;  // of a path
  if (type == "NRP" && ((!has_capital && score < 0.95F) || scan::said_of_thing(text, span.end)))
    return false;
  if (type == "TITLE" && names_no_job(value)) return false;
  if ((type == "TITLE" || type == "ORG" || type == "NRP") && score < 0.6F) return false;
  if (!has_capital && type != "TITLE" && score < (has_case ? 0.95F : 0.85F)) {
    return type == "PERSON" && is_lower_name(value, score);
  }
  if (type == "PERSON") {
    return digits == 0 && !is_caption(value) && !is_title(text, span) &&
           !announces_number(text, span) && !is_abbreviation(value) && !is_dotted(value) &&
           !is_cited(text, span) && !is_scholarly(value) &&
           !scan::set_of<kMakers>().has(scan::word_at(value, 0)) &&
           !is_in_bibliography(text, span) && !is_caption_by_place(text, span) &&
           !is_eponym(text, span.end) && !asks(text, span) &&
           !scan::set_of<kCourtesies>().has(value) && !scan::set_of<kRoles>().has(value);
  }
  if (world_name(value) == WorldName::kUnknown &&
      (is_caption(value) || scan::set_of<kHeadings>().has(value))) {
    return false;
  }
  // "at mile marker 201": a place has a name where the text has capitals.
  if (type == "LOC" && has_case && !has_capital && world_name(value) == WorldName::kUnknown) {
    return false;
  }
  if (type == "LOC" && names_event(text, span)) return false;
  if (type == "LOC" && (text.substr(0, span.begin).ends_with("ade in ") ||
                        value.ends_with(" minor") || value.ends_with(" major")))
    return false;
  if (type == "LOC" &&
      (text.substr(0, span.begin).ends_with('/') || text.substr(span.end).starts_with('/'))) {
    return false;  // of a path or time zone
  }
  const bool is_acronym = type == "ORG" && value.size() <= 5 && letters == value.size() &&
                          std::all_of(value.begin(), value.end(), is_ascii_upper);
  const bool is_code = digits >= 3 && value.find(' ') == value.npos;
  return letters >= 2 && !is_code && 2 * digits <= letters && (!is_acronym || score >= 0.8F);
}

}  // namespace lauter::internal
