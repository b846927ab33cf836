#include "io/parquet/page_codec.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cstring>

#include "io/files/sink.h"
#include "io/parquet/parquet_fields.h"
#include "io/parquet/snappy.h"

namespace lauter::internal {
namespace {

/// The largest window; 32 asks zlib for gzip or its own format, whichever it is.
constexpr int kAnyZlibWindow = 15 + 32;

bool inflate_page(std::string_view bytes, char* to, size_t size) {
  z_stream stream{};
  if (inflateInit2(&stream, kAnyZlibWindow) != Z_OK) return false;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(to);
  stream.avail_out = static_cast<uInt>(size);
  const bool is_whole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0;
  inflateEnd(&stream);
  return is_whole;
}

}  // namespace

/// Made once for all pages: making them costs as much as a page.
struct PageCodec::Contexts {
  ZSTD_CCtx* to_zstd = nullptr;
  ZSTD_DCtx* from_zstd = nullptr;

  ~Contexts() {
    ZSTD_freeCCtx(to_zstd);
    ZSTD_freeDCtx(from_zstd);
  }
};

bool PageCodec::is_known(int64_t codec) {
  return codec == fields::kUncompressed || codec == fields::kSnappy || codec == fields::kGzip ||
         codec == fields::kZstd;
}

PageCodec::PageCodec(int64_t codec, int level)
    : codec_(codec), level_(level), contexts_(std::make_unique<Contexts>()) {}
PageCodec::PageCodec(PageCodec&&) noexcept = default;
PageCodec& PageCodec::operator=(PageCodec&&) noexcept = default;
PageCodec::~PageCodec() = default;

Result<std::string_view> PageCodec::compress(std::string_view raw) {
  if (codec_ == fields::kUncompressed) return raw;
  if (codec_ == fields::kZstd) {
    auto& context = contexts_->to_zstd;
    if (context == nullptr) context = ZSTD_createCCtx();
    buffer_.resize(std::max(buffer_.size(), ZSTD_compressBound(raw.size())));
    const size_t size =
        context == nullptr
            ? 0
            : ZSTD_compressCCtx(context, buffer_.data(), buffer_.size(), raw.data(), raw.size(),
                                level_ == 0 ? ZSTD_CLEVEL_DEFAULT : level_);
    if (size == 0 || ZSTD_isError(size) != 0) {
      return resource_exhausted("no memory for zstd compression");
    }
    return std::string_view(buffer_).substr(0, size);
  }
  buffer_.clear();
  if (codec_ == fields::kSnappy) {
    append_snappy(raw, buffer_);
  } else {
    LAUTER_TRY(compress_member(Compression::kGzip, std::min(level_, 9), raw, buffer_));
  }
  return std::string_view(buffer_);
}

Result<void> PageCodec::decompress(std::string_view bytes, char* to, size_t size) {
  bool is_whole = false;
  if (codec_ == fields::kUncompressed) {
    is_whole = bytes.size() == size;
    if (is_whole) std::memcpy(to, bytes.data(), size);
  } else if (codec_ == fields::kZstd) {
    auto& context = contexts_->from_zstd;
    if (context == nullptr) context = ZSTD_createDCtx();
    if (context == nullptr) return resource_exhausted("no memory for zstd");
    is_whole = ZSTD_decompressDCtx(context, to, size, bytes.data(), bytes.size()) == size;
  } else if (codec_ == fields::kSnappy) {
    is_whole = decode_snappy(bytes, to, size);
  } else {
    is_whole = inflate_page(bytes, to, size);
  }
  return is_whole ? Result<void>() : data_loss("a broken page");
}

}  // namespace lauter::internal
