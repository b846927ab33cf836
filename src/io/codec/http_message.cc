#include "io/codec/http_message.h"

#include <brotli/decode.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <memory>

#include "io/files/sink.h"
#include "text/ascii.h"

namespace lauter::internal {
namespace {

constexpr size_t kMaxHeader = 256 << 10;
constexpr size_t kStep = 64 << 10;
constexpr size_t kMaxEncodings = 4;

Error too_large() { return resource_exhausted("HTTP body decodes to more than the limit"); }

/// The last of a list with commas, taken off it.
std::string take_last(std::string_view& list) {
  const size_t comma = list.find_last_of(',');
  const std::string_view last = comma == std::string_view::npos ? list : list.substr(comma + 1);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(0, comma);
  return to_ascii_lower(trim_ascii(last));
}

/// The size that a chunk begins with, and where its line ends; false if it does not begin so.
bool read_chunk_size(std::string_view body, size_t at, uint64_t& size, size_t& behind) {
  const char* const begin = body.data() + at;
  const char* const end = body.data() + body.size();
  const auto [stop, ec] = std::from_chars(begin, end, size, 16);
  if (ec != std::errc()) return false;
  const size_t line_feed = body.find('\n', static_cast<size_t>(stop - body.data()));
  if (line_feed == std::string_view::npos) return false;
  // Behind the size only extensions may stand.
  if (stop != end && *stop != ';' && *stop != '\r' && *stop != '\n' && *stop != ' ') return false;
  behind = line_feed + 1;
  return true;
}

Result<std::string> without_chunks(std::string_view body) {
  uint64_t size = 0;
  size_t at = 0;
  if (!read_chunk_size(body, 0, size, at)) return std::string(body);  // it was done already
  std::string out;
  out.reserve(body.size());
  while (size > 0) {
    if (size > body.size() - at) return data_loss("HTTP body: its chunks are cut off");
    out += body.substr(at, static_cast<size_t>(size));
    at += static_cast<size_t>(size);
    if (body.substr(at, 2) == "\r\n") {
      at += 2;
    } else if (body.substr(at, 1) == "\n") {
      at += 1;
    }
    if (at == body.size()) return data_loss("HTTP body: its chunks are cut off");
    if (!read_chunk_size(body, at, size, at)) return data_loss("HTTP body: broken chunks");
  }
  return out;
}

/// `window`: as zlib has it: 31 for gzip, 15 for zlib, -15 for bare deflate.
Result<std::string> inflated(std::string_view bytes, int window, uint64_t limit_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, window) != Z_OK) return resource_exhausted("no memory for zlib");
  const std::unique_ptr<z_stream, int (*)(z_streamp)> guard(&stream, &inflateEnd);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  while (true) {
    const size_t before = out.size();
    if (before > limit_bytes) return too_large();
    out.resize(before + std::max(kStep, before / 2));
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(out.size() - before);
    const int state = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (state == Z_STREAM_END) return out;  // servers put what they like behind it
    if (state == Z_BUF_ERROR) return data_loss("HTTP body: compressed data is cut off");
    if (state != Z_OK) return data_loss("HTTP body: broken compressed data");
  }
}

Result<std::string> without_deflate(std::string_view body, uint64_t limit_bytes) {
  // Meant is zlib's format; some servers send bare deflate.
  const auto byte = [body](size_t i) { return static_cast<unsigned char>(body[i]); };
  const bool is_zlib =
      body.size() > 1 && (byte(0) & 0x0F) == 8 && (byte(0) * 256U + byte(1)) % 31 == 0;
  if (is_zlib) return inflated(body, 15, limit_bytes);
  auto bare = inflated(body, -15, limit_bytes);
  if (bare.ok() || bare.error().code == ErrorCode::kResourceExhausted) return bare;
  return std::string(body);  // it was done already
}

Result<std::string> without_brotli(std::string_view body, uint64_t limit_bytes) {
  const std::unique_ptr<BrotliDecoderState, void (*)(BrotliDecoderState*)> state(
      BrotliDecoderCreateInstance(nullptr, nullptr, nullptr), &BrotliDecoderDestroyInstance);
  if (state == nullptr) return resource_exhausted("no memory for brotli");
  const auto* in = reinterpret_cast<const uint8_t*>(body.data());
  size_t in_left = body.size();
  std::string out;
  while (true) {
    const size_t before = out.size();
    if (before > limit_bytes) return too_large();
    out.resize(before + std::max(kStep, before / 2));
    auto* to = reinterpret_cast<uint8_t*>(out.data() + before);
    size_t room = out.size() - before;
    const auto result =
        BrotliDecoderDecompressStream(state.get(), &in_left, &in, &room, &to, nullptr);
    out.resize(out.size() - room);
    if (result == BROTLI_DECODER_RESULT_SUCCESS) return out;
    if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT) {
      return data_loss("HTTP body: compressed data is cut off");
    }
    // Nothing tells brotli from other bytes; markup is what it would be if it was done already.
    if (result == BROTLI_DECODER_RESULT_ERROR) {
      if (trim_ascii(body.substr(0, 64)).starts_with('<')) return std::string(body);
      return data_loss("HTTP body: broken compressed data");
    }
  }
}

Result<std::string> without_zstd(std::string_view body, uint64_t limit_bytes) {
  auto out = decompress_all(Compression::kZstd, body, limit_bytes);
  if (out.ok()) return out;
  if (out.error().code == ErrorCode::kResourceExhausted) return too_large();
  return data_loss("HTTP body: broken compressed data");
}

Result<std::string> without_encoding(std::string body, const std::string& name,
                                     uint64_t limit_bytes) {
  if (body.empty() || name.empty() || name == "identity" || name == "none") return body;
  if (name == "gzip" || name == "x-gzip") {
    if (!body.starts_with("\x1F\x8B")) return body;
    return inflated(body, 15 + 16, limit_bytes);
  }
  if (name == "deflate") return without_deflate(body, limit_bytes);
  if (name == "br") return without_brotli(body, limit_bytes);
  if (name == "zstd") {
    if (!body.starts_with("\x28\xB5\x2F\xFD")) return body;
    return without_zstd(body, limit_bytes);
  }
  return unimplemented("HTTP body: unknown Content-Encoding");
}

}  // namespace

std::optional<RowError> parse_http_response(std::string_view bytes, HttpResponse& response) {
  response = {};
  const std::string_view head = bytes.substr(0, kMaxHeader);
  size_t at = 0;
  const auto next_line = [&]() -> std::optional<std::string_view> {
    const size_t line_feed = head.find('\n', at);
    if (line_feed == std::string_view::npos) return std::nullopt;
    std::string_view line = head.substr(at, line_feed - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    at = line_feed + 1;
    return line;
  };
  const auto status_line = next_line();
  if (!status_line || !status_line->starts_with("HTTP/")) return RowError{0, "no HTTP response"};
  const size_t blank = std::min(status_line->find(' '), status_line->size());
  const std::string_view status = trim_ascii(status_line->substr(blank)).substr(0, 3);
  const auto parsed =
      std::from_chars(status.data(), status.data() + status.size(), response.status);
  if (parsed.ec != std::errc() || response.status < 100) {
    return RowError{blank, "HTTP response without a status"};
  }
  while (true) {
    const size_t begin = at;
    const auto line = next_line();
    if (!line) return RowError{begin, "HTTP header has no end"};
    if (line->empty()) break;
    const size_t colon = line->find(':');
    if (colon == std::string_view::npos) continue;  // folded, or a server's slip
    const std::string name = to_ascii_lower(trim_ascii(line->substr(0, colon)));
    const std::string_view value = trim_ascii(line->substr(colon + 1));
    if (name == "content-type") response.content_type = value;
    if (name == "content-encoding") response.content_encoding = value;
    if (name == "transfer-encoding") response.transfer_encoding = value;
  }
  response.body = at;
  return std::nullopt;
}

Result<std::string> decode_http_body(std::string_view message, const HttpResponse& response,
                                     uint64_t limit_bytes) {
  std::string body(message.substr(response.body));
  for (std::string_view list = response.transfer_encoding; !list.empty();) {
    const std::string name = take_last(list);
    if (name != "chunked") continue;  // gzip as a transfer encoding is in no crawl
    LAUTER_ASSIGN(body, without_chunks(body));
  }
  size_t n_encodings = 0;
  for (std::string_view list = response.content_encoding; !list.empty();) {
    if (++n_encodings > kMaxEncodings) return unimplemented("HTTP body: unknown Content-Encoding");
    LAUTER_ASSIGN(body, without_encoding(std::move(body), take_last(list), limit_bytes));
  }
  return body;
}

}  // namespace lauter::internal
