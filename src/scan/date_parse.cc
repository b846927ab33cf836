#include "scan/date_parse.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "scan/page.h"
#include "scan/peek.h"
#include "scan/said_text.h"
#include "scan/word_set.h"

namespace lauter::scan {
namespace {

int to_number(std::string_view digits) {
  int n = 0;
  for (const char c : digits.substr(0, 8)) n = n * 10 + (c - '0');
  return n;
}

std::string_view digits_at(std::string_view text, size_t pos) {
  size_t end = pos;
  while (end < text.size() && end - pos < 12 && is_digit(text[end])) ++end;
  return text.substr(pos, end - pos);
}

/// Whether `text` is `word` (small ASCII letters), whatever its case.
bool equal_caseless(std::string_view text, std::string_view word) {
  return text.size() == word.size() && std::equal(text.begin(), text.end(), word.begin(),
                                                  [](char a, char b) { return lower(a) == b; });
}

bool plausible_year(int year) { return year >= 1000 && year <= 2100; }

int complete_year(int two_digits) {
  return two_digits < 50 ? 2000 + two_digits : 1900 + two_digits;
}

/// Reads the time that may follow a date: "T05:25:08Z", " 14:30", ", 9:15 am", " at 9", " + 14:30".
void read_time(std::string_view text, ParsedDate& date) {
  size_t i = date.end;
  bool word = false;
  if (i < text.size() && (text[i] == 'T' || text[i] == 't') && i + 1 < text.size() &&
      is_digit(text[i + 1])) {
    ++i;
  } else {
    if (i + 1 < text.size() && text[i] == ',' && text[i + 1] == ' ') ++i;
    const size_t blanks = i;
    while (i < text.size() && i - blanks < 2 && is_blank(text[i])) ++i;
    if (i == date.end) return;
    static constexpr std::string_view kLinks[] = {
        "at ",  "um ", "@ ",  "+ ", "- ",         "a las ",    "\xC3\xA0 ", "alle ",
        "kl. ", "kl ", "om ", "o ", "\xC3\xA0s ", "\xD0\xB2 ", "@"};
    for (const std::string_view link : kLinks) {
      if (stands_at(text, i, link)) {
        i += link.size();
        word = true;
        break;
      }
    }
  }
  const std::string_view hour = digits_at(text, i);
  if (hour.empty() || hour.size() > 2 || to_number(hour) > 24) return;
  size_t end = i + hour.size();
  bool minutes = false;
  if (end < text.size() && (text[end] == ':' || text[end] == '.' || text[end] == 'h')) {
    const std::string_view minute = digits_at(text, end + 1);
    if (minute.size() == 2 && to_number(minute) < 60) {
      minutes = true;
      end += 3;
    } else if (text[end] == 'h' && minute.empty()) {
      minutes = true;
      ++end;
    }
  }
  if (minutes && end < text.size() && text[end] == ':') {
    const std::string_view second = digits_at(text, end + 1);
    if (second.size() == 2) {
      date.has_seconds = true;
      end += 3;
      if (end < text.size() && (text[end] == '.' || text[end] == ',') &&
          !digits_at(text, end + 1).empty()) {
        end += 1 + digits_at(text, end + 1).size();
      }
    }
  }
  // am, pm, Uhr
  size_t j = end;
  if (j < text.size() && is_blank(text[j])) ++j;
  bool half = false;
  static constexpr std::string_view kMarks[] = {"a.m.", "p.m.", "am",    "pm",   "AM",
                                                "PM",   "Am",   "Pm",    "A.M.", "P.M.",
                                                "Uhr",  "hrs",  "hours", "Hrs"};
  for (const std::string_view mark : kMarks) {
    if (stands_at(text, j, mark) &&
        !(j + mark.size() < text.size() && is_wordish(text[j + mark.size()]))) {
      end = j + mark.size();
      half = true;
      break;
    }
  }
  if (!minutes && !half) return;
  if (!minutes && !word && !half) return;
  // A zone.
  j = end;
  if (j < text.size() && text[j] == 'Z' && !(j + 1 < text.size() && is_wordish(text[j + 1]))) {
    end = j + 1;
    date.zoned = true;
  } else {
    if (j < text.size() && text[j] == ' ') ++j;
    if (j < text.size() && (text[j] == '+' || text[j] == '-') && j + 5 <= text.size() &&
        is_digit(text[j + 1]) && is_digit(text[j + 2])) {
      size_t k = j + 3;
      if (k < text.size() && text[k] == ':') ++k;
      if (digits_at(text, k).size() == 2) {
        end = k + 2;
        date.zoned = true;
      }
    } else {
      static constexpr std::string_view kZones[] = {"UTC", "GMT", "CET", "CEST", "EST",
                                                    "EDT", "PST", "PDT", "IST",  "BST"};
      for (const std::string_view zone : kZones) {
        if (stands_at(text, j, zone) &&
            !(j + zone.size() < text.size() && is_wordish(text[j + zone.size()]))) {
          end = j + zone.size();
          date.zoned = true;
          break;
        }
      }
    }
  }
  date.end = end;
  date.has_time = true;
}

/// "\u5E74" and the like after digits: which unit, and its bytes.
struct Unit {
  char unit;  ///< 'y', 'm', 'd', or '\0'
  size_t size;
};
Unit cjk_unit(std::string_view text, size_t pos) {
  static constexpr struct {
    std::string_view word;
    char unit;
  } kUnits[] = {{"\xE5\xB9\xB4", 'y'}, {"\xE6\x9C\x88", 'm'}, {"\xE6\x97\xA5", 'd'},
                {"\xEB\x85\x84", 'y'}, {"\xEC\x9B\x94", 'm'}, {"\xEC\x9D\xBC", 'd'},
                {"\xE5\x8F\xB7", 'd'}, {"\xE8\x99\x9F", 'd'}};
  const size_t at = pos < text.size() && text[pos] == ' ' ? pos + 1 : pos;
  for (const auto& u : kUnits) {
    if (text.compare(at, 3, u.word) == 0) {
      size_t size = at - pos + 3;
      if (pos + size < text.size() && text[pos + size] == ' ' && u.unit != 'd') ++size;
      return {u.unit, size};
    }
  }
  return {'\0', 0};
}

std::optional<ParsedDate> parse_cjk(std::string_view text, size_t pos, std::string_view first) {
  Unit unit = cjk_unit(text, pos + first.size());
  if (unit.unit != 'y' || (first.size() != 4 && first.size() != 2)) return std::nullopt;
  ParsedDate date;
  date.begin = pos;
  date.year = first.size() == 4 ? to_number(first) : complete_year(to_number(first));
  date.numeric = true;
  size_t at = pos + first.size() + unit.size;
  const std::string_view month = digits_at(text, at);
  unit = cjk_unit(text, at + month.size());
  if (month.empty() || month.size() > 2 || unit.unit != 'm') return std::nullopt;
  date.month = to_number(month);
  size_t end = at + month.size() + unit.size;
  while (end > 0 && text[end - 1] == ' ') --end;
  date.end = end;
  at = at + month.size() + unit.size;
  const std::string_view day = digits_at(text, at);
  unit = cjk_unit(text, at + day.size());
  if (!day.empty() && day.size() <= 2 && unit.unit == 'd') {
    date.day = to_number(day);
    date.end = at + day.size() + unit.size;
  }
  if (!plausible_year(date.year) ||
      !valid_date(date.year, date.month, date.day == 0 ? 1 : date.day))
    return std::nullopt;
  return date;
}

// ---- Words
// ----------------------------------------------------------------------------------------

struct Number {
  std::string_view word;
  int value;
};
/// By first letter.
constexpr Number kNumbers[] = {
    {"eighth", 8},     {"eleventh", 11},    {"eighteenth", 18}, {"eight", 8},
    {"eleven", 11},    {"eighteen", 18},    {"eighty", 80},     {"first", 1},
    {"fourth", 4},     {"fifth", 5},        {"fourteenth", 14}, {"fifteenth", 15},
    {"four", 4},       {"five", 5},         {"fourteen", 14},   {"fifteen", 15},
    {"forty", 40},     {"fifty", 50},       {"ninth", 9},       {"nineteenth", 19},
    {"nine", 9},       {"nineteen", 19},    {"ninety", 90},     {"one", 1},
    {"oh", 0},         {"second", 2},       {"sixth", 6},       {"seventh", 7},
    {"sixteenth", 16}, {"seventeenth", 17}, {"six", 6},         {"seven", 7},
    {"sixteen", 16},   {"seventeen", 17},   {"sixty", 60},      {"seventy", 70},
    {"third", 3},      {"tenth", 10},       {"twelfth", 12},    {"thirteenth", 13},
    {"twentieth", 20}, {"thirtieth", 30},   {"two", 2},         {"three", 3},
    {"ten", 10},       {"twelve", 12},      {"thirteen", 13},   {"twenty", 20},
    {"thirty", 30},
};

/// By first letter: the lengths of the numbers' words, a bit each.
constexpr auto kNumberLengths = [] {
  std::array<uint32_t, 32> lengths{};
  for (const Number& number : kNumbers)
    lengths[static_cast<size_t>(number.word[0]) & 31] |= 1U << number.word.size();
  return lengths;
}();

/// One word without a hyphen; -1 if it is no number's.
int plain_number(std::string_view word) {
  if (word.empty() || word.size() > 31 || (word[0] & 0x80) != 0) return -1;
  if ((kNumberLengths[static_cast<size_t>(word[0]) & 31] >> word.size() & 1) == 0) return -1;
  for (const Number& number : kNumbers) {
    if (equal_caseless(word, number.word)) return number.value;
  }
  return -1;
}

int number_word(std::string_view word) {
  const size_t dash = word.find('-');
  if (dash == std::string_view::npos) return plain_number(word);
  const int tens = plain_number(word.substr(0, dash));
  if (tens < 20) return -1;
  const int ones = plain_number(word.substr(dash + 1));
  return ones >= 0 && ones < 10 ? tens + ones : -1;
}

bool is_word(std::string_view text, size_t pos, std::string_view word) {
  return equal_caseless(word_at(text, pos), word);
}

/// A spelled year from `pos`: "nineteen eighty-six", "two thousand (and) four", "twenty
/// twenty-one".
bool read_spelled_year(std::string_view text, size_t pos, int& year, size_t& end) {
  size_t i = pos;
  const std::string_view first = word_at(text, i);
  const int century = number_word(first);
  if (century < 0) return false;
  i += first.size();
  const auto next_word = [&](size_t from) {
    size_t at = from;
    while (at < text.size() && at - from < 3 && (is_space(text[at]) || text[at] == '-')) ++at;
    return at;
  };
  size_t at = next_word(i);
  if (century == 2 && is_word(text, at, "thousand")) {
    year = 2000;
    end = at + 8;
    size_t rest = next_word(end);
    if (is_word(text, rest, "and")) rest = next_word(rest + 3);
    const std::string_view low = word_at(text, rest);
    const int n = number_word(low);
    if (n > 0) {
      year += n;
      end = rest + low.size();
    }
    return true;
  }
  if (century != 18 && century != 19 && century != 20) return false;
  std::string_view second = word_at(text, at);
  if (equal_caseless(second, "hundred")) {
    at = next_word(at + second.size());
    if (is_word(text, at, "and")) at = next_word(at + 3);
    second = word_at(text, at);
  }
  const int low = number_word(second);
  if (low < 0) return false;
  year = century * 100 + low;
  end = at + second.size();
  if (low % 10 == 0 || low == 0) {
    const size_t more = next_word(end);
    const std::string_view ones = word_at(text, more);
    const int n = number_word(ones);
    if (n > 0 && n < 10) {
      year += n;
      end = more + ones.size();
    }
  }
  return true;
}

/// Ordinal endings after a day's digits.
size_t ordinal_size(std::string_view text, size_t pos) {
  static constexpr std::string_view kSuffixes[] = {
      "st", "nd", "rd",       "th",       "ST",       "ND", "RD",
      "TH", "er", "\xC2\xBA", "\xC2\xB0", "\xC2\xAA", ".",  "-\xD0\xB3\xD0\xBE",
      "e"};
  for (const std::string_view suffix : kSuffixes) {
    if (stands_at(text, pos, suffix) && !(suffix != "." && pos + suffix.size() < text.size() &&
                                          is_wordish(text[pos + suffix.size()]))) {
      return suffix.size();
    }
  }
  return 0;
}

/// A year after position `pos`: digits, apostrophe and two digits, or words. Sets end.
bool read_year(std::string_view text, size_t pos, ParsedDate& date, bool allow_two) {
  size_t i = pos;
  while (
      i < text.size() && i - pos < 3 &&
      (is_blank(text[i]) || text[i] == ',' || text[i] == '.' || text[i] == '-' || text[i] == '/'))
    ++i;
  if (i < text.size() && text[i] == '\n') ++i;
  static constexpr std::string_view kLinks[] = {"de ",          "del ", "of ",   "d. ",
                                                "in the year ", "in ",  "anno ", "do ano de "};
  for (const std::string_view link : kLinks) {
    if (stands_at(text, i, link)) {
      i += link.size();
      break;
    }
  }
  if (i == pos) return false;
  bool apostrophe = false;
  if (i < text.size() && text[i] == '\'') {
    apostrophe = true;
    ++i;
  } else if (text.compare(i, 3, "\xE2\x80\x99") == 0) {
    apostrophe = true;
    i += 3;
  }
  const std::string_view digits = digits_at(text, i);
  if (digits.size() == 4 && !apostrophe && plausible_year(to_number(digits))) {
    date.year = to_number(digits);
    date.end = i + 4;
    return true;
  }
  if (digits.size() == 2 && (allow_two || apostrophe)) {
    // "March 3, 10:30" has no year.
    const char after = i + 2 < text.size() ? text[i + 2] : '\0';
    if (after == ':' || (after == 'h' && !apostrophe) || is_alnum(after)) return false;
    date.year = complete_year(to_number(digits));
    date.short_year = true;
    date.end = i + 2;
    return true;
  }
  int year = 0;
  size_t end = 0;
  if (digits.empty() && read_spelled_year(text, i, year, end) && plausible_year(year)) {
    date.year = year;
    date.end = end;
    return true;
  }
  return false;
}

/// A day before position `pos` ("3", "3rd of", "3. ", "the third of", "3 de"). Sets begin.
bool read_day_before(std::string_view text, size_t pos, ParsedDate& date) {
  size_t i = pos;
  const auto back_blanks = [&] {
    size_t n = 0;
    while (i > 0 && n < 3 && (is_blank(text[i - 1]) || text[i - 1] == '-' || text[i - 1] == '/')) {
      --i;
      ++n;
    }
    return n;
  };
  const size_t gap = back_blanks();
  static constexpr std::string_view kLinks[] = {"of", "de", "d'", "di", "den", "del", "dia"};
  for (const std::string_view link : kLinks) {
    if (i >= link.size() + 1 && equal_caseless(text.substr(i - link.size(), link.size()), link) &&
        !is_wordish(text[i - link.size() - 1])) {
      i -= link.size();
      back_blanks();
      break;
    }
  }
  if (gap == 0 && i == pos && !(i > 0 && (text[i - 1] == '.' || is_digit(text[i - 1]))))
    return false;
  // Ordinal endings.
  static constexpr std::string_view kSuffixes[] = {"st",
                                                   "nd",
                                                   "rd",
                                                   "th",
                                                   "ST",
                                                   "ND",
                                                   "RD",
                                                   "TH",
                                                   "er",
                                                   "\xC2\xBA",
                                                   "\xC2\xB0",
                                                   ".",
                                                   "-\xD0\xB3\xD0\xBE",
                                                   "e"};
  for (const std::string_view suffix : kSuffixes) {
    if (i > suffix.size() && text[i - 1] == suffix.back() &&
        text.compare(i - suffix.size(), suffix.size(), suffix) == 0 &&
        is_digit(text[i - suffix.size() - 1])) {
      i -= suffix.size();
      break;
    }
  }
  size_t begin = i;
  while (begin > 0 && i - begin < 3 && is_digit(text[begin - 1])) --begin;
  if (begin < i) {
    if (i - begin > 2 || (begin > 0 && (is_wordish(text[begin - 1]) ||
                                        ((text[begin - 1] == '.' || text[begin - 1] == ',' ||
                                          text[begin - 1] == ':') &&
                                         begin > 1 && is_digit(text[begin - 2])))))
      return false;
    date.day = to_number(text.substr(begin, i - begin));
    date.begin = begin;
    return date.day >= 1 && date.day <= 31;
  }
  const std::string_view last = word_before(text, i);
  if (last.empty()) return false;
  size_t from = i - last.size();
  std::string_view word = last;
  // "twenty-first", "twenty first"
  if (from > 1 && (text[from - 1] == '-' || text[from - 1] == ' ')) {
    const std::string_view tens = word_before(text, from - 1);
    const int t = number_word(tens);
    const int ones = number_word(last);
    if ((t == 20 || t == 30) && ones > 0 && ones < 10) {
      date.day = t + ones;
      date.begin = from - 1 - tens.size();
      return date.day <= 31;
    }
  }
  const int day = number_word(word);
  if (day < 1 || day > 31) return false;
  date.day = day;
  date.begin = from;
  if (from > 4 && text[from - 1] == ' ' && equal_caseless(word_before(text, from - 1), "the")) {
    date.begin = from - 4;  // "the third of March"
  }
  return true;
}

/// A day after position `pos`: " 3", " 3rd,", " the third". Sets end.
bool read_day_after(std::string_view text, size_t pos, ParsedDate& date) {
  size_t i = pos;
  while (i < text.size() && i - pos < 3 &&
         (is_blank(text[i]) || text[i] == '.' || text[i] == '-' || text[i] == '/'))
    ++i;
  if (i == pos) return false;
  if (is_word(text, i, "the") && i + 4 < text.size()) i += 4;
  const std::string_view digits = digits_at(text, i);
  if (!digits.empty()) {
    if (digits.size() > 2) return false;
    const int day = to_number(digits);
    if (day < 1 || day > 31) return false;
    size_t end = i + digits.size();
    const size_t ordinal = ordinal_size(text, end);
    if (ordinal == 2 || (ordinal == 1 && text[end] == '.' && end + 1 < text.size() &&
                         text[end + 1] == ' ' && end + 2 < text.size() && is_digit(text[end + 2])))
      end += ordinal;
    if (end < text.size() && (is_letterish(text[end]) || text[end] == ':' || text[end] == '%'))
      return false;
    date.day = day;
    date.end = end;
    return true;
  }
  const std::string_view word = word_at(text, i);
  int day = number_word(word);
  size_t end = i + word.size();
  if ((day == 20 || day == 30) && end < text.size() && text[end] == ' ') {
    const std::string_view ones = word_at(text, end + 1);
    const int n = number_word(ones);
    if (n > 0 && n < 10) {
      day += n;
      end += 1 + ones.size();
    }
  }
  if (day < 1 || day > 31) return false;
  date.day = day;
  date.end = end;
  return true;
}

struct Month {
  int number;
  const char* names;
};
constexpr Month kMonths[] = {
#define X(number, names) {number, names},
#include "scan/data/months.inc"
#undef X
};

}  // namespace

bool valid_date(int year, int month, int day) {
  if (month < 1 || month > 12 || day < 1) return false;
  static constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  const int days = kDays[static_cast<size_t>(month - 1)] + (month == 2 && leap ? 1 : 0);
  return day <= days;
}

namespace {

std::unordered_map<std::string_view, int> make_month_numbers() {
  std::unordered_map<std::string_view, int> numbers;
  for (const Month& month : kMonths) {
    for (std::string_view rest = month.names; !rest.empty();) {
      const size_t bar = std::min(rest.find('|'), rest.size());
      numbers.emplace(rest.substr(0, bar), month.number);
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
  }
  return numbers;
}

}  // namespace

int month_number(std::string_view word) {
  static const WordSet kNames(month_names());
  static const std::unordered_map<std::string_view, int> kByName = make_month_numbers();
  if (!kNames.has(word)) return 0;
  const auto found = kByName.find(FoldedText(word).view());
  return found == kByName.end() ? 0 : found->second;
}

const char* month_names() {
  return
#define X(number, names) names "|"
#include "scan/data/months.inc"
#undef X
      "";
}

std::optional<ParsedDate> parse_numeric_date(std::string_view text, size_t pos, bool solid) {
  if (pos > 0 && (is_wordish(text[pos - 1]) && static_cast<unsigned char>(text[pos - 1]) < 0x80)) {
    if (!(text[pos - 1] == 'n' || text[pos - 1] == 't') || pos < 2 || text[pos - 2] != '\\')
      return std::nullopt;
  }
  const std::string_view a = digits_at(text, pos);
  if (a.empty()) return std::nullopt;
  if ((text.size() > pos + a.size() && (text[pos + a.size()] & 0x80) != 0) ||
      (text.size() > pos + a.size() + 1 && (text[pos + a.size() + 1] & 0x80) != 0)) {
    if (auto cjk = parse_cjk(text, pos, a)) {
      read_time(text, *cjk);
      return cjk;
    }
  }
  ParsedDate date;
  date.begin = pos;
  date.numeric = true;
  if (a.size() == 8 && solid) {
    date.year = to_number(a.substr(0, 4));
    date.month = to_number(a.substr(4, 2));
    date.day = to_number(a.substr(6, 2));
    date.end = pos + 8;
    date.solid = true;
    if (!plausible_year(date.year) || !valid_date(date.year, date.month, date.day)) {
      date.year = to_number(a.substr(4, 4));
      const int first = to_number(a.substr(0, 2)), second = to_number(a.substr(2, 2));
      date.month = second <= 12 ? second : first;
      date.day = second <= 12 ? first : second;
      if (!plausible_year(date.year) || !valid_date(date.year, date.month, date.day))
        return std::nullopt;
    }
    if (date.end < text.size() && is_wordish(text[date.end])) return std::nullopt;
    return date;
  }
  if (a.size() > 4 || a.size() == 3) return std::nullopt;
  size_t i = pos + a.size();
  if (i >= text.size()) return std::nullopt;
  const char mark = text[i];
  if (mark != '-' && mark != '/' && mark != '.') return std::nullopt;
  ++i;
  // "3. 4. 1986"; "3 / 4 / 1986" is rare enough to leave out.
  const bool spaced = mark == '.' && i < text.size() && text[i] == ' ';
  if (spaced) ++i;
  const std::string_view b = digits_at(text, i);
  if (b.empty() || b.size() > 2) return std::nullopt;
  i += b.size();
  if (i >= text.size() || text[i] != mark) return std::nullopt;
  ++i;
  if (spaced && i < text.size() && text[i] == ' ') ++i;
  const std::string_view c = digits_at(text, i);
  if (a.size() == 4) {
    if (c.empty() || c.size() > 2) return std::nullopt;
    date.year = to_number(a);
    date.month = to_number(b);
    date.day = to_number(c);
    date.iso = mark == '-';
    if (date.month > 12 && date.day <= 12) std::swap(date.month, date.day);
  } else {
    if (c.size() != 4 && c.size() != 2) return std::nullopt;
    date.short_year = c.size() == 2;
    date.year = c.size() == 4 ? to_number(c) : complete_year(to_number(c));
    const int first = to_number(a), second = to_number(b);
    if (second <= 12) {
      date.day = first;
      date.month = second;
      if (first <= 12 && mark == '/') std::swap(date.day, date.month);
      if (!valid_date(date.year, date.month, date.day)) std::swap(date.day, date.month);
    } else {
      date.month = first;
      date.day = second;
    }
  }
  date.end = i + c.size();
  date.version_like = mark == '.' && !spaced && date.short_year && a.size() + b.size() < 4;
  if (!plausible_year(date.year) || !valid_date(date.year, date.month, date.day))
    return std::nullopt;
  // Longer dotted or dashed numbers are versions, networks, ids.
  if (date.end < text.size()) {
    const char after = text[date.end];
    const char next = date.end + 1 < text.size() ? text[date.end + 1] : '\0';
    if (is_digit(after) || after == '_' || after == '%') return std::nullopt;
    if (is_alpha(after) && after != 'T' && after != 't') return std::nullopt;
    if ((after == mark || after == '.' || after == '-' || after == '/') && is_alnum(next)) {
      if (!(after == '.' && is_upper(next))) return std::nullopt;
    }
  }
  if (pos > 0) {
    const char before = text[pos - 1];
    if ((before == '-' || before == '.' || before == '/') && pos > 1 && is_wordish(text[pos - 2]))
      return std::nullopt;
    if (before == ',' && pos > 1 && is_digit(text[pos - 2]) && c.size() != 4 && a.size() != 4) {
      return std::nullopt;
    }
    if (before == '$' || before == '#' || before == '@' || before == '+') return std::nullopt;
  }
  read_time(text, date);
  return date;
}

std::optional<ParsedDate> parse_named_date(std::string_view text, size_t begin, size_t end) {
  ParsedDate date;
  date.month = month_number(text.substr(begin, end - begin));
  if (date.month == 0) return std::nullopt;
  date.begin = begin;
  date.end = end;
  size_t after = end;
  if (after < text.size() && text[after] == '.') ++after;
  const bool day_before = read_day_before(text, begin, date);
  if (day_before) {
    read_year(text, after, date, true);
  } else if (read_day_after(text, end, date)) {
    const size_t day_end = date.end;
    if (!read_year(text, date.end, date, false)) {
      // "March 21" may be month and year; "May 19, 98" has a comma.
      if (text.compare(day_end, 2, ", ") == 0 || text.compare(day_end, 2, ", ") == 0) {
        const std::string_view two = digits_at(text, day_end + 2);
        const char next =
            day_end + 2 + two.size() < text.size() ? text[day_end + 2 + two.size()] : '\0';
        if (two.size() == 2 && next != ':' && !is_alnum(next) && next != ' ') {
          date.year = complete_year(to_number(two));
          date.short_year = true;
          date.end = day_end + 4;
        }
      }
    }
  } else if (!read_year(text, after, date, false)) {
    return std::nullopt;
  }
  if (date.day != 0 && !valid_date(date.year, date.month, date.day)) return std::nullopt;
  if (date.end < text.size() && is_wordish(text[date.end]) && (text[date.end] & 0x80) == 0 &&
      is_digit(text[date.end - 1]) && text[date.end] != 'T')
    return std::nullopt;
  // "March 3, 2021.5", "3 May 2021/22"
  if (date.day != 0) read_time(text, date);
  return date;
}

std::optional<ParsedDate> parse_date_at(std::string_view text, size_t pos) {
  if (pos >= text.size()) return std::nullopt;
  if (is_digit(text[pos])) {
    if (auto date = parse_numeric_date(text, pos, true)) return date;
    const std::string_view a = digits_at(text, pos);
    size_t i = pos + a.size();
    // "03/2019", "2019-03", "3/4"
    if (i + 1 < text.size() && (text[i] == '/' || text[i] == '-' || text[i] == '.')) {
      const std::string_view b = digits_at(text, i + 1);
      ParsedDate date;
      date.begin = pos;
      date.end = i + 1 + b.size();
      date.numeric = true;
      const bool closed =
          date.end >= text.size() ||
          (!is_wordish(text[date.end]) && text[date.end] != '-' && text[date.end] != '/');
      if (closed && a.size() <= 2 && b.size() == 4 && to_number(a) >= 1 && to_number(a) <= 12 &&
          plausible_year(to_number(b))) {
        date.month = to_number(a);
        date.year = to_number(b);
        return date;
      }
      if (closed && a.size() == 4 && b.size() == 2 && plausible_year(to_number(a)) &&
          to_number(b) >= 1 && to_number(b) <= 12) {
        date.year = to_number(a);
        date.month = to_number(b);
        return date;
      }
    }
  }
  // A month's name within the next words.
  size_t i = pos;
  for (int words = 0; words < 6 && i < text.size() && i - pos < 40; ++words) {
    const std::string_view word = word_at(text, i);
    if (word.empty()) break;
    std::string_view name = word;
    size_t shift = 0;
    // "03-Mar-2021" is one word to word_at.
    for (size_t k = 0; k < word.size(); ++k) {
      if (is_letterish(word[k])) {
        shift = k;
        name = word.substr(k, word.find('-', k) == std::string_view::npos ? std::string_view::npos
                                                                          : word.find('-', k) - k);
        break;
      }
    }
    if (month_number(name) != 0) {
      auto date = parse_named_date(text, i + shift, i + shift + name.size());
      if (date && date->begin <= pos + 4 && date->begin >= pos) return date;
      return std::nullopt;
    }
    i += word.size();
    while (i < text.size() &&
           (is_blank(text[i]) || text[i] == '.' || text[i] == '-' || text[i] == '/'))
      ++i;
  }
  return std::nullopt;
}

}  // namespace lauter::scan
