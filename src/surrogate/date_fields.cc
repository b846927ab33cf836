#include "surrogate/date_fields.h"

#include <algorithm>
#include <array>
#include <string>

#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

struct Token {
  size_t begin = 0;
  size_t end = 0;
  bool is_number = false;
  bool is_time = false;
  int value = 0;
  size_t width = 0;
  char32_t zero = '0';
  std::string word;  // folded
};

std::vector<Token> tokens_of(std::string_view value) {
  std::vector<Token> tokens;
  for (size_t i = 0; i < value.size() && tokens.size() < 64;) {
    const CodePoint c = decode(value, i);
    Token token;
    token.begin = i;
    if (const char32_t zero = digit_zero(c.value); zero != 0) {
      token.is_number = true;
      token.zero = zero;
      while (i < value.size()) {
        const CodePoint d = decode(value, i);
        if (d.value < zero || d.value > zero + 9) break;
        if (token.width < 9) token.value = token.value * 10 + static_cast<int>(d.value - zero);
        ++token.width;
        i += d.size;
      }
    } else if (is_letter(c.value)) {
      // One Han, Kana or Hangul letter (year, month, day) is a word of its own.
      const auto single = [](char32_t letter) {
        return letter == 0x5E74 || letter == 0x6708 || letter == 0x65E5 || letter == 0xB144 ||
               letter == 0xC6D4 || letter == 0xC77C;
      };
      while (i < value.size()) {
        const CodePoint d = decode(value, i);
        if (!is_letter(d.value) || (single(d.value) && i > token.begin)) break;
        i += d.size;
        if (single(d.value)) break;
      }
      if (i - token.begin <= 64) token.word = folded(value.substr(token.begin, i - token.begin));
    } else {
      i += c.size;
      continue;
    }
    token.end = i;
    tokens.push_back(std::move(token));
  }
  return tokens;
}

std::string_view between(std::string_view value, const Token& a, const Token& b) {
  return value.substr(a.end, b.begin - a.end);
}

/// Marks clock times, so that 14:30, 9h15, 3 pm and the time zone are left alone.
void mark_times(std::string_view value, std::vector<Token>& tokens) {
  for (size_t i = 0; i < tokens.size(); ++i) {
    Token& token = tokens[i];
    if (!token.is_number || token.width > 2) continue;
    const bool has_next = i + 1 < tokens.size();
    if (has_next && tokens[i + 1].is_number && between(value, token, tokens[i + 1]) == ":") {
      while (i + 1 < tokens.size() && tokens[i + 1].is_number) {
        const std::string_view gap = between(value, tokens[i], tokens[i + 1]);
        if (gap != ":" && gap != "." && gap != "+" && gap != "-") break;
        tokens[i].is_time = tokens[i + 1].is_time = true;
        ++i;
      }
      continue;
    }
    if (has_next && !tokens[i + 1].is_number) {
      const std::string& word = tokens[i + 1].word;
      if (word == "am" || word == "pm" || word == "h" || word == "hrs" || word == "uhr" ||
          word == "oclock") {
        token.is_time = true;
        if (i + 2 < tokens.size() && tokens[i + 2].is_number && word == "h")
          tokens[i + 2].is_time = true;
        // 9.15 am
        if (i > 0 && tokens[i - 1].is_number && between(value, tokens[i - 1], token) == ".") {
          tokens[i - 1].is_time = true;
        }
      }
    }
  }
}

int full_year(const Token& token) {
  if (token.width != 2) return token.value;
  return token.value <= 30 ? 2000 + token.value : 1900 + token.value;
}

DateField number_field(DatePart part, const Token& token) {
  return {part, DateWriting::kNumber, token.begin, token.end, token.width, token.zero, 0, {}};
}

bool is_day(const Token& token) {
  return token.is_number && !token.is_time && token.width <= 2 && token.value >= 1 &&
         token.value <= 31;
}
bool is_month_number(const Token& token) {
  return token.is_number && !token.is_time && token.width <= 2 && token.value >= 1 &&
         token.value <= 12;
}
bool is_long_year(const Token& token) {
  return token.is_number && !token.is_time && token.width == 4 && token.value >= 1000 &&
         token.value < 2700;
}
bool is_year(const Token& token) {
  return is_long_year(token) || (token.is_number && !token.is_time && token.width == 2);
}

void set_year(DateFields& parsed, const Token& token) {
  DateField field = number_field(DatePart::kYear, token);
  int year = full_year(token);
  if (token.width == 4 && year > 2400) field.base = 543;  // Buddhist era
  parsed.date.year = year - field.base;
  parsed.fields.push_back(field);
}
void set_day(DateFields& parsed, const Token& token) {
  parsed.date.day = token.value;
  parsed.fields.push_back(number_field(DatePart::kDay, token));
}
void set_month(DateFields& parsed, const Token& token) {
  parsed.date.month = token.value;
  parsed.fields.push_back(number_field(DatePart::kMonth, token));
}

/// Numbers before the marks for year, month and day of China, Japan (with its eras) and Korea.
bool parse_cjk(const std::vector<Token>& tokens, DateFields& parsed) {
  constexpr std::string_view kYearMarks[] = {"\u5E74", "\uB144"};
  constexpr std::string_view kMonthMarks[] = {"\u6708", "\uC6D4"};
  constexpr std::string_view kDayMarks[] = {"\u65E5", "\uC77C"};
  const auto is = [](const std::string& word, const std::string_view(&marks)[2]) {
    return word == marks[0] || word == marks[1];
  };
  for (size_t i = 0; i + 1 < tokens.size(); ++i) {
    if (!tokens[i].is_number) continue;
    const std::string& mark = tokens[i + 1].word;
    if (is(mark, kYearMarks)) {
      const std::string era = i > 0 ? tokens[i - 1].word : std::string();
      set_year(parsed, tokens[i]);
      int base = 0;
      if (era == "\u4EE4\u548C") base = -2018;  // Reiwa 1 is 2019
      if (era == "\u5E73\u6210") base = -1988;
      if (era == "\u662D\u548C") base = -1925;
      if (base != 0) {
        parsed.date.year = tokens[i].value - base;
        parsed.fields.back().base = base;
      }
    } else if (is(mark, kMonthMarks) && is_month_number(tokens[i])) {
      set_month(parsed, tokens[i]);
    } else if (is(mark, kDayMarks) && is_day(tokens[i])) {
      set_day(parsed, tokens[i]);
    }
  }
  return !parsed.fields.empty();
}

void add_ordinal(std::string_view value, const Token& day, const Token* next, DateFields& parsed) {
  if (next == nullptr || next->begin != day.end) return;
  const std::string& word = next->word;
  if (word == "st" || word == "nd" || word == "rd" || word == "th" || word == "er" ||
      word == "re") {
    parsed.fields.push_back(
        {DatePart::kOrdinal, DateWriting::kOrdinalSuffix, next->begin, next->end, 0, '0', 0, {}});
  }
  (void)value;
}

/// The numbers around the month's name, which is token `at`: "5 March 1986", "March 5, 1986", "1986 March 5", "March '86".
void read_numbers_around(std::string_view value, const std::vector<Token>& tokens, size_t at, DateFields& parsed) {
  const auto next_of = [&](size_t i) { return i + 1 < tokens.size() ? &tokens[i + 1] : nullptr; };
  const auto take_day = [&](size_t i) {
    set_day(parsed, tokens[i]);
    add_ordinal(value, tokens[i], next_of(i), parsed);
  };
  // The nearest number before the name, if only small words stand between.
  size_t before = at;
  for (size_t i = at; i-- > 0;) {
    if (tokens[i].is_number) {
      before = i;
      break;
    }
    if (at - i > 2 || tokens[i].word.size() > 3) break;
  }
  std::vector<size_t> after;
  for (size_t i = at + 1; i < tokens.size() && after.size() < 2; ++i) {
    if (tokens[i].is_number && !tokens[i].is_time) after.push_back(i);
    if (tokens[i].is_time) break;
  }
  const auto has_apostrophe = [&](size_t i) {
    const size_t begin = tokens[i].begin;
    return begin > 0 && (value[begin - 1] == '\'' || value.substr(0, begin).ends_with("\u2019"));
  };
  size_t year = tokens.size();
  if (before != at && is_day(tokens[before])) {
    take_day(before);
    if (!after.empty() && is_year(tokens[after[0]])) year = after[0];
  } else if (before != at && is_long_year(tokens[before])) {
    year = before;
    if (!after.empty() && is_day(tokens[after[0]])) {
      take_day(after[0]);
    }
  } else if (!after.empty()) {
    if (is_long_year(tokens[after[0]]) || has_apostrophe(after[0])) {
      year = after[0];
    } else if (is_day(tokens[after[0]])) {
      take_day(after[0]);
      if (after.size() > 1 && is_year(tokens[after[1]])) year = after[1];
    } else if (is_year(tokens[after[0]])) {
      year = after[0];
    }
  }
  if (year < tokens.size() && is_year(tokens[year])) set_year(parsed, tokens[year]);
}

/// Numbers in words, English: "the third of March nineteen eighty-six".
void read_words_around(std::string_view value, const Token& month, DateFields& parsed) {
  size_t words_begin = 0;
  size_t words_end = 0;
  if (parsed.date.day == 0) {
    if (const int day =
            read_ordinal_words(value.substr(0, month.begin), words_begin, words_end);
        day > 0 && day <= 31) {
      parsed.date.day = day;
      parsed.fields.push_back(
          {DatePart::kDay, DateWriting::kOrdinalWords, words_begin, words_end, 0, '0', 0, {}});
    }
  }
  size_t from = month.end;
  if (parsed.date.day == 0) {
    if (const int day = read_ordinal_words(value.substr(from), words_begin, words_end);
        day > 0 && day <= 31) {
      parsed.date.day = day;
      parsed.fields.push_back({DatePart::kDay,
                               DateWriting::kOrdinalWords,
                               from + words_begin,
                               from + words_end,
                               0,
                               '0',
                               0,
                               {}});
      from += words_end;
    }
  }
  if (parsed.date.year == 0) {
    if (const int spelled = read_year_words(value.substr(from), words_begin, words_end);
        spelled > 0) {
      parsed.date.year = spelled;
      parsed.fields.push_back(
          {DatePart::kYear, DateWriting::kWords, from + words_begin, from + words_end, 0, '0', 0, {}});
    }
  }
}

bool parse_named_month(std::string_view value, const std::vector<Token>& tokens, DateFields& parsed) {
  size_t at = tokens.size();
  NameForm name;
  for (size_t i = 0; i < tokens.size() && at == tokens.size(); ++i) {
    if (tokens[i].word.empty()) continue;
    name =
        find_month(tokens[i].word, value.substr(tokens[i].begin, tokens[i].end - tokens[i].begin));
    if (name.index >= 0) at = i;
  }
  if (at == tokens.size()) return false;
  parsed.date.month = name.index + 1;
  parsed.fields.push_back(
      {DatePart::kMonth, DateWriting::kMonthName, tokens[at].begin, tokens[at].end, 0, '0', 0, name});
  read_numbers_around(value, tokens, at, parsed);
  if (parsed.date.day == 0 || parsed.date.year == 0) read_words_around(value, tokens[at], parsed);
  return true;
}

/// 05.03. has leading zeros, 5.3. has none; 28.11. shows neither, and is taken as the former; a day
/// beside a month's name has none unless it shows one.
bool has_leading_zeros(std::string_view value, const std::vector<DateField>& fields) {
  bool numeric_month = false;
  for (const DateField& field : fields) {
    if (field.writing != DateWriting::kNumber || field.part == DatePart::kYear) continue;
    if (field.width == 2 && value[field.begin] == '0') return true;
    if (field.width == 1) return false;
    numeric_month |= field.part == DatePart::kMonth;
  }
  return numeric_month;
}

bool fits(int month, int day) { return month >= 1 && month <= 12 && day >= 1 && day <= 31; }

/// 20210305, 05032021, 050321.
bool parse_compact(const Token& token, DateFields& parsed) {
  if (token.zero != '0') return false;
  const auto part = [&](size_t offset, size_t width) {
    int divisor = 1;
    for (size_t i = offset + width; i < token.width; ++i) divisor *= 10;
    int modulus = 1;
    for (size_t i = 0; i < width; ++i) modulus *= 10;
    return token.value / divisor % modulus;
  };
  const auto add = [&](DatePart kind, size_t offset, size_t width, int value) {
    parsed.fields.push_back({kind,
                             DateWriting::kNumber,
                             token.begin + offset,
                             token.begin + offset + width,
                             width,
                             '0',
                             0,
                             {}});
    (kind == DatePart::kDay     ? parsed.date.day
     : kind == DatePart::kMonth ? parsed.date.month
                            : parsed.date.year) = value;
  };
  if (token.width == 8) {
    const int y = part(0, 4);
    if (y >= 1850 && y < 2150 && fits(part(4, 2), part(6, 2))) {
      add(DatePart::kYear, 0, 4, y);
      add(DatePart::kMonth, 4, 2, part(4, 2));
      add(DatePart::kDay, 6, 2, part(6, 2));
      return true;
    }
    const int late = part(4, 4);
    if (late < 1850 || late >= 2150) return false;
    const bool day_first = fits(part(2, 2), part(0, 2));
    if (!day_first && !fits(part(0, 2), part(2, 2))) return false;
    add(DatePart::kDay, day_first ? 0 : 2, 2, part(day_first ? 0 : 2, 2));
    add(DatePart::kMonth, day_first ? 2 : 0, 2, part(day_first ? 2 : 0, 2));
    add(DatePart::kYear, 4, 4, late);
    return true;
  }
  if (token.width == 6 && fits(part(2, 2), part(0, 2))) {
    add(DatePart::kDay, 0, 2, part(0, 2));
    add(DatePart::kMonth, 2, 2, part(2, 2));
    const int yy = part(4, 2);
    add(DatePart::kYear, 4, 2, yy <= 30 ? 2000 + yy : 1900 + yy);
    return true;
  }
  return false;
}

bool parse_numbers(std::string_view value, const std::vector<Token>& tokens, DateOrder order,
                   DateFields& parsed) {
  std::vector<const Token*> numbers;
  for (const Token& token : tokens) {
    if (token.is_number && !token.is_time && numbers.size() < 3) numbers.push_back(&token);
  }
  if (numbers.empty()) return false;
  const Token& a = *numbers[0];
  if (a.width >= 6 && parse_compact(a, parsed)) return true;
  if (numbers.size() == 3) {
    const Token& b = *numbers[1];
    const Token& c = *numbers[2];
    if (is_long_year(a) && is_month_number(b) && is_day(c)) {
      set_year(parsed, a), set_month(parsed, b), set_day(parsed, c);
      return true;
    }
    if (is_long_year(a) && is_day(b) && is_month_number(c)) {
      set_year(parsed, a), set_day(parsed, b), set_month(parsed, c);
      return true;
    }
    if (is_year(c) && is_day(a) && is_day(b)) {
      const std::string_view gap = between(value, a, b);
      bool day_first = gap.find('/') == std::string_view::npos;
      if (order != DateOrder::kUnknown) day_first = order == DateOrder::kDayFirst;
      if (a.value > 12) day_first = true;
      if (b.value > 12) day_first = false;
      if (a.value > 12 && b.value > 12) return false;
      set_day(parsed, day_first ? a : b);
      set_month(parsed, day_first ? b : a);
      set_year(parsed, c);
      return true;
    }
    if (is_year(a) && is_month_number(b) && is_day(c)) {  // 86-03-05
      set_year(parsed, a), set_month(parsed, b), set_day(parsed, c);
      return true;
    }
  }
  if (numbers.size() >= 2) {
    const Token& b = *numbers[1];
    if (is_month_number(a) && is_long_year(b)) {
      set_month(parsed, a), set_year(parsed, b);
      return true;
    }
    if (is_long_year(a) && is_month_number(b)) {
      set_year(parsed, a), set_month(parsed, b);
      return true;
    }
    if (is_day(a) && is_day(b) && (a.value <= 12 || b.value <= 12) &&
        between(value, a, b).size() <= 3) {
      const bool slash = between(value, a, b).find('/') != std::string_view::npos;
      bool day_first = order == DateOrder::kUnknown ? !slash : order == DateOrder::kDayFirst;
      if (a.value > 12) day_first = true;
      if (b.value > 12) day_first = false;
      set_day(parsed, day_first ? a : b);
      set_month(parsed, day_first ? b : a);
      return true;
    }
  }
  for (const Token* token : numbers) {
    if (is_long_year(*token)) {
      set_year(parsed, *token);
      return true;
    }
  }
  return false;
}

void parse_weekday(std::string_view value, const std::vector<Token>& tokens, DateFields& parsed) {
  for (const Token& token : tokens) {
    if (token.word.empty()) continue;
    const NameForm name =
        find_weekday(token.word, value.substr(token.begin, token.end - token.begin));
    if (name.index < 0) continue;
    parsed.fields.push_back(
        {DatePart::kWeekday, DateWriting::kWeekdayName, token.begin, token.end, 0, '0', 0, name});
    return;
  }
}

}  // namespace

DateFields read_date_fields(std::string_view value, DateOrder order) {
  DateFields parsed;
  std::vector<Token> tokens = tokens_of(value);
  mark_times(value, tokens);
  if (!parse_cjk(tokens, parsed) && !parse_named_month(value, tokens, parsed)) {
    parse_numbers(value, tokens, order, parsed);
  }
  parse_weekday(value, tokens, parsed);
  std::sort(parsed.fields.begin(), parsed.fields.end(),
            [](const DateField& a, const DateField& b) { return a.begin < b.begin; });
  parsed.padded = has_leading_zeros(value, parsed.fields);
  return parsed;
}

std::optional<CivilDate> read_date(std::string_view value, DateOrder order) {
  const DateFields parsed = read_date_fields(value, order);
  if (parsed.date == CivilDate{}) return std::nullopt;
  return parsed.date;
}

DateOrder proven_order(std::string_view value) {
  std::vector<Token> tokens = tokens_of(value);
  mark_times(value, tokens);
  if (tokens.size() < 3 || !is_day(tokens[0]) || !is_day(tokens[1]) || !is_year(tokens[2])) {
    return DateOrder::kUnknown;
  }
  if (tokens[0].value > 12 && tokens[1].value <= 12) return DateOrder::kDayFirst;
  if (tokens[1].value > 12 && tokens[0].value <= 12) return DateOrder::kMonthFirst;
  return DateOrder::kUnknown;
}

}  // namespace lauter::surrogate
