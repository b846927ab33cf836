// Compressed pieces that concatenate: the writing half of sink.h, and decompress_all.
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

Result<std::string> decompress_gzip(std::string_view bytes, uint64_t limit_bytes) {
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindow) != Z_OK) return resource_exhausted("no memory for gzip");
  const std::unique_ptr<z_stream, int (*)(z_streamp)> guard(&stream, &inflateEnd);
  std::string out;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  while (true) {
    const size_t before = out.size();
    if (before > limit_bytes) return resource_exhausted("decompresses to more than the limit");
    out.resize(before + (before / 2) + 65536);
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + before);
    stream.avail_out = static_cast<uInt>(out.size() - before);
    const int state = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (state == Z_STREAM_END) {
      if (stream.avail_in == 0) return out;
      inflateReset(&stream);
    } else if (state != Z_OK) {
      return data_loss("byte " + std::to_string(bytes.size() - stream.avail_in) +
                       (state == Z_BUF_ERROR ? ": gzip data is cut off" : ": broken gzip data"));
    }
  }
}

Result<std::string> decompress_zstd(std::string_view bytes, uint64_t limit_bytes) {
  const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                   &ZSTD_freeDCtx);
  if (context == nullptr) return resource_exhausted("no memory for zstd");
  std::string out;
  ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
  while (true) {
    const size_t before = out.size();
    if (before > limit_bytes) return resource_exhausted("decompresses to more than the limit");
    out.resize(before + before / 2 + ZSTD_DStreamOutSize());
    ZSTD_outBuffer to{out.data(), out.size(), before};
    const size_t hint = ZSTD_decompressStream(context.get(), &to, &in);
    out.resize(to.pos);
    if (ZSTD_isError(hint) != 0) {
      return data_loss("byte " + std::to_string(in.pos) +
                       ": broken zstd data: " + ZSTD_getErrorName(hint));
    }
    const bool made_output = to.pos != before;
    if (in.pos == in.size && hint == 0) return out;
    if (in.pos == in.size && !made_output) {
      return data_loss("byte " + std::to_string(in.pos) + ": zstd data is cut off");
    }
  }
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

Result<std::string> decompress_all(Compression compression, std::string_view bytes,
                                   uint64_t limit_bytes) {
  if (bytes.empty() || compression == Compression::kNone) return std::string(bytes);
  if (bytes.size() > kMaxPiece) return resource_exhausted("more than 1 GiB of compressed data");
  LAUTER_CHECK(compression == Compression::kGzip || compression == Compression::kZstd, "files of our own are gz or zst");
  return compression == Compression::kGzip ? decompress_gzip(bytes, limit_bytes)
                                           : decompress_zstd(bytes, limit_bytes);
}

}  // namespace lauter
