#include "surrogate/numbers/decimals.h"

#include <algorithm>

#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

/// One character of a written number: a digit, or a separator between two digits.
struct Mark {
  char32_t c = 0;
  bool is_digit = false;
};

bool is_separator(char32_t c) {
  return c == '.' || c == ',' || c == '\'' || c == 0x2019 || c == ' ' || c == 0xA0 || c == 0x202F ||
         c == 0x66B || c == 0x66C;
}

std::vector<Mark> marks_of(std::string_view written) {
  std::vector<Mark> marks;
  for (size_t i = 0; i < written.size();) {
    const CodePoint c = decode(written, i);
    marks.push_back({c.value, digit_zero(c.value) != 0});
    i += c.size;
  }
  return marks;
}

/// Index of the decimal sign in `marks`, or marks.size().
size_t decimal_sign(const std::vector<Mark>& marks) {
  size_t last = marks.size();
  size_t kinds = 0;
  char32_t previous = 0;
  size_t separators = 0;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].is_digit) continue;
    last = i;
    ++separators;
    if (marks[i].c != previous) ++kinds;
    previous = marks[i].c;
  }
  if (last == marks.size()) return last;
  const char32_t c = marks[last].c;
  if (c == 0x66B) return last;
  if (c != '.' && c != ',') return marks.size();
  if (kinds > 1) return last;
  const size_t after = marks.size() - last - 1;
  const bool leading_zero = last == 1 && marks[0].c == '0';
  if (separators > 1 || (after == 3 && !leading_zero)) return marks.size();
  return last;
}

}  // namespace

double Decimal::value() const {
  double v = static_cast<double>(mantissa);
  for (int i = 0; i < decimals; ++i) v /= 10;
  return v;
}

std::vector<Decimal> find_decimals(std::string_view text) {
  std::vector<Decimal> numbers;
  for (size_t i = 0; i < text.size() && numbers.size() < 16;) {
    const CodePoint c = decode(text, i);
    if (digit_zero(c.value) == 0) {
      i += c.size;
      continue;
    }
    Decimal number;
    number.begin = i;
    size_t digits = 0;
    while (i < text.size() && digits < 17) {
      const CodePoint d = decode(text, i);
      if (digit_zero(d.value) != 0) {
        number.mantissa =
            number.mantissa * 10 + static_cast<int64_t>(d.value - digit_zero(d.value));
        ++digits;
        i += d.size;
        number.end = i;
        continue;
      }
      if (!is_separator(d.value) || i + d.size >= text.size()) break;
      // A blank or apostrophe groups only before exactly three digits.
      size_t run = 0;
      for (size_t k = i + d.size; k < text.size();) {
        const CodePoint e = decode(text, k);
        if (digit_zero(e.value) == 0) break;
        ++run;
        k += e.size;
      }
      if (run == 0 || (d.value != '.' && d.value != ',' && d.value != 0x66B && run != 3)) break;
      i += d.size;
    }
    const std::vector<Mark> marks = marks_of(text.substr(number.begin, number.end - number.begin));
    const size_t sign = decimal_sign(marks);
    number.decimals = sign == marks.size() ? 0 : static_cast<int>(marks.size() - sign - 1);
    i = std::max(i, number.end);
    numbers.push_back(number);
  }
  return numbers;
}

std::string write_decimal(int64_t mantissa, const Decimal&, std::string_view written) {
  const std::vector<Mark> marks = marks_of(written);
  std::string digits = std::to_string(std::max<int64_t>(mantissa, 0));
  const size_t wanted = static_cast<size_t>(
      std::count_if(marks.begin(), marks.end(), [](const Mark& m) { return m.is_digit; }));
  const size_t sign = decimal_sign(marks);
  const size_t decimals = sign == marks.size() ? 0 : marks.size() - sign - 1;
  const bool zero_padded = marks.front().c == digit_zero(marks.front().c);
  if (digits.size() < decimals + 1) digits.insert(0, decimals + 1 - digits.size(), '0');
  if (zero_padded && digits.size() < wanted) digits.insert(0, wanted - digits.size(), '0');
  // Right to left along the old marks; longer numbers go on with the last grouping.
  const char32_t zero = digit_zero(marks.back().c) != 0 ? digit_zero(marks.back().c) : U'0';
  std::u32string reversed;
  size_t mark = marks.size();
  for (size_t used = 0; used < digits.size();) {
    if (mark > 0) {
      --mark;
      if (!marks[mark].is_digit) {
        reversed.push_back(marks[mark].c);
        continue;
      }
    }
    reversed.push_back(zero + static_cast<char32_t>(digits[digits.size() - 1 - used] - '0'));
    ++used;
  }
  std::string out;
  for (size_t i = reversed.size(); i-- > 0;) append_utf8(out, reversed[i]);
  return out;
}

std::string with_decimals(std::string_view text, const std::vector<Decimal>& numbers,
                          const std::vector<int64_t>& mantissas) {
  std::string out;
  out.reserve(text.size() + 4);
  size_t at = 0;
  for (size_t i = 0; i < numbers.size(); ++i) {
    out.append(text.substr(at, numbers[i].begin - at));
    out += write_decimal(mantissas[i], numbers[i],
                         text.substr(numbers[i].begin, numbers[i].end - numbers[i].begin));
    at = numbers[i].end;
  }
  out.append(text.substr(at));
  return out;
}

}  // namespace lauter::surrogate
