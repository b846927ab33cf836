// Compressed pieces that concatenate: the writing half of sink.h.
#include <zlib.h>
#include <zstd.h>

#include <limits>
#include <memory>

#include "io/codec/compress_more.h"
#include "io/codec/warc.h"
#include "io/files/sink.h"

namespace lauter {
namespace {

constexpr int kDefaultGzipLevel = 6;
constexpr int kDefaultZstdLevel = 3;
constexpr int kGzipWindow = 15 + 16;  // the largest window; 16 asks zlib for a gzip header
constexpr size_t kMaxPiece = size_t{1} << 30;

Result<void> compress_gzip(int level, std::string_view bytes, std::string& out) {
  z_stream stream{};
  if (deflateInit2(&stream, level == 0 ? kDefaultGzipLevel : level, Z_DEFLATED, kGzipWindow, 8,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return invalid_argument("gzip level " + std::to_string(level) + " is not within 1 and 9");
  }
  const size_t before = out.size();
  out.resize(before + deflateBound(&stream, bytes.size()));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
  stream.avail_out = static_cast<uInt>(out.size() - before);
  const int done = deflate(&stream, Z_FINISH);
  out.resize(before + stream.total_out);
  deflateEnd(&stream);
  if (done != Z_STREAM_END) return internal_error("gzip compression failed");
  return {};
}

Result<void> compress_zstd(int level, std::string_view bytes, std::string& out) {
  const std::unique_ptr<ZSTD_CCtx, size_t (*)(ZSTD_CCtx*)> context(ZSTD_createCCtx(),
                                                                   &ZSTD_freeCCtx);
  if (context == nullptr) return resource_exhausted("no memory for zstd compression");
  if (level == 0) level = kDefaultZstdLevel;
  if (level < ZSTD_minCLevel() || level > ZSTD_maxCLevel()) {
    return invalid_argument("zstd level " + std::to_string(level) + " is not within " +
                            std::to_string(ZSTD_minCLevel()) + " and " +
                            std::to_string(ZSTD_maxCLevel()));
  }
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, level);
  ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  const size_t before = out.size();
  out.resize(before + ZSTD_compressBound(bytes.size()));
  const size_t size = ZSTD_compress2(context.get(), out.data() + before, out.size() - before,
                                     bytes.data(), bytes.size());
  if (ZSTD_isError(size) != 0) {
    out.resize(before);
    return internal_error(std::string("zstd compression failed: ") + ZSTD_getErrorName(size));
  }
  out.resize(before + size);
  return {};
}

}  // namespace

bool can_compress(Compression compression) {
#ifndef LAUTER_HAS_XZ
  if (compression == Compression::kXz) return false;
#endif
#ifndef LAUTER_HAS_BZIP2
  if (compression == Compression::kBzip2) return false;
#endif
  return compression <= Compression::kBzip2;
}

Result<void> compress_member(Compression compression, int level, std::string_view bytes,
                             std::string& out) {
  if (bytes.empty()) return {};
  if (bytes.size() > kMaxPiece) return invalid_argument("more than 1 GiB in one compressed piece");
  switch (compression) {
    case Compression::kGzip:
      return compress_gzip(level, bytes, out);
    case Compression::kZstd:
      return compress_zstd(level, bytes, out);
    case Compression::kXz:
      return internal::compress_xz(level, bytes, out);
    case Compression::kBzip2:
      return internal::compress_bzip2(level, bytes, out);
    case Compression::kNone:
      break;
  }
  out += bytes;
  return {};
}

Result<double> compression_ratio(std::string_view bytes) {
  std::string out;
  LAUTER_TRY(compress_member(Compression::kGzip, 9, bytes, out));
  if (out.empty()) return std::numeric_limits<double>::quiet_NaN();
  return static_cast<double>(bytes.size()) / static_cast<double>(out.size());
}

std::string empty_member(Compression compression) {
  std::string out;
  Result<void> done;
  if (compression == Compression::kGzip) done = compress_gzip(0, "", out);
  if (compression == Compression::kZstd) done = compress_zstd(0, "", out);
  if (compression == Compression::kXz) done = internal::compress_xz(0, "", out);
  if (compression == Compression::kBzip2) done = internal::compress_bzip2(0, "", out);
  LAUTER_CHECK(done.ok(), "an empty member cannot fail but for lack of memory");
  return out;
}

Result<void> compress_chunk(Format format, Compression compression, int level,
                            std::string_view bytes, std::string& out) {
  const bool is_warc = format == Format::kWet || format == Format::kWarc;
  if (!is_warc || compression != Compression::kGzip) {
    return compress_member(compression, level, bytes, out);
  }
  while (!bytes.empty()) {
    internal::WarcRecord record;
    internal::parse_warc_record(bytes, true, record);
    LAUTER_TRY(compress_member(compression, level, bytes.substr(0, record.end), out));
    bytes.remove_prefix(record.end);
  }
  return {};
}

}  // namespace lauter
