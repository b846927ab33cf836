#include "scan/street_text.h"

#include <algorithm>

#include "scan/page.h"
#include "scan/place_text.h"
#include "scan/said_text.h"
#include "scan/word_set.h"
#include "text/utf8.h"

namespace lauter::scan {
namespace {

#define X(name, words) constexpr char name[] = words;
#include "scan/data/street_words.inc"
#undef X

const WordSet& street_after() {
  static const WordSet set(kStreetAfter);
  return set;
}
const WordSet& street_before() {
  static const WordSet set(kStreetBefore);
  return set;
}
const WordSet& units() {
  static const WordSet set(kUnits);
  return set;
}

/// Whether a street's word is short for one, so that a dot behind it is its own: "Ave", not "Lane".
bool is_abbreviated(std::string_view word) {
  static const WordSet kShort(
      "st|str|av|ave|rd|dr|drv|ln|blvd|boul|ct|pl|ter|terr|sq|cres|hwy|pkwy|cir|trl|gdns|pt|cl|gr|"
      "tce|cct|xing");
  return kShort.has(word);
}

/// House number at [begin, end): letters and second numbers that belong to it ("5a", "12-14",
/// "4/24", "7 bis"). New end.
size_t house_number_end(std::string_view text, size_t end) {
  size_t i = end;
  const auto is_lone_letter = [&](size_t at) {
    return at < text.size() && is_alpha(text[at]) &&
           (at + 1 >= text.size() || !is_wordish(text[at + 1]));
  };
  if (is_lone_letter(i)) {
    ++i;
  } else if (i < text.size() && text[i] == '-' && is_lone_letter(i + 1)) {
    i += 2;  // "263-A"
  }
  for (int n = 0; n < 2; ++n) {
    if (i + 1 < text.size() && (text[i] == '/' || text[i] == '-') && is_digit(text[i + 1])) {
      size_t k = i + 1;
      while (k < text.size() && k - i < 6 && is_digit(text[k])) ++k;
      if (k < text.size() && is_alpha(text[k]) &&
          (k + 1 >= text.size() || !is_wordish(text[k + 1])))
        ++k;
      if (k < text.size() && is_wordish(text[k])) break;
      i = k;
    }
  }
  if (i >= text.size() || text[i] != ' ') return i;
  for (const std::string_view tail : {" bis", " ter", " quater"}) {
    if (text.compare(i, tail.size(), tail) == 0 &&
        (i + tail.size() >= text.size() || !is_wordish(text[i + tail.size()])))
      i += tail.size();
  }
  return i;
}

/// Unit parts after an address: ", Apt 9B", " Suite 617", " #29", ", Floor 3", ", 3\u00BA B". New
/// end.
size_t unit_end(std::string_view text, size_t end) {
  for (int n = 0; n < 3; ++n) {
    size_t i = end;
    if (i < text.size() && text[i] == ',') ++i;
    size_t breaks = 0;
    while (i < text.size() && i - end < 8 && (is_space(text[i]))) {
      breaks += text[i] == '\n';
      ++i;
    }
    if (breaks > 1 || i >= text.size()) return end;
    if (text[i] == '#' && i + 1 < text.size() && is_alnum(text[i + 1])) {
      size_t k = i + 1;
      while (k < text.size() && k - i < 7 && is_alnum(text[k])) ++k;
      end = k;
      continue;
    }
    const std::string_view word = word_at(text, i);
    if (word.empty()) return end;
    size_t k = i + word.size();
    if (units().has(word)) {
      if (k < text.size() && text[k] == '.') ++k;
      while (k < text.size() && k - i < 24 && (text[k] == ' ' || text[k] == '#' || text[k] == ':'))
        ++k;
      size_t value = k;
      while (value < text.size() && value - k < 7 &&
             (is_alnum(text[value]) || text[value] == '-' || text[value] == '/'))
        ++value;
      bool digit = false;
      for (size_t m = k; m < value; ++m) digit |= is_digit(text[m]);
      const bool letter = value == k + 1 && is_upper(text[k]);
      if (value == k || (!digit && !letter)) return end;
      while (value > k && (text[value - 1] == '-' || text[value - 1] == '/')) --value;
      end = value;
      continue;
    }
    // "3rd Floor", "2. Etage", "3\u00BA B"
    if (is_digit(text[i])) {
      const size_t gap = text.find_first_of(" \n,", i);
      if (gap != std::string_view::npos && gap - i <= 5 && text[gap] == ' ') {
        const std::string_view next = word_at(text, gap + 1);
        if (units().has(next) && next.size() >= 4) {
          end = gap + 1 + next.size();
          continue;
        }
        if (text.substr(i, gap - i).find("\xC2\xBA") != std::string_view::npos &&
            next.size() == 1) {
          end = gap + 2;
          continue;
        }
      }
    }
    return end;
  }
  return end;
}

}  // namespace

size_t unit_begin(std::string_view text, size_t begin) {
  static const WordSet kBefore(
      "flat|apt|apartment|unit|suite|ste|room|rm|floor|shop|office|house|villa|plot|no|block|"
      "studio|level|lot|h no|door no|building|bldg");
  // "Unit 7/71": the street's number has the unit's before it already.
  size_t slash = begin;
  while (slash < text.size() && is_digit(text[slash])) ++slash;
  if (begin > 4 && text[begin - 1] == ' ' && slash < text.size() && text[slash] == '/') {
    const std::string_view word = word_before(text, begin - 1);
    if (kBefore.has(word)) return begin - 1 - word.size();
  }
  size_t i = begin;
  while (i > 0 && begin - i < 3 &&
         (text[i - 1] == ' ' || text[i - 1] == ',' || text[i - 1] == '/' || text[i - 1] == '-'))
    --i;
  if (i == begin || i == 0) return begin;
  size_t value = i;
  while (value > 0 && i - value < 5 && is_alnum(text[value - 1])) --value;
  bool digit = false;
  for (size_t k = value; k < i; ++k) digit |= is_digit(text[k]);
  if (value == i || (!digit && i - value > 1)) return begin;
  size_t gap = value;
  while (gap > 0 && value - gap < 3 &&
         (text[gap - 1] == ' ' || text[gap - 1] == '.' || text[gap - 1] == '#'))
    --gap;
  if (gap == value) return begin;
  const std::string_view word = word_before(text, gap);
  if (!kBefore.has(word)) return begin;
  return gap - word.size();
}

namespace {

bool capital_word(std::string_view text, size_t pos) {
  return upper_at(text, pos) || caseless_at(text, pos);
}

/// "5th", "42nd", "1st": ordinals name streets.
bool ordinal(std::string_view word) {
  if (word.size() < 3 || !is_digit(word[0])) return false;
  const std::string_view end = word.substr(word.size() - 2);
  return end == "st" || end == "nd" || end == "rd" || end == "th" || end == "ST" || end == "ND" ||
         end == "RD" || end == "TH";
}

/// Number first: the words after it up to a street word.
ByteSpan number_first(std::string_view text, size_t begin, size_t number_end) {
  size_t i = number_end;
  if (i < text.size() && text[i] == ',') ++i;
  if (i >= text.size() || text[i] != ' ') return {};
  ++i;
  size_t words = 0;
  size_t street_end = 0;
  const std::string_view first = word_at(text, i);
  if (first.empty()) return {};
  // French and the like: "12 rue de la Paix": the name follows the word.
  if (street_before().has(first) && !capital_word(text, i)) {
    static const WordSet kLowered(
        "rue|avenue|av|boulevard|bd|place|all\xC3\xA9"
        "e|allee|all\xC3\xA9"
        "es|chemin|impasse|quai|cours|route|passage|square|sentier|ruelle|faubourg|esplanade|via|"
        "viale|piazza|corso|ul|ulica|calle|rua");
    if (!kLowered.has(first)) return {};
    size_t at = i + first.size();
    if (at < text.size() && text[at] == '.') ++at;
    size_t end = 0;
    for (int n = 0; n < 7 && at + 1 < text.size() && text[at] == ' '; ++n) {
      const size_t next = at + 1;
      std::string_view word = word_at(text, next);
      if (word.empty()) break;
      const bool small =
          is_place_particle(word) ||
          (word.size() > 2 && (word[1] == '\'' || word.substr(1, 3) == "\xE2\x80\x99"));
      if (capital_word(text, next)) {
        end = next + word.size();
      } else if (!small && !(n == 0 && word.size() > 3)) {
        break;
      } else if (word.size() > 3 && (word[1] == '\'' || word.substr(1, 3) == "\xE2\x80\x99")) {
        end = next + word.size();
      }
      at = next + word.size();
      if (at < text.size() && text[at] == '.' && word.size() <= 4) ++at;
    }
    if (end == 0) return {};
    return {begin, end};
  }
  bool capital = false;
  for (; words < 6 && i < text.size(); ++words) {
    const std::string_view word = word_at(text, i);
    if (word.empty()) break;
    const bool cap = capital_word(text, i);
    const bool street = street_after().has(word);
    if (street && words >= 1 && (cap || !capital)) {
      street_end = i + word.size();
      // "St. John Street": the word may be part of the name.
      if (street_end < text.size() && text[street_end] == '.' && is_abbreviated(word)) ++street_end;
    } else if (street_end != 0 && !cap) {
      break;
    } else if (!cap && !ordinal(word) && !is_digit(word[0]) && !is_place_particle(word)) {
      return {};
    } else if (street_end != 0 && word.size() > 2) {
      break;
    }
    capital |= cap && (!street || words == 0);  // "18 Orchard Rise": the first is its name
    i += word.size();
    if (i < text.size() && text[i] == '.') ++i;
    // "County Road 417", "Highway 9"
    if (street && cap && i + 1 < text.size() && text[i] == ' ' && is_digit(text[i + 1])) {
      size_t k = i + 1;
      while (k < text.size() && k - i < 6 && is_alnum(text[k])) ++k;
      static const WordSet kNumbered("road|highway|hwy|route|street|avenue|ave|lane|rd");
      if (kNumbered.has(word) && (k >= text.size() || !is_wordish(text[k]))) {
        street_end = k;
        break;
      }
    }
    if (street_end != 0) {
      // A direction may follow: "5th Ave NE".
      if (i + 1 < text.size() && text[i] == ' ') {
        const std::string_view next = word_at(text, i + 1);
        static const WordSet kDirections(
            "n|s|e|w|ne|nw|se|sw|north|south|east|west|northeast|northwest|southeast|southwest");
        if (kDirections.has(next) && upper_at(text, i + 1)) {
          street_end = i + 1 + next.size();
          break;
        }
        if (street_after().has(next) && upper_at(text, i + 1)) {
          ++i;
          continue;
        }
      }
      break;
    }
    if (i >= text.size() || text[i] != ' ') break;
    ++i;
  }
  if (street_end == 0 || !capital) {
    // "200 5th Ave": the ordinal is the name.
    if (street_end == 0 || !ordinal(first)) return {};
  }
  return {begin, street_end};
}

/// Whether a German or Czech postal code and a town follow: "7, 38102 Braunschweig", "17, 110 00
/// Praha".
bool has_code_and_town(std::string_view text, size_t pos) {
  size_t at = pos;
  while (at < text.size() && at - pos < 3 && (text[at] == ',' || is_space(text[at]))) ++at;
  if (at == pos) return false;
  size_t end = at, digits = 0;
  while (end < text.size() && digits < 5 && (is_digit(text[end]) || (digits == 3 && text[end] == ' '))) {
    digits += is_digit(text[end]);
    ++end;
  }
  return digits == 5 && end + 1 < text.size() && text[end] == ' ' && upper_at(text, end + 1);
}

/// Number last: the street word stands before.
ByteSpan number_last(std::string_view text, size_t number_begin, size_t number_end) {
  size_t i = number_begin;
  if (i < 2) return {};
  if (text[i - 1] == ' ') --i;
  static constexpr std::string_view kSigns[] = {
      "n\xC2\xBA", "N\xC2\xBA", "n\xC2\xB0", "nr.", "Nr.", "No.", "No",
      "num.",      "no.",       "\xD0\xB4.", "#",   "nr",  "No:", "\xE2\x84\x96"};
  for (const std::string_view sign : kSigns) {
    if (text[i - 1] != sign.back()) continue;
    if (i >= sign.size() && text.compare(i - sign.size(), sign.size(), sign) == 0) {
      i -= sign.size();
      while (i > 0 && text[i - 1] == ' ') --i;
      break;
    }
  }
  bool comma = false;
  if (i > 0 && text[i - 1] == ',') {
    comma = true;
    --i;
  }
  if (comma && number_end - number_begin >= 5) return {};  // "rue des Lilas, 69003 Lyon"
  if (i == number_begin) return {};
  if (i > 0 && text[i - 1] == '.') --i;
  // Words leftwards.
  size_t at = i;
  size_t words = 0;
  size_t start = 0;
  bool capital = false;
  while (words < 7 && at > 0 && i - at < 60) {
    size_t begin = at;
    while (begin > 0 &&
           (is_wordish(text[begin - 1]) || text[begin - 1] == '\'' ||
            (text[begin - 1] == '-' && begin > 1 && is_wordish(text[begin - 2]))) &&
           at - begin < 40)
      --begin;
    while (begin < at &&
           (is_utf8_continuation(text[begin]) || text[begin] == '\'' || text[begin] == '-'))
      ++begin;
    const std::string_view word = text.substr(begin, at - begin);
    if (word.empty()) break;
    const bool cap = upper_at(text, begin);
    if (words == 0 && !comma && is_glued_street(word)) {
      if (!cap && !(text.size() < 400)) return {};
      if (!cap && word.size() < 7) return {};
      static const Endings kEnglish("tor|ering|oring|ening|uring|pring|tring");  // "monitoring 24"
      if (!cap && kEnglish.match(word)) return {};
      // "Alte Lindenstra\u00DFe 5", "Am Alten Markt 3": capitalised words before belong to it.
      start = begin;
      if (cap) {
        for (int n = 0; n < 2 && start > 1 && text[start - 1] == ' '; ++n) {
          const std::string_view before = word_before(text, start - 1);
          static const WordSet kAdjectives(
              "alte|alter|altes|gro\xC3\x9F"
              "e|kleine|neue|obere|untere|hohe|lange|kurze|stora|lilla|norra|s\xC3\xB6"
              "dra|\xC3\xB6stra|v\xC3\xA4stra|gamle|store|lille|nieuwe|oude|grote|kleine|korte|"
              "sankt|st");
          if (!kAdjectives.has(before)) break;
          start -= 1 + before.size();
        }
      }
      return {start, number_end};
    }
    // "Ba\u011Fdat Caddesi No:112", "Kossuth Lajos utca 12": a word of its own behind the name.
    static const WordSet kBehindName(
        "caddesi|cad|sokak|soka\u011F\u0131|sok|bulvar\u0131|mahallesi|mah|utca|\u00FAt|t\u00E9r|"
        "k\u00F6r\u00FAt");
    if (words == 0 && !comma && kBehindName.has(word)) {
      start = begin;
      for (int n = 0; n < 3 && start > 1 && text[start - 1] == ' '; ++n) {
        const std::string_view before = word_before(text, start - 1);
        if (before.empty() || !upper_at(before, 0)) break;
        start -= 1 + before.size();
      }
      if (start == begin) return {};
      // "376 Kossuth utca 13": a number of the block before it.
      if (start > 1 && text[start - 1] == ' ' && is_digit(text[start - 2])) {
        start -= 1 + word_before(text, start - 1).size();
      }
      return {start, number_end};
    }
    if (words >= 1) {
      std::string_view head = word;
      // "ul.", "c/", "Av.": abbreviations end in a mark that word runs do not hold.
      if (street_before().has(head) && (cap || reads(head, "ul") || head == "rua" ||
                                        head == "calle" || head == "via" || head == "rue")) {
        if (!capital) return {};
        return {begin, number_end};
      }
      // "Am Kirchanger 7, 38102 Braunschweig": no street word, but a town behind.
      static const WordSet kAtPlace("am|im|zum|zur|beim|an|auf|hinter|unter|vor|bei|na|nad|pod|v|u|za|k");
      if (capital && cap && kAtPlace.has(head) && has_code_and_town(text, number_end)) {
        return {begin, number_end};
      }
    } else if (comma && !cap && !is_place_particle(word)) {
      return {};
    }
    if (!cap && !is_place_particle(word) && !caseless_at(text, begin) && !is_digit(word[0]))
      return {};
    capital |= cap || caseless_at(text, begin);
    ++words;
    at = begin;
    if (at >= 2 && text[at - 1] == '/' && lower(text[at - 2]) == 'c') return {at - 2, number_end};
    if (at > 1 && text[at - 1] == ' ') {
      --at;
      if (at > 0 && text[at - 1] == '.') --at;
      if (at >= 2 && text[at - 1] == '/' && lower(text[at - 2]) == 'c' && capital)
        return {at - 2, number_end};
    } else {
      break;
    }
  }
  return {};
}

}  // namespace

bool is_street_word(std::string_view word) { return street_after().has(word); }

bool is_glued_street(std::string_view word) {
  static const Endings endings(kStreetGlued);
  return word.size() >= 5 && endings.match(word, 3);
}

ByteSpan street_around(std::string_view text, size_t begin, size_t end) {
  if (end - begin > 5) return {};
  // The group must begin a token (ranges and fractions were handled from their first number).
  if (begin > 0) {
    const char before = text[begin - 1];
    if (is_wordish(before) && (before & 0x80) == 0) return {};
    const bool is_joined = std::string_view("-/.:$+").find(before) != std::string_view::npos &&
                           begin > 1 && is_alnum(text[begin - 2]);
    if (is_joined && !text.substr(0, begin).ends_with("No:")) return {};
    if (before == '$' || before == '+') return {};
  }
  const size_t number_end = house_number_end(text, end);
  if (number_end < text.size() && (is_wordish(text[number_end]) && (text[number_end] & 0x80) == 0))
    return {};
  if (number_end + 1 < text.size() &&
      (text[number_end] == '.' || text[number_end] == ':' || text[number_end] == '-') &&
      is_digit(text[number_end + 1]))
    return {};
  ByteSpan street = number_first(text, begin, number_end);
  if (!street.empty()) {
    street.begin = unit_begin(text, street.begin);
    street.end = unit_end(text, street.end);
    return street;
  }
  street = number_last(text, begin, number_end);
  if (!street.empty()) {
    street.begin = unit_begin(text, street.begin);
    street.end = unit_end(text, street.end);
  }
  return street;
}

}  // namespace lauter::scan
