#include "scan/rules_ids.h"

#include <algorithm>
#include <array>
#include <string>

namespace lauter::scan {
namespace {

/// A stretch of text in lower case that many words are looked for in, and which pairs of
/// neighbouring bytes occur in it: most words are ruled out by their first and last two bytes.
class Window {
 public:
  /// text[from, from + size); the byte before it is seen too.
  Window(std::string_view page, size_t from, size_t size)
      : before_(from > 0 ? page[from - 1] : '\0') {
    const std::string_view text = page.substr(from, size);
    char* out = small_.data();
    if (text.size() > small_.size()) {
      large_.resize(text.size());
      out = large_.data();
    }
    for (size_t i = 0; i < text.size(); ++i) out[i] = lower(text[i]);
    text_ = {out, text.size()};
    for (size_t i = 0; i + 1 < text.size(); ++i) {
      const size_t pair = pair_of(out + i);
      pairs_[pair / 64] |= uint64_t{1} << (pair % 64);
    }
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  bool holds_any(std::string_view words) const {
    if (text_.empty()) return false;
    while (!words.empty()) {
      const size_t bar = words.find('|');
      const std::string_view word = words.substr(0, bar);
      if (!word.empty() && may_hold(word) && holds(word)) return true;
      if (bar == std::string_view::npos) return false;
      words.remove_prefix(bar + 1);
    }
    return false;
  }

 private:
  static size_t pair_of(const char* at) {
    return (static_cast<size_t>(at[0]) & 31) << 5 | (static_cast<size_t>(at[1]) & 31);
  }
  bool has_pair(const char* at) const {
    const size_t pair = pair_of(at);
    return (pairs_[pair / 64] >> (pair % 64) & 1) != 0;
  }
  bool may_hold(std::string_view word) const {
    return word.size() < 2 || (has_pair(word.data()) && has_pair(word.data() + word.size() - 2));
  }

  /// ASCII words stand alone, a plural s allowed; others stand anywhere.
  bool holds(std::string_view word) const {
    const bool ascii = (word[0] & 0x80) == 0;
    for (size_t at = text_.find(word); at != std::string_view::npos;
         at = text_.find(word, at + 1)) {
      if (!ascii) return true;
      if (is_alpha(at > 0 ? text_[at - 1] : before_) && is_alpha(word[0])) continue;
      const size_t end = at + word.size();
      if (end < text_.size() && is_alpha(word.back()) && is_alpha(text_[end])) {
        if (text_[end] != 's' || (end + 1 < text_.size() && is_alpha(text_[end + 1]))) continue;
      }
      return true;
    }
    return false;
  }

  std::array<char, 512> small_;
  std::string large_;
  std::string_view text_;
  char before_;
  std::array<uint64_t, 16> pairs_ = {};
};

bool holds_any(std::string_view text, size_t from, size_t size, std::string_view words) {
  return Window(text, from, size).holds_any(words);
}

}  // namespace

bool mentions(const Page& page, size_t begin, size_t end, std::string_view words, size_t before,
              size_t after) {
  const size_t from = begin > before ? begin - before : 0;
  const size_t to = std::min(page.text.size(), end + after);
  return holds_any(page.text, from, begin - from, words) ||
         holds_any(page.text, end, to - end, words);
}

bool line_mentions(const Page& page, size_t begin, size_t end, std::string_view words,
                   size_t before, size_t after) {
  const ByteSpan line = page.line(begin);
  const size_t from = std::max<size_t>(line.begin, begin > before ? begin - before : 0);
  const size_t to = std::max<size_t>(end, std::min<size_t>(line.end, end + after));
  return holds_any(page.text, from, begin - from, words) ||
         holds_any(page.text, end, to - end, words);
}

bool first_number_after(const Page& page, const char* cues, size_t begin, size_t reach) {
  const auto cue = page.cue_before(cues, begin, reach);
  if (!cue) return true;
  const std::string_view gap = page.text.substr(cue->end, begin - cue->end);
  return std::none_of(gap.begin(), gap.end(), is_digit);
}

bool first_on_line(const Page& page, const char* cues, size_t begin) {
  const auto cue = page.cue_before(cues, begin, 60);
  if (!cue) return true;
  const std::string_view gap = page.text.substr(cue->end, begin - cue->end);
  if (gap.find('\n') != std::string_view::npos) return true;  // a table's column
  return std::none_of(gap.begin(), gap.end(), is_digit);
}

bool tidy(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  for (size_t i = 0; i < v.size(); ++i) {
    if (v[i] == ',' || (v[i] == ':' && i > 0 && is_digit(v[i - 1]) && v.size() < 9)) return false;
    if (v[i] == '.' && i + 1 < v.size() && is_blank(v[i + 1])) return false;
    if (v[i] != ' ' || i + 5 > v.size()) continue;
    const bool year = (v.substr(i + 1, 2) == "19" || v.substr(i + 1, 2) == "20") &&
                      count_digits(v.substr(i + 1, 4)) == 4 &&
                      (i + 5 == v.size() || !is_digit(v[i + 5]));
    if (year && i > 0 && !is_digit(v[0]) && i <= 9) return false;
  }
  if (v.size() > 2 && is_digit(v[0])) {
    const std::string_view tail = v.substr(v.size() - 2);
    if (tail == "mm" || tail == "cm" || tail == "kg" || tail == "km" || tail == "am" ||
        tail == "pm")
      return false;
  }
  const char before = begin > 0 ? page.text[begin - 1] : '\0';
  return before != '$' &&
         !(before == ',' && begin > 1 && is_digit(page.text[begin - 2]) && is_digit(v[0]));
}

size_t count_digits(std::string_view value) {
  return static_cast<size_t>(std::count_if(value.begin(), value.end(), is_digit));
}

bool looks_like_date8(std::string_view digits) {
  if (digits.size() != 8 || count_digits(digits) != 8) return false;
  const auto number = [&](size_t from, size_t count) {
    int value = 0;
    for (size_t i = from; i < from + count; ++i) value = value * 10 + (digits[i] - '0');
    return value;
  };
  const int year = number(0, 4);
  const int month = number(4, 2);
  const int day = number(6, 2);
  return year >= 1950 && year <= 2035 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

bool date_like(const Page& page, size_t begin, size_t end) {
  const std::string_view v = page.text.substr(begin, end - begin);
  size_t digits = 0;
  size_t marks = 0;
  for (const char c : v) {
    digits += is_digit(c) ? 1 : 0;
    marks += c == '-' || c == '.' || c == '/' || c == ' ' ? 1 : 0;
  }
  if (digits + marks != v.size()) {
    return mentions(page, begin, end, "date", 24, 0);
  }
  return marks == 2 && (digits == 8 || digits == 6 || digits == 7);
}

}  // namespace lauter::scan
