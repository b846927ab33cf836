#include "curate/tokens/word_pattern.h"

#include "text/ascii.h"

namespace lauter {
namespace {

/// Bytes of 's, 't, 're, 've, 'm, 'll, 'd at `at`; 0 if there is none.
size_t contraction(std::string_view text, size_t at, bool any_case) {
  if (text[at] != '\'') return 0;
  const auto letter = [&](size_t i) {
    if (at + i >= text.size()) return '\0';
    return any_case ? ascii_lower(text[at + i]) : text[at + i];
  };
  if (any_case && text.substr(at + 1).starts_with("\xC5\xBF")) return 3;  // the long s
  const char a = letter(1);
  const char b = letter(2);
  if (a == 's' || a == 't' || a == 'm' || a == 'd') return 2;
  if ((a == 'r' || a == 'v') && b == 'e') return 3;
  return a == 'l' && b == 'l' ? 3 : 0;
}

/// The end of a run of white space that ends before a word leaves the word its last blank.
size_t spaces_end(std::string_view text, size_t begin, size_t end) {
  if (end == text.size()) return end;
  const size_t last = previous_utf8(text, end);
  return last == begin ? end : last;
}

size_t gpt2_end(std::string_view text, const ClassReader& reader, size_t at) {
  if (const size_t size = contraction(text, at, false); size > 0) return at + size;
  const size_t body = at + (text[at] == ' ' ? 1 : 0);
  size_t size = 0;
  if (body < text.size()) {
    const uint8_t c = reader.at(body, size);
    if (is_letter_class(c)) return reader.run(body, is_letter_class);
    if (is_number_class(c)) return reader.run(body, is_number_class);
    if (is_sign_class(c)) return reader.run(body, is_sign_class);
  }
  return spaces_end(text, at, reader.run(at, is_space_class));
}

size_t cl100k_end(std::string_view text, const ClassReader& reader, size_t at, size_t digits) {
  if (const size_t size = contraction(text, at, true); size > 0) return at + size;
  size_t size = 0;
  size_t second_size = 0;
  const uint8_t c = reader.at(at, size);
  const bool is_line_end = text[at] == '\r' || text[at] == '\n';
  if (is_letter_class(c)) return reader.run(at, is_letter_class);
  if (is_number_class(c)) return reader.run(at, is_number_class, digits);
  if (!is_line_end && is_letter_class(reader.at(at + size, second_size))) {
    return reader.run(at + size, is_letter_class);
  }
  const size_t body = at + (text[at] == ' ' ? 1 : 0);
  if (body < text.size() && is_sign_class(reader.at(body, second_size))) {
    size_t end = reader.run(body, is_sign_class);
    while (end < text.size() && (text[end] == '\r' || text[end] == '\n')) ++end;
    return end;
  }
  const size_t end = reader.run(at, is_space_class);
  const size_t line_end = text.substr(at, end - at).find_last_of("\r\n");
  if (line_end != std::string_view::npos) return at + line_end + 1;
  return spaces_end(text, at, end);
}

}  // namespace

std::string_view expression_of(WordPattern pattern) {
  switch (pattern) {
    case WordPattern::kGpt2:
      return R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
    case WordPattern::kCl100k:
      return R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
    case WordPattern::kQwen:
      return R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
  }
  return {};
}

size_t word_end(WordPattern pattern, std::string_view text, const ClassReader& reader, size_t at) {
  if (pattern == WordPattern::kGpt2) return gpt2_end(text, reader, at);
  return cl100k_end(text, reader, at, pattern == WordPattern::kQwen ? 1 : 3);
}

}  // namespace lauter
