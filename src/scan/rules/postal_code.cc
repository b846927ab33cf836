#include "scan/rules/postal_code.h"

#include "known/postal_code.h"
#include "scan/index/word_set.h"
#include "scan/rules/rules_ids.h"
#include "scan/views/page.h"

namespace lauter::scan {

Postal postal_at(std::string_view text, size_t pos) {
  size_t i = pos;
  const auto digits = [&](size_t at) {
    size_t n = 0;
    while (at + n < text.size() && n < 10 && is_digit(text[at + n])) ++n;
    return n;
  };
  const auto closed = [&](size_t end) {
    return end >= text.size() ||
           !(is_alnum(text[end]) || text[end] == '_' ||
             (text[end] == '-' && end + 1 < text.size() && is_alnum(text[end + 1])));
  };
  if (pos > 0 && (is_alnum(text[pos - 1]) || text[pos - 1] == '_')) return {};
  // D-34117, CH-8001, SE-123 45
  if (is_upper(text[i])) {
    size_t k = i + 1;
    while (k < text.size() && k - i < 3 && is_upper(text[k])) ++k;
    if (k < text.size() && text[k] == '-' && k - i <= 2 && digits(k + 1) >= 3) {
      const Postal rest = postal_at(text, k + 1);
      if (rest.size != 0) return {k + 1 - i + rest.size, rest.form};
    }
    // UK: A9 9AA, A99 9AA, AA9A 9AA ...; CA: A1A 1A1
    const auto at = [&](size_t n) { return i + n < text.size() ? text[i + n] : '\0'; };
    if (is_upper(at(0)) && is_digit(at(1)) && is_upper(at(2)) && (at(3) == ' ' || at(3) == '-') &&
        is_digit(at(4)) && is_upper(at(5)) && is_digit(at(6)) && closed(i + 7))
      return {7, PostalForm::kCa};
    size_t letters = is_upper(at(1)) ? 2 : 1;
    size_t n = letters;
    if (!is_digit(at(n))) return {};
    ++n;
    if (is_digit(at(n)) || (is_upper(at(n)) && at(n + 1) == ' ')) ++n;
    const size_t gap = at(n) == ' ' ? 1 : 0;
    if (gap == 1 || n >= 2) {
      const size_t in = n + gap;
      if (is_digit(at(in)) && is_upper(at(in + 1)) && is_upper(at(in + 2)) && closed(i + in + 3) &&
          (gap == 1 || n >= 3))
        return {in + 3, PostalForm::kUk};
    }
    return {};
  }
  const size_t n = digits(i);
  const auto at = [&](size_t k) { return i + k < text.size() ? text[i + k] : '\0'; };
  if (n == 5) {
    if (at(5) == '-' && digits(i + 6) == 4 && closed(i + 10)) return {10, PostalForm::kUs};
    if (at(5) == '-' && digits(i + 6) == 3 && closed(i + 9)) return {9, PostalForm::kBr};
    if (closed(i + 5)) return {5, PostalForm::kFive};
  }
  if (n == 4) {
    if (at(4) == ' ' && is_upper(at(5)) && is_upper(at(6)) && closed(i + 7))
      return {7, PostalForm::kNl};
    if (is_upper(at(4)) && is_upper(at(5)) && closed(i + 6)) return {6, PostalForm::kNl};
    if (at(4) == '-' && digits(i + 5) == 3 && closed(i + 8)) return {8, PostalForm::kPt};
    if (closed(i + 4)) return {4, PostalForm::kFour};
  }
  if (n == 3) {
    if (at(3) == '-' && digits(i + 4) == 4 && closed(i + 8)) return {8, PostalForm::kJp};
    if (at(3) == ' ' && (digits(i + 4) == 2 || digits(i + 4) == 3) && closed(i + 4 + digits(i + 4)))
      return {4 + digits(i + 4), digits(i + 4) == 2 ? PostalForm::kSe : PostalForm::kSix};
  }
  if (n == 2 && at(2) == '-' && digits(i + 3) == 3 && closed(i + 6)) return {6, PostalForm::kPl};
  if (n == 6 && closed(i + 6)) return {6, PostalForm::kSix};
  if (n == 7 && closed(i + 7)) return {7, PostalForm::kJp};
  if (n == 8 && closed(i + 8)) return {8, PostalForm::kBr};
  return {};
}

bool address_near(const Page& page, size_t begin, size_t end) {
  return mentions(page, begin, end, known::kPostalCodeAddressNearWords,
                  200, 160);
}

}  // namespace lauter::scan
