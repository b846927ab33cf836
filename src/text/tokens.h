/// What the learned models read: words and marks, each with the white space before it.
///
///   std::vector<Token> tokens;
///   tokenize("Dr. O'Neil, 2nd floor", tokens);   // Dr | . | O | ' | Neil | , | 2nd | floor
///
/// A token is a run of letters, marks and digits (at most kMaxTokenCharacters of them; in scripts
/// without blanks between words, one character), a run of one ASCII punctuation character, or any
/// other single character that is no white space. Zero-width characters belong to the word they
/// stand in. Tokens do not overlap, and cover every byte but white space.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lauter {

/// The white space before a token.
enum class Gap : uint8_t {
  kNone,
  kBlank,
  kTab,      ///< at least one tab, no newline
  kNewline,  ///< one LF
  kBreak,    ///< several LF, or the begin of the text
};
inline constexpr uint32_t kGapCount = 5;

inline constexpr uint32_t kMaxTokenCharacters = 64;

struct Token {
  uint32_t begin = 0;  ///< bytes of the text
  uint32_t end = 0;
  Gap gap = Gap::kNone;
};

/// Replaces `tokens` by those of `text` (valid UTF-8, below 4 GiB). Linear, one pass.
void tokenize(std::string_view text, std::vector<Token>& tokens);

/// Whether `c` is part of words: a letter, mark, digit or zero-width character of any script.
bool is_word_character(char32_t c);

/// Whether the token of `text` is one of letters, marks and digits.
bool is_word(std::string_view text, const Token& token);

/// Whether the boundary `at` of the text lies inside a word. In scripts without blanks between words
/// every character is one.
bool splits_word(std::string_view text, size_t at);

}  // namespace lauter
