#include "web/unicode_facts.h"

#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

#include <array>
#include <memory>

#include "text/utf8.h"

namespace lauter {
namespace {

bool is_of_unicode(UChar32 c, uint8_t version) {
  UVersionInfo age;
  u_charAge(c, age);
  return age[0] > 0 && age[0] <= version;
}

uint8_t general_class_of(UChar32 c) {
  switch (u_charType(c)) {
    case U_UPPERCASE_LETTER:
    case U_LOWERCASE_LETTER:
    case U_TITLECASE_LETTER:
    case U_MODIFIER_LETTER:
    case U_OTHER_LETTER:
      return kUnicodeLetter;
    case U_DECIMAL_DIGIT_NUMBER:
    case U_LETTER_NUMBER:
    case U_OTHER_NUMBER:
      return kUnicodeNumber;
    case U_DASH_PUNCTUATION:
    case U_START_PUNCTUATION:
    case U_END_PUNCTUATION:
    case U_CONNECTOR_PUNCTUATION:
    case U_OTHER_PUNCTUATION:
    case U_INITIAL_PUNCTUATION:
    case U_FINAL_PUNCTUATION:
      return kUnicodePunct;
    case U_NON_SPACING_MARK:
      return kUnicodeNonspacing;
    case U_CONTROL_CHAR:
    case U_FORMAT_CHAR:
    case U_PRIVATE_USE_CHAR:
      return kUnicodeOther;
    default:
      return 0;
  }
}

uint8_t class_of(UChar32 c) {
  if (c == 0x166D) return kUnicodePunct;       // a symbol since Unicode 12
  if (c == 0x1734) return kUnicodeNonspacing;  // Mc since Unicode 14
  const uint8_t general = general_class_of(c);
  if (general == kUnicodeLetter || general == kUnicodeNumber || is_of_unicode(c, 8)) return general;
  return 0;
}

Result<std::string> normalised(const UNormalizer2* form, UErrorCode code, std::string_view text) {
  std::u16string wide(text.size(), u'\0');
  int32_t length = 0;
  u_strFromUTF8(wide.data(), static_cast<int32_t>(wide.size()), &length, text.data(),
                static_cast<int32_t>(text.size()), &code);
  std::u16string out(static_cast<size_t>(length) * 3 + 16, u'\0');
  int32_t made = unorm2_normalize(form, wide.data(), length, out.data(), static_cast<int32_t>(out.size()), &code);
  if (code == U_BUFFER_OVERFLOW_ERROR) {
    code = U_ZERO_ERROR;
    out.resize(static_cast<size_t>(made));
    made = unorm2_normalize(form, wide.data(), length, out.data(), made, &code);
  }
  std::string utf8(static_cast<size_t>(made) * 3, '\0');
  int32_t size = 0;
  u_strToUTF8(utf8.data(), static_cast<int32_t>(utf8.size()), &size, out.data(), made, &code);
  if (U_FAILURE(code)) return internal_error(std::string("normalisation: ") + u_errorName(code));
  utf8.resize(static_cast<size_t>(size));
  return utf8;
}

}  // namespace

const std::vector<uint8_t>& unicode_classes() {
  static const std::vector<uint8_t> classes = [] {
    std::vector<uint8_t> made(0x110000);
    for (UChar32 c = 0; c < 0x110000; ++c) {
      made[static_cast<size_t>(c)] = class_of(c);
      uint8_t& bits = made[static_cast<size_t>(c)];
      if (u_isUWhiteSpace(c)) bits |= kUnicodeSpace;
      const bool is_mark = (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
      if (is_mark && is_of_unicode(c, 9)) bits |= kUnicodeMark;
      const bool is_word = is_mark || u_isUAlphabetic(c) || (U_GET_GC_MASK(c) & (U_GC_ND_MASK | U_GC_PC_MASK)) != 0;
      if (is_word || u_hasBinaryProperty(c, UCHAR_JOIN_CONTROL)) bits |= kUnicodeWord;
    }
    return made;
  }();
  return classes;
}

Result<std::string> unicode_form(UnicodeForm form, std::string_view text) {
  if (is_all_ascii(text)) return std::string(text);
  UErrorCode code = U_ZERO_ERROR;
  static const std::array<const UNormalizer2*, 4> forms = [] {
    // Never closed: a thread may be at it when the process ends.
    UErrorCode no = U_ZERO_ERROR;
    const USet* known = uset_openPattern(u"[:age=9.0:]", -1, &no);
    std::array<const UNormalizer2*, 4> made{unorm2_getNFCInstance(&no), unorm2_getNFDInstance(&no),
                                            unorm2_getNFKCInstance(&no), unorm2_getNFKDInstance(&no)};
    for (const UNormalizer2*& normalizer : made) normalizer = unorm2_openFiltered(normalizer, known, &no);
    return made;
  }();
  if (forms[static_cast<size_t>(form)] == nullptr) return internal_error("normalisation: ICU has no such form");
  return normalised(forms[static_cast<size_t>(form)], code, text);
}

Result<void> each_grapheme(std::string_view text, const std::function<void(std::string_view)>& use) {
  if (is_all_ascii(text)) {
    for (size_t at = 0, size = 1; at < text.size(); at += size) {
      size = text.substr(at).starts_with("\r\n") ? 2 : 1;
      use(text.substr(at, size));
    }
    return {};
  }
  UErrorCode code = U_ZERO_ERROR;
  UText* opened = utext_openUTF8(nullptr, text.data(), static_cast<int64_t>(text.size()), &code);
  const std::unique_ptr<UText, decltype([](UText* t) { utext_close(t); })> wide(opened);
  const std::unique_ptr<UBreakIterator, decltype([](UBreakIterator* i) { ubrk_close(i); })> breaks(
      ubrk_open(UBRK_CHARACTER, "", nullptr, 0, &code));
  ubrk_setUText(breaks.get(), wide.get(), &code);
  if (U_FAILURE(code)) return internal_error(std::string("graphemes: ") + u_errorName(code));
  size_t begin = 0;
  for (int32_t end = ubrk_first(breaks.get()); end != UBRK_DONE; end = ubrk_next(breaks.get())) {
    if (static_cast<size_t>(end) > begin) use(text.substr(begin, static_cast<size_t>(end) - begin));
    begin = static_cast<size_t>(end);
  }
  return {};
}

std::string lower_characters(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    append_lower(out, decode_utf8(text, i));
  }
  return out;
}

void append_lower(std::string& out, char32_t c) {
  append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
  if (c == 0x130) append_utf8(out, 0x307);  // the one whose lower case is two
}

std::u32string_view canonical_parts(char32_t c, std::array<char32_t, 4>& to) {
  UErrorCode code = U_ZERO_ERROR;
  static const UNormalizer2* const form = unorm2_getNFDInstance(&code);
  const auto wide = static_cast<UChar32>(c);
  std::array<UChar, 8> units{};
  const int32_t length = c < 0xC0 || form == nullptr || !is_of_unicode(wide, 9)
                             ? -1
                             : unorm2_getDecomposition(form, wide, units.data(), units.size(), &code);
  if (length <= 0 || U_FAILURE(code)) {
    to[0] = c;
    return {to.data(), 1};
  }
  size_t parts = 0;
  for (int32_t at = 0; at < length && parts < to.size(); ++parts) {
    UChar32 part = 0;
    U16_NEXT(units.data(), at, length, part);
    to[parts] = static_cast<char32_t>(part);
  }
  return {to.data(), parts};
}

bool is_noise_to_bert(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  return c == 0 || c == 0xFFFD || (unicode_classes()[c] & kUnicodeOther) != 0;
}

bool is_chinese_to_bert(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF) ||
         (c >= 0x2A700 && c <= 0x2B73F) || (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B920 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

uint8_t unicode_traits(char32_t character) {
  const auto c = static_cast<UChar32>(character);
  uint8_t traits = 0;
  if (u_isULowercase(c)) traits |= kTraitLower;
  if (u_isUUppercase(c)) traits |= kTraitUpper;
  if (u_charType(c) == U_TITLECASE_LETTER) traits |= kTraitTitle;
  if ((U_GET_GC_MASK(c) & U_GC_L_MASK) != 0) traits |= kTraitLetter;
  const int32_t numeric = u_getIntPropertyValue(c, UCHAR_NUMERIC_TYPE);
  if (numeric != U_NT_NONE) traits |= kTraitNumeric;
  if (numeric == U_NT_DECIMAL || numeric == U_NT_DIGIT) traits |= kTraitDigit;
  return traits;
}

}  // namespace lauter
