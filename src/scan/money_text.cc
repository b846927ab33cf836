#include "scan/money_text.h"

#include <array>
#include <cstdint>

#include "scan/page.h"
#include "scan/peek.h"

namespace lauter::scan {
namespace {

constexpr std::string_view kCurrencySigns[] = {"US$",
                                               "CA$",
                                               "C$",
                                               "A$",
                                               "AU$",
                                               "NZ$",
                                               "HK$",
                                               "S$",
                                               "R$",
                                               "MX$",
                                               "$",
                                               "\xE2\x82\xAC",
                                               "\xC2\xA3",
                                               "\xE2\x82\xB9",
                                               "\xC2\xA5",
                                               "\xE2\x82\xBD",
                                               "\xE2\x82\xA9",
                                               "\xE2\x82\xBA",
                                               "\xE2\x82\xAA",
                                               "\xE2\x82\xA6",
                                               "\xE2\x82\xB1",
                                               "\xE2\x82\xAB",
                                               "\xE0\xB8\xBF",
                                               "z\xC5\x82",
                                               "USD",
                                               "EUR",
                                               "GBP",
                                               "CHF",
                                               "INR",
                                               "JPY",
                                               "CNY",
                                               "RMB",
                                               "CAD",
                                               "AUD",
                                               "NZD",
                                               "SEK",
                                               "NOK",
                                               "DKK",
                                               "PLN",
                                               "CZK",
                                               "HUF",
                                               "RON",
                                               "BRL",
                                               "MXN",
                                               "ZAR",
                                               "NGN",
                                               "KES",
                                               "AED",
                                               "SAR",
                                               "SGD",
                                               "HKD",
                                               "KRW",
                                               "TRY",
                                               "RUB",
                                               "UAH",
                                               "PHP",
                                               "THB",
                                               "IDR",
                                               "MYR",
                                               "VND",
                                               "PKR",
                                               "BDT",
                                               "EGP",
                                               "MAD",
                                               "ARS",
                                               "CLP",
                                               "COP",
                                               "PEN",
                                               "ILS",
                                               "Rs.",
                                               "Rs",
                                               "kr",
                                               "Kr",
                                               "Ft",
                                               "lei",
                                               "R ",
                                               "eur",
                                               "euros",
                                               "euro",
                                               "dollars",
                                               "pounds",
                                               "\xE5\x86\x86",
                                               "\xE5\x85\x83",
                                               "\xEC\x9B\x90",
                                               "TL"};

/// The bytes that signs begin with: most of a text are none of them.
constexpr auto kFirstBytes = [] {
  std::array<bool, 256> first{};
  for (const std::string_view sign : kCurrencySigns) first[static_cast<uint8_t>(sign[0])] = true;
  return first;
}();

}  // namespace

size_t currency_at(std::string_view text, size_t pos) {
  if (pos >= text.size() || !kFirstBytes[static_cast<uint8_t>(text[pos])]) return 0;
  for (const std::string_view sign : kCurrencySigns) {
    if (sign[0] != text[pos] || text.compare(pos, sign.size(), sign) != 0) continue;
    const size_t end = pos + sign.size();
    if (is_alpha(sign.back()) && end < text.size() && is_alpha(text[end])) continue;
    return sign.size();
  }
  return 0;
}

size_t amount_end(std::string_view text, size_t pos, bool bare) {
  size_t i = pos;
  size_t sign = currency_at(text, i);
  bool money = sign != 0;
  i += sign;
  if (sign != 0 && i < text.size() && text[i] == ' ') ++i;
  size_t digits = 0;
  const size_t number = i;
  while (i < text.size() && i - number < 16) {
    if (is_digit(text[i])) {
      ++digits;
      ++i;
    } else if ((text[i] == ',' || text[i] == '.' || text[i] == '\'' || text[i] == ' ') &&
               i > number && i + 1 < text.size() && is_digit(text[i + 1])) {
      if (text[i] == ' ' &&
          !(i + 3 < text.size() && is_digit(text[i + 2]) && is_digit(text[i + 3]) &&
            !(i + 4 < text.size() && is_digit(text[i + 4]))))
        break;
      ++i;
    } else {
      break;
    }
  }
  if (digits == 0) return 0;
  size_t end = i;
  bool scaled = false;
  static constexpr std::string_view kUnits[] = {
      "k",         "K",      " k",           " K",          "m",    " million", " Mio", " mio",
      " lakh",     " lakhs", " LPA",         " lpa",        " lac", " lacs",    " L",   " crore",
      " thousand", " grand", "\xE4\xB8\x87", "\xEB\xA7\x8C"};
  for (const std::string_view unit : kUnits) {
    if (stands_at(text, end, unit)) {
      const size_t after = end + unit.size();
      if (after < text.size() && is_alpha(text[after]) && is_alpha(unit.back())) continue;
      end = after;
      scaled = true;
      break;
    }
  }
  if (!money) {
    size_t k = end;
    if (k < text.size() && text[k] == ' ') ++k;
    const size_t after = currency_at(text, k);
    if (after != 0) {
      end = k + after;
      money = true;
    }
  }
  static constexpr std::string_view kRates[] = {
      "/hr",   "/hour",  "/h",    "/month", "/mo",    "/year",     "/yr",
      "/week", "/day",   "/Std",  "/std",   "/annum", "/mes",      "/mois",
      "/an",   "/Monat", "/Jahr", " p.a.",  " pa",    " per hour", " an hour"};
  for (const std::string_view rate : kRates) {
    if (stands_at(text, end, rate) &&
        !(end + rate.size() < text.size() && is_wordish(text[end + rate.size()]))) {
      // Words ("an hour", "p.a.") are not part of the amount.
      if (rate[0] == '/') end += rate.size();
      break;
    }
  }
  if (!money && !scaled && !bare) return 0;
  if (!money && !scaled && digits < 4) return 0;
  if (end < text.size() && (is_wordish(text[end]) || text[end] == '%')) {
    if ((text[end] & 0x80) == 0) return 0;
  }
  return end;
}

}  // namespace lauter::scan
