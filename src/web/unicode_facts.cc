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
    const char32_t c = decode_utf8(text, i);
    append_utf8(out, static_cast<char32_t>(u_tolower(static_cast<UChar32>(c))));
    if (c == 0x130) append_utf8(out, 0x307);  // the one whose lower case is two
  }
  return out;
}

}  // namespace lauter
