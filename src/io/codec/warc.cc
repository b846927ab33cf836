#include "io/codec/warc.h"

#include <charconv>
#include <utility>

#include "io/codec/warc_page.h"

namespace lauter::internal {
namespace {

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (lower(a[i]) != lower(b[i])) return false;
  }
  return true;
}

ByteSpan trimmed(std::string_view bytes, ByteSpan span) {
  const auto is_space = [&](uint64_t i) { return bytes[i] == ' ' || bytes[i] == '\t'; };
  while (span.begin < span.end && is_space(span.begin)) ++span.begin;
  while (span.begin < span.end && is_space(span.end - 1)) --span.end;
  return span;
}

std::string_view bare_id(std::string_view id) {
  const bool is_bracketed = id.size() >= 2 && id.front() == '<' && id.back() == '>';
  return is_bracketed ? id.substr(1, id.size() - 2) : id;
}

/// Where the next record may begin: `WARC/` at the begin of a line, not at byte 0.
uint64_t find_next_record(std::string_view bytes) {
  const size_t at = bytes.find("\nWARC/");
  return at == std::string_view::npos ? bytes.size() : at + 1;
}

WarcState broken(std::string_view bytes, std::string_view reason, WarcRecord& record) {
  record.reason = reason;
  record.end = find_next_record(bytes);
  return WarcState::kBroken;
}

/// Reads the named fields; false if a line is no field. `at` ends behind the empty line, or at
/// npos if the header has no end yet.
bool read_fields(std::string_view bytes, size_t& at, WarcRecord& record) {
  while (true) {
    const size_t line_feed = bytes.find('\n', at);
    if (line_feed == std::string_view::npos) {
      at = std::string_view::npos;
      return true;
    }
    ByteSpan line{at, line_feed};
    if (line.end > line.begin && bytes[line.end - 1] == '\r') --line.end;
    const ByteSpan whole_line{at, line_feed + 1};
    at = line_feed + 1;
    if (line.empty()) return true;
    const size_t colon = line.of(bytes).find(':');
    if (colon == std::string_view::npos) {
      // Folded lines (deprecated, but legal) belong to the field before.
      if (bytes[line.begin] == ' ' || bytes[line.begin] == '\t') continue;
      return false;
    }
    const std::string_view name = bytes.substr(line.begin, colon);
    const ByteSpan value = trimmed(bytes, {line.begin + colon + 1, line.end});
    if (equals_ignoring_case(name, "content-length")) record.length_digits = value;
    if (equals_ignoring_case(name, "warc-block-digest")) record.digest_line = whole_line;
    if (equals_ignoring_case(name, "warc-type")) record.type = value.of(bytes);
    if (equals_ignoring_case(name, "warc-record-id")) record.id = bare_id(value.of(bytes));
    if (equals_ignoring_case(name, "warc-refers-to")) record.refers_to = bare_id(value.of(bytes));
    constexpr std::pair<std::string_view, std::string_view WarcRecord::*> kOthers[] = {
        {"warc-target-uri", &WarcRecord::target_uri},
        {"warc-date", &WarcRecord::date},
        {"content-type", &WarcRecord::content_type},
        {"warc-identified-payload-type", &WarcRecord::payload_type},
        {"warc-identified-content-language", &WarcRecord::languages}};
    for (const auto& [known, member] : kOthers) {
      if (equals_ignoring_case(name, known)) record.*member = value.of(bytes);
    }
  }
}

}  // namespace

WarcState parse_warc_record(std::string_view bytes, bool at_end, WarcRecord& record) {
  record = {};
  constexpr std::string_view kMagic = "WARC/";
  const std::string_view head = bytes.substr(0, kMagic.size());
  if (head != kMagic.substr(0, head.size())) return broken(bytes, "no WARC record here", record);
  const bool may_grow = !at_end && bytes.size() <= kMaxWarcHeader;
  size_t at = bytes.substr(0, kMaxWarcHeader).find('\n');
  if (at == std::string_view::npos) {
    return may_grow ? WarcState::kNeedMore : broken(bytes, "WARC header has no end", record);
  }
  ++at;
  if (!read_fields(bytes.substr(0, kMaxWarcHeader), at, record)) {
    return broken(bytes, "broken WARC header", record);
  }
  if (at == std::string_view::npos) {
    return may_grow ? WarcState::kNeedMore : broken(bytes, "WARC header has no end", record);
  }
  uint64_t length = 0;
  const std::string_view digits = record.length_digits.of(bytes);
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), length);
  if (digits.empty() || parsed.ec != std::errc() || parsed.ptr != digits.data() + digits.size() ||
      length > (uint64_t{1} << 60)) {
    return broken(bytes, "WARC header without a valid Content-Length", record);
  }
  record.content = {at, at + length};
  // Two CRLF follow; bare LF and missing ones (at the end of a file) are accepted.
  record.end = record.content.end;
  for (int i = 0; i < 2; ++i) {
    if (record.end + 2 > bytes.size() && !at_end) {
      record.end = record.content.end + 4;
      return WarcState::kNeedMore;
    }
    if (record.end > bytes.size()) {
      return broken(bytes, "WARC record is cut off by the end of the file", record);
    }
    const std::string_view rest = bytes.substr(record.end, 2);
    if (rest == "\r\n") {
      record.end += 2;
    } else if (!rest.empty() && rest[0] == '\n') {
      record.end += 1;
    }
  }
  return WarcState::kComplete;
}

bool is_warc_document(const WarcRecord& record, std::string_view bytes, Format format) {
  if (record.type == "conversion") return format == Format::kWet || is_text(record.content_type);
  return format == Format::kWarc && is_page(record, bytes);
}

}  // namespace lauter::internal
