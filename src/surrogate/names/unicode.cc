#include "surrogate/names/unicode.h"

namespace lauter::surrogate {
namespace {

#include "surrogate/data/latin_base.inc"

constexpr char32_t kReplacement = 0xFFFD;

bool in(char32_t c, char32_t first, char32_t last) { return c >= first && c <= last; }

}  // namespace

CodePoint decode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  const uint8_t lead = byte(at);
  if (lead < 0x80) return {lead, 1};
  uint32_t size = 0;
  char32_t value = 0;
  char32_t least = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    size = 2, value = lead & 0x1Fu, least = 0x80;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    size = 3, value = lead & 0x0Fu, least = 0x800;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    size = 4, value = lead & 0x07u, least = 0x10000;
  } else {
    return {kReplacement, 1};
  }
  if (at + size > text.size()) return {kReplacement, 1};
  for (uint32_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {kReplacement, 1};
    value = (value << 6) | (byte(at + i) & 0x3Fu);
  }
  if (value < least || value > 0x10FFFF || in(value, 0xD800, 0xDFFF)) return {kReplacement, 1};
  return {value, size};
}

std::string repaired_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode(text, i);
    if (c.value == kReplacement && c.size == 1) {
      out.push_back('?');
    } else {
      out.append(text.substr(i, c.size));
    }
    i += c.size;
  }
  return out;
}

Script script_of(char32_t c) {
  if (c < 0x80) return in(c | 32, 'a', 'z') ? Script::kLatin : Script::kOther;
  if (c < 0x250) return c >= 0xC0 && c != 0xD7 && c != 0xF7 ? Script::kLatin : Script::kOther;
  if (in(c, 0x370, 0x3FF) || in(c, 0x1F00, 0x1FFF)) return Script::kGreek;
  if (in(c, 0x400, 0x52F)) return Script::kCyrillic;
  if (in(c, 0x591, 0x5F4)) return Script::kHebrew;
  if ((in(c, 0x610, 0x6FF) && digit_zero(c) == 0) || in(c, 0x750, 0x77F) || in(c, 0xFB50, 0xFDFF) ||
      in(c, 0xFE70, 0xFEFC)) {
    return c == 0x60C || c == 0x61B || c == 0x61F || c == 0x6D4 ? Script::kOther : Script::kArabic;
  }
  if (in(c, 0x900, 0x97F) && digit_zero(c) == 0) {
    return c == 0x964 || c == 0x965 ? Script::kOther : Script::kDevanagari;
  }
  if (in(c, 0xE01, 0xE4E)) return Script::kThai;
  if (in(c, 0x1E00, 0x1EFF)) return Script::kLatin;
  if (in(c, 0x3041, 0x30FF) || c == 0x30FC || in(c, 0xFF66, 0xFF9F)) {
    return c == 0x30FB || c == 0x30A0 ? Script::kOther : Script::kKana;
  }
  if (in(c, 0x4E00, 0x9FFF) || in(c, 0x3400, 0x4DBF) || in(c, 0xF900, 0xFAFF) || c == 0x3005 ||
      in(c, 0x20000, 0x2FA1F)) {
    return Script::kHan;
  }
  if (in(c, 0xAC00, 0xD7A3) || in(c, 0x1100, 0x11FF) || in(c, 0x3130, 0x318F))
    return Script::kHangul;
  if (in(c, 0xFF21, 0xFF3A) || in(c, 0xFF41, 0xFF5A)) return Script::kLatin;
  return Script::kOther;
}

Script script_of(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode(text, i);
    const Script script = script_of(c.value);
    if (script != Script::kOther) return script;
    i += c.size;
  }
  return Script::kOther;
}

bool is_letter(char32_t c) {
  if (c < 0x80) return in(c | 32, 'a', 'z');
  if (script_of(c) != Script::kOther) return true;
  if (digit_zero(c) != 0) return false;
  // Combining marks and the alphabets without pools (Armenian to Georgian, Indic, Ethiopic, ...).
  return c == 0xAA || c == 0xB5 || c == 0xBA || in(c, 0x250, 0x36F) || in(c, 0x531, 0x588) ||
         in(c, 0x700, 0x1FFF) || in(c, 0x2C00, 0x2DFF) || in(c, 0xA000, 0xABFF) ||
         in(c, 0x10000, 0x1EFFF);
}

char latin_base(char32_t c) {
  if (c < 0x80) return in(c | 32, 'a', 'z') ? static_cast<char>(c | 32) : '\0';
  char base = '.';
  if (in(c, 0xC0, 0x24F)) base = kLatinBase00C0[c - 0xC0];
  if (in(c, 0x1E00, 0x1EFF)) base = kLatinBase1E00[c - 0x1E00];
  if (in(c, 0xFF21, 0xFF3A)) base = static_cast<char>(c - 0xFF21 + 'a');
  if (in(c, 0xFF41, 0xFF5A)) base = static_cast<char>(c - 0xFF41 + 'a');
  return base == '.' ? '\0' : base;
}

void append_folded(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    if (is_ascii(text[i])) {
      size_t size = out.size();
      out.resize(size + text.size() - i);
      for (; i < text.size() && is_ascii(text[i]); ++i) {
        out[size] = ascii_lower(text[i]);
        size += is_ascii_alnum(text[i]) ? 1 : 0;
      }
      out.resize(size);
      continue;
    }
    const CodePoint c = decode(text, i);
    i += c.size;
    if (in(c.value, 0x300, 0x36F)) continue;
    if (const char base = latin_base(c.value); base != '\0') {
      out.push_back(base);
    } else if (const char32_t zero = digit_zero(c.value); zero != 0) {
      out.push_back(static_cast<char>('0' + (c.value - zero)));
    } else if (is_letter(c.value)) {
      append_utf8(out, to_lower(c.value));
    }
  }
}

std::string folded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  append_folded(out, text);
  return out;
}

std::string ascii_latin(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode(text, i);
    const char base = c.value < 0x80 ? '\0' : latin_base(c.value);
    if (base == '\0') {
      out.append(text.substr(i, c.size));
    } else {
      out.push_back(to_lower(c.value) == c.value ? base : ascii_upper(base));
    }
    i += c.size;
  }
  return out;
}

LetterCase case_of(std::string_view text) {
  size_t upper = 0;
  size_t lower = 0;
  bool first_is_upper = false;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode(text, i);
    i += c.size;
    const bool is_upper = to_lower(c.value) != c.value;
    const bool is_lower = to_upper(c.value) != c.value;
    if (is_upper && upper + lower == 0) first_is_upper = true;
    upper += is_upper ? 1 : 0;
    lower += is_lower ? 1 : 0;
  }
  if (upper + lower == 0) return LetterCase::kNone;
  if (upper == 0) return LetterCase::kLower;
  if (lower == 0) return upper == 1 ? LetterCase::kTitle : LetterCase::kUpper;
  return first_is_upper && upper == 1 ? LetterCase::kTitle : LetterCase::kMixed;
}

std::string with_case(std::string_view text, LetterCase letter_case) {
  std::string out;
  out.reserve(text.size() + 2);
  bool first = true;
  for (size_t i = 0; i < text.size();) {
    const CodePoint c = decode(text, i);
    i += c.size;
    char32_t value = c.value;
    if (letter_case == LetterCase::kLower) value = to_lower(value);
    if (letter_case == LetterCase::kUpper) value = to_upper(value);
    if (first && is_letter(value)) {
      if (letter_case == LetterCase::kTitle || letter_case == LetterCase::kMixed) {
        value = to_upper(value);
      }
      first = false;
    }
    append_utf8(out, value);
  }
  return out;
}

}  // namespace lauter::surrogate
