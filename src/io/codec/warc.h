/// The WARC framing of crawls and of Common Crawl's WET files: headers, Content-Length bytes, two
/// line ends. Internal to io. ISO 28500:2017, sections 4 and 5.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_span.h"
#include "io/input.h"

namespace lauter::internal {

enum class WarcState : uint8_t { kComplete, kNeedMore, kBroken };

/// One record at the begin of `bytes`; all spans are bytes of it.
struct WarcRecord {
  uint64_t end = 0;        ///< behind the record and its two line ends
  ByteSpan content;        ///< the block: in WET files the page's text
  ByteSpan length_digits;  ///< value of Content-Length
  ByteSpan digest_line;    ///< the line WARC-Block-Digest with its line end; empty if there is none
  std::string_view type;   ///< value of WARC-Type
  std::string_view id;     ///< value of WARC-Record-ID without <>
  std::string_view refers_to;     ///< WARC-Refers-To without <>
  std::string_view target_uri;    ///< WARC-Target-URI
  std::string_view date;          ///< WARC-Date
  std::string_view content_type;  ///< of the block
  std::string_view payload_type;  ///< WARC-Identified-Payload-Type
  std::string_view languages;     ///< WARC-Identified-Content-Language
  std::string_view reason;        ///< kBroken: why
};

/// Longer header blocks are refused.
inline constexpr uint64_t kMaxWarcHeader = 64 << 10;

/// Parses the record that begins at byte 0. `at_end`: nothing follows `bytes`. kNeedMore: `end` is
/// how many bytes are needed if the header was whole, else 0. kBroken: `end` is where the next
/// record seems to begin, or the size of `bytes` (the caller goes on there: garbage between records
/// is one row in error). A record cut off by the end of the input is broken.
WarcState parse_warc_record(std::string_view bytes, bool at_end, WarcRecord& record);

/// True if the record is a document of a file of this format; others are carried through (kWet) or
/// left out (kWarc). `bytes` begin with the record, and may end in it.
bool is_warc_document(const WarcRecord& record, std::string_view bytes, Format format);

}  // namespace lauter::internal
