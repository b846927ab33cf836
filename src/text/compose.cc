#include "text/compose.h"

#include <array>
#include <map>
#include <string>
#include <utility>

namespace lauter {
namespace {

using Compositions = std::map<std::pair<char32_t, char32_t>, char32_t>;

/// The table has letters taken apart as far as they go: one of three characters is the letter of the
/// first two with the third.
Compositions read_compositions() {
  std::map<std::u32string, char32_t> letters;
  for (const auto& [letter, a, b, c, d] : {
#define FORM(letter, a, b, c, d) std::array<char32_t, 5>{letter, a, b, c, d},
#define CLASS(first, last, combining)
#include "text/canonical_forms.inc"
#undef FORM
#undef CLASS
       }) {
    std::u32string parts;
    for (const char32_t part : {a, b, c, d}) {
      if (part != 0) parts.push_back(part);
    }
    letters.emplace(std::move(parts), letter);
  }
  Compositions compositions;
  for (const auto& [parts, letter] : letters) {
    const std::u32string before = parts.substr(0, parts.size() - 1);
    const auto base = letters.find(before);
    if (before.size() == 1) compositions[{before[0], parts.back()}] = letter;
    if (base != letters.end()) compositions[{base->second, parts.back()}] = letter;
  }
  return compositions;
}

}  // namespace

char32_t composed(char32_t base, char32_t mark) {
  static const Compositions compositions = read_compositions();
  const auto at = compositions.find({base, mark});
  return at == compositions.end() ? 0 : at->second;
}

}  // namespace lauter
