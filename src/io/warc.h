/// The WARC framing of Common Crawl's WET files: headers, Content-Length bytes, two line ends.
/// Internal to io. ISO 28500:2017, sections 4 and 5.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/byte_span.h"

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
  std::string_view reason;  ///< kBroken: why
};

/// Longer header blocks are refused.
inline constexpr uint64_t kMaxWarcHeader = 64 << 10;

/// Parses the record that begins at byte 0. `at_end`: nothing follows `bytes`. kNeedMore: `end` is
/// how many bytes are needed if the header was whole, else 0. kBroken: `end` is where the next
/// record seems to begin, or the size of `bytes` (the caller goes on there: garbage between records
/// is one row in error). A record cut off by the end of the input is broken.
WarcState parse_warc_record(std::string_view bytes, bool at_end, WarcRecord& record);

/// True if the record is a document; others (warcinfo, metadata) are carried through.
inline bool is_warc_document(const WarcRecord& record) { return record.type == "conversion"; }

}  // namespace lauter::internal
