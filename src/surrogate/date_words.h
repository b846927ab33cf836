/// Names of months and weekdays in many languages, and English numbers in words.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lauter::surrogate {

/// A name found: which one, in which row of the table, short or full.
struct NameForm {
  int index = -1;  ///< month 0-11, weekday 0-6
  uint8_t row = 0;
  bool is_short = false;
};

/// `folded_word` is folded(`word`).
NameForm find_month(std::string_view folded_word, std::string_view word);
NameForm find_weekday(std::string_view folded_word, std::string_view word);
/// The name of another month or weekday in the same language and form.
std::string_view month_name(NameForm form, int month_index);
std::string_view weekday_name(NameForm form, int weekday_index);

/// The first ordinal ("third", "twenty-first", "twenty first") or small number in words in `text`,
/// as 1 to 31, with its bytes; 0 if there is none.
int read_ordinal_words(std::string_view text, size_t& begin, size_t& end);
/// "nineteen eighty-six", "two thousand and one", "twenty twenty-one"; 0 if there is none.
int read_year_words(std::string_view text, size_t& begin, size_t& end);
std::string ordinal_words(int day);
std::string year_words(int year);
/// 0 to 99 in English words ("forty-two").
std::string number_words(int number);
/// The first number below 100 in English words at or after byte `from` of `text`, with its bytes;
/// -1 if there is none.
int find_number_words(std::string_view text, size_t from, size_t& begin, size_t& end);
/// The number 0 to 120 that `text` spells as a whole, or -1.
int read_number_words(std::string_view text);

}  // namespace lauter::surrogate
