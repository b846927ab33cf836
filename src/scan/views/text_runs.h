/// Reading runs of characters and links around an anchor; shared by the matchers.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#ifdef __AVX2__
#include <immintrin.h>
#endif

#include "known/text_runs.h"
#include "scan/views/page.h"

namespace lauter::scan {

/// End of the run of `member` characters from `begin`, at most `most` of them.
template <typename Member>
size_t run_right(std::string_view text, size_t begin, size_t most, Member member) {
  size_t end = begin;
  while (end < text.size() && end - begin < most && member(text[end])) ++end;
  return end;
}

/// Begin of the run of `member` characters that ends at `end`, at most `most` of them.
template <typename Member>
size_t run_left(std::string_view text, size_t end, size_t most, Member member) {
  size_t begin = end;
  while (begin > 0 && end - begin < most && member(text[begin - 1])) --begin;
  return begin;
}

/// Whether `needle` (lower case) occurs in `text` in any ASCII case. Looks for its first two bytes,
/// 32 places at a time.
inline bool holds_caseless(std::string_view text, std::string_view needle) {
#ifdef __AVX2__
  if (needle.size() > 1) {
    const auto folded = [](__m256i bytes, char wanted) {
      const __m256i fold = _mm256_set1_epi8(is_lower(wanted) ? 0x20 : 0);
      return _mm256_cmpeq_epi8(_mm256_or_si256(bytes, fold), _mm256_set1_epi8(wanted));
    };
    const auto load = [](const char* p) {
      return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(p));
    };
    for (size_t i = 0; i + needle.size() <= text.size(); i += 32) {
      char rest[64] = {};
      const char* p = text.data() + i;
      if (text.size() - i < 33) p = static_cast<char*>(std::memcpy(rest, p, text.size() - i));
      auto places = static_cast<uint32_t>(_mm256_movemask_epi8(
          _mm256_and_si256(folded(load(p), needle[0]), folded(load(p + 1), needle[1]))));
      for (; places != 0; places &= places - 1) {
        const std::string_view found =
            text.substr(i + static_cast<size_t>(std::countr_zero(places)));
        size_t same = 2;
        if (found.size() < needle.size()) return false;
        while (same < needle.size() && lower(found[same]) == needle[same]) ++same;
        if (same == needle.size()) return true;
      }
    }
    return false;
  }
#endif
  return std::search(text.begin(), text.end(), needle.begin(), needle.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

/// Whether the line around `at` reads like a program rather than like prose: statements,
/// assignments, calls, documentation tags. For weak rules in text mode, where no lexer ran.
inline bool is_code_line(const Page& page, size_t at) {
  const ByteSpan span = page.line(at);
  std::string_view line = span.of(page.text).substr(0, 400);
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  while (!line.empty() && is_space(line.back())) line.remove_suffix(1);
  if (line.empty()) return false;
  const char last = line.back();
  if (last == ';' || last == '{' || last == '}' || last == '\\') return true;
  for (const std::string_view head : known::kTextRunsIsCodeLineHeads)
    if (line.starts_with(head)) return true;
  for (const std::string_view sign : known::kTextRunsIsCodeLineSigns)
    if (line.find(sign) != std::string_view::npos) return true;
  // A call: a bracket right after a name, closed, with code-like marks inside.
  const size_t open = line.find('(');
  return open != std::string_view::npos && open > 0 && is_wordish(line[open - 1]) &&
         line.find(')', open) != std::string_view::npos;
}

/// Share of marks that programs are full of within 400 bytes to either side of `at`; prose has 0.02
/// and less.
inline double code_density(const Page& page, size_t at) {
  const size_t from = at > 400 ? at - 400 : 0;
  const std::string_view window = page.text.substr(from, at + 400 - from);
  size_t marks = 0;
  for (const char c : window) {
    switch (c) {
      case '{':
      case '}':
      case ';':
      case '$':
      case '\\':
      case '=':
      case '<':
      case '>':
      case '(':
      case ')':
      case '[':
      case ']':
      case '_':
      case '*':
        ++marks;
        break;
      default:
        break;
    }
  }
  return static_cast<double>(marks) / static_cast<double>(std::max<size_t>(window.size(), 60));
}

inline bool ends_url(char c) {
  return is_space(c) || c == '"' || c == '\'' || c == '<' || c == '>' || c == '`' || c == '\0' ||
         c == '|' || c == '^' || c == '\\';
}

/// End of a link in running text that is read from `begin`: brackets that close nothing and
/// sentence marks are not its own. At most 2 KiB.
inline size_t url_end(std::string_view text, size_t begin) {
  size_t end = run_right(text, begin, 2048, [](char c) { return !ends_url(c); });
  const bool open = text.substr(begin, end - begin).find('(') != std::string_view::npos;
  while (end > begin) {
    const char c = text[end - 1];
    if (c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?' || c == ']' ||
        c == '}' || c == '*' || (c == ')' && !open))
      --end;
    else
      break;
  }
  return end;
}

/// Begin of the link whose host name or path holds `at`: its scheme if it has one.
inline size_t url_begin(std::string_view text, size_t at) {
  size_t begin = run_left(text, at, 200, [](char c) {
    return !ends_url(c) && c != '(' && c != '[' && c != '=' && c != ',' && c != ';';
  });
  const std::string_view head = text.substr(begin, at - begin);
  const size_t scheme = head.rfind("http");
  if (scheme != std::string_view::npos) return begin + scheme;
  while (begin < at && !is_alnum(text[begin])) ++begin;
  return begin;
}

}  // namespace lauter::scan
