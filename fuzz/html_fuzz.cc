// Any bytes as a web page, as an HTTP response and as a WARC record of a crawl: what comes out is
// UTF-8 without control characters, no line is blank at its end, and a page's record reads back as
// its text.
//
// Limits: bodies that decode to over 1 MiB are refused; the first byte of the input chooses the way
// in.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "io/row.h"
#include "json/utf8.h"
#include "web/charset.h"
#include "web/html_text.h"

namespace {

void check_text(std::string_view text) {
  LAUTER_CHECK(lauter::is_valid_utf8(text), "the text is UTF-8");
  for (const char c : text) {
    LAUTER_CHECK(c == '\n' || c == '\t' || static_cast<uint8_t>(c) >= 0x20,
                 "no control characters");
  }
  LAUTER_CHECK(text.empty() || (text.front() != '\n' && text.back() != '\n'),
               "no blank lines at the ends");
}

void check_page(std::string_view bytes, std::string_view declared) {
  const auto page = lauter::decode_page(bytes, declared);
  LAUTER_CHECK(page.ok(), "every page can be decoded");
  LAUTER_CHECK(lauter::is_valid_utf8(page->text), "as UTF-8");
  check_text(lauter::html_text(page->text));
}

void check_record(std::string_view block) {
  const lauter::InputFile file{"f", "f", lauter::Format::kWarc, lauter::Compression::kNone, 0};
  lauter::RowOptions options;
  options.max_record_bytes = 1 << 20;
  lauter::Chunk chunk;
  chunk.bytes =
      "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <a>\r\nContent-Type: application/http\r\n"
      "Content-Length: " +
      std::to_string(block.size()) + "\r\n\r\n" + std::string(block) + "\r\n\r\n";
  chunk.n_rows = 1;
  lauter::RowReader reader(file, chunk, options);
  lauter::Row row;
  LAUTER_CHECK(reader.next(row), "a record is a row");
  if (row.error) {
    LAUTER_CHECK(row.error->byte <= row.raw.size(), "the error lies in the row");
    return;
  }
  lauter::Chunk wet;
  render_row(row, row.doc.text, wet.bytes);
  if (row.pass_through) {
    LAUTER_CHECK(wet.bytes.empty(), "what is no page is left out");
    return;
  }
  const lauter::InputFile wet_file{"g", "g", lauter::Format::kWet, lauter::Compression::kNone, 0};
  lauter::RowReader again(wet_file, wet, options);
  lauter::Row text;
  LAUTER_CHECK(again.next(text) && !text.error && !text.pass_through, "it becomes a document");
  LAUTER_CHECK(text.doc.text == row.doc.text && text.doc.id == row.doc.id,
               "with its text and name");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0:
      check_page(bytes, "");
      break;
    case 1:
      check_page(bytes, data[0] % 8 < 4 ? "shift_jis" : "utf-8");
      break;
    case 2:
      check_record(bytes);
      break;
    default:
      check_record("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + std::string(bytes));
      break;
  }
  return 0;
}
