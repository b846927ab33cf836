#include "llm/question/wording.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "llm/question/new_matter.h"
#include "llm/question/shown_text.h"
#include "text/ascii.h"
#include "text/tokens.h"

namespace lauter::llm {
namespace {

bool contains(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

size_t count_if(std::string_view text, bool (*is)(char)) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), is));
}

/// Words that begin with a small ASCII letter.
size_t count_small_words(std::string_view text) {
  size_t words = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    words += is_ascii_lower(text[i]) && (i == 0 || is_ascii_space(text[i - 1])) ? 1 : 0;
  }
  return words;
}

bool is_letter(char c) { return is_ascii_alpha(c) || !is_ascii(c); }

}  // namespace

size_t count_words(std::string_view text) {
  std::vector<Token> tokens;
  tokenize(text, tokens);
  return static_cast<size_t>(std::count_if(tokens.begin(), tokens.end(), [&](const Token& token) {
    return !is_ascii_punct(text[token.begin]);
  }));
}

bool is_plain_wording(std::string_view passage, std::string_view replacement) {
  if (replacement.size() > 2 * passage.size() + 64) return false;
  if (shown_form(replacement) != replacement) return false;
  if (contains(replacement, "://") && !contains(passage, "://")) return false;
  return contains(passage, "\n") || !contains(replacement, "\n");
}

bool is_same_kind(std::string_view value, std::string_view replacement) {
  if (replacement.empty() || !is_plain_wording(value, replacement)) return false;
  if (replacement.size() > 2 * value.size() + 16) return false;
  const size_t words = count_words(value);
  const size_t new_words = count_words(replacement);
  if (new_words > words + 1 || words > 2 * new_words + 1) return false;
  if (count_small_words(value) == 0 && count_small_words(replacement) > 0) return false;
  if (count_if(value, is_ascii_upper) == 0 && count_if(replacement, is_ascii_upper) > 0) return false;
  const size_t digits = count_if(value, is_ascii_digit);
  const size_t new_digits = count_if(replacement, is_ascii_digit);
  if ((digits == 0) != (new_digits == 0) || new_digits > 2 * digits + 2) return false;
  if ((count_if(value, is_letter) == 0) != (count_if(replacement, is_letter) == 0)) return false;
  // Marks that make one thing out of a value: an address, a path, a pair, a sentence.
  for (const char mark : {'@', '/', '=', '<',  '>', '{', '}', '[', ']', '(', ')', '"',
                          ';', '!', '?', '\\', '`', '|', '*', '_', '#', '$', '%', ':'}) {
    if (contains(replacement, {&mark, 1}) && !contains(value, {&mark, 1})) return false;
  }
  return contains(value, "@") == contains(replacement, "@") &&
         (contains(value, ", ") || !contains(replacement, ", ")) &&
         (contains(value, ". ") || !contains(replacement, ". "));
}

bool is_generalisation(std::string_view passage, std::string_view replacement) {
  if (replacement.empty() || !is_plain_wording(passage, replacement)) return false;
  if (replacement.size() > 2 * passage.size() + 16 || contains(replacement, passage)) return false;
  return !new_matter(passage, replacement);
}

}  // namespace lauter::llm
