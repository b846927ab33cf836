/// Postal addresses: streets with house numbers, the town, state and postal code beside them, post
/// boxes.
///
/// A number with a street's word near it is an address; what follows it is read as its town, state,
/// code and country.
#include <algorithm>

#include "scan/page.h"
#include "scan/place_cues.h"
#include "scan/place_text.h"
#include "scan/postal_code.h"
#include "scan/rule.h"
#include "scan/said_text.h"
#include "scan/street_text.h"
#include "scan/text_runs.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

constexpr RuleInfo kInfos[] = {
    {"place.street", Category::kStreetAddress},  {"place.postal_block", Category::kPostalCode},
    {"place.city_block", Category::kCity},       {"place.state_block", Category::kState},
    {"place.country_block", Category::kCountry}, {"place.po_box", Category::kPoBox},
};
enum InfoIndex : size_t { kStreet, kPostalBlock, kCityBlock, kStateBlock, kCountryBlock, kPoBox };

/// Over ", ", blanks, one or two line breaks with quote prefixes; npos when something else comes.
size_t next_part(std::string_view text, size_t pos) {
  size_t i = pos;
  size_t breaks = 0, marks = 0;
  while (i < text.size() && i - pos < 40) {
    const char c = text[i];
    if (is_blank(c) || c == '\r') {
      ++i;
    } else if (c == '\n') {
      if (++breaks > 2) return std::string_view::npos;
      ++i;
      while (i < text.size() && (text[i] == '>' || text[i] == '#' || text[i] == '*') &&
             i - pos < 40)
        ++i;
    } else if (c == '\\' && i + 1 < text.size() && text[i + 1] == 'n') {
      if (++breaks > 2) return std::string_view::npos;
      i += 2;
    } else if (c == ',' || c == ';' || c == '-' || c == '/' || c == '|' || c == '.') {
      if (c == '.' && i != pos) return std::string_view::npos;
      if (++marks > 2) return std::string_view::npos;
      ++i;
    } else {
      break;
    }
  }
  return i == pos || i >= text.size() ? std::string_view::npos : i;
}

/// Skips "CEP ", "CP ", "ZIP " before a postal code in an address block.
size_t skip_postal_label(std::string_view text, size_t pos) {
  static const WordSet kLabels("cep|cp|zip|plz|cap|postcode|postal|code|c.p.|pin|psc");
  size_t i = pos;
  const std::string_view word = word_at(text, i);
  if (word.empty() || !kLabels.has(word)) return pos;
  i += word.size();
  while (i < text.size() && i - pos < 16 && (text[i] == ' ' || text[i] == ':' || text[i] == '.'))
    ++i;
  return i;
}

/// Town, state, code, country after a street that ends at `end`.
void read_tail(const Page& page, size_t end, Found& found) {
  const std::string_view text = page.text;
  bool city = false, state = false, postal = false;
  size_t pos = end;
  for (int part = 0; part < 5; ++part) {
    const size_t gap_begin = pos;
    size_t at = next_part(text, pos);
    if (at == std::string_view::npos) return;
    // A sentence goes on after a full stop: only an abbreviation's dot was skipped.
    if (text[gap_begin] == '.' && text.find('\n', gap_begin) != gap_begin + 1) return;
    // "Goethestraße 17 in 04109 Leipzig"
    static const WordSet kIn("in|à|en|te|w|v|i");
    const std::string_view word = word_at(text, at);
    const bool in = part == 0 && at == gap_begin + 1 && kIn.has(word) &&
                    page.at(at + word.size()) == ' ' && !upper_at(text, at);
    if (in) at += word.size() + 1;
    const size_t labelled = skip_postal_label(text, at);
    if (!postal) {
      const Postal code = postal_at(text, labelled);
      if (code.size != 0 &&
          (code.form != PostalForm::kFour || labelled != at || text[gap_begin] != ' ')) {
        found.add(kInfos[kPostalBlock], labelled, labelled + code.size, 0.88F);
        postal = true;
        pos = labelled + code.size;
        continue;
      }
    }
    if (text[gap_begin] == ' ' && part == 0 && (in || at == gap_begin + 1) &&
        !state_code_at(text, at)) {
      // "12 Main St Springfield": a capitalised word right behind the street.
      if (!upper_at(text, at)) return;
    }
    if (const size_t code = state_code_at(text, at); code != 0 && !state && (city || part > 0)) {
      found.add(kInfos[kStateBlock], at, at + code, 0.85F);
      state = true;
      pos = at + code;
      continue;
    }
    if (const size_t country = country_at(text, at);
        country != 0 && upper_at(text, at) && (part > 0)) {
      found.add(kInfos[kCountryBlock], at, at + country, 0.82F);
      return;
    }
    if (const size_t name = state_at(text, at); name != 0 && !state && city && upper_at(text, at)) {
      found.add(kInfos[kStateBlock], at, at + name, 0.82F);
      state = true;
      pos = at + name;
      continue;
    }
    if (city) return;
    ByteSpan place = place_name(text, at);
    if (place.empty()) return;
    // "51 Main Street, Fifth Floor, Boston"
    static const WordSet kUnits(
        "floor|suite|unit|building|wing|level|room|apartment|tower|block|mezzanine");
    if (part == 0 && kUnits.has(place.of(text).substr(place.of(text).rfind(' ') + 1)) &&
        page.at(place.end) == ',') {
      pos = place.end;
      continue;
    }
    // "Springfield IL 62704": the code is not part of the town.
    for (size_t i = place.begin; i < place.end; ++i) {
      if (text[i] == ' ' && state_code_at(text, i + 1) != 0 &&
          i + 1 + state_code_at(text, i + 1) >= place.end)
        place.end = i;
    }
    const char after = page.at(place.end);
    const bool closes = after == ',' || after == '\n' || after == '.' || after == ';' ||
                        after == '\0' || after == ' ' || after == '"' || after == '\'' ||
                        after == '<' || after == '|' || after == '\r' || after == ')' ||
                        after == '\\';
    if (!closes) return;
    // After a line break or comma it is the town; after a blank only with a code to follow.
    const std::string_view gap = text.substr(gap_begin, at - gap_begin);
    const bool strong = in || gap.find_first_of(",\n") != std::string_view::npos || postal ||
                        gap.find("\\n") != std::string_view::npos;
    if (!strong) {
      const size_t next = next_part(text, place.end);
      if (next == std::string_view::npos ||
          (postal_at(text, next).size == 0 && state_code_at(text, next) == 0))
        return;
    }
    if (gap.find('\n') != std::string_view::npos && !postal) {
      // A line of its own must look like "Town, ..." or be followed by a code.
      const size_t next = next_part(text, place.end);
      const bool more = next != std::string_view::npos &&
                        (postal_at(text, next).size != 0 || state_code_at(text, next) != 0 ||
                         country_at(text, next) != 0);
      if (!more) return;
    }
    found.add(kInfos[kCityBlock], place.begin, place.end, 0.8F);
    city = true;
    pos = place.end;
  }
}

/// The delivery line of military mail that ends at `end`: "PSC 1234, Box 5678", "Unit 45013 Box
/// 26", "CMR 402", "USS Example". Empty if there is none.
ByteSpan military_line(std::string_view text, size_t end) {
  constexpr size_t kReach = 48;
  static const WordSet kUnits("psc|cmr|unit|omc");
  static const WordSet kShips("uss|usns|usnv|uscgc");
  const size_t floor = end > kReach ? end - kReach : 0;
  for (size_t i = end; i > floor; --i) {
    if (text[i - 1] == '\n' && i != end) return {};
    if (!is_alpha(text[i - 1]) || (i > 1 && is_wordish(text[i - 2]))) continue;
    const std::string_view word = word_at(text, i - 1);
    const size_t next = i - 1 + word.size() + 1;
    if (next >= end || text[next - 1] != ' ') continue;
    if (kUnits.has(word) ? is_digit(text[next]) : kShips.has(word) && is_alpha(text[next])) {
      return {i - 1, end};
    }
  }
  return {};
}

/// "PSC 1234, Box 5678\nAPO AP 96387": mail of the American forces abroad (USPS Publication 28,
/// 238). Their "states" are AA, AE and AP, and count only behind the "town". `state` is where it
/// begins.
bool read_military(std::string_view text, size_t state, const ByteSpan& postal, Found& found) {
  static const WordSet kStates("aa|ae|ap");
  static const WordSet kTowns("apo|fpo|dpo");
  if (!kStates.has(text.substr(state, 2))) return false;
  size_t town_end = state;
  while (town_end > 0 && state - town_end < 2 &&
         (text[town_end - 1] == ' ' || text[town_end - 1] == ',')) {
    --town_end;
  }
  const std::string_view town = word_before(text, town_end);
  if (town_end == state || !kTowns.has(town)) return false;
  const size_t begin = town_end - town.size();
  found.add(kInfos[kPostalBlock], postal.begin, postal.end, 0.92F);
  found.add(kInfos[kStateBlock], state, state + 2, 0.9F);
  found.add(kInfos[kCityBlock], begin, town_end, 0.88F);
  size_t line = begin;
  while (line > 0 && begin - line < 3 && (is_space(text[line - 1]) || text[line - 1] == ',')) {
    --line;
  }
  const ByteSpan street = military_line(text, line);
  if (line != begin && !street.empty()) {
    found.add(kInfos[kStreet], street.begin, street.end, 0.95F);  // above the box in it
  }
  return true;
}

/// Whether the address before a code is that of the Free Software Foundation, which stands in every
/// copy of its licences: "51 Franklin Street, Fifth Floor, Boston, MA 02110-1301".
bool of_licence_text(std::string_view text, size_t code) {
  constexpr size_t kReach = 80;
  const std::string_view before =
      text.substr(code - std::min(code, kReach), std::min(code, kReach));
  for (const std::string_view street : {"franklin st", "temple place", "mass ave", "franklin\nst"})
    if (holds_caseless(before, street))
      return holds_caseless(before, "boston") || holds_caseless(before, "cambridge");
  return false;
}

/// "Springfield, IL 62704", "Springfield IL 62704-1234": code, state and town by themselves.
bool read_us_line(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  if (of_licence_text(text, begin)) return false;
  const Postal code = postal_at(text, begin);
  if ((code.form != PostalForm::kFive && code.form != PostalForm::kUs) || begin < 5) return false;
  (void)end;
  size_t i = begin;
  while (i > 0 && begin - i < 2 && (text[i - 1] == ' ' || text[i - 1] == ',')) --i;
  if (i == begin || i < 2) return false;
  size_t state = i;
  while (state > 0 && i - state < 3 && is_alpha(text[state - 1])) --state;
  if (i - state == 2 && read_military(text, state, {begin, begin + code.size}, found)) return true;
  if (state == 0 || !is_upper(text[state]) || !is_upper(text[i - 1])) return false;
  if (text.substr(state, 2) == "PE" || text.substr(state, 2) == "RN" ||
      text.substr(state, 2) == "MP")
    return false;
  if (i - state != 2 || !is_state_code(text.substr(state, 2)) || state == 0 ||
      is_wordish(text[state - 1]))
    return false;
  size_t k = state;
  while (k > 0 && state - k < 2 &&
         (text[k - 1] == ' ' || text[k - 1] == ',' || text[k - 1] == '\n'))
    --k;
  found.add(kInfos[kPostalBlock], begin, begin + code.size, 0.86F);
  found.add(kInfos[kStateBlock], state, i, 0.84F);
  // The town: capitalised words before.
  size_t city = k;
  for (int n = 0; n < 3 && city > 0; ++n) {
    size_t w = city;
    if (n > 0) {
      if (text[w - 1] != ' ') break;
      --w;
    }
    const std::string_view word = word_before(text, w);
    if (word.empty() || !upper_at(word, 0)) break;
    city = w - word.size();
  }
  // "Mayfield Rd Springfield, IL": the street's own span claims its words.
  if (city < k && state > k) found.add(kInfos[kCityBlock], city, k, 0.7F);
  return true;
}

/// "Lange Reihe 78\n09113 Chemnitz\n": a line of code and town below one that ends in a house
/// number.
bool read_code_line(const Page& page, size_t begin, Found& found) {
  const std::string_view text = page.text;
  if (begin < 6 || text[begin - 1] != '\n' || text[begin - 2] == '\n') return false;
  const Postal code = postal_at(text, begin);
  if (code.form != PostalForm::kFive) return false;
  const size_t at = begin + code.size + 1;
  if (page.at(at - 1) != ' ' || !upper_at(text, at)) return false;
  const ByteSpan place = place_name(text, at);
  const char after = page.at(place.end);
  if (place.empty() || (after != '\n' && after != '\0' && after != '\r')) return false;
  const std::string_view above = word_before(text, begin - 1);
  if (above.empty() || above.size() > 5 || !is_digit(above[0])) return false;
  found.add(kInfos[kPostalBlock], begin, begin + code.size, 0.84F);
  found.add(kInfos[kCityBlock], place.begin, place.end, 0.78F);
  return true;
}

/// "Postcode/Town .... SY7 6PL Shrewsbury": one field of a form for both.
void match_code_and_town(const Page& page, size_t, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = end;
  while (i < text.size() && i - end < 30 &&
         (text[i] == ' ' || text[i] == '.' || text[i] == ':' || text[i] == '\t'))
    ++i;
  const Postal code = postal_at(text, i);
  if (i == end || code.size == 0) return;
  found.add(kInfos[kPostalBlock], i, i + code.size, 0.9F);
  if (page.at(i + code.size) != ' ') return;
  const ByteSpan town = place_name(text, i + code.size + 1);
  if (!town.empty()) found.add(kInfos[kCityBlock], town.begin, town.end, 0.84F);
}

/// A house number has a word on one side, or a suffix of its own; most numbers of code and tables
/// do not.
bool beside_words(std::string_view text, size_t begin, size_t end) {
  if (end < text.size()) {
    const char after = text[end];
    if (is_letterish(after) || after == '/' || after == '-') return true;
    if ((after == ' ' || after == ',' || after == '.' || after == '\n') && end + 1 < text.size() &&
        (is_letterish(text[end + 1]) || text[end + 1] == ' ')) {
      return true;
    }
  }
  size_t i = begin;
  while (i > 0 && begin - i < 4 && (text[i - 1] == ' ' || text[i - 1] == ',' || text[i - 1] == '.'))
    --i;
  return i < begin && i > 0 && (is_letterish(text[i - 1]) || text[i - 1] == ':');
}

/// Whether of the words that name a street all name other things as well: "9 Expedition Zip View".
bool is_weak_street(std::string_view value) {
  static const WordSet kWeak(
      "view|hill|park|green|point|run|end|pass|field|fields|mill|mount|common|loop|trail|path|rise|"
      "bend|gate|spur|trace|chase|pt|way|place|close|cross|crossing|landing|gr|pl|row");
  bool is_weak = false;
  for (size_t at = 0; at < value.size();) {
    const std::string_view word = word_at(value, at);
    if (is_street_word(word)) {
      if (!kWeak.has(word)) return false;
      is_weak = true;
    }
    at += std::max<size_t>(1, word.size());
  }
  return is_weak;
}

/// Whether an address seems to go on: ", Leeds", a new line with a capital or a code.
bool goes_on(const Page& page, size_t end) {
  const std::string_view text = page.text;
  size_t at = end;
  if (page.at(at) == '.') ++at;
  if (page.at(at) != ',' && page.at(at) != '\n') return end == text.size();
  ++at;
  while (at < text.size() && at - end < 4 && is_space(text[at])) ++at;
  return upper_at(text, at) || is_digit(page.at(at));
}

void match_number(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  for (size_t i = begin; i < end;) {
    if (!is_digit(text[i])) {
      ++i;
      continue;
    }
    size_t stop = i;
    while (stop < end && is_digit(text[stop])) ++stop;
    const bool first = i == begin || !is_digit(text[i - 1]);
    const bool iso_date = stop - i == 4 && text.size() - stop > 5 && text[stop] == '-' &&
                          is_digit(text[stop + 2]) && text[stop + 3] == '-' &&
                          is_digit(text[stop + 4]);
    if (first && !iso_date && stop - i <= 5) {
      if (stop - i == 5 && (read_us_line(page, i, stop, found) || read_code_line(page, i, found))) {
        i = stop;
        continue;
      }
      const ByteSpan street =
          beside_words(text, i, stop) ? street_around(text, i, stop) : ByteSpan{};
      if (!street.empty()) {
        const std::string_view value = text.substr(street.begin, street.end - street.begin);
        static const WordSet kFamous(
            "10 downing street|1600 pennsylvania avenue|1600 pennsylvania ave|221b baker street|1 "
            "infinite loop|350 fifth avenue|5th avenue|42 wallaby way|51 franklin street|51 "
            "franklin st|59 temple place|675 mass ave|675 massachusetts ave|171 second street|1 "
            "microsoft way|1600 amphitheatre parkway");
        const bool year = stop - i == 4 && text[i] <= '2' &&
                          street.begin == i;  // "1984 Main Street" vs "in 1998 Wall Street"
        bool ok = !kFamous.has(value);
        const bool hint = page.cue_before(kStreetHints, street.begin, 60).has_value() ||
                          page.cue_before(kStreetFields, street.begin, 24).has_value();
        static const Endings kTime("in|since|of|by|from|until|during");
        if (year && !hint && street.begin > 0 && is_space(text[street.begin - 1]) &&
            kTime.match(said_before(text, street.begin, 12)))
          ok = false;
        if (!hint && street.begin == i && is_weak_street(value) && !goes_on(page, street.end))
          ok = false;
        if (ok) {
          found.add(kInfos[kStreet], street.begin, street.end, hint ? 0.92F : 0.8F);
          read_tail(page, street.end, found);
          i = std::max<size_t>(stop, std::min<size_t>(street.end, end));
          continue;
        }
      }
    }
    i = stop;
  }
}

// ---- Post boxes
// -----------------------------------------------------------------------------------

void match_box(const Page& page, size_t begin, size_t end, Found& found) {
  const std::string_view text = page.text;
  size_t i = end;
  if (i < text.size() && text[i] == '.') ++i;
  size_t gap = 0;
  while (i < text.size() && gap < 8 &&
         (is_space(text[i]) || text[i] == '#' || text[i] == ':' || text[i] == '>' ||
          text.compare(i, 2, "\\n") == 0)) {
    i += text[i] == '\\' ? 2 : 1;
    ++gap;
  }
  for (const std::string_view no :
       {"No. ", "no. ", "No.", "n\xC2\xBA ", "N\xC2\xBA ", "nr ", "Nr. ", "\xE2\x84\x96 "}) {
    if (text.compare(i, no.size(), no) == 0) i += no.size();
  }
  const std::string_view cue = text.substr(begin, end - begin);
  const bool cjk = caseless_at(text, begin);
  if (gap == 0 && !cjk) return;
  size_t stop = i;
  if (stop < text.size() && (is_upper(text[stop]) || text[stop] == 'x') && stop + 1 < text.size() &&
      is_digit(text[stop + 1]))
    ++stop;  // "Private Bag X57"
  // A pair or a triple of digits after a blank goes on; a longer run is the postal code.
  const auto grouped = [&](size_t at) {
    size_t last = at + 1;
    while (last < text.size() && is_digit(text[last])) ++last;
    return text[at] != ' ' || last - at <= 4;
  };
  const size_t digits = stop;
  while (stop < text.size() && stop - digits < 10 &&
         (is_digit(text[stop]) ||
          ((text[stop] == ' ' || text[stop] == '.' || text[stop] == '-') &&
           stop + 2 < text.size() && is_digit(text[stop + 1]) && is_digit(text[stop + 2]) &&
           stop - digits >= 1 && stop - digits <= 6 && grouped(stop))))
    ++stop;
  if (stop == digits || (stop < text.size() && is_wordish(text[stop]) && (text[stop] & 0x80) == 0))
    return;
  if (cjk && text.compare(stop, 3, "\xE5\x8F\xB7") == 0) stop += 3;  // the counter of numbers
  // Short words mean many things: they ask for mail around, or for an address.
  static const WordSet kShort("box|bp|b p|b.p.|b.p|pl|pf|p k|p.k.|s l p|\xD1\x82 \xCE\xB8");
  if (kShort.has(cue) || cue.size() <= 3) {
    if (!is_upper(text[begin]) && !cjk && (text[begin] & 0x80) == 0) return;
    const bool mail = page.cue_before(kMailWords, begin, 60).has_value() ||
                      page.cue_before(kStreetFields, begin, 40).has_value();
    const size_t next = next_part(text, stop);
    const bool block = next != std::string_view::npos &&
                       (postal_at(text, next).size >= 4 || state_code_at(text, next) != 0);
    if (!mail && !block) return;
    if (stop - digits > 6) return;
  }
  found.add(kInfos[kPoBox], begin, stop, 0.93F);
  read_tail(page, stop, found);
}

// ---- Fields
// ---------------------------------------------------------------------------------------

bool accept_postal(const Page& page, size_t begin, size_t end) {
  if (is_lower(page.text[begin])) return true;  // spelled out: the shape was matched on its digits
  return postal_at(page.text, begin).size == end - begin;
}
/// A street field's whole value: a number and letters.
bool accept_street(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  if (begin > 0 && page.text[begin - 1] == '(') return false;  // "page address (256 bytes)"
  if (!box_ends(page, end) || v.size() < 5 || v.find_first_of(":@") != std::string_view::npos)
    return false;
  size_t digits = 0, letters = 0;
  for (const char c : v) {
    digits += is_digit(c);
    letters += is_letterish(c);
  }
  // "put your name and address on page 1, and sign on page 3."
  static const WordSet kParts("page|pages|line|lines|line:|row|sheet|form");
  if (kParts.has(v.substr(0, v.find(' '))) || v.starts_with("//")) return false;
  return digits >= 1 && digits <= 10 && letters >= 3 && letters > digits &&
         v.find(' ') != std::string_view::npos;
}

/// Behind a town and a comma, line end or blank: "Llandysul, SA44 4QX".
bool accept_british(const Page& page, size_t begin, size_t end) {
  if (!has_british_area(page.text.substr(begin, end - begin)) || begin < 3) return false;
  size_t at = begin;
  while (at > 0 && begin - at < 4 && (is_space(page.text[at - 1]) || page.text[at - 1] == ',')) --at;
  const std::string_view town = word_before(page.text, at);
  return at < begin && town.size() >= 3 && upper_at(town, 0) && town.find_first_of("0123456789") == town.npos;
}

constexpr char kStreetCell[] = "[^\n\t|;\"<>(){}=, ]+(,?[ ][^\n\t|;\"<>(){}=, ]+){1,9}";
constexpr uint16_t kField = kLabelled | kLabelledOnly | kStrongLabel | kNoRelax | kAnyWord;
constexpr char kPostalShape[] =
    "\\d{6,8}|([A-Z]{1,2}-)?\\d{5}(-\\d{3,4})?|[A-Z]{1,2}\\d[A-Z\\d]? ?\\d[A-Z]{2}|[A-Z]\\d[A-Z][ "
    "-]?\\d[A-Z]\\d|\\d{4} ?[A-Z]{2}|\\d{2}-\\d{3}|\\d{3}-\\d{4}|\\d{4}-\\d{3}|\\d{3} \\d{2,3}|"
    "[A-Z]\\d{2} ?[A-Z\\d]{4}|\\d{4,8}";

/// "ship it to Duluth, 55812", "deliver to Lange Reihe 33, 34187 Kassel": after a comma, and a town
/// or the sentence's end follows.
bool accept_shipped(const Page& page, size_t begin, size_t end) {
  const std::string_view text = page.text;
  if (begin < 3 || text[begin - 1] != ' ' || text[begin - 2] != ',') return false;
  const std::string_view value = text.substr(begin, end - begin);
  if (value.size() == 4 && (value.starts_with("19") || value.starts_with("20"))) return false;
  size_t next = end;
  while (next < text.size() && (text[next] == ' ' || text[next] == ',' || text[next] == '.' ||
                                text[next] == '"' || text[next] == '\''))
    ++next;
  return next >= text.size() || text[next] == '\n' || text[next] == '<' || upper_at(text, next);
}

/// Whether "Toronto, ON " stands before a Canadian code.
bool after_province(const Page& page, size_t begin, size_t) {
  if (begin < 5 || page.text[begin - 1] != ' ') return false;
  const size_t state = begin - (page.text[begin - 2] == ' ' ? 4 : 3);
  static const WordSet kProvinces("AB|BC|MB|NB|NL|NS|NT|NU|ON|PE|PQ|QC|SK|YT");
  const std::string_view code = page.text.substr(state, 2);
  return is_upper(code[0]) && is_upper(code[1]) && kProvinces.has(code) &&
         !is_wordish(page.text[state - 1]);
}

/// Whether Japan's postal mark stands before `begin`.
bool after_postal_mark(std::string_view text, size_t begin) {
  if (begin > 0 && text[begin - 1] == ' ') --begin;
  return begin >= 3 && text.substr(begin - 3, 3) == "\xE3\x80\x92";
}
bool accept_postal_mark(const Page& page, size_t begin, size_t) {
  return after_postal_mark(page.text, begin);
}

constexpr ValueRule kValues[] = {
    {.info = {"postal_code.canada", Category::kPostalCode},
     .shape = "[ABCEGHJ-NPRSTVXY]\\d[ABCEGHJ-NPRSTV-Z][ -]?\\d[ABCEGHJ-NPRSTV-Z]\\d",
     .need = Need::kNone,
     .score = 0.86F,
     .flags = kNoRelax | kNotInCode,
     .accept = after_province},
    {.info = {"postal_code.japan", Category::kPostalCode},
     .shape = "\\d{3}-\\d{4}",
     .need = Need::kNone,
     .score = 0.9F,
     .flags = kNoRelax,
     .accept = accept_postal_mark,
     .may_begin = after_postal_mark},
    {.info = {"place.postal_field", Category::kPostalCode},
     .shape = kPostalShape,
     .need = Need::kDirect,
     .cues = kPostalFields,
     .score = 0.84F,
     .flags = kLabelled,
     .accept = accept_postal},
    // India's PIN has six digits; other pins are no codes of a place.
    {.info = {"place.postal_pin", Category::kPostalCode},
     .shape = "\\d{6}|\\d{3} \\d{3}",
     .need = Need::kDirect,
     .cues = "pin code|pincode|pin|पिन कोड",
     .score = 0.84F,
     .flags = kLabelled,
     .accept = address_near},
    // Nothing else looks like a British postcode behind a town.
    {.info = {"place.postal_british", Category::kPostalCode},
     .shape = "[A-Z]{1,2}\\d[A-Z\\d]? \\d[ABD-HJLNP-UW-Z]{2}",
     .need = Need::kNone,
     .score = 0.72F,
     .flags = kNoRelax | kNotInCode,
     .accept = accept_british},
    {.info = {"place.street_field", Category::kStreetAddress},
     .shape = kStreetCell,
     .need = Need::kDirect,
     .cues = kStreetFields,
     .score = 0.74F,
     .flags = kField,
     .accept = accept_street},
    {.info = {"postal_code.shipped", Category::kPostalCode},
     .shape = "[A-Z]{1,2}\\d[A-Z0-9]? \\d[A-Z]{2}|\\d{3} \\d{2}|\\d{5}-\\d{3,4}|\\d{2}-\\d{3}|"
              "\\d{4,6}",
     .need = Need::kCue,
     .cues = "ship it to|ship to|shipped to|ships to|shipping to|deliver to|deliver it to|"
             "delivered to|delivery to|send it to|mail it to|post it to|moved to|moving to|"
             "relocated to|forward it to|schicken an|liefern an|versand an|envoyer \xC3\xA0|livrer "
             "\xC3\xA0|enviar a|entregar en|spedire a",
     .score = 0.72F,
     .reach_before = 64,
     .reach_after = 0,
     .accept = accept_shipped},
    // Only make their phrases known to cue_before().
    {.info = {"place.hints", Category::kStreetAddress},
     .shape = "\x01{9}",
     .need = Need::kDirect,
     .cues = kStreetHints,
     .flags = kField},
    {.info = {"place.mail_words", Category::kPoBox},
     .shape = "\x01{9}",
     .need = Need::kDirect,
     .cues = kMailWords,
     .flags = kField},
};

constexpr AnchorRule kAnchors[] = {
    {"\xD0\xB0/\xD1\x8F|\xD0\x90/\xD0\xAF|\xD0\xB0/\xD0\xAF", match_box, AnchorKind::kLiteral},
    {kBoxCues, match_box},
    {"postcode/town|plz/ort|zip/city|postal code/city|postcode/city|plz/wohnort",
     match_code_and_town, AnchorKind::kCaselessLiteral},
};
constexpr NumberHook kHooks[] = {{match_number, 1}};

}  // namespace

RuleTable address_rules() {
  return {.values = kValues, .anchors = kAnchors, .hooks = kHooks, .infos = kInfos};
}

}  // namespace lauter::scan
