#include "curate/tokens/token_normalizer.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "text/utf8.h"
#include "web/unicode_facts.h"

namespace lauter {
namespace {

template <typename Use>
std::string map_characters(std::string_view text, const Use& use) {
  std::string out;
  out.reserve(text.size());
  const std::vector<uint8_t>& classes = unicode_classes();
  for (size_t i = 0; i < text.size();) {
    const char32_t c = decode_utf8(text, i);
    use(c, classes[c], out);
  }
  return out;
}

/// SentencePiece's, for translation.
void map_nmt(char32_t c, uint8_t, std::string& out) {
  const bool is_dropped = (c >= 0x01 && c <= 0x08) || c == 0x0B || (c >= 0x0E && c <= 0x1F) || c == 0x7F || c == 0x8F || c == 0x9F;
  if (is_dropped) return;
  const bool is_blank = c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == 0x1680 || (c >= 0x200B && c <= 0x200F) ||
                        c == 0x2028 || c == 0x2029 || c == 0x2581 || c == 0xFEFF || c == 0xFFFD;
  append_utf8(out, is_blank ? U' ' : c);
}

std::string replace_text(std::string_view text, std::string_view from, std::string_view to) {
  std::string out;
  for (size_t at = 0;;) {
    const size_t found = text.find(from, at);
    out.append(text, at, std::min(found, text.size()) - at);
    if (found == std::string::npos) return out;
    out += to;
    at = found + from.size();
  }
}

Result<std::string> replace_matches(std::string_view text, const UnicodeRegex& regex, std::string_view to) {
  std::vector<ByteSpan> matches;
  LAUTER_TRY(regex.find(text, matches));
  std::string out;
  size_t at = 0;
  for (const ByteSpan& match : matches) {
    out.append(text, at, match.begin - at);
    out += to;
    at = match.end;
  }
  return out.append(text, at);
}

std::string strip_space(std::string_view text, bool left, bool right) {
  const std::vector<uint8_t>& classes = unicode_classes();
  const auto is_space = [&](size_t at) { return (classes[decode_utf8(text, at)] & kUnicodeSpace) != 0; };
  size_t begin = 0;
  while (left && begin < text.size() && is_space(begin)) begin += utf8_length(text[begin]);
  size_t end = text.size();
  while (right && end > begin && is_space(previous_utf8(text, end))) end = previous_utf8(text, end);
  return std::string(text.substr(begin, end - begin));
}

const std::array<char32_t, 256>& characters_of_bytes() {
  static const auto characters = [] {
    std::array<char32_t, 256> made{};
    char32_t next = 256;
    for (uint32_t byte = 0; byte < 256; ++byte) {
      const bool is_itself = (byte >= '!' && byte <= '~') || (byte >= 0xA1 && byte <= 0xAC) || byte >= 0xAE;
      made[byte] = is_itself ? char32_t{byte} : next++;
    }
    return made;
  }();
  return characters;
}

}  // namespace

std::string level_characters(std::string_view text) {
  std::string out;
  for (const char c : text) append_utf8(out, characters_of_bytes()[static_cast<uint8_t>(c)]);
  return out;
}

int byte_of_level_character(char32_t character) {
  static const auto bytes = [] {
    std::array<int16_t, 512> made;
    made.fill(-1);
    for (int byte = 0; byte < 256; ++byte) made[characters_of_bytes()[static_cast<size_t>(byte)]] = static_cast<int16_t>(byte);
    return made;
  }();
  return character < bytes.size() ? bytes[character] : -1;
}

Result<std::string> normalise(const TokenNormalizer& step, std::string text) {
  using Kind = TokenNormalizer::Kind;
  switch (step.kind) {
    case Kind::kNfc:
      return unicode_form(UnicodeForm::kNfc, text);
    case Kind::kNfd:
      return unicode_form(UnicodeForm::kNfd, text);
    case Kind::kNfkc:
      return unicode_form(UnicodeForm::kNfkc, text);
    case Kind::kNfkd:
      return unicode_form(UnicodeForm::kNfkd, text);
    case Kind::kLowercase:
      return lower_characters(text);
    case Kind::kStripNonspacing:
      return map_characters(text, [](char32_t c, uint8_t kind, std::string& out) {
        if ((kind & kUnicodeNonspacing) == 0) append_utf8(out, c);
      });
    case Kind::kStripAccents:
      return map_characters(text, [](char32_t c, uint8_t kind, std::string& out) {
        if ((kind & kUnicodeMark) == 0) append_utf8(out, c);
      });
    case Kind::kCleanText:
      return map_characters(text, [](char32_t c, uint8_t kind, std::string& out) {
        if (!is_noise_to_bert(c)) append_utf8(out, (kind & kUnicodeSpace) != 0 ? U' ' : c);
      });
    case Kind::kChinese:
      return map_characters(text, [](char32_t c, uint8_t, std::string& out) {
        if (is_chinese_to_bert(c)) out += ' ';
        append_utf8(out, c);
        if (is_chinese_to_bert(c)) out += ' ';
      });
    case Kind::kNmt:
      return map_characters(text, map_nmt);
    case Kind::kPrepend:
      return text.empty() ? text : step.to + text;
    case Kind::kReplace:
      return step.regex != nullptr ? replace_matches(text, *step.regex, step.to) : replace_text(text, step.from, step.to);
    case Kind::kStrip:
      return strip_space(text, step.left, step.right);
    case Kind::kByteLevel:
      return level_characters(text);
    case Kind::kPrecompiled:
      return step.charsmap->map(text);
  }
  return text;
}

}  // namespace lauter
