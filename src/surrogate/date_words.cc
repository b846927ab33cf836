#include "surrogate/date_words.h"

#include <algorithm>
#include <array>
#include <vector>

#include "known/standin_date_words.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/number_words.h"

namespace lauter::surrogate {
namespace {

struct MonthRow {
  std::array<std::string_view, 12> full;
  std::array<std::string_view, 12> brief;
};
constexpr MonthRow kMonths[] = {
#include "surrogate/data/months.inc"
};
constexpr std::array<std::string_view, 7> kWeekdays[] = {
#include "known/weekdays.inc"
};

struct NameEntry {
  std::string folded;
  NameForm form;
};

bool by_name(const NameEntry& a, const NameEntry& b) { return a.folded < b.folded; }

const std::vector<NameEntry>& month_table() {
  static const std::vector<NameEntry> table = [] {
    std::vector<NameEntry> entries;
    uint8_t row = 0;
    for (const MonthRow& months : kMonths) {
      for (int i = 0; i < 12; ++i) {
        const auto at = static_cast<size_t>(i);
        entries.push_back({folded(months.full[at]), {i, row, false}});
        entries.push_back({folded(months.brief[at]), {i, row, true}});
      }
      ++row;
    }
    entries.push_back({"sept", {8, 0, true}});
    entries.push_back({"maerz", {2, 1, false}});
    entries.push_back({"janner", {0, 1, false}});
    std::stable_sort(entries.begin(), entries.end(), by_name);
    return entries;
  }();
  return table;
}

const std::vector<NameEntry>& weekday_table() {
  static const std::vector<NameEntry> table = [] {
    std::vector<NameEntry> entries;
    uint8_t row = 0;
    for (const auto& days : kWeekdays) {
      for (int i = 0; i < 7; ++i) {
        entries.push_back({folded(days[static_cast<size_t>(i)]), {i, row, false}});
      }
      ++row;
    }
    std::stable_sort(entries.begin(), entries.end(), by_name);
    return entries;
  }();
  return table;
}

std::string_view written_name(const NameForm& form) {
  const MonthRow& row = kMonths[form.row];
  return form.is_short ? row.brief[static_cast<size_t>(form.index)]
                       : row.full[static_cast<size_t>(form.index)];
}

NameForm find(const std::vector<NameEntry>& table, std::string_view word) {
  const auto at =
      std::lower_bound(table.begin(), table.end(), word,
                       [](const NameEntry& entry, std::string_view w) { return entry.folded < w; });
  return at != table.end() && at->folded == word ? at->form : NameForm{};
}

constexpr auto kOrdinals = std::to_array(known::kStandinDateWordsOrdinals);

struct Word {
  size_t begin = 0;
  size_t end = 0;
  std::string text;
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  for (size_t i = 0; i < text.size() && words.size() < 16;) {
    if (!is_ascii_alpha(text[i])) {
      ++i;
      continue;
    }
    Word word;
    word.begin = i;
    while (i < text.size() && is_ascii_alpha(text[i])) ++i;
    word.end = i;
    word.text = to_ascii_lower(text.substr(word.begin, i - word.begin));
    words.push_back(std::move(word));
  }
  return words;
}

/// A number below 100 that begins at word `at`; moves `at` behind it. -1 if there is none.
int read_small(const std::vector<Word>& words, size_t& at) {
  if (at >= words.size()) return -1;
  if (const int tens = index_in(kTens, words[at].text); tens > 0) {
    ++at;
    if (at < words.size()) {
      if (const int unit = index_in(kSmallNumbers, words[at].text); unit > 0 && unit < 10) {
        ++at;
        return tens * 10 + unit;
      }
    }
    return tens * 10;
  }
  if (const int small = index_in(kSmallNumbers, words[at].text); small >= 0) {
    ++at;
    return small;
  }
  if (words[at].text == "oh" && at + 1 < words.size()) {
    if (const int unit = index_in(kSmallNumbers, words[at + 1].text); unit > 0 && unit < 10) {
      at += 2;
      return unit;
    }
  }
  return -1;
}

}  // namespace

NameForm find_month(std::string_view folded_word, std::string_view word) {
  if (folded_word.size() < 3) return {};
  // "May" and "mars" are months of several languages and both forms: the row that is written
  // exactly so wins.
  const std::vector<NameEntry>& table = month_table();
  auto at =
      std::lower_bound(table.begin(), table.end(), folded_word,
                       [](const NameEntry& entry, std::string_view w) { return entry.folded < w; });
  NameForm first;
  for (; at != table.end() && at->folded == folded_word; ++at) {
    if (first.index < 0) first = at->form;
    if (written_name(at->form) == word) return at->form;
  }
  return first;
}

NameForm find_weekday(std::string_view folded_word, std::string_view) {
  return folded_word.size() < 3 ? NameForm{} : find(weekday_table(), folded_word);
}

std::string_view month_name(NameForm form, int month_index) {
  form.index = std::clamp(month_index, 0, 11);
  return written_name(form);
}

std::string_view weekday_name(NameForm form, int weekday_index) {
  return kWeekdays[form.row][static_cast<size_t>(weekday_index)];
}

int read_ordinal_words(std::string_view text, size_t& begin, size_t& end) {
  const std::vector<Word> words = words_of(text);
  for (size_t i = 0; i < words.size(); ++i) {
    int day = index_in(kOrdinals, words[i].text);
    size_t last = i;
    if (day < 0 && words[i].text == "twentieth") day = 20;
    if (day < 0 && words[i].text == "thirtieth") day = 30;
    if (day < 0) {
      const int tens = index_in(kTens, words[i].text);
      if (tens == 2 || tens == 3) {
        if (i + 1 >= words.size()) return 0;
        const int unit = index_in(kOrdinals, words[i + 1].text);
        if (unit < 1 || unit > 9) continue;
        day = tens * 10 + unit;
        last = i + 1;
      }
    }
    if (day < 0) {
      const int small = index_in(kSmallNumbers, words[i].text);
      // A plain number is a day only at the very end or begin of the text: "March three".
      if (small > 0 && (i + 1 == words.size() || i == 0) && words.size() <= 2) day = small;
    }
    if (day > 0) {
      begin = words[i].begin;
      end = words[last].end;
      return day;
    }
  }
  return 0;
}

int read_year_words(std::string_view text, size_t& begin, size_t& end) {
  const std::vector<Word> words = words_of(text);
  for (size_t i = 0; i < words.size(); ++i) {
    size_t at = i;
    const int high = read_small(words, at);
    if (high < 0 || at >= words.size()) continue;
    int year = 0;
    if (words[at].text == "thousand") {
      ++at;
      if (at < words.size() && words[at].text == "and") ++at;
      const size_t before = at;
      const int low = read_small(words, at);
      if (low < 0) at = before;
      year = high * 1000 + std::max(low, 0);
      if (at > 0 && words[at - 1].text == "and") --at;
    } else if (words[at].text == "hundred") {
      ++at;
      const size_t before = at;
      const int low = read_small(words, at);
      if (low < 0) at = before;
      year = high * 100 + std::max(low, 0);
    } else {
      const int low = read_small(words, at);
      if (low < 0) continue;
      year = high * 100 + low;
    }
    if (year < 1000 || year > 2200) continue;
    begin = words[i].begin;
    end = words[at - 1].end;
    return year;
  }
  return 0;
}

std::string number_words(int number) {
  if (number < 20) return std::string(kSmallNumbers[static_cast<size_t>(std::max(number, 0))]);
  if (number > 99) return "one hundred";
  std::string out(kTens[static_cast<size_t>(number / 10)]);
  if (number % 10 != 0) out.append("-").append(kSmallNumbers[static_cast<size_t>(number % 10)]);
  return out;
}

std::string ordinal_words(int day) {
  if (day < 20) return std::string(kOrdinals[static_cast<size_t>(std::max(day, 1))]);
  if (day == 20) return "twentieth";
  if (day == 30) return "thirtieth";
  return std::string(kTens[static_cast<size_t>(std::min(day, 39) / 10)]) + "-" +
         std::string(kOrdinals[static_cast<size_t>(day % 10)]);
}

std::string year_words(int year) {
  if (year >= 2000 && year < 2010) {
    return year == 2000 ? "two thousand" : "two thousand and " + number_words(year - 2000);
  }
  std::string out = number_words(year / 100);
  const int low = year % 100;
  if (low == 0) return out + " hundred";
  return out + (low < 10 ? " oh " : " ") + number_words(low);
}

int find_number_words(std::string_view text, size_t from, size_t& begin, size_t& end) {
  if (from >= text.size()) return -1;
  const std::vector<Word> words = words_of(text.substr(from));
  for (size_t i = 0; i < words.size(); ++i) {
    size_t at = i;
    const int number = read_small(words, at);
    if (number < 0) continue;
    begin = from + words[i].begin;
    end = from + words[at - 1].end;
    return number;
  }
  return -1;
}

int read_number_words(std::string_view text) {
  const std::vector<Word> words = words_of(text);
  if (words.empty()) return -1;
  size_t at = 0;
  int number = 0;
  if (words.size() >= 2 && words[1].text == "hundred") {
    number = 100;
    at = 2;
    if (at < words.size() && words[at].text == "and") ++at;
    if (at == words.size()) return number;
  } else if (words[0].text == "hundred") {
    return words.size() == 1 ? 100 : -1;
  }
  const int small = read_small(words, at);
  return small >= 0 && at == words.size() ? number + small : -1;
}

}  // namespace lauter::surrogate
