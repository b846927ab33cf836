#include "scan/rules/rules_ids.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "base/check.h"

namespace lauter::scan {
namespace {

constexpr size_t kBlock = 32;

/// Which of kBlock bytes are small letters, a bit each.
uint32_t small_letters(const char* bytes) {
#if defined(__AVX2__)
  const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  return static_cast<uint32_t>(
      _mm256_movemask_epi8(_mm256_and_si256(_mm256_cmpgt_epi8(block, _mm256_set1_epi8('a' - 1)),
                                            _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), block))));
#else
  uint32_t bits = 0;
  for (size_t i = 0; i < kBlock; ++i) bits |= static_cast<uint32_t>(is_lower(bytes[i])) << i;
  return bits;
#endif
}

/// Which of kBlock bytes begin a character that is not ASCII.
uint32_t wide_leads(const char* bytes) {
#if defined(__AVX2__)
  const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  const __m256i trails = _mm256_cmpgt_epi8(_mm256_set1_epi8(-64), block);
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_andnot_si256(trails, block)));
#else
  uint32_t bits = 0;
  for (size_t i = 0; i < kBlock; ++i) bits |= static_cast<uint32_t>((bytes[i] & 0xC0) == 0xC0) << i;
  return bits;
#endif
}

/// Which of kBlock bytes are `c`.
uint32_t same_as(char c, const char* bytes) {
#if defined(__AVX2__)
  const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(bytes));
  return static_cast<uint32_t>(_mm256_movemask_epi8(_mm256_cmpeq_epi8(block, _mm256_set1_epi8(c))));
#else
  uint32_t bits = 0;
  for (size_t i = 0; i < kBlock; ++i) bits |= static_cast<uint32_t>(bytes[i] == c) << i;
  return bits;
#endif
}

/// Writes n bytes in lower case to `to`, which does not overlap them.
void lower_into(char* to, const char* from, size_t n) {
#if defined(__AVX2__)
  // The last block overlaps the one before it.
  for (size_t i = 0; n >= kBlock; i = std::min(i + kBlock, n - kBlock)) {
    const __m256i block = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(from + i));
    const __m256i capitals = _mm256_and_si256(_mm256_cmpgt_epi8(block, _mm256_set1_epi8('A' - 1)),
                                              _mm256_cmpgt_epi8(_mm256_set1_epi8('Z' + 1), block));
    _mm256_storeu_si256(
        reinterpret_cast<__m256i*>(to + i),
        _mm256_or_si256(block, _mm256_and_si256(capitals, _mm256_set1_epi8('a' - 'A'))));
    if (i == n - kBlock) return;
  }
#endif
  for (size_t i = 0; i < n; ++i) to[i] = lower(from[i]);
}

/// The stretches before and behind a value in lower case, with the places where a listed word could
/// begin chained by their first two bytes: a word that is not there costs one look.
class Window {
 public:
  /// page[from, begin) and page[end, to); the byte before each is seen too.
  Window(std::string_view page, size_t from, size_t begin, size_t end, size_t to) {
    head_.fill(kNone);
    LAUTER_CHECK(begin - from + to - end + 2 * kBlock <= kRoom,
                 "a rule that looks a few lines around");
    stretches_[0] = add(page, from, begin);
    stretches_[1] = add(page, end, to);
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  bool holds_any(std::string_view words) const {
    size_t begin = 0;
    for (size_t at = 0; at < words.size(); at += kBlock) {
      std::array<char, kBlock> block = {};
      std::memcpy(block.data(), words.data() + at, std::min(kBlock, words.size() - at));
      for (uint32_t bars = same_as('|', block.data()); bars != 0; bars &= bars - 1) {
        const size_t bar = at + static_cast<size_t>(std::countr_zero(bars));
        if (bar > begin && holds(words.substr(begin, bar - begin))) return true;
        begin = bar + 1;
      }
    }
    return begin < words.size() && holds(words.substr(begin));
  }

 private:
  static constexpr size_t kRoom = 1024;
  static constexpr uint16_t kNone = 0xFFFF;
  static constexpr char kStop = '\0';  ///< between the stretches; no word holds it

  static size_t slot(char first, char second) {
    return ((static_cast<size_t>(first) & 31) * 9 + static_cast<size_t>(second)) & 255;
  }

  /// Appends page[from, to); returns where it stands in text_.
  ByteSpan add(std::string_view page, size_t from, size_t to) {
    if (from == to) return {};
    raw_[size_] = from > 0 ? page[from - 1] : kStop;
    text_[size_] = lower(raw_[size_]);
    const size_t first = size_ + 1;
    size_ = first + (to - from);
    std::memcpy(&raw_[first], page.data() + from, to - from);
    lower_into(&text_[first], page.data() + from, to - from);
    std::fill_n(raw_.begin() + static_cast<std::ptrdiff_t>(size_), kBlock, kStop);
    std::fill_n(text_.begin() + static_cast<std::ptrdiff_t>(size_), kBlock, kStop);
    // Words begin with a letter that no letter stands before, with a capital after a small letter,
    // or with a character that is not ASCII.
    uint32_t letter_before = is_lower(text_[first - 1]) ? 1 : 0;
    uint32_t small_before = is_lower(raw_[first - 1]) ? 1 : 0;
    for (size_t i = first; i < size_; i += kBlock) {
      const uint32_t letters = small_letters(&text_[i]), small = small_letters(&raw_[i]);
      const uint32_t humps = letters & ~small & (small << 1 | small_before);
      for (uint32_t begins =
               (letters & ~(letters << 1 | letter_before)) | humps | wide_leads(&text_[i]);
           begins != 0; begins &= begins - 1) {
        const size_t at = i + static_cast<size_t>(std::countr_zero(begins));
        uint16_t& head = head_[slot(text_[at], text_[at + 1])];
        next_[at] = head;
        head = static_cast<uint16_t>(at);
      }
      letter_before = letters >> (kBlock - 1);
      small_before = small >> (kBlock - 1);
    }
    return {first, size_++};
  }

  /// ASCII words stand alone, a plural s allowed; others stand anywhere.
  bool holds(std::string_view word) const {
    if (word.size() == 1) return holds_letter(word[0]);
    if (!is_lower(word[0]) && (word[0] & 0x80) == 0) return holds_anywhere(word);
    for (uint16_t at = head_[slot(word[0], word[1])]; at != kNone; at = next_[at]) {
      if (at + word.size() >= size_ ||
          std::memcmp(text_.data() + at, word.data(), word.size()) != 0)
        continue;
      if (ends(at, word)) return true;
    }
    return false;
  }
  bool holds_letter(char c) const {
    for (const ByteSpan& stretch : stretches_) {
      for (size_t i = stretch.begin; i < stretch.end; ++i) {
        if (text_[i] == c && (!is_lower(c) || !is_lower(text_[i - 1]) || hump(i)) &&
            ends(i, {&c, 1}))
          return true;
      }
    }
    return false;
  }
  /// For a word that begins with a mark or a digit.
  bool holds_anywhere(std::string_view word) const {
    for (const ByteSpan& stretch : stretches_) {
      const std::string_view text(text_.data() + stretch.begin, stretch.size());
      for (size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
        if (ends(stretch.begin + at, word)) return true;
      }
    }
    return false;
  }
  bool ends(size_t at, std::string_view word) const {
    const char* end = text_.data() + at + word.size();
    return (word[0] & 0x80) != 0 || !is_lower(word.back()) || !is_lower(*end) ||
           (*end == 's' && !is_lower(end[1])) || hump(at + word.size());
  }
  /// Whether a capital after a small letter stands at text_[i]: "studentId".
  bool hump(size_t i) const { return is_upper(raw_[i]) && is_lower(raw_[i - 1]); }

  std::array<uint16_t, 256> head_;    ///< by slot: the last place
  std::array<char, kRoom> raw_;       ///< the stretches as they are
  std::array<char, kRoom> text_;      ///< the same in lower case
  std::array<uint16_t, kRoom> next_;  ///< by place: the one before it in its slot
  size_t size_ = 0;
  std::array<ByteSpan, 2> stretches_;
};

}  // namespace

bool mentions(const Page& page, size_t begin, size_t end, std::string_view words, size_t before,
              size_t after) {
  const size_t from = begin > before ? begin - before : 0;
  const size_t to = std::min(page.text.size(), end + after);
  return Window(page.text, from, begin, end, to).holds_any(words);
}

bool line_mentions(const Page& page, size_t begin, size_t end, std::string_view words,
                   size_t before, size_t after) {
  const ByteSpan line = page.line(begin);
  const size_t from = std::max<size_t>(line.begin, begin > before ? begin - before : 0);
  const size_t to = std::max<size_t>(end, std::min<size_t>(line.end, end + after));
  return Window(page.text, from, begin, end, to).holds_any(words);
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
  const bool spelled = v.size() > 2 && v[1] == ',' && v[2] == ' ';  // "5, 6, 6, 1"
  for (size_t i = 0; i < v.size(); ++i) {
    if ((v[i] == ',' && !spelled) || (v[i] == ':' && i > 0 && is_digit(v[i - 1]) && v.size() < 9))
      return false;
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
  return marks == 2 && (digits == 8 || digits == 6 || digits == 7 ||
                        (digits >= 4 && v.find('/') != std::string_view::npos));
}

}  // namespace lauter::scan
