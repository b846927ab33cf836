#include "scan/views/splice.h"

#include <algorithm>
#include <array>
#include <bit>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

#include "scan/views/page.h"

namespace lauter::scan {
namespace {

constexpr size_t kMaxToken = 80;

/// What a byte may be in a token of a value.
enum ByteKind : uint8_t { kDigit = 1, kLetter = 2, kMark = 4 };
constexpr std::array<uint8_t, 256> kKinds = [] {
  std::array<uint8_t, 256> kinds = {};
  for (int c = '0'; c <= '9'; ++c) kinds[static_cast<size_t>(c)] = kDigit;
  for (int c = 'a'; c <= 'z'; ++c) kinds[static_cast<size_t>(c)] = kLetter;
  for (int c = 'A'; c <= 'Z'; ++c) kinds[static_cast<size_t>(c)] = kLetter;
  for (const char c : std::string_view("-_./+=:@$%~()&*")) kinds[static_cast<size_t>(c)] = kMark;
  return kinds;
}();

uint8_t kind_of(char c) { return kKinds[static_cast<unsigned char>(c)]; }

/// Characters that values hold, blanks and quotes aside.
bool value_char(char c) { return kind_of(c) != 0; }

struct Token {
  size_t begin, end;
  bool digits = false;
  bool letters = false;
};

Token token_before(std::string_view text, size_t end) {
  const size_t floor = end > kMaxToken ? end - kMaxToken : 0;
  size_t begin = end;
  uint8_t kinds = 0;
  for (uint8_t kind = 0; begin > floor && (kind = kind_of(text[begin - 1])) != 0; --begin)
    kinds |= kind;
  return {begin, end, (kinds & kDigit) != 0, (kinds & kLetter) != 0};
}

Token token_after(std::string_view text, size_t begin) {
  const size_t limit = std::min(text.size(), begin + kMaxToken);
  size_t end = begin;
  uint8_t kinds = 0;
  for (uint8_t kind = 0; end < limit && (kind = kind_of(text[end])) != 0; ++end) kinds |= kind;
  return {begin, end, (kinds & kDigit) != 0, (kinds & kLetter) != 0};
}

/// Skips blanks and the marks that quote or comment a line.
size_t skip_prefix(std::string_view text, size_t at) {
  const size_t limit = std::min(text.size(), at + 12);
  while (at < limit &&
         (is_blank(text[at]) || text[at] == '>' || text[at] == '#' || text[at] == '*' ||
          (text[at] == '/' && at + 1 < limit && text[at + 1] == '/') ||
          (text[at] == '/' && text[at - 1] == '/'))) {
    ++at;
  }
  return at;
}

/// "1." and "12)" begin items of a list, "1:" a clause.
bool list_item(std::string_view text, const Token& token) {
  size_t i = token.begin;
  while (i < token.end && is_digit(text[i])) ++i;
  if (i == token.begin || i - token.begin > 3 || i + 1 != token.end) return false;
  return text[i] == '.' || text[i] == ')' || text[i] == ':';
}

bool cell_mark(char c) { return c == ',' || c == ';' || c == '|' || c == '\t'; }

/// "town: Kiel", "FAX=0561", "kim: ok": the line begins with a label or a speaker.
bool begins_with_label(std::string_view text, size_t at) {
  size_t i = at;
  while (i < text.size() && i - at < kMaxToken &&
         (is_alnum(text[i]) || text[i] == '_' || text[i] == '-' || text[i] == '.')) {
    ++i;
  }
  return i > at && i < text.size() && is_alpha(text[at]) && (text[i] == ':' || text[i] == '=');
}

/// Letters alone.
bool plain_word(std::string_view text, const Token& token) {
  return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(token.begin),
                     text.begin() + static_cast<std::ptrdiff_t>(token.end),
                     [](char c) { return is_alpha(c); });
}

/// "kim7@": the name of an address stands before its at sign.
bool has_name_and_at(std::string_view text, const Token& token) {
  const size_t at = text.substr(token.begin, token.end - token.begin).find('@');
  return at != std::string_view::npos && at > 0;
}

/// Whether a value may go on across a gap that a line end made.
bool joins(std::string_view text, size_t gap_begin, size_t gap_end, bool soft) {
  if (gap_begin == 0 || !value_char(text[gap_begin - 1]) || !value_char(text[gap_end]))
    return false;
  const Token left = token_before(text, gap_begin);
  const Token right = token_after(text, gap_end);
  if (!left.digits && !right.digits)
    return soft && left.end - left.begin + (right.end - right.begin) >= 10;
  if (left.begin > 0 && cell_mark(text[left.begin - 1])) return false;
  if (right.end < text.size() && !soft && (text[right.end] == '|' || text[right.end] == '\t'))
    return false;
  if (list_item(text, right)) return false;
  const char last = text[gap_begin - 1];
  // "3472768542-\nRG", "2600:1700:6f37:\nf0b9": groups that a mark within them ends.
  if (last == '-' && left.digits && right.end - right.begin <= 3 && is_upper(text[gap_end]) &&
      is_upper(text[right.end - 1])) {
    return true;
  }
  if (last == ':' && left.digits && right.digits &&
      std::count(text.begin() + static_cast<std::ptrdiff_t>(left.begin),
                 text.begin() + static_cast<std::ptrdiff_t>(left.end), ':') >= 2) {
    return true;
  }
  if (!soft && last == ':') return false;
  // A sentence ends and another begins.
  if (last == '.' && !is_digit(text[gap_end]) && !(left.digits && right.digits)) return false;
  // Words of letters alone on one side want the other side to be a code: letters and digits.
  if (!left.digits && left.end - left.begin > 5 && !soft && !right.letters) return false;
  if (!right.digits && !soft && !(left.letters && left.digits)) return false;
  // Nor does a plain word go on with a value that looks whole.
  if (!right.digits && !soft && is_alnum(last)) return false;
  if (!soft && begins_with_label(text, gap_end)) return false;
  // "contacts\ndesmond65@example.org": a line that begins with a whole address goes on with no
  // plain word. Half an address ends with a mark, or has one or a digit in it: "jane.do\ne65@...".
  if (!soft && is_alpha(last) && !left.digits && plain_word(text, left) &&
      has_name_and_at(text, right)) {
    return false;
  }
  return true;
}

/// "-30.795349,\n124.490083": the halves of coordinates.
bool pair_goes_on(std::string_view text, size_t begin, size_t end) {
  if (begin < 4 || text[begin - 1] != ',' || !is_digit(text[begin - 2])) return false;
  const Token left = token_before(text, begin - 1);
  const Token right = token_after(text, end);
  const auto decimal = [&](const Token& t) {
    return !t.letters && t.digits && t.end - t.begin > 3 &&
           text.substr(t.begin, t.end - t.begin).find('.') < 5;
  };
  return decimal(left) && decimal(right);
}

/// A line end that a folding writer made a blank of, inside the value of a field or cell:
/// "no: 7074 > 4629", "| 3081-= 677 |", "4441\\ -880d". `at` is the '>', '#', '=' or '\\' before
/// the blank.
bool folded_gap(std::string_view text, size_t at, Splice& splice) {
  size_t begin = at;
  const bool prefix = text[at] == '>' || text[at] == '#';
  if (prefix) {
    if (begin < 2 || text[begin - 1] != ' ') return false;
    --begin;
  }
  if (begin < 4 || at + 2 >= text.size() || !value_char(text[begin - 1]) ||
      !(is_alnum(text[at + 2]) || text[at + 2] == '-')) {
    return false;
  }
  const Token left = token_before(text, begin);
  const Token right = token_after(text, at + 2);
  if (left.end - left.begin < 4 || right.end - right.begin < 2 || left.begin < 2) return false;
  if (!left.digits && !right.digits) return false;
  const char opens = text[left.begin - 1];
  const char mark = text[left.begin - 2];
  if (!(opens == ' ' && (mark == ':' || mark == '|'))) return false;
  splice = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at + 2), false, ""};
  return true;
}

/// The gap of a line end at `at` ('\n', or the two characters of an escaped one).
bool line_gap(std::string_view text, size_t at, size_t mark_size, Splice& splice) {
  size_t begin = at;
  if (begin > 0 && text[begin - 1] == '\r') --begin;
  bool soft = false;
  if (begin > 1 && (text[begin - 1] == '=' || text[begin - 1] == '\\')) {
    size_t marks = begin - 1;
    while (marks > 1 && begin - marks < 4 && text[marks - 1] == '\\') --marks;
    if (value_char(text[marks - 1])) {
      begin = marks;
      soft = true;
    }
  }
  // Most lines end with what no value holds, or no piece of one ends with.
  if (begin == 0) return false;
  const char last = text[begin - 1];
  if (last == ',' ? begin < 2 || !is_digit(text[begin - 2]) : !value_char(last)) return false;
  if (!soft && (last == '=' || last == '(' || last == ')')) return false;
  const size_t end = skip_prefix(text, at + mark_size);
  if (end >= text.size() || text[end] == '\n') return false;
  if (!joins(text, begin, end, soft) && !pair_goes_on(text, begin, end)) return false;
  splice = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end), false, ""};
  return true;
}

/// The seam of two literals that begins with the closing quote at `at`.
bool literal_gap(std::string_view text, size_t at, Splice& splice) {
  const char quote = text[at];
  const size_t limit = std::min(text.size(), at + 64);
  size_t i = at + 1;
  bool mark = false;
  while (i < limit && (is_space(text[i]) || text[i] == '+' || text[i] == '.' || text[i] == '&' ||
                       text[i] == '\\')) {
    mark = mark || !is_blank(text[i]);
    ++i;
  }
  if (!mark || i >= limit || text[i] != quote || i == at + 1) return false;
  if (at == 0 || !value_char(text[at - 1]) || i + 1 >= text.size() || !value_char(text[i + 1]))
    return false;
  splice = {static_cast<uint32_t>(at), static_cast<uint32_t>(i + 1), true, ""};
  return true;
}

/// "[.]", "(.)", "{.}", "[dot]", "[:]" between the parts of an address; `at` is the opening
/// bracket.
bool disguised_mark(std::string_view text, size_t at, Splice& splice) {
  if (at == 0 || !is_alnum(text[at - 1])) {
    if (at == 0 || text[at - 1] != 's') return false;
  }
  const char close = text[at] == '[' ? ']' : text[at] == '(' ? ')' : '}';
  const size_t end = text.substr(at, 6).find(close);
  if (end == std::string_view::npos) return false;
  const std::string_view inside = text.substr(at + 1, end - 1);
  const char* with = nullptr;
  if (inside == "." || inside == "dot" || inside == "DOT" || inside == " . ") with = ".";
  if (inside == ":" || inside == "://") with = inside == ":" ? ":" : "://";
  const char after = at + end + 1 < text.size() ? text[at + end + 1] : '\0';
  if (with == nullptr || (!is_alnum(after) && after != '/')) return false;
  splice = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + end + 1), false, with};
  return true;
}

/// The "xx" of "hxxp" and "hxxps"; `at` is the first x.
bool disguised_scheme(std::string_view text, size_t at, Splice& splice) {
  if (at == 0 || lower(text[at - 1]) != 'h' || (at > 1 && is_alnum(text[at - 2]))) return false;
  splice = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + 2), false, "tt"};
  return true;
}

/// The escaped at sign of JSON and of source code; `at` is the last of its backslashes.
bool escaped_at_sign(std::string_view text, size_t at, Splice& splice) {
  if (text.compare(at + 1, 5, "u0040") != 0) return false;
  size_t begin = at;
  while (begin > 0 && text[begin - 1] == '\\' && at - begin < 3) --begin;
  if (begin == 0 || !is_alnum(text[begin - 1])) return false;
  splice = {static_cast<uint32_t>(begin), static_cast<uint32_t>(at + 6), false, "@"};
  return true;
}

/// A blank or a hyphen that HTML escapes inside a value: "4929&nbsp;5678", "536&#45;22"; `at` is
/// the ampersand.
bool escaped_blank(std::string_view text, size_t at, Splice& splice) {
  static constexpr std::pair<std::string_view, const char*> kEntities[] = {
      {"&nbsp;", " "}, {"&#160;", " "},  {"&#xa0;", " "},   {"&#xA0;", " "},
      {"&#32;", " "},  {"&ensp;", " "},  {"&thinsp;", " "}, {"&#8239;", " "},
      {"&#45;", "-"},  {"&#8209;", "-"}, {"&shy;", ""},     {"&hyphen;", "-"}};
  for (const auto& [entity, with] : kEntities) {
    if (text.compare(at, entity.size(), entity) != 0) continue;
    const size_t end = at + entity.size();
    if (at == 0 || end >= text.size() || !value_char(text[at - 1]) || !value_char(text[end]))
      return false;
    splice = {static_cast<uint32_t>(at), static_cast<uint32_t>(end), false, with};
    return true;
  }
  return false;
}

/// The splice that the marker at `at` makes, if any.
bool splice_at(std::string_view text, size_t at, Splice& splice) {
  const char next = at + 1 < text.size() ? text[at + 1] : '\0';
  switch (text[at]) {
    case '\n':
      return line_gap(text, at, 1, splice);
    case '"':
    case '\'':
      return (next == ' ' || next == '\n' || next == '+' || next == '\t') &&
             literal_gap(text, at, splice);
    case '\\':
      if (next == 'n') return line_gap(text, at, 2, splice);
      if (next == 'u') return escaped_at_sign(text, at, splice);
      return next == ' ' && folded_gap(text, at, splice);
    case '&':
      return (next == '#' || is_lower(next)) && escaped_blank(text, at, splice);
    case '=':
      return next == ' ' && at > 0 && text[at - 1] != ' ' && folded_gap(text, at, splice);
    case '>':
    case '#':
      return next == ' ' && at > 0 && text[at - 1] == ' ' && folded_gap(text, at, splice);
    case '[':
    case '(':
    case '{':
      return (next == '.' || next == ':' || next == 'd' || next == 'D' || next == ' ') &&
             disguised_mark(text, at, splice);
    case 'x':
    case 'X':
      return text.compare(at, 3, text[at] == 'x' ? "xxp" : "XXP") == 0 &&
             disguised_scheme(text, at, splice);
    default:
      return false;
  }
}

/// Bytes that splice_at() may make something of, with those that must stand behind them (any where
/// there are none).
struct Marker {
  std::string_view bytes, next;
};
constexpr Marker kMarkers[] = {
    {"\n", ""},   {"\"'", " \n+\t"}, {"\\", "nu "}, {"&", "#abcdefghijklmnopqrstuvwxyz"},
    {"=>#", " "}, {"[({", ".:dD "},  {"x", "x"},    {"X", "X"},
};
static_assert(std::size(kMarkers) == 8);  // a bit each

/// Calls visit(i) for each byte of kMarkers in the text that has one of the others behind it, and
/// for some more of them.
template <typename Visit>
void each_marker(std::string_view text, Visit visit) {
  size_t at = 0;
#if defined(__AVX2__)
  // By the halves of a byte and those of the next: the markers it may be, a bit each.
  static constexpr auto kHalves = [] {
    std::array<std::array<uint8_t, 16>, 4> halves = {};  // low, high, low and high of the next
    for (size_t m = 0; m < std::size(kMarkers); ++m) {
      const auto bit = static_cast<uint8_t>(1 << m);
      const auto add = [&](std::array<uint8_t, 16>& low, std::array<uint8_t, 16>& high, char c) {
        low[static_cast<size_t>(c) & 15] |= bit;
        high[static_cast<size_t>(c) >> 4] |= bit;
      };
      for (const char c : kMarkers[m].bytes) add(halves[0], halves[1], c);
      for (const char c : kMarkers[m].next) add(halves[2], halves[3], c);
      if (!kMarkers[m].next.empty()) continue;
      for (uint8_t& low : halves[2]) low |= bit;
      for (uint8_t& high : halves[3]) high |= bit;
    }
    return halves;
  }();
  const auto table = [](const std::array<uint8_t, 16>& bytes) {
    return _mm256_broadcastsi128_si256(
        _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data())));
  };
  const __m256i tables[] = {table(kHalves[0]), table(kHalves[1]), table(kHalves[2]),
                            table(kHalves[3])};
  const __m256i half = _mm256_set1_epi8(15);
  const auto markers = [&](const char* p, size_t first) {
    const __m256i bytes = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), half);
    const __m256i low = _mm256_and_si256(bytes, half);
    return _mm256_and_si256(_mm256_shuffle_epi8(tables[first], low),
                            _mm256_shuffle_epi8(tables[first + 1], high));
  };
  const auto bits_of = [](__m256i bits) {
    return ~static_cast<uint32_t>(
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(bits, _mm256_setzero_si256())));
  };
  for (; at + 33 <= text.size(); at += 32) {
    const char* const p = text.data() + at;
    const __m256i here = markers(p, 0);
    uint32_t found = bits_of(here);
    if (found == 0) continue;
    found = bits_of(_mm256_and_si256(here, markers(p + 1, 2)));
    for (; found != 0; found &= found - 1) visit(at + static_cast<size_t>(std::countr_zero(found)));
  }
#endif
  for (; at < text.size(); ++at) visit(at);
}

}  // namespace

void find_splices(std::string_view text, std::vector<Splice>& splices) {
  // Line ends come first: what another marker makes of the same place does not count.
  std::vector<Splice> others;
  Splice splice{};
  each_marker(text, [&](size_t at) {
    if (!splice_at(text, at, splice)) return;
    if (text[at] != '\n') {
      others.push_back(splice);
    } else if (splices.empty() || splice.begin >= splices.back().end) {
      splices.push_back(splice);
    }
  });
  if (others.empty()) return;
  splices.insert(splices.end(), others.begin(), others.end());
  std::stable_sort(splices.begin(), splices.end(),
                   [](const Splice& a, const Splice& b) { return a.begin < b.begin; });
  size_t kept = 0;
  for (const Splice& s : splices) {
    if (kept == 0 || s.begin >= splices[kept - 1].end) splices[kept++] = s;
  }
  splices.resize(kept);
}

size_t cut_window(std::string_view text, const std::vector<Splice>& splices, size_t first,
                  SplicedWindow& window) {
  constexpr size_t kBefore = 256, kAfter = 160, kMost = 4096;
  constexpr size_t kFocus = 96;  // most bytes of a value before its seam
  size_t last = first;
  while (last + 1 < splices.size() && splices[last + 1].begin < splices[last].end + kAfter &&
         splices[last + 1].end < splices[first].begin + kMost - kBefore - kAfter) {
    ++last;
  }
  size_t begin = splices[first].begin > kBefore ? splices[first].begin - kBefore : 0;
  // Not inside a word: labels and values are whole at the window's ends.
  while (begin > 0 && begin < splices[first].begin && !is_space(text[begin - 1])) ++begin;
  size_t end = std::min(text.size(), static_cast<size_t>(splices[last].end) + kAfter);
  while (end < text.size() && end > splices[last].end + kAfter / 2 && !is_space(text[end])) --end;
  while (end < text.size() && (text[end] & 0xC0) == 0x80) ++end;
  while (begin > 0 && begin < text.size() && (text[begin] & 0xC0) == 0x80) --begin;

  window.text.clear();
  window.seams.clear();
  window.seam_begin.clear();
  window.seam_end.clear();
  window.literal.clear();
  window.begin = static_cast<uint32_t>(begin);
  size_t at = begin;
  for (size_t i = first; i <= last; ++i) {
    window.text.append(text.substr(at, splices[i].begin - at)).append(splices[i].with);
    window.seams.push_back(static_cast<uint32_t>(window.text.size()));
    window.seam_begin.push_back(splices[i].begin);
    window.seam_end.push_back(splices[i].end);
    window.literal.push_back(splices[i].literal);
    at = splices[i].end;
  }
  window.text.append(text.substr(at, end - at));
  window.focus.clear();
  for (const uint32_t seam : window.seams) {
    const ByteSpan span{seam - std::min<size_t>(seam, kFocus), seam + 1};
    if (!window.focus.empty() && window.focus.back().end >= span.begin) {
      window.focus.back().end = span.end;
    } else {
      window.focus.push_back(span);
    }
  }
  return last + 1;
}

bool SplicedWindow::crosses_seam(size_t b, size_t e) const {
  const auto seam = std::upper_bound(seams.begin(), seams.end(), static_cast<uint32_t>(b));
  return seam != seams.end() && *seam < e;
}

void SplicedWindow::to_original(size_t b, size_t e, std::vector<ByteSpan>& spans) const {
  // Bytes before the first seam shift by the window's begin, later ones by the gap before them.
  const auto shift = [&](size_t offset, size_t seam) -> uint64_t {
    return seam == 0 ? begin + offset : seam_end[seam - 1] + (offset - seams[seam - 1]);
  };
  auto seam = static_cast<size_t>(
      std::upper_bound(seams.begin(), seams.end(), static_cast<uint32_t>(b)) - seams.begin());
  uint64_t open = shift(b, seam);
  for (; seam < seams.size() && seams[seam] < e; ++seam) {
    if (!literal[seam]) continue;
    spans.push_back({open, seam_begin[seam]});
    open = seam_end[seam];
  }
  spans.push_back({open, shift(e, seam)});
}

}  // namespace lauter::scan
