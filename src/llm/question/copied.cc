#include "llm/question/copied.h"

#include <algorithm>

#include "llm/question/locate.h"
#include "text/ascii.h"

namespace lauter::llm::internal {
namespace {

bool contains(std::string_view text, std::string_view words) {
  return text.find(words) != std::string_view::npos;
}

bool contains_words(std::string_view text, std::string_view words) {
  for (size_t at = text.find(words); at != std::string_view::npos; at = text.find(words, at + 1)) {
    if (!cuts_word(text, at) && !cuts_word(text, at + words.size())) return true;
  }
  return false;
}

}  // namespace

bool is_distinctive(std::string_view words) {
  return words.size() >= 12 ||
         (words.size() >= 4 && std::any_of(words.begin(), words.end(), [](char c) {
            return is_ascii_digit(c) || is_ascii_upper(c) || !is_ascii(c);
          }));
}

bool holds_copied(std::string_view rewritten, std::span<const Example* const> shots,
                  std::string_view shown) {
  const auto is_taken = [&](std::string_view value) {
    value = trim_ascii(value);
    return is_distinctive(value) && contains_words(rewritten, value) && !contains(shown, value);
  };
  return std::any_of(shots.begin(), shots.end(), [&](const Example* shot) {
    return std::any_of(shot->edits.begin(), shot->edits.end(), [&](const ExampleEdit& edit) {
      return is_taken(edit.quote) || is_taken(edit.replacement);
    });
  });
}

bool is_copied(std::string_view words, std::span<const Example* const> shots,
               std::string_view shown) {
  words = trim_ascii(words);
  if (!is_distinctive(words) || contains(shown, words)) return false;
  return holds_copied(words, shots, shown) ||
         std::any_of(shots.begin(), shots.end(), [&](const Example* shot) {
           return contains(shot->text, words) ||
                  std::any_of(shot->edits.begin(), shot->edits.end(), [&](const ExampleEdit& edit) {
                    return contains(edit.replacement, words);
                  });
         });
}

}  // namespace lauter::llm::internal
