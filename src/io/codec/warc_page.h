/// A page of a crawl, from its WARC record to its text and on to a record of WET. Internal to io.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "io/codec/warc.h"
#include "io/row.h"

namespace lauter::internal {

/// Whether a Content-Type is plain text; none at all counts too.
bool is_text(std::string_view content_type);

/// Whether a record holds a page: an HTTP response with status 2xx, or a resource, of HTML or plain
/// text. A response whose header is broken counts, so that it is rejected and not lost. `bytes`
/// begin with the record.
bool is_page(const WarcRecord& record, std::string_view bytes);

struct Page {
  std::optional<RowError> error;  ///< then nothing else is set
  std::string text;               ///< valid UTF-8
  uint64_t replaced = 0;          ///< ill-formed characters that became U+FFFD
};

/// The text of a record for which is_page() holds: its body without encodings, as UTF-8, HTML as
/// lines (web/html_text.h). `limit_bytes`: of the body.
Page read_page(const WarcRecord& record, std::string_view bytes, uint64_t limit_bytes);

/// What a document is called: WARC-Record-ID without <>. A record that append_conversion() made
/// bears the name of the page, so that the log of a run fits its output.
std::string_view document_id(const WarcRecord& record);

/// Appends the record `conversion` of a page's text, as Common Crawl's WET files have them:
/// WARC-Refers-To names the page, and the date is that of the crawl. Its own id is made of the
/// page's, so that the same run gives the same bytes.
void append_conversion(const WarcRecord& page, std::string_view text, std::string& out);

}  // namespace lauter::internal
