#include "io/codec/warc_page.h"

#include "base/hash.h"
#include "io/codec/http_message.h"
#include "text/ascii.h"
#include "text/utf8.h"
#include "web/charset.h"
#include "web/html_text.h"

namespace lauter::internal {
namespace {

enum class Kind : uint8_t { kOther, kText, kHtml };

/// `text/html; charset=x`.
Kind kind_of(std::string_view content_type) {
  std::string type = to_ascii_lower(content_type.substr(0, content_type.find(';')));
  while (!type.empty() && is_ascii_space(type.back())) type.pop_back();
  if (type == "text/html" || type == "application/xhtml+xml") return Kind::kHtml;
  return type == "text/plain" ? Kind::kText : Kind::kOther;
}

/// The kind of a payload: what its server says, or else the crawler.
Kind kind_of(std::string_view said, const WarcRecord& record) {
  return kind_of(said.empty() ? record.payload_type : said);
}

Page error_page(uint64_t byte, std::string reason) {
  Page page;
  page.error = RowError{byte, std::move(reason)};
  return page;
}

/// A name-based UUID of version 8 (RFC 9562), which leaves the hash to us.
std::string conversion_id(std::string_view page_id) {
  std::string hex = hash128_hex("conversion of " + std::string(page_id));
  hex[12] = '8';
  hex[16] = "89ab"[hex_value(hex[16]) % 4];
  std::string id = "urn:uuid:";
  for (size_t i = 0; i < hex.size(); ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id += '-';
    id += hex[i];
  }
  return id;
}

}  // namespace

bool is_text(std::string_view content_type) {
  return content_type.empty() || kind_of(content_type) == Kind::kText;
}

bool is_page(const WarcRecord& record, std::string_view bytes) {
  if (record.type == "resource") return kind_of(record.content_type, record) != Kind::kOther;
  if (record.type != "response" ||
      !to_ascii_lower(record.content_type).starts_with("application/http")) {
    return false;
  }
  HttpResponse response;
  if (parse_http_response(record.content.of(bytes), response)) return true;
  const bool is_success = response.status >= 200 && response.status < 300;
  return is_success && kind_of(response.content_type, record) != Kind::kOther;
}

Page read_page(const WarcRecord& record, std::string_view bytes, uint64_t limit_bytes) {
  const std::string_view block = record.content.of(bytes);
  std::string_view type = record.content_type;
  std::string body;
  size_t body_begin = 0;
  if (record.type == "response") {
    HttpResponse response;
    if (auto error = parse_http_response(block, response)) {
      return error_page(record.content.begin + error->byte, std::move(error->reason));
    }
    type = response.content_type;
    body_begin = response.body;
    auto decoded = decode_http_body(block, response, limit_bytes);
    if (!decoded.ok())
      return error_page(record.content.begin + body_begin, decoded.error().message);
    body = std::move(*decoded);
  } else {
    body = block;
  }
  const Kind kind = kind_of(type, record);
  auto decoded = decode_page(body, charset_of_content_type(type));
  if (!decoded.ok()) return error_page(record.content.begin + body_begin, decoded.error().message);
  if (decoded->text.substr(0, 1024).find('\0') != std::string::npos) {
    return error_page(record.content.begin + body_begin, "the page is no text");
  }
  Page page;
  page.replaced = decoded->replaced;
  page.text = kind == Kind::kHtml ? html_text(decoded->text) : std::move(decoded->text);
  return page;
}

std::string_view document_id(const WarcRecord& record) {
  const bool is_ours = !record.refers_to.empty() && record.id == conversion_id(record.refers_to);
  return is_ours ? record.refers_to : record.id;
}

void append_conversion(const WarcRecord& page, std::string_view text, std::string& out) {
  const auto field = [&out](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out += name;
    out += value;
    out += "\r\n";
  };
  const std::string refers_to = page.id.empty() ? "" : "<" + std::string(page.id) + ">";
  const std::string_view seed = page.id.empty() ? text : page.id;
  out += "WARC/1.0\r\nWARC-Type: conversion\r\n";
  field("WARC-Target-URI: ", page.target_uri);
  field("WARC-Date: ", page.date);
  field("WARC-Record-ID: ", "<" + conversion_id(seed) + ">");
  field("WARC-Refers-To: ", refers_to);
  field("WARC-Identified-Content-Language: ", page.languages);
  field("Content-Type: ", "text/plain");
  field("Content-Length: ", std::to_string(text.size()));
  out += "\r\n";
  out += text;
  out += "\r\n\r\n";
}

}  // namespace lauter::internal
