/// Runs of digits and number punctuation read as groups of digits.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace lauter::scan {

inline constexpr size_t kMinPhoneDigits = 6, kMaxPhoneDigits = 16;

struct DigitGroup {
  size_t begin, end;
  size_t size() const { return end - begin; }
};

/// Up to N characters in place; what does not fit is dropped.
template <size_t N>
class ShortText {
 public:
  void add(char c) {
    if (size_ < N) bytes_[size_++] = c;
  }
  void add(std::string_view text) {
    for (const char c : text) add(c);
  }
  std::string_view view() const { return {bytes_.data(), size_}; }

 private:
  std::array<char, N> bytes_;
  size_t size_ = 0;
};

/// One reading of a run: consecutive groups and what they say together.
struct PhoneReading {
  size_t begin = 0, end = 0;
  ShortText<48> digits;   ///< more than kMaxPhoneDigits make no number
  ShortText<48> lengths;  ///< "334"
  ShortText<48> marks;    ///< separators squeezed to one character each: ' ', '-', '.', '/', ')'
  bool plus = false;
  bool parens = false;  ///< the first or second group stands in parentheses
  bool valid = true;
};

/// The groups from `first` to `last`.
PhoneReading read_groups(std::string_view text, const DigitGroup* groups, size_t first, size_t last);

bool all_marks(const PhoneReading& r, char mark);
/// Dates, years, IPv4 addresses, decimal and grouped numbers: never a telephone number.
bool is_other_number(const PhoneReading& r);
bool is_decimal(const PhoneReading& r);
/// "1 234 567", "12.345.678": thousands.
bool is_thousands(const PhoneReading& r);

}  // namespace lauter::scan
