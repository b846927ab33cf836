/// HTTP responses as crawls store them: the header, and the body without its encodings. Internal to
/// io. RFC 9112 (messages, chunks), RFC 9110 8.4 (Content-Encoding).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/row.h"

namespace lauter::internal {

struct HttpResponse {
  int status = 0;
  std::string_view content_type;      ///< values without white space around them; empty if missing
  std::string_view content_encoding;  ///< `gzip, br`: in the order in which they were applied
  std::string_view transfer_encoding;
  size_t body = 0;  ///< byte at which it begins
};

/// Reads the header at the begin of `bytes`, of which some may be missing at the end: a header
/// without an end is an error. Bare LF and folded lines are accepted.
std::optional<RowError> parse_http_response(std::string_view bytes, HttpResponse& response);

/// The body of `message`, whose header is `response`, with chunks and encodings (gzip, deflate, br,
/// zstd) taken off. Crawlers often take them off and leave the header's word for it: a body that
/// does not begin as the header says is taken as it is. Errors: kDataLoss for a broken or cut off
/// one, kUnimplemented for an unknown encoding, kResourceExhausted over `limit_bytes`; never with
/// numbers of the row, so that equal reasons can be counted together.
Result<std::string> decode_http_body(std::string_view message, const HttpResponse& response,
                                     uint64_t limit_bytes);

}  // namespace lauter::internal
