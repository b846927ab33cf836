#include "web/charset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/ucsdet.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "text/ascii.h"
#include "text/utf8.h"
#include "web/html_tokens.h"

namespace lauter {
namespace {

constexpr size_t kMetaBytes = 8 << 10;
constexpr size_t kDetectBytes = 64 << 10;
constexpr int kMinConfidence = 10;  // of 100, as the detector counts

struct Encoding {
  std::string_view name;  ///< of the Encoding standard
  const char* icu;        ///< null-terminated; ICU's converter for it
};

constexpr Encoding kUtf8{"utf-8", "UTF-8"};
constexpr Encoding kUtf16le{"utf-16le", "UTF-16LE"};
constexpr Encoding kUtf16be{"utf-16be", "UTF-16BE"};
constexpr Encoding kWindows1252{"windows-1252", "windows-1252"};
constexpr Encoding kIso2022jp{"iso-2022-jp", "ISO-2022-JP"};

// The encodings of encoding.spec.whatwg.org but for `replacement`, which browsers refuse to read,
// and x-user-defined. ICU's other converters (UTF-7, EBCDIC, ...) are not for pages.
constexpr std::array kEncodings = {
    kUtf8,
    kUtf16le,
    kUtf16be,
    kWindows1252,
    kIso2022jp,
    Encoding{"ibm866", "ibm-866"},
    Encoding{"iso-8859-2", "ISO-8859-2"},
    Encoding{"iso-8859-3", "ISO-8859-3"},
    Encoding{"iso-8859-4", "ISO-8859-4"},
    Encoding{"iso-8859-5", "ISO-8859-5"},
    Encoding{"iso-8859-6", "ISO-8859-6"},
    Encoding{"iso-8859-7", "ISO-8859-7"},
    Encoding{"iso-8859-8", "ISO-8859-8"},
    Encoding{"iso-8859-10", "ISO-8859-10"},
    Encoding{"iso-8859-13", "ISO-8859-13"},
    Encoding{"iso-8859-14", "ISO-8859-14"},
    Encoding{"iso-8859-15", "ISO-8859-15"},
    Encoding{"koi8-r", "KOI8-R"},
    Encoding{"koi8-u", "KOI8-U"},
    Encoding{"macintosh", "macintosh"},
    Encoding{"windows-874", "windows-874"},
    Encoding{"windows-1250", "windows-1250"},
    Encoding{"windows-1251", "windows-1251"},
    Encoding{"windows-1253", "windows-1253"},
    Encoding{"windows-1254", "windows-1254"},
    Encoding{"windows-1255", "windows-1255"},
    Encoding{"windows-1256", "windows-1256"},
    Encoding{"windows-1257", "windows-1257"},
    Encoding{"windows-1258", "windows-1258"},
    Encoding{"x-mac-cyrillic", "x-mac-cyrillic"},
    Encoding{"gb18030", "gb18030"},
    Encoding{"big5", "Big5-HKSCS"},
    Encoding{"euc-jp", "EUC-JP"},
    Encoding{"shift_jis", "windows-31j"},
    Encoding{"euc-kr", "windows-949"},
};

// Other labels, in lower case, for the encodings above; the ones that pages use.
constexpr std::array<std::pair<std::string_view, std::string_view>, 76> kAliases = {{
    {"ansi_x3.4-1968", "windows-1252"},
    {"ascii", "windows-1252"},
    {"big5-hkscs", "big5"},
    {"chinese", "gb18030"},
    {"cn-big5", "big5"},
    {"cp1250", "windows-1250"},
    {"cp1251", "windows-1251"},
    {"cp1252", "windows-1252"},
    {"cp1253", "windows-1253"},
    {"cp1254", "windows-1254"},
    {"cp1255", "windows-1255"},
    {"cp1256", "windows-1256"},
    {"cp1257", "windows-1257"},
    {"cp1258", "windows-1258"},
    {"cp819", "windows-1252"},
    {"cp866", "ibm866"},
    {"cp936", "gb18030"},
    {"csgb2312", "gb18030"},
    {"csshiftjis", "shift_jis"},
    {"cyrillic", "iso-8859-5"},
    {"dos-874", "windows-874"},
    {"euc_jp", "euc-jp"},
    {"euc_kr", "euc-kr"},
    {"gb2312", "gb18030"},
    {"gb_2312-80", "gb18030"},
    {"gbk", "gb18030"},
    {"greek", "iso-8859-7"},
    {"hebrew", "iso-8859-8"},
    {"ibm819", "windows-1252"},
    {"iso-8859-1", "windows-1252"},
    {"iso-8859-11", "windows-874"},
    {"iso-8859-8-i", "iso-8859-8"},
    {"iso-8859-9", "windows-1254"},
    {"iso8859-1", "windows-1252"},
    {"iso8859-15", "iso-8859-15"},
    {"iso8859-2", "iso-8859-2"},
    {"iso8859-5", "iso-8859-5"},
    {"iso8859-7", "iso-8859-7"},
    {"iso8859-9", "windows-1254"},
    {"iso_8859-1", "windows-1252"},
    {"iso_8859-2", "iso-8859-2"},
    {"koi", "koi8-r"},
    {"koi8", "koi8-r"},
    {"korean", "euc-kr"},
    {"ks_c_5601-1987", "euc-kr"},
    {"ksc5601", "euc-kr"},
    {"l1", "windows-1252"},
    {"l2", "iso-8859-2"},
    {"l5", "windows-1254"},
    {"latin-9", "iso-8859-15"},
    {"latin1", "windows-1252"},
    {"latin2", "iso-8859-2"},
    {"latin5", "windows-1254"},
    {"logical", "iso-8859-8"},
    {"mac", "macintosh"},
    {"ms932", "shift_jis"},
    {"ms_kanji", "shift_jis"},
    {"shift-jis", "shift_jis"},
    {"sjis", "shift_jis"},
    {"tis-620", "windows-874"},
    {"ucs-2", "utf-16le"},
    {"unicode", "utf-16le"},
    {"unicode-1-1-utf-8", "utf-8"},
    {"us-ascii", "windows-1252"},
    {"utf-16", "utf-16le"},
    {"utf16", "utf-16le"},
    {"utf8", "utf-8"},
    {"windows-31j", "shift_jis"},
    {"windows-949", "euc-kr"},
    {"x-cp1251", "windows-1251"},
    {"x-cp1252", "windows-1252"},
    {"x-euc-jp", "euc-jp"},
    {"x-gbk", "gb18030"},
    {"x-sjis", "shift_jis"},
    {"x-x-big5", "big5"},
    {"x-mac-roman", "macintosh"},
}};

std::optional<Encoding> encoding_of_label(std::string_view label) {
  const std::string lower = to_ascii_lower(label.substr(0, 32));
  std::string_view name = lower;
  for (const auto& [alias, real] : kAliases) {
    if (lower == alias) name = real;
  }
  for (const Encoding& encoding : kEncodings) {
    if (name == encoding.name) return encoding;
  }
  return std::nullopt;
}

/// The value of `key=` in `text`, quoted or not, in any case.
std::string_view value_of(std::string_view text, std::string_view key) {
  for (size_t at = 0; at + key.size() < text.size(); ++at) {
    const bool is_key =
        std::equal(key.begin(), key.end(), text.begin() + static_cast<ptrdiff_t>(at),
                   [](char a, char b) { return a == ascii_lower(b); });
    if (!is_key) continue;
    size_t begin = at + key.size();
    const auto skip_space = [&] {
      while (begin < text.size() && (text[begin] == ' ' || text[begin] == '\t')) ++begin;
    };
    skip_space();
    if (begin == text.size() || text[begin] != '=') continue;
    ++begin;
    skip_space();
    while (begin < text.size() && (text[begin] == '"' || text[begin] == '\'')) ++begin;
    const size_t end = std::min(text.find_first_of(" \t\r\n\f;,\"'>", begin), text.size());
    return text.substr(begin, end - begin);
  }
  return {};
}

std::optional<Encoding> encoding_of_meta(std::string_view page) {
  internal::HtmlTokenizer tokens(page.substr(0, kMetaBytes));
  internal::HtmlToken token;
  while (tokens.next(token)) {
    if (token.kind != internal::HtmlToken::Kind::kStartTag || token.name != "meta") continue;
    const auto encoding = encoding_of_label(value_of(token.attributes, "charset"));
    if (!encoding) continue;
    // It could not be read here if it were true.
    return encoding->name.substr(0, 6) == "utf-16" ? kUtf8 : *encoding;
  }
  return std::nullopt;
}

/// UTF-16 without a mark: every other byte of markup is zero.
std::optional<Encoding> encoding_of_zeros(std::string_view bytes) {
  std::array<size_t, 2> zeros{};
  const size_t size = std::min<size_t>(bytes.size(), 1024);
  for (size_t i = 0; i < size; ++i) zeros[i % 2] += bytes[i] == '\0' ? 1 : 0;
  if (zeros[1] > size / 5 && zeros[0] < zeros[1] / 8) return kUtf16le;
  if (zeros[0] > size / 5 && zeros[1] < zeros[0] / 8) return kUtf16be;
  return std::nullopt;
}

std::optional<Encoding> detect(std::string_view bytes) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UCharsetDetector, void (*)(UCharsetDetector*)> detector(ucsdet_open(&error),
                                                                                &ucsdet_close);
  const std::string_view head = bytes.substr(0, kDetectBytes);
  ucsdet_enableInputFilter(detector.get(), 1);  // without the tags
  ucsdet_setText(detector.get(), head.data(), static_cast<int32_t>(head.size()), &error);
  int32_t n = 0;
  const UCharsetMatch** matches = ucsdet_detectAll(detector.get(), &n, &error);
  for (int32_t i = 0; U_SUCCESS(error) && i < n; ++i) {
    const char* name = ucsdet_getName(matches[i], &error);
    const int32_t confidence = ucsdet_getConfidence(matches[i], &error);
    if (U_FAILURE(error) || confidence < kMinConfidence) break;
    const auto encoding = encoding_of_label(name);
    // Those of Unicode were looked at before, and the detector sees UTF-16 in the oddest bytes.
    if (encoding && encoding->name.substr(0, 3) != "utf") return encoding;
  }
  return std::nullopt;
}

/// Counts what is ill-formed in `context` and puts U+FFFD in its place.
void U_CALLCONV replace(const void* context, UConverterToUnicodeArgs* args, const char*, int32_t,
                        UConverterCallbackReason reason, UErrorCode* error) {
  if (reason > UCNV_IRREGULAR) return;  // the converter is closed or cleared
  ++*static_cast<uint64_t*>(const_cast<void*>(context));
  *error = U_ZERO_ERROR;
  constexpr UChar kReplacement = 0xFFFD;
  ucnv_cbToUWriteUChars(args, &kReplacement, 1, 0, error);
}

/// Appends UTF-16 as UTF-8; a pair may be cut between two calls.
class Utf16Writer {
 public:
  explicit Utf16Writer(std::string& out) : out_(out) {}
  void write(const UChar* begin, const UChar* end) {
    for (; begin != end; ++begin) {
      const char32_t unit = *begin;
      if (unit >= 0xD800 && unit < 0xDC00) {
        high_ = unit;
      } else if (unit >= 0xDC00 && unit < 0xE000) {
        append_utf8(out_, 0x10000 + ((high_ - 0xD800) << 10) + (unit - 0xDC00));
      } else if (unit < 0x80) {
        out_ += static_cast<char>(unit);
      } else {
        append_utf8(out_, unit);
      }
    }
  }

 private:
  std::string& out_;
  char32_t high_ = 0xD800;
};

Result<DecodedPage> decode(std::string_view bytes, const Encoding& encoding) {
  UErrorCode error = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(
      ucnv_open(encoding.icu, &error), &ucnv_close);
  DecodedPage page{.text = {}, .charset = encoding.name};
  if (U_SUCCESS(error)) {
    ucnv_setToUCallBack(converter.get(), &replace, &page.replaced, nullptr, nullptr, &error);
  }
  std::array<UChar, 4096> units;
  Utf16Writer writer(page.text);
  page.text.reserve(bytes.size() + bytes.size() / 8);
  const char* at = bytes.data();
  do {
    if (error == U_BUFFER_OVERFLOW_ERROR) error = U_ZERO_ERROR;
    if (U_FAILURE(error)) {
      return internal_error("ICU cannot convert from " + std::string(encoding.name) + ": " +
                            u_errorName(error));
    }
    UChar* to = units.data();
    ucnv_toUnicode(converter.get(), &to, units.data() + units.size(), &at,
                   bytes.data() + bytes.size(), nullptr, /*flush=*/1, &error);
    writer.write(units.data(), to);
  } while (U_FAILURE(error));
  return page;
}

/// Whether so much is ill-formed that it cannot be the right one.
bool is_wrong(const DecodedPage& page) {
  if (page.replaced == 0) return false;
  uint64_t n_not_ascii = 0;
  for (const char c : page.text) n_not_ascii += static_cast<uint8_t>(c) >= 0xC2 ? 1 : 0;
  return page.replaced * 10 > n_not_ascii;
}

DecodedPage as_it_is(std::string_view bytes) {
  return {.text = std::string(bytes), .charset = kUtf8.name};
}

}  // namespace

std::string_view charset_of_content_type(std::string_view content_type) {
  return value_of(content_type, "charset");
}

Result<DecodedPage> decode_page(std::string_view bytes, std::string_view declared) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") {
    bytes.remove_prefix(3);
    return is_utf8(bytes) ? Result<DecodedPage>(as_it_is(bytes)) : decode(bytes, kUtf8);
  }
  if (bytes.substr(0, 2) == "\xFF\xFE") return decode(bytes.substr(2), kUtf16le);
  if (bytes.substr(0, 2) == "\xFE\xFF") return decode(bytes.substr(2), kUtf16be);
  if (const auto encoding = encoding_of_zeros(bytes)) return decode(bytes, *encoding);

  // All encodings of pages agree on ASCII but one, which shifts to Japanese by escapes.
  const bool may_shift = bytes.find("\x1B$") != std::string_view::npos && is_all_ascii(bytes);
  if (!may_shift && is_utf8(bytes)) return as_it_is(bytes);
  auto encoding = may_shift ? std::optional(kIso2022jp) : encoding_of_label(declared);
  if (!encoding) encoding = encoding_of_meta(bytes);
  if (encoding) {
    LAUTER_ASSIGN(DecodedPage page, decode(bytes, *encoding));
    if (!is_wrong(page)) return page;
  }
  const auto detected = detect(bytes);
  LAUTER_ASSIGN(DecodedPage page, decode(bytes, detected.value_or(kWindows1252)));
  if (!is_wrong(page)) return page;
  return decode(bytes, kWindows1252);
}

}  // namespace lauter
