#include "llm/question/loose_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter::llm::internal {
namespace {

constexpr uint32_t kInside = ~uint32_t{0};

struct Form {
  char32_t from;
  std::array<char32_t, 4> to;
};
constexpr Form kForms[] = {
#define FORM(from, a, b, c, d) {from, {a, b, c, d}},
#define CLASS(first, last, combining)
#include "text/canonical_forms.inc"
#undef FORM
#undef CLASS
};

struct CombiningClass {
  char32_t first;
  char32_t last;
  uint8_t combining;
};
constexpr CombiningClass kClasses[] = {
#define FORM(from, a, b, c, d)
#define CLASS(first, last, combining) {first, last, combining},
#include "text/canonical_forms.inc"
#undef FORM
#undef CLASS
};

uint8_t combining_class(char32_t c) {
  if (c < 0x300) return 0;
  const auto found =
      std::lower_bound(std::begin(kClasses), std::end(kClasses), c,
                       [](const CombiningClass& k, char32_t wanted) { return k.last < wanted; });
  return found != std::end(kClasses) && found->first <= c ? found->combining : 0;
}

/// Appends the canonical decomposition of `c`.
void decompose(char32_t c, std::vector<char32_t>& out) {
  constexpr char32_t kSyllables = 0xAC00;  // Hangul: The Unicode Standard, section 3.12
  if (c >= kSyllables && c < kSyllables + 11172) {
    const char32_t s = c - kSyllables;
    out.insert(out.end(), {0x1100 + s / 588, 0x1161 + s % 588 / 28});
    if (s % 28 != 0) out.push_back(0x11A7 + s % 28);
    return;
  }
  const auto found =
      c < 0x80 ? std::end(kForms)
               : std::lower_bound(std::begin(kForms), std::end(kForms), c,
                                  [](const Form& f, char32_t wanted) { return f.from < wanted; });
  if (found == std::end(kForms) || found->from != c) {
    out.push_back(c);
    return;
  }
  for (const char32_t part : found->to) {
    if (part != 0) out.push_back(part);
  }
}

bool is_space(char32_t c) {
  return c < 0x80 ? is_ascii_space(static_cast<char>(c))
                  : c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
                        c == 0x205F || c == 0x3000;
}

/// The plain form of a quote, dash or ellipsis; 0 if `c` is none of them.
char plain_mark(char32_t c) {
  if (c == 0x2018 || c == 0x2019 || c == 0x201A || c == 0x201B || c == 0x2032 || c == 0xB4 ||
      c == '`') {
    return '\'';
  }
  if (c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F || c == 0x2033 || c == 0xAB ||
      c == 0xBB) {
    return '"';
  }
  if ((c >= 0x2010 && c <= 0x2015) || c == 0x2212) return '-';
  return c == 0x2026 ? '.' : '\0';
}

}  // namespace

LooseText::LooseText(std::string_view text, const Looseness& loose) {
  folded_.reserve(text.size());
  begin_.reserve(text.size() + 1);
  std::vector<char32_t> cluster;
  size_t i = 0;
  while (i < text.size()) {
    const size_t begin = i;
    char32_t c = decode_utf8(text, i);
    cluster.clear();
    if (loose.space && is_space(c)) {
      for (size_t next = i; next < text.size() && is_space(decode_utf8(text, next));) i = next;
      cluster.push_back(' ');
    } else if (const char mark = loose.quotes ? plain_mark(c) : '\0'; mark != '\0') {
      cluster.assign(c == 0x2026 ? 3 : 1, static_cast<char32_t>(mark));
    } else if (loose.canonical) {
      decompose(c, cluster);
      for (size_t next = i; next < text.size(); i = next) {
        c = decode_utf8(text, next);
        if (combining_class(c) == 0) break;
        decompose(c, cluster);
      }
      // Marks in canonical order; the base character in front has class 0 and stays.
      for (auto from = cluster.begin(); from != cluster.end();) {
        const auto is_base = [](char32_t part) { return combining_class(part) == 0; };
        const auto to = std::find_if(from, cluster.end(), is_base);
        std::stable_sort(from, to, [](char32_t a, char32_t b) {
          return combining_class(a) < combining_class(b);
        });
        from = to == cluster.end() ? to : to + 1;
      }
    } else {
      cluster.push_back(c);
    }
    const size_t from = folded_.size();
    for (const char32_t part : cluster) append_utf8(folded_, part);
    begin_.resize(folded_.size(), kInside);
    begin_[from] = static_cast<uint32_t>(begin);
  }
  begin_.push_back(static_cast<uint32_t>(text.size()));
}

std::optional<ByteSpan> LooseText::to_text(ByteSpan span) const {
  if (span.empty() || span.end > folded_.size()) return std::nullopt;
  if (begin_[span.begin] == kInside || begin_[span.end] == kInside) return std::nullopt;
  return ByteSpan{begin_[span.begin], begin_[span.end]};
}

}  // namespace lauter::llm::internal
