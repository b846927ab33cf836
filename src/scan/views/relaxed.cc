#include "scan/views/relaxed.h"

#include <algorithm>
#include <array>
#include <bit>

#include "base/work.h"
#include "scan/engine.h"
#include "scan/rules/spoken_words.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxView = 64;
constexpr size_t kMaxLook = 400;

/// Copies a word in lower case into `buffer`; empty when it is longer than any spoken word.
std::string_view lowered(std::string_view word, std::array<char, kLongestSpoken>& buffer) {
  if (word.size() > buffer.size()) return {};
  for (size_t i = 0; i < word.size(); ++i) buffer[i] = lower(word[i]);
  return {buffer.data(), word.size()};
}

class Relaxer {
 public:
  Relaxer(std::string_view text, size_t pos, RelaxedView& out)
      : text_(text), i_(pos), limit_(std::min(text.size(), pos + kMaxLook)), out_(out) {}

  void run() {
    while (i_ < limit_ && out_.text.size() < kMaxView) {
      if (is_alnum(text_[i_])) {
        if (!token()) return;
      } else if (!separator()) {
        return;
      }
    }
  }

 private:
  void emit(std::string_view characters, size_t begin, size_t end, bool spoken) {
    for (const char c : characters) {
      out_.text.push_back(c);
      out_.source.push_back({begin, end});
    }
    if (spoken) out_.spelled += characters.size();
  }

  /// A word, a digit group or a single letter; false ends the view.
  bool token() {
    const size_t begin = i_;
    bool letters = false, digits = false;
    while (i_ < limit_ && is_alnum(text_[i_])) {
      (is_digit(text_[i_]) ? digits : letters) = true;
      ++i_;
    }
    // A Latin or Cyrillic letter makes a longer word of it; scripts without blanks glue theirs on.
    if (i_ < text_.size() && (text_[i_] & 0x80) != 0 &&
        static_cast<unsigned char>(text_[i_]) < 0xE0) {
      return false;
    }
    if (i_ - begin == 1 && (text_[begin] | 0x20) == 'x' && i_ + 4 <= text_.size() &&
        text_[i_] == '-' &&
        (text_.compare(i_ + 1, 3, "ray") == 0 || text_.compare(i_ + 1, 3, "RAY") == 0 ||
         text_.compare(i_ + 1, 3, "Ray") == 0)) {
      i_ += 4;
      emit("X", begin, i_, true);
      return true;
    }
    const std::string_view word = text_.substr(begin, i_ - begin);
    if (!letters || word.size() == 1) {
      repeat_and_emit(word, begin, false);
      return true;
    }
    if (never_dictated(word)) {
      i_ = begin;
      return false;
    }
    std::array<char, kLongestSpoken> buffer;
    const std::string_view low = lowered(word, buffer);
    if (low == "double" || low == "triple" || low == "treble") {
      repeat_ = low == "double" ? 2 : 3;
      repeat_begin_ = begin;
      return true;
    }
    if (low == "dash" || low == "hyphen" || low == "dot" || low == "point" || low == "space" ||
        low == "stroke" || low == "slash") {
      if (out_.text.empty()) return false;
      ++out_.separators;
      return true;
    }
    if (const std::string_view ten = spoken_tens(low); !ten.empty()) {
      tens(ten, begin);
      return true;
    }
    if (const std::string_view value = spoken_value(low); !value.empty()) {
      repeat_and_emit(value, begin, true);
      return true;
    }
    if (mixed(word, begin)) return true;
    if (digits) {
      emit(word, begin, i_, false);
      return true;
    }
    // A short run of capitals may be part of an identifier; any other word ends the view.
    const bool capitals = std::all_of(word.begin(), word.end(), [](char c) { return is_upper(c); });
    if (capitals && word.size() <= 5) {
      emit(word, begin, i_, false);
      return true;
    }
    if (capitals_expected(word, begin)) {
      std::string upper(word);
      for (char& c : upper) c = static_cast<char>(c - 32);
      emit(upper, begin, i_, false);
      return true;
    }
    i_ = begin;
    return false;
  }

  /// "forty-two" is 42, "forty" alone 40; `ten` is of the word from `begin` to here.
  void tens(std::string_view ten, size_t begin) {
    size_t next = i_;
    if (next < limit_ && (text_[next] == '-' || text_[next] == ' ')) ++next;
    size_t end = next;
    while (end < limit_ && is_alpha(text_[end])) ++end;
    std::array<char, kLongestSpoken> buffer;
    const std::string_view unit = spoken_value(lowered(text_.substr(next, end - next), buffer));
    if (next > i_ && unit.size() == 1 && is_digit(unit[0]) && unit[0] != '0') {
      i_ = end;
      emit(std::string(ten) + std::string(unit), begin, end, true);
    } else {
      emit(std::string(ten) + "0", begin, i_, true);
    }
  }

  /// "ab 12 34 56 c": one or two small letters beside a digit are capitals, unless they are a word.
  bool capitals_expected(std::string_view word, size_t begin) const {
    constexpr std::string_view kWords =
        " am an as at be by do de du el en es et he if in is it la le me my no of on or so to un "
        "up us we "
        "am da di il im zu ";
    if (word.size() != 2 || !is_lower(word[0]) || !is_lower(word[1])) return false;
    const char padded[4] = {' ', word[0], word[1], ' '};
    if (kWords.find(std::string_view(padded, 4)) != std::string_view::npos) return false;
    const char next = i_ + 1 < text_.size() ? text_[i_ + 1] : '\0';
    const bool before_digit = i_ < text_.size() && text_[i_] == ' ' && is_digit(next);
    const bool after_digit = begin > 1 && text_[begin - 1] == ' ' && is_digit(text_[begin - 2]);
    return before_digit || after_digit;
  }

  void repeat_and_emit(std::string_view value, size_t begin, bool spoken) {
    const size_t times = repeat_;
    const size_t from = repeat_ > 1 ? repeat_begin_ : begin;
    repeat_ = 1;
    if (times > 1 && value.size() == 1) {
      emit(std::string(times, value[0]), from, i_, true);
    } else {
      emit(value, begin, i_, spoken);
    }
  }

  /// "4one5", "fourfive7": digits and English digit words run together, capitals between them.
  bool mixed(std::string_view word, size_t begin) {
    std::string value;
    size_t spoken = 0;
    for (size_t k = 0; k < word.size();) {
      if (is_digit(word[k])) {
        value.push_back(word[k++]);
      } else if (const size_t digit = spoken_digit_at(word.substr(k)); digit < kDigitWords.size()) {
        value.push_back(static_cast<char>('0' + digit));
        k += kDigitWords[digit].size();
        ++spoken;
      } else if (is_upper(word[k])) {
        value.push_back(word[k++]);
      } else {
        return false;
      }
    }
    if (spoken == 0) return false;
    emit(value, begin, begin + word.size(), true);
    return true;
  }

  /// Separators between groups; false ends the view.
  bool separator() {
    size_t n = 0;
    bool broke = false;
    while (i_ < limit_ && !is_alnum(text_[i_])) {
      const char c = text_[i_];
      if (c == '\n') {
        if (broke) return false;
        broke = true;
        n = 0;
        ++i_;
        // Quote and comment prefixes of the next line.
        while (i_ < limit_ && (text_[i_] == '>' || text_[i_] == '#' || text_[i_] == '*' ||
                               text_[i_] == '|' || is_blank(text_[i_]) || text_[i_] == '/')) {
          ++i_;
        }
        continue;
      }
      if (c == '=' && i_ + 1 < limit_ && (text_[i_ + 1] == '\n' || text_[i_ + 1] == '\r')) {
        ++i_;
        continue;
      }
      if (c == '"' && joins_literals()) continue;
      const bool allowed = c == ' ' || c == '-' || c == '.' || c == ',' || c == '/' || c == '_' ||
                           c == '(' || c == ')' || c == '\t' || c == '\r' || c == ':' ||
                           c == '\\' || c == '+';
      if (!allowed || ++n > 4) return false;
      // "... 1234. Next sentence": a full stop and a blank end the view, unless single characters
      // are spelled.
      if ((c == '.' || c == ',') && i_ + 1 < limit_ && text_[i_ + 1] == ' ' && c == '.' &&
          out_.spelled == 0 && !out_.source.empty() && out_.source.back().size() > 1) {
        return false;
      }
      ++out_.separators;
      ++i_;
    }
    return true;
  }

  /// `" + "` and `" "` between the pieces of a concatenated literal.
  bool joins_literals() {
    size_t k = i_ + 1;
    size_t steps = 0;
    while (k < limit_ && steps++ < 24 &&
           (is_space(text_[k]) || text_[k] == '+' || text_[k] == '.' || text_[k] == '\\'))
      ++k;
    if (k >= limit_ || text_[k] != '"' || k == i_ + 1) return false;
    i_ = k + 1;
    return true;
  }

  std::string_view text_;
  size_t i_;
  size_t limit_;
  size_t repeat_ = 1;
  size_t repeat_begin_ = 0;
  RelaxedView& out_;
};

}  // namespace

void relax(std::string_view text, size_t pos, RelaxedView& out) {
  WorkBudget::take(200);
  out.clear();
  out.text.reserve(kMaxView);
  out.source.reserve(kMaxView);
  Relaxer(text, pos, out).run();
}

char digit_lookalike(char c) {
  static constexpr std::array<char, 256> kDigits = [] {
    constexpr std::string_view kFrom = "OoQDlI|iSsBZzG";
    constexpr std::string_view kTo = "00001111558226";
    std::array<char, 256> digits = {};
    for (size_t i = 0; i < digits.size(); ++i) digits[i] = static_cast<char>(i);
    for (size_t k = 0; k < kFrom.size(); ++k) digits[static_cast<uint8_t>(kFrom[k])] = kTo[k];
    return digits;
  }();
  return kDigits[static_cast<uint8_t>(c)];
}

bool digits_for_lookalikes(std::string& text, size_t kept) {
  size_t digits = 0, all = 0, changed = 0;
  for (const char c : text) {
    digits += is_digit(c);
    all += is_alnum(c);
  }
  if (digits * 5 < all * 2) return false;
  for (size_t i = kept; i < text.size(); ++i) {
    const char c = digit_lookalike(text[i]);
    changed += c != text[i];
    text[i] = c;
  }
  return changed > 0;
}

namespace {

/// Rules that a check digit decides alone, on a whole reading.
void try_unlabelled(const Pass& pass, const RelaxedView& view) {
  size_t run = 0;
  bool digits = false, letters = false;
  for (; run < view.text.size() && is_alnum(view.text[run]); ++run)
    (is_digit(view.text[run]) ? digits : letters) = true;
  const AtomKind kind = digits && letters ? AtomKind::kMixed
                        : digits          ? AtomKind::kDigits
                                          : AtomKind::kLetters;
  const size_t key = run == 0 ? kSymbolStart : first_atom_key(kind, run);
  const FormIndex::Rules& among = pass.enabled.unlabelled();
  pass.registry.unlabelled().visit(view.text, 0, key, kFollowEnd, among, [&](uint16_t rule) {
    const CompiledValue& value = pass.registry.values()[rule];
    const ValueRule& row = *value.row;
    if (!pass.enabled[rule] || (row.flags & kNoRelax) != 0 || row.check == nullptr) return;
    if (value.match(view.text, 0) != view.text.size()) return;
    if (!row.check(normalise(view.text).view())) return;
    const ByteSpan span = view.span(0, view.text.size());
    if (is_placeholder(pass.page, span.begin, span.end)) return;
    if (row.accept != nullptr && !row.accept(pass.page, span.begin, span.end)) return;
    pass.found.add(row.info, span.begin, span.end, row.score - 0.03F);
  });
}

}  // namespace

size_t spoken_run_begin(std::string_view text, size_t at) {
  std::array<char, kLongestSpoken> buffer;
  const size_t floor = at > 200 ? at - 200 : 0;
  size_t begin = at;
  while (begin > floor) {
    size_t end = begin;
    while (end > floor && begin - end < 2 &&
           (text[end - 1] == ' ' || text[end - 1] == '-' || text[end - 1] == ',' ||
            text[end - 1] == '.' || text[end - 1] == '_')) {
      --end;
    }
    size_t word = end;
    while (word > floor && is_alnum(text[word - 1]) && end - word < 12) --word;
    if (word == end || end == begin || (word > 0 && static_cast<signed char>(text[word - 1]) < 0)) {
      break;
    }
    const std::string_view low = lowered(text.substr(word, end - word), buffer);
    // Lone characters stand apart as the next ones do: "C.F. B N F" begins at the B.
    size_t token_end = begin;
    while (token_end < text.size() && is_alnum(text[token_end])) ++token_end;
    const bool single = end - word == 1 && begin - end == 1 && token_end < text.size() &&
                        text[token_end] == text[end];
    if (low == "ray" && word > 1 && text[word - 1] == '-' && lower(text[word - 2]) == 'x') {
      begin = word - 2;
      continue;
    }
    if (!single && spoken_value(low).empty() && spoken_tens(low).empty() && low != "double" &&
        low != "triple") {
      break;
    }
    begin = word;
  }
  return begin;
}

size_t one_run(std::string_view text, const RelaxedView& view) {
  size_t n = 0;
  size_t lone = 0;
  for (; n < view.text.size(); ++n) {
    const ByteSpan token = view.source[n];
    if (n > 0 && token.begin != view.source[n - 1].begin) {
      const std::string_view gap =
          text.substr(view.source[n - 1].end, token.begin - view.source[n - 1].end);
      if (gap.find('\n') != std::string_view::npos) break;
    }
    // Between dictated words groups of digits are fine; lone characters want lone ones.
    if (token.size() > 1 && view.spelled == 0) break;
    lone += token.size() == 1;
  }
  if (view.spelled >= 4) return n;
  return lone >= 4 && lone + 1 >= n ? n : 0;
}

namespace {

/// What next_value_start() asks of a byte.
enum Kind : uint8_t { kGap = 0, kDigitByte = 1, kLetterByte = 2, kClauseEnd = 4 };
constexpr std::array<uint8_t, 256> kKindOf = [] {
  std::array<uint8_t, 256> kinds = {};
  for (size_t c = 0; c < 128; ++c) {
    const char byte = static_cast<char>(c);
    kinds[c] = is_digit(byte) ? kDigitByte : is_alpha(byte) ? kLetterByte : kGap;
  }
  for (const char c : {'\n', '.', ';', '?', '!'}) kinds[static_cast<uint8_t>(c)] = kClauseEnd;
  return kinds;
}();

}  // namespace

size_t next_value_start(std::string_view text, size_t at, size_t limit) {
  const size_t end = std::min(text.size(), at + limit);
  const auto kind_at = [text](size_t i) { return kKindOf[static_cast<uint8_t>(text[i])]; };
  std::array<char, kLongestSpoken> buffer;
  for (size_t i = at; i < end;) {
    const uint8_t first = kind_at(i);
    if (first == kGap) {
      ++i;
      continue;
    }
    if (first == kClauseEnd) {
      // The full stop of an abbreviation ("no. four one") ends nothing.
      if (text[i] != '.' || i >= at + 2 || i + 2 >= end || is_upper(text[i + 2]))
        return text.size();
      ++i;
      continue;
    }
    size_t word_end = i;
    uint8_t kinds = 0;
    for (uint8_t kind = 0;
         word_end < text.size() && ((kind = kind_at(word_end)) & (kDigitByte | kLetterByte)) != 0;
         ++word_end) {
      kinds |= kind;
    }
    if ((kinds & kDigitByte) != 0) return i;
    const auto spoken = [&](size_t b, size_t e) {
      if (!may_be_spoken(text.substr(b, e - b))) return false;
      const std::string_view word = lowered(text.substr(b, e - b), buffer);
      return !spoken_value(word).empty() || !spoken_tens(word).empty() || word == "double" ||
             word == "triple";
    };
    if (spoken(i, word_end)) {
      size_t next = word_end;
      while (next < text.size() && next - word_end < 3 && !is_alnum(text[next])) ++next;
      size_t next_end = next;
      while (next_end < text.size() && is_alnum(text[next_end]) && next_end - next < 12) ++next_end;
      if (next_end > next && (is_digit(text[next]) || spoken(next, next_end))) return i;
    }
    i = word_end;
  }
  return text.size();
}

bool is_lone_spoken(std::string_view text, ByteSpan word) {
  constexpr size_t kReach = 16;
  // Two small letters beside a digit may be capitals of a view.
  const auto is_apart = [&](size_t begin, size_t end) {
    if (begin == end || never_dictated(text.substr(begin, end - begin))) return true;
    if (end - begin != 2 || !is_lower(text[begin]) || !is_lower(text[begin + 1]) ||
        may_be_spoken(text.substr(begin, 2))) {
      return false;
    }
    return !(end + 1 < text.size() && is_digit(text[end + 1])) &&
           !(begin > 1 && is_digit(text[begin - 2]));
  };
  size_t next = word.end;
  while (next < text.size() && next - word.end < kReach && !is_alnum(text[next])) ++next;
  size_t next_end = next;
  while (next_end < text.size() && next_end - next < kMaxView && is_alnum(text[next_end]))
    ++next_end;
  if (!is_apart(next, next_end)) return false;
  size_t before_end = word.begin;
  while (before_end > 0 && word.begin - before_end < kReach && !is_alnum(text[before_end - 1]))
    --before_end;
  size_t before = before_end;
  while (before > 0 && before_end - before < kMaxView && is_alnum(text[before - 1])) --before;
  return is_apart(before, before_end);
}

void spelled_digit_marker(const Page&, size_t, size_t, Found&) {}

void scan_scattered(const Pass& pass, size_t begin) {
  RelaxedView view;
  relax(pass.page.text, begin, view);
  if (view.text.size() >= 8) try_unlabelled(pass, view);
}

}  // namespace lauter::scan
