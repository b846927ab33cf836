/// The bytes of a web page as UTF-8, whatever they say they are.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

struct DecodedPage {
  std::string text;          ///< valid UTF-8, without a byte order mark
  std::string_view charset;  ///< that was taken: `windows-1252`
  uint64_t replaced = 0;     ///< ill-formed sequences that became U+FFFD
};

/// Takes the first of these that holds: a byte order mark; UTF-8 if all of it is (other text never
/// is by accident), whatever is declared; the charset that `declared` (of HTTP's Content-Type, may
/// be empty) or else a `<meta>` in the first 8 KiB names, by the labels of the Encoding standard,
/// unless more than a tenth of what is not ASCII is ill-formed in it; what ICU's detector makes of
/// it; windows-1252. Errors: kResourceExhausted, kInternal (a broken ICU). About 1 GB/s for UTF-8,
/// some 200 MB/s for the rest, and a millisecond for the detector.
Result<DecodedPage> decode_page(std::string_view bytes, std::string_view declared);

/// The value of `charset` in a Content-Type, or nothing.
std::string_view charset_of_content_type(std::string_view content_type);

}  // namespace lauter
