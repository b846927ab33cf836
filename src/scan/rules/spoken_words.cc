#include "scan/rules/spoken_words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "scan/views/page.h"

namespace lauter::scan {
namespace {

struct Spoken {
  std::string_view word;
  std::string_view value;
};

// Digits in English and the larger European languages, tens and teens, and the NATO/ICAO spelling
// alphabet (ICAO Annex 10, vol. II, 5.2.1.3). Sorted by word.
constexpr auto kSpoken = std::to_array<Spoken>({
    {"alfa", "A"},       {"alpha", "A"},     {"bravo", "B"},    {"charlie", "C"},
    {"cinco", "5"},      {"cinq", "5"},      {"cinque", "5"},   {"cuatro", "4"},
    {"delta", "D"},      {"deux", "2"},      {"dix", "10"},     {"dois", "2"},
    {"dos", "2"},        {"drei", "3"},      {"due", "2"},      {"echo", "E"},
    {"eight", "8"},      {"eighteen", "18"}, {"eins", "1"},     {"eleven", "11"},
    {"fifteen", "15"},   {"five", "5"},      {"four", "4"},     {"fourteen", "14"},
    {"foxtrot", "F"},    {"fuenf", "5"},     {"golf", "G"},     {"hotel", "H"},
    {"huit", "8"},       {"india", "I"},     {"juliet", "J"},   {"juliett", "J"},
    {"kilo", "K"},       {"lima", "L"},      {"mike", "M"},     {"neuf", "9"},
    {"neun", "9"},       {"nine", "9"},      {"niner", "9"},    {"nineteen", "19"},
    {"nought", "0"},     {"nove", "9"},      {"november", "N"}, {"nueve", "9"},
    {"null", "0"},       {"ocho", "8"},      {"oh", "0"},       {"oito", "8"},
    {"one", "1"},        {"oscar", "O"},     {"otto", "8"},     {"papa", "P"},
    {"quatre", "4"},     {"quatro", "4"},    {"quattro", "4"},  {"quebec", "Q"},
    {"romeo", "R"},      {"sechs", "6"},     {"sei", "6"},      {"seis", "6"},
    {"sept", "7"},       {"sete", "7"},      {"sette", "7"},    {"seven", "7"},
    {"seventeen", "17"}, {"sieben", "7"},    {"sierra", "S"},   {"siete", "7"},
    {"six", "6"},        {"sixteen", "16"},  {"tango", "T"},    {"ten", "10"},
    {"thirteen", "13"},  {"three", "3"},     {"tre", "3"},      {"tree", "3"},
    {"tres", "3"},       {"trois", "3"},     {"twelve", "12"},  {"two", "2"},
    {"um", "1"},         {"uniform", "U"},   {"uno", "1"},      {"victor", "V"},
    {"vier", "4"},       {"whiskey", "W"},   {"whisky", "W"},   {"xray", "X"},
    {"yankee", "Y"},     {"zero", "0"},      {"zulu", "Z"},     {"zwei", "2"},
    {"zwo", "2"},
});

constexpr auto kTens = std::to_array<Spoken>({
    {"eighty", "8"},
    {"fifty", "5"},
    {"forty", "4"},
    {"ninety", "9"},
    {"seventy", "7"},
    {"sixty", "6"},
    {"thirty", "3"},
    {"twenty", "2"},
});

/// By first letter: its first row in a sorted table.
template <size_t N>
constexpr std::array<uint8_t, 33> rows_of(const std::array<Spoken, N>& table) {
  std::array<uint8_t, 33> rows = {};
  for (const Spoken& row : table) ++rows[(static_cast<size_t>(row.word[0]) & 31) + 1];
  for (size_t i = 1; i < rows.size(); ++i) rows[i] = static_cast<uint8_t>(rows[i] + rows[i - 1]);
  return rows;
}

std::string_view value_in(std::span<const Spoken> table, const std::array<uint8_t, 33>& rows,
                          std::string_view word) {
  const auto letter = static_cast<size_t>(word[0]) & 31;
  for (size_t i = rows[letter]; i < rows[letter + 1]; ++i) {
    if (table[i].word == word) return table[i].value;
  }
  return {};
}

/// Words that a length, a first letter and a second one tell from most others, in any letter case.
class Glance {
 public:
  constexpr void add(std::string_view word) {
    seconds_[static_cast<size_t>(word[0]) & 31][word.size()] |=
        1U << (static_cast<size_t>(word[1]) & 31);
  }
  constexpr bool may_have(std::string_view word) const {
    if (word.size() < 2 || word.size() > kLongestSpoken) return false;
    const uint32_t seconds = seconds_[static_cast<size_t>(word[0]) & 31][word.size()];
    return (seconds >> (static_cast<size_t>(word[1]) & 31) & 1) != 0;
  }

 private:
  std::array<std::array<uint32_t, kLongestSpoken + 1>, 32> seconds_ = {};
};

constexpr Glance kDigitsAndLetters = [] {
  Glance glance;
  for (const Spoken& row : kSpoken) glance.add(row.word);
  return glance;
}();
constexpr Glance kNumbers = [] {
  Glance glance = kDigitsAndLetters;
  for (const Spoken& row : kTens) glance.add(row.word);
  glance.add("double");
  glance.add("triple");
  return glance;
}();
constexpr Glance kDictated = [] {
  Glance glance = kNumbers;
  for (const std::string_view word :
       {"treble", "dash", "hyphen", "dot", "point", "space", "stroke", "slash"})
    glance.add(word);
  return glance;
}();

}  // namespace

std::string_view spoken_value(std::string_view word) {
  static constexpr std::array<uint8_t, 33> kRows = rows_of(kSpoken);
  return kDigitsAndLetters.may_have(word) ? value_in(kSpoken, kRows, word) : std::string_view();
}

std::string_view spoken_tens(std::string_view word) {
  static constexpr std::array<uint8_t, 33> kRows = rows_of(kTens);
  return kNumbers.may_have(word) ? value_in(kTens, kRows, word) : std::string_view();
}

bool may_be_spoken(std::string_view word) { return kNumbers.may_have(word); }

size_t spoken_digit_at(std::string_view text) {
  // By first letter: the digits, a bit each.
  static constexpr std::array<uint16_t, 32> kByLetter = [] {
    std::array<uint16_t, 32> digits = {};
    for (size_t d = 0; d < kDigitWords.size(); ++d)
      digits[static_cast<size_t>(kDigitWords[d][0]) & 31] |= static_cast<uint16_t>(1U << d);
    return digits;
  }();
  for (unsigned left = kByLetter[static_cast<size_t>(text[0]) & 31]; left != 0; left &= left - 1) {
    const auto d = static_cast<size_t>(std::countr_zero(left));
    const std::string_view name = kDigitWords[d];
    size_t k = 0;
    while (k < name.size() && k < text.size() && lower(text[k]) == name[k]) ++k;
    if (k == name.size()) return d;
  }
  return kDigitWords.size();
}

bool never_dictated(std::string_view word) {
  if (word.size() < 3 || !is_lower(word[1]) || !is_alpha(word[0]) || kDictated.may_have(word))
    return false;
  if (spoken_digit_at(word) < kDigitWords.size()) return false;
  if (is_upper(word[0]) && spoken_digit_at(word.substr(1)) < kDigitWords.size()) return false;
  return std::none_of(word.begin(), word.end(), is_digit);
}

}  // namespace lauter::scan
