#include "tag/junk_gate.h"

#include <array>

#include "tag/line_words.h"
#include "text/ascii.h"
#include "text/lines.h"

namespace lauter {
namespace {

constexpr size_t kMaxLine = 100;  ///< bytes
constexpr size_t kMaxWords = 10;
constexpr uint32_t kJunkClasses = 0xFE;  ///< all but the small words and those of time

/// Reads ASCII words alone: the list has few others.
bool looks_like_junk(std::string_view line) {
  if (line.empty() || line.size() > kMaxLine) return false;
  if (line.find("\xC2\xA9") != std::string_view::npos) return true;
  if (std::string_view(".!?").find(line.back()) != std::string_view::npos) return false;
  if (line.find_first_of("{}()[];=<>_\\/") != std::string_view::npos) return false;
  std::array<char, kMaxLine> word;
  size_t size = 0;
  size_t words = 0;
  size_t junk = 0;
  for (size_t i = 0; i <= line.size(); ++i) {
    const char c = i < line.size() ? line[i] : ' ';
    if (is_ascii_alnum(c) || !is_ascii(c)) {
      word[size++] = ascii_lower(c);
    } else if (size > 0) {
      ++words;
      junk += (internal::line_word_classes({word.data(), size}) & kJunkClasses) != 0 ? 1 : 0;
      size = 0;
    }
  }
  return words > 0 && words <= kMaxWords && 2 * junk >= words;
}

}  // namespace

bool may_hold_junk(std::string_view text) {
  size_t found = 0;
  while (!text.empty() && found < 2) {
    found += looks_like_junk(trim_ascii(take_line(text))) ? 1 : 0;
  }
  return found == 2;
}

}  // namespace lauter
