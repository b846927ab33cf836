// Ages in words of German, French, Spanish, Italian, Portuguese, Dutch, and in Han numerals.
#include <array>
#include <vector>

#include "known/standin_foreign_numbers.h"
#include "surrogate/maker.h"
#include "surrogate/names/unicode.h"
#include "surrogate/numbers/draw.h"

namespace lauter::surrogate {
namespace {

struct Tongue {
  std::array<std::string_view, 20> small;  ///< 0 to 19
  std::array<std::string_view, 10> tens;
  std::string_view joint;   ///< between tens and unit
  bool unit_first = false;  ///< vierunddreissig
};

constexpr Tongue kTongues[] = {
    {std::to_array(known::kStandinForeignNumbersGerman),
     {"", "", "zwanzig", "drei\u00DFig", "vierzig", "f\u00FCnfzig", "sechzig", "siebzig", "achtzig",
      "neunzig"},
     "und",
     true},
    {std::to_array(known::kStandinForeignNumbersDutch),
     {"", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig",
      "negentig"},
     "en",
     true},
    {std::to_array(known::kStandinForeignNumbersFrench),
     {"", "", "vingt", "trente", "quarante", "cinquante", "soixante", "septante", "quatre-vingt",
      "nonante"},
     "-",
     false},
    {std::to_array(known::kStandinForeignNumbersSpanish),
     {"", "", "veinte", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta",
      "noventa"},
     " y ",
     false},
    {std::to_array(known::kStandinForeignNumbersItalian),
     {"", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta",
      "novanta"},
     "",
     false},
    {std::to_array(known::kStandinForeignNumbersPortuguese),
     {"", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta",
      "noventa"},
     " e ",
     false},
};

std::string words_in(const Tongue& tongue, int number) {
  if (number < 20) return std::string(tongue.small[static_cast<size_t>(number)]);
  const std::string_view tens = tongue.tens[static_cast<size_t>(number / 10)];
  if (number % 10 == 0) return std::string(tens);
  std::string_view unit = tongue.small[static_cast<size_t>(number % 10)];
  if (tongue.unit_first) {
    if (unit == "eins") unit = "ein";
    return std::string(unit) + std::string(tongue.joint) + std::string(tens);
  }
  return std::string(tens) + std::string(tongue.joint) + std::string(unit);
}

constexpr std::u32string_view kHan =
    U"\u96F6\u4E00\u4E8C\u4E09\u56DB\u4E94\u516D\u4E03\u516B\u4E5D\u5341";

int near_age(int age, KeyedRandom& random) {
  const int low = age < 18 ? 1 : age < 65 ? 18 : 65;
  const int high = age < 18 ? 17 : age < 65 ? 64 : 89;
  int to = age + static_cast<int>(draw_between(random, 1, 3)) * (random.below(2) == 0 ? 1 : -1);
  if (to < low) to = age + 1;
  if (to > high) to = age - 1;
  return to;
}

std::string han_age(std::string_view value, KeyedRandom& random) {
  int number = 0;
  int digit = 0;
  for (size_t i = 0; i < value.size();) {
    const CodePoint c = decode(value, i);
    i += c.size;
    const size_t at = kHan.find(c.value);
    if (at == std::u32string_view::npos) return "";
    if (at == 10) {
      number += (digit == 0 ? 1 : digit) * 10;
      digit = 0;
    } else {
      digit = static_cast<int>(at);
    }
  }
  number += digit;
  if (number < 1 || number > 120) return "";
  const int to = number > 90 ? 90 : near_age(number, random);
  std::string out;
  if (to >= 20) append_utf8(out, kHan[static_cast<size_t>(to / 10)]);
  if (to >= 10) append_utf8(out, kHan[10]);
  if (to % 10 != 0) append_utf8(out, kHan[static_cast<size_t>(to % 10)]);
  return out;
}

}  // namespace

std::string moved_foreign_age(const Request& request) {
  if (request.value.size() > 64) return "";
  const std::string own = folded(request.value);
  KeyedRandom random = random_for(request, "AGE", own);
  if (script_of(request.value) == Script::kHan) return han_age(request.value, random);
  for (const Tongue& tongue : kTongues) {
    for (int number = 0; number < 100; ++number) {
      if (folded(words_in(tongue, number)) != own) continue;
      const int to = number > 90 ? 90 : near_age(number, random);
      return with_case(words_in(tongue, to), case_of(request.value));
    }
  }
  return "";
}

}  // namespace lauter::surrogate
