#include "tag/features.h"

#include <algorithm>
#include <array>

#include "base/hash.h"
#include "base/stop.h"
#include "text/ascii.h"
#include "text/letter_case.h"
#include "text/utf8.h"
#include "text/utf8_write.h"

namespace lauter {
namespace {

constexpr size_t kTokensBetweenLooks = 4096;  // at whether to give up

/// A token's text in lower case, digits as '0', between '^' and '$', with the places where its
/// characters begin.
struct FoldedWord {
  static constexpr size_t kMost = kMaxTokenCharacters + 2;
  std::array<char, 4 * kMost + 4> bytes;
  std::array<uint32_t, kMost + 1> begins;  ///< of each character, then the end
  size_t size = 0;                         ///< characters, both marks included

  void push(char32_t c) {
    begins[size + 1] = begins[size] + static_cast<uint32_t>(write_utf8(c, bytes.data() + begins[size]));
    ++size;
  }

  void assign(std::string_view word) {
    size = 0;
    begins[0] = 0;
    push('^');
    for (size_t i = 0; i < word.size() && size + 1 < kMost;) {
      const char32_t c = decode_utf8(word, i);
      if ((c >= 0x200B && c <= 0x200F) || c == 0x2060 || c == 0xFEFF || c == 0xAD) continue;
      push(digit_zero(c) != 0 ? U'0' : to_lower(c));
    }
    push('$');
  }

  /// Characters [first, first + n).
  std::string_view part(size_t first, size_t n) const {
    return {bytes.data() + begins[first], begins[first + n] - begins[first]};
  }
};

class RowNumbers {
 public:
  RowNumbers(uint32_t* to, uint32_t rows) : to_(to), rows_(rows) {}
  void add(char kind, std::string_view part) {
    const uint64_t hash = hash64(part, static_cast<uint8_t>(kind));
    to_[count_++] = 2 + static_cast<uint32_t>(hash % (rows_ - 2));
  }

 private:
  uint32_t* to_;
  uint32_t rows_;
  size_t count_ = 0;
};

constexpr size_t kAffixes[] = {2, 3, 4};
constexpr size_t kMaxTrigrams = 8;
static_assert(2 + 2 * std::size(kAffixes) + kMaxTrigrams == kIdsPerToken);

void number_rows(const FoldedWord& word, bool is_word, RowNumbers rows) {
  const size_t length = word.size - 2;
  const std::string_view inner = word.part(1, length);
  rows.add('w', inner);
  rows.add('W', inner);
  if (!is_word) return;
  for (const size_t n : kAffixes) {
    if (length <= n) break;
    rows.add('p', word.part(1, n));
    rows.add('s', word.part(1 + length - n, n));
  }
  const size_t trigrams = std::min(word.size - std::min<size_t>(word.size, 2), kMaxTrigrams);
  for (size_t i = 0; i < trigrams; ++i) rows.add('t', word.part(i, 3));
}

/// Hash of the runs of upper case X, lower case x, digits d and others o, where a run of X or d of
/// two and more counts as two: "McCoy" XxXx, "IBM" XX, "B2" Xd, "2024" dd.
uint8_t shape_of(std::string_view token) {
  std::array<char, 8> runs;
  size_t count = 0;
  char last = '\0';
  bool doubled = false;
  for (size_t i = 0; i < token.size() && count < runs.size();) {
    const char32_t c = decode_utf8(token, i);
    const char kind = digit_zero(c) != 0 ? 'd'
                      : to_lower(c) != c ? 'X'
                      : to_upper(c) != c ? 'x'
                                         : 'o';
    if (kind != last) {
      runs[count++] = kind;
      last = kind;
      doubled = false;
    } else if ((kind == 'X' || kind == 'd') && !doubled) {
      runs[count++] = kind;
      doubled = true;
    }
  }
  return static_cast<uint8_t>(hash64({runs.data(), count}, 'S') % kShapeCount);
}

}  // namespace

void extract_features(std::string_view text, std::span<const Token> tokens, uint32_t rows,
                      TokenFeatures& out) {
  out.ids.assign(tokens.size() * kIdsPerToken, kPaddingRow);
  out.shapes.resize(tokens.size());
  out.gaps.resize(tokens.size());
  FoldedWord word;
  for (size_t t = 0; t < tokens.size(); ++t) {
    if (t % kTokensBetweenLooks == 0 && GiveUpScope::is_over()) return;
    const Token& token = tokens[t];
    // A run of punctuation counts up to eight characters, so that rulers of any length are one.
    std::string_view bytes = text.substr(token.begin, token.end - token.begin);
    size_t at = 0;
    const bool is_word = is_word_character(decode_utf8(bytes, at));
    if (!is_word && is_ascii(bytes[0])) bytes = bytes.substr(0, 8);
    word.assign(bytes);
    number_rows(word, is_word, {&out.ids[t * kIdsPerToken], rows});
    out.shapes[t] = shape_of(bytes);
    out.gaps[t] = static_cast<uint8_t>(token.gap);
  }
}

}  // namespace lauter
