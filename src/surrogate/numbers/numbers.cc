// Quantities of a person: age, pay, scores, measures, grades. Each moves a little and keeps its
// form.
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "surrogate/date_words.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/decimals.h"
#include "surrogate/numbers/draw.h"
#include "surrogate/numbers/form.h"

namespace lauter::surrogate {
namespace {

/// -high..-low or low..high.
int64_t signed_draw(KeyedRandom& random, int64_t low, int64_t high) {
  const int64_t size = draw_between(random, low, high);
  return random.below(2) == 0 ? size : -size;
}

int moved_age(int age, KeyedRandom& random) {
  if (age > 90) return 90;
  const int low = age < 18 ? 0 : age < 65 ? 18 : 65;
  const int high = age < 18 ? 17 : age < 65 ? 64 : 89;
  for (int i = 0; i < 16; ++i) {
    const int to = age + static_cast<int>(signed_draw(random, 1, 3));
    if (to >= low && to <= high && to != age) return to;
  }
  return age > low ? age - 1 : age + 1;
}

/// `value` with every small number in words replaced by `move(number)`; empty if there is none.
template <typename Move>
std::string with_moved_words(std::string_view value, Move move) {
  std::string out;
  size_t at = 0;
  bool any = false;
  for (int i = 0; i < 8; ++i) {
    size_t begin = 0;
    size_t end = 0;
    const int number = find_number_words(value, at, begin, end);
    if (number < 0) break;
    any = true;
    out.append(value.substr(at, begin - at));
    std::string words = number_words(move(number));
    const std::string_view old = value.substr(begin, end - begin);
    if (old.find('-') == std::string_view::npos && old.find(' ') != std::string_view::npos) {
      std::replace(words.begin(), words.end(), '-', ' ');
    }
    out += with_case(words, case_of(old));
    at = end;
  }
  if (!any) return "";
  out.append(value.substr(at));
  return out;
}

/// Three at least: how many digits at the end are zeros.
int64_t step_of(int64_t mantissa) {
  int64_t step = 1;
  while (mantissa != 0 && mantissa % (step * 10) == 0 && step < 100'000) step *= 10;
  return step;
}

/// `mantissa` times `factor`, rounded to the steps it is written in, and never itself.
int64_t scaled(int64_t mantissa, double factor) {
  // 90,000 moves in thousands: a step of a tenth would often change nothing.
  int64_t step = step_of(mantissa);
  while (step > 1 && static_cast<double>(step) * 20 > static_cast<double>(mantissa)) step /= 10;
  const double exact = static_cast<double>(mantissa) * factor / static_cast<double>(step);
  int64_t moved = static_cast<int64_t>(std::llround(exact)) * step;
  if (moved == mantissa) moved += factor > 1 ? step : -step;
  return moved <= 0 ? mantissa + step : moved;
}

/// One factor for all numbers of a value: a range stays a range.
std::string scaled_numbers(std::string_view value, double factor) {
  const std::vector<Decimal> numbers = find_decimals(value);
  if (numbers.empty()) return "";
  std::vector<int64_t> mantissas;
  for (const Decimal& number : numbers) mantissas.push_back(scaled(number.mantissa, factor));
  return with_decimals(value, numbers, mantissas);
}

double factor_between(KeyedRandom& random, double low, double high) {
  const double size = low + (high - low) * static_cast<double>(random.below(1 << 20)) / (1 << 20);
  return random.below(2) == 0 ? 1 + size : 1 - size;
}

/// The neighbour of `value` (folded) in a ranked list, or empty.
template <size_t N>
std::string neighbour(const std::array<std::string_view, N>& ranked, std::string_view value,
                      KeyedRandom& random) {
  const std::string own = folded(value);
  for (size_t i = 0; i < N; ++i) {
    if (folded(ranked[i]) != own) continue;
    const bool up = i == 0 || (i + 1 < N && random.below(2) == 0);
    return with_case(ranked[up ? i + 1 : i - 1],
                     case_of(value) == LetterCase::kMixed ? LetterCase::kNone : case_of(value));
  }
  return "";
}

constexpr std::array<std::string_view, 5> kHonours = {
    "first-class honours", "upper second-class honours", "lower second-class honours",
    "third-class honours", "pass degree"};
constexpr std::array<std::string_view, 4> kBritishMarks = {"first", "2:1", "2:2", "third"};
constexpr std::array<std::string_view, 4> kLatinHonours = {"summa cum laude", "magna cum laude",
                                                           "cum laude", "rite"};
constexpr std::array<std::string_view, 4> kPasses = {"distinction", "merit", "pass", "fail"};
constexpr std::array<std::string_view, 5> kGermanMarks = {"sehr gut", "gut", "befriedigend",
                                                          "ausreichend", "mangelhaft"};
constexpr std::array<std::string_view, 5> kFrenchMarks = {
    "mention tr\u00E8s bien", "mention bien", "mention assez bien", "mention passable", "passable"};
constexpr std::array<std::string_view, 6> kCreditWords = {"exceptional", "excellent", "very good",
                                                          "good",        "fair",      "poor"};
constexpr std::array<std::string_view, 12> kLetterGrades = {"A+", "A", "A-", "B+", "B", "B-",
                                                            "C+", "C", "C-", "D+", "D", "D-"};

/// "A-" as a word of its own in `value`: replaced by a neighbour.
std::string with_moved_letter_grade(std::string_view value, uint32_t attempt) {
  for (size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c < 'A' || c > 'F' || (i > 0 && is_ascii_alnum(value[i - 1]))) continue;
    size_t end = i + 1;
    if (end < value.size() && (value[end] == '+' || value[end] == '-')) ++end;
    if (end < value.size() && is_ascii_alnum(value[end])) {
      end = i + 1;
      if (is_ascii_alnum(value[end])) continue;
    }
    const std::string_view grade = value.substr(i, end - i);
    for (size_t k = 0; k < kLetterGrades.size(); ++k) {
      if (kLetterGrades[k] != grade) continue;
      // A sign alone is no difference to a reader who ignores signs: redraws move on.
      const size_t to = (k + 1 + attempt) % kLetterGrades.size();
      return std::string(value.substr(0, i)) + std::string(kLetterGrades[to]) +
             std::string(value.substr(end));
    }
    return std::string(value.substr(0, i)) + "D" + std::string(value.substr(i + 1));
  }
  return "";
}

int64_t moved_grade(const Decimal& number, KeyedRandom& random) {
  const double value = number.value();
  int64_t to = number.mantissa;
  if (number.decimals > 0) {
    const int64_t unit = number.decimals >= 2 ? 10 : 1;  // a tenth
    int64_t top = number.mantissa + 1;
    for (const double limit : {4.0, 5.0, 6.0, 10.0, 20.0, 100.0}) {
      if (value <= limit) {
        top = static_cast<int64_t>(std::llround(limit * std::pow(10, number.decimals)));
        break;
      }
    }
    to += signed_draw(random, 1, 3) * unit;
    if (number.decimals >= 2) to += draw_between(random, 0, 9);
    if (to > top) to = number.mantissa - (to - number.mantissa);
    const int64_t one = static_cast<int64_t>(std::llround(std::pow(10, number.decimals)));
    if (to < one) to = number.mantissa + (number.mantissa - to);
  } else if (value >= 400) {
    to += signed_draw(random, 1, 5) * (number.mantissa % 10 == 0 ? 10 : 1);
    if (to > 1600 && value <= 1600) to = number.mantissa - 20;
  } else if (value >= 21) {
    to += signed_draw(random, 1, 4);
    if (to > 100 && value <= 100) to = number.mantissa - 3;
  } else {
    to += random.below(2) == 0 ? 1 : -1;
    if (to < 1) to = number.mantissa + 1;
  }
  return to == number.mantissa ? to + 1 : to;
}

}  // namespace

std::string make_age(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "AGE", folded(value));
  std::vector<Decimal> numbers = find_decimals(value);
  if (!numbers.empty()) {
    std::vector<int64_t> mantissas;
    for (const Decimal& number : numbers) {
      const int age = static_cast<int>(std::min<int64_t>(number.mantissa, 1000));
      mantissas.push_back(number.decimals > 0
                              ? scaled(number.mantissa, factor_between(random, 0.05, 0.2))
                              : moved_age(age, random));
    }
    return with_decimals(value, numbers, mantissas);
  }
  if (const int age = read_number_words(value); age >= 0) {
    std::string words = number_words(moved_age(age, random));
    if (value.find('-') == std::string_view::npos && value.find(' ') != std::string_view::npos) {
      std::replace(words.begin(), words.end(), '-', ' ');
    }
    return with_case(words, case_of(value));
  }
  if (std::string moved = with_moved_words(value, [&](int n) { return moved_age(n, random); });
      !moved.empty()) {
    return moved;
  }
  if (std::string foreign = moved_foreign_age(request); !foreign.empty()) return foreign;
  // Decades and words of other kinds: an age of the largest bracket.
  return with_case(number_words(static_cast<int>(draw_between(random, 30, 59))), case_of(value));
}

std::string make_salary(const Request& request) {
  KeyedRandom random = random_for(request, "SALARY", folded(request.value));
  const double factor = factor_between(random, 0.02, 0.1);
  if (std::string moved = scaled_numbers(request.value, factor); !moved.empty()) return moved;
  std::string moved = with_moved_words(request.value, [&](int n) {
    return std::min(99, static_cast<int>(scaled(std::max(n, 1), factor)));
  });
  return moved.empty() ? "a usual amount" : moved;
}

std::string make_credit_score(const Request& request) {
  KeyedRandom random = random_for(request, "CREDIT_SCORE", folded(request.value));
  const std::vector<Decimal> numbers = find_decimals(request.value);
  if (numbers.empty()) {
    if (std::string word = neighbour(kCreditWords, request.value, random); !word.empty())
      return word;
    const Form form(request.value, Alphabet::kDigits);
    const bool hundreds = to_ascii_lower(request.value).find("hundred") != std::string::npos;
    if (!hundreds && !form.core().empty() && form.core().size() <= 4) {
      std::string core = form.core();
      core.back() =
          static_cast<char>('0' + (core.back() - '0' + 1 + static_cast<int>(random.below(9))) % 10);
      return form.render(core);
    }
    bool leading = hundreds;  // "seven" of "seven hundred and twenty" stays
    std::string moved = with_moved_words(request.value, [&](int n) {
      if (std::exchange(leading, false)) return n;
      const int to = n + static_cast<int>(signed_draw(random, 1, 4));
      return to < 1 || to > 99 || (n < 10) != (to < 10) ? (n > 1 ? n - 1 : n + 1) : to;
    });
    return moved.empty() ? "fair" : moved;
  }
  std::vector<int64_t> mantissas;
  for (const Decimal& number : numbers) {
    constexpr std::array<int64_t, 7> kBands = {0, 300, 580, 670, 740, 800, 851};
    int64_t low = 0;
    int64_t high = number.mantissa + 20;
    for (size_t i = 0; i + 1 < kBands.size(); ++i) {
      if (number.mantissa >= kBands[i] && number.mantissa < kBands[i + 1]) {
        low = kBands[i];
        high = kBands[i + 1] - 1;
      }
    }
    int64_t to = number.mantissa;
    for (int i = 0; i < 32 && (to == number.mantissa || to < low || to > high); ++i) {
      to = number.mantissa + signed_draw(random, 1, 20);
    }
    mantissas.push_back(
        to < low || to > high ? (number.mantissa > low ? number.mantissa - 1 : low + 1) : to);
  }
  return with_decimals(request.value, numbers, mantissas);
}

std::string make_body_measurement(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "BODY_MEASUREMENT", folded(value));
  const std::vector<Decimal> numbers = find_decimals(value);
  if (numbers.size() == 2 && numbers[0].decimals == 0 && numbers[1].decimals == 0) {
    // 5'11" and 12st 4lb: two units, the second below 12 or 14 of the first.
    const std::string unit =
        folded(value.substr(numbers[0].end, numbers[1].begin - numbers[0].end));
    const bool feet = numbers[0].mantissa >= 2 && numbers[0].mantissa <= 8 &&
                      numbers[1].mantissa < 12 && unit.find("kg") == std::string::npos &&
                      unit.find('m') == std::string::npos;
    const bool stones = unit.starts_with("st");
    if (feet || stones) {
      const int64_t per = stones ? 14 : 12;
      const int64_t total = numbers[0].mantissa * per + numbers[1].mantissa +
                            signed_draw(random, stones ? 4 : 2, stones ? 8 : 3);
      return with_decimals(value, numbers, {total / per, total % per});
    }
  }
  const double factor = factor_between(random, 0.02, 0.05);
  if (std::string moved = scaled_numbers(value, factor); !moved.empty()) return moved;
  std::string moved = with_moved_words(
      value, [&](int n) { return std::min(99, static_cast<int>(scaled(std::max(n, 1), factor))); });
  return moved.empty() ? "about average" : moved;
}

std::string make_academic_record(const Request& request) {
  const std::string_view value = request.value;
  KeyedRandom random = random_for(request, "ACADEMIC_RECORD", folded(value));
  for (const std::string_view mark : {"2:1", "2:2"}) {
    const size_t at = value.find(mark);
    if (at == std::string_view::npos) continue;
    constexpr std::array<std::string_view, 2> kOthers = {"first", "third"};
    const std::string_view drawn =
        request.attempt == 0 ? (mark == "2:1" ? "2:2" : "2:1") : kOthers[request.attempt % 2];
    return std::string(value.substr(0, at)) + std::string(drawn) +
           std::string(value.substr(at + 3));
  }
  for (const auto& word :
       {neighbour(kHonours, value, random), neighbour(kBritishMarks, value, random),
        neighbour(kLatinHonours, value, random), neighbour(kPasses, value, random),
        neighbour(kGermanMarks, value, random), neighbour(kFrenchMarks, value, random)}) {
    if (!word.empty()) return word;
  }
  const std::vector<Decimal> numbers = find_decimals(value);
  if (!numbers.empty()) {
    std::vector<int64_t> mantissas;
    for (size_t i = 0; i < numbers.size(); ++i) {
      // The second of "17/20" and "3.4 out of 4.0" is the scale.
      const std::string_view gap =
          i == 0 ? std::string_view()
                 : value.substr(numbers[i - 1].end, numbers[i].begin - numbers[i - 1].end);
      const bool scale = gap == "/" || gap == " / " || gap == " out of " || gap == " of ";
      mantissas.push_back(scale ? numbers[i].mantissa : moved_grade(numbers[i], random));
      if (scale && mantissas[i - 1] > numbers[i].mantissa &&
          numbers[i].decimals == numbers[i - 1].decimals) {
        mantissas[i - 1] = std::max<int64_t>(2 * numbers[i - 1].mantissa - mantissas[i - 1], 0);
      }
    }
    return with_decimals(value, numbers, mantissas);
  }
  if (std::string moved = with_moved_letter_grade(value, request.attempt); !moved.empty())
    return moved;
  if (std::string moved = with_moved_words(value, [&](int n) { return n > 1 ? n - 1 : n + 1; });
      !moved.empty()) {
    return moved;
  }
  for (const auto* list : {&kPasses, &kLatinHonours}) {
    for (const std::string_view word : *list) {
      const std::string lower = to_ascii_lower(value);
      if (const size_t at = lower.find(word); at != std::string::npos) {
        return std::string(value.substr(0, at)) +
               with_case(neighbour(*list, word, random), case_of(value.substr(at, word.size()))) +
               std::string(value.substr(at + word.size()));
      }
    }
  }
  return random.below(2) == 0 ? "passed" : "upper second";
}

}  // namespace lauter::surrogate
