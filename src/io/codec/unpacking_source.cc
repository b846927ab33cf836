// gzip, zstd, xz and bzip2: one source, and what each library's step is.
#include <zlib.h>
#include <zstd.h>
#ifdef LAUTER_HAS_XZ
#include <lzma.h>
#endif
#ifdef LAUTER_HAS_BZIP2
#include <bzlib.h>
#endif

#include <algorithm>
#include <utility>

#include "io/codec/byte_source.h"

namespace lauter::internal {
namespace {

constexpr size_t kInputBytes = 256 << 10;

class UnpackingSource : public ByteSource {
 public:
  UnpackingSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t begin = 0)
      : packed_(std::move(packed)), name_(std::move(name)), input_(kInputBytes, '\0'), read_(begin) {}
  UnpackingSource(const UnpackingSource&) = delete;  // libraries point into their own streams
  UnpackingSource& operator=(const UnpackingSource&) = delete;

  Result<size_t> read(char* to, size_t size) final {
    out_ = to;
    room_ = std::min<size_t>(size, size_t{1} << 30);
    while (out_ == to && why_.empty() && !is_done_) {
      if (!is_at_end_ && wants_input()) {
        LAUTER_ASSIGN(const size_t got, packed_->read(input_.data(), input_.size()));
        in_ = {input_.data(), got};
        read_ += got;
        is_at_end_ = got == 0;
      }
      step();
    }
    // Sound bytes first; an error is told by the next call.
    if (out_ != to || why_.empty()) return static_cast<size_t>(out_ - to);
    return compressed_error(name_, position(), why_);
  }

  bool is_ready() const final { return !wants_input() || is_at_end_ || packed_->is_ready(); }

 protected:
  /// Unpacks from in_ to out_ and tells by took() how far it came; or sets why_ or is_done_.
  virtual void step() = 0;
  virtual bool wants_input() const { return in_.empty(); }

  uint64_t position() const { return read_ - in_.size(); }
  void took(size_t in_left, size_t room_left) {
    in_.remove_prefix(in_.size() - in_left);
    out_ += room_ - room_left;
    room_ = room_left;
  }
  /// For formats whose streams follow each other: no stream at all is an empty text.
  bool ends(bool is_between_streams, const char* cut_off) {
    if (!is_at_end_) return false;
    is_done_ = is_between_streams;
    if (!is_done_) why_ = cut_off;
    return true;
  }

  std::string_view in_;
  char* out_ = nullptr;
  size_t room_ = 0;
  bool is_at_end_ = false;
  bool is_done_ = false;
  std::string why_;

 private:
  std::unique_ptr<ByteSource> packed_;
  std::string name_;
  std::string input_;
  uint64_t read_;  ///< packed bytes up to the end of in_
};

class GzipSource final : public UnpackingSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> packed, std::string name)
      : UnpackingSource(std::move(packed), std::move(name)) {
    constexpr int kGzipOnly = 15 + 16;
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) why_ = "no memory for gzip";
  }
  ~GzipSource() override { inflateEnd(&stream_); }

 private:
  void step() override {
    if (ends(is_between_, "gzip data is cut off")) return;
    // Tapes and block devices pad with zeros; gzip(1) ignores them too.
    if (is_between_ && position() > 0 && in_.front() == '\0') return in_.remove_prefix(1);
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(in_.data()));
    stream_.avail_in = static_cast<uInt>(in_.size());
    stream_.next_out = reinterpret_cast<Bytef*>(out_);
    stream_.avail_out = static_cast<uInt>(room_);
    const int state = inflate(&stream_, Z_NO_FLUSH);
    took(stream_.avail_in, stream_.avail_out);
    is_between_ = state == Z_STREAM_END;
    if (is_between_) {
      inflateReset(&stream_);
    } else if (state != Z_OK && state != Z_BUF_ERROR) {
      // Two bytes are all that inflate() has read when it knows that it is none.
      why_ = position() <= 2 ? "no gzip data (say what it is with --format): " : "broken gzip data: ";
      why_ += stream_.msg != nullptr ? stream_.msg : "unknown";
    }
  }

  z_stream stream_{};
  bool is_between_ = true;
};

class ZstdSource final : public UnpackingSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> packed, std::string name, uint64_t begin)
      : UnpackingSource(std::move(packed), std::move(name), begin), context_(ZSTD_createDCtx(), &ZSTD_freeDCtx) {
    if (context_ == nullptr) why_ = "no memory for zstd";
  }

 private:
  bool wants_input() const override { return in_.empty() && !holds_output_; }
  void step() override {
    if (wants_input() && ends(is_between_, "zstd data is cut off")) return;
    ZSTD_inBuffer in{in_.data(), in_.size(), 0};
    ZSTD_outBuffer out{out_, room_, 0};
    const size_t hint = ZSTD_decompressStream(context_.get(), &out, &in);
    took(in.size - in.pos, out.size - out.pos);
    if (ZSTD_isError(hint) != 0) {
      why_ = std::string("broken zstd data: ") + ZSTD_getErrorName(hint);
      return;
    }
    is_between_ = hint == 0;
    holds_output_ = hint != 0 && room_ == 0;
  }

  std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context_;
  bool is_between_ = true;
  bool holds_output_ = false;  ///< the last call filled its room: more may come without new input
};

#ifdef LAUTER_HAS_XZ
/// What `xz -9` makes needs 65 MiB; a stream that says it needs more than this is refused.
constexpr uint64_t kXzMemory = uint64_t{256} << 20;

const char* reason_of(lzma_ret state) {
  switch (state) {
    case LZMA_FORMAT_ERROR:
      return "no xz data (say what it is with --format)";
    case LZMA_MEMLIMIT_ERROR:
      return "xz data that needs more than 256 MiB to unpack";
    case LZMA_OPTIONS_ERROR:
      return "xz data of a kind that is not known here";
    case LZMA_BUF_ERROR:
      return "xz data is cut off";
    case LZMA_MEM_ERROR:
      return "no memory for xz";
    default:
      return "broken xz data";
  }
}

class XzSource final : public UnpackingSource {
 public:
  XzSource(std::unique_ptr<ByteSource> packed, std::string name) : UnpackingSource(std::move(packed), std::move(name)) {
    judge(lzma_stream_decoder(&stream_, kXzMemory, LZMA_CONCATENATED));
  }
  ~XzSource() override { lzma_end(&stream_); }

 private:
  void step() override {
    if (position() == 0 && ends(true, "")) return;
    stream_.next_in = reinterpret_cast<const uint8_t*>(in_.data());
    stream_.avail_in = in_.size();
    stream_.next_out = reinterpret_cast<uint8_t*>(out_);
    stream_.avail_out = room_;
    const lzma_ret state = lzma_code(&stream_, is_at_end_ ? LZMA_FINISH : LZMA_RUN);
    took(stream_.avail_in, stream_.avail_out);
    judge(state);
  }
  void judge(lzma_ret state) {
    is_done_ = state == LZMA_STREAM_END;
    if (state != LZMA_OK && !is_done_) why_ = reason_of(state);
  }

  lzma_stream stream_ = LZMA_STREAM_INIT;
};
#endif

#ifdef LAUTER_HAS_BZIP2
class Bzip2Source final : public UnpackingSource {
 public:
  using UnpackingSource::UnpackingSource;
  ~Bzip2Source() override {
    if (is_open_) BZ2_bzDecompressEnd(&stream_);
  }

 private:
  void step() override {
    if (ends(!is_open_, "bzip2 data is cut off")) return;
    // One stream may follow the other, as gzip members do.
    if (!is_open_) {
      stream_ = {};
      is_open_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    }
    stream_.next_in = const_cast<char*>(in_.data());
    stream_.avail_in = static_cast<unsigned>(in_.size());
    stream_.next_out = out_;
    stream_.avail_out = static_cast<unsigned>(room_);
    const int state = is_open_ ? BZ2_bzDecompress(&stream_) : BZ_MEM_ERROR;
    took(stream_.avail_in, stream_.avail_out);
    if (state == BZ_STREAM_END) {
      BZ2_bzDecompressEnd(&stream_);
      is_open_ = false;
    } else if (state == BZ_DATA_ERROR_MAGIC) {
      why_ = "no bzip2 data (say what it is with --format)";
    } else if (state == BZ_MEM_ERROR) {
      why_ = "no memory for bzip2";
    } else if (state != BZ_OK) {
      why_ = "broken bzip2 data";
    }
  }

  bz_stream stream_{};
  bool is_open_ = false;
};
#endif

/// Bytes in memory.
class StringSource final : public ByteSource {
 public:
  explicit StringSource(std::string_view bytes) : bytes_(bytes) {}
  Result<size_t> read(char* to, size_t size) override {
    const size_t got = bytes_.copy(to, size);
    bytes_.remove_prefix(got);
    return got;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> unpack(Compression compression, std::unique_ptr<ByteSource> packed,
                                           std::string name, uint64_t begin) {
  std::unique_ptr<ByteSource> source;
  switch (compression) {
    case Compression::kGzip:
      source = std::make_unique<GzipSource>(std::move(packed), std::move(name));
      break;
    case Compression::kZstd:
      source = std::make_unique<ZstdSource>(std::move(packed), std::move(name), begin);
      break;
    case Compression::kXz:
#ifdef LAUTER_HAS_XZ
      source = std::make_unique<XzSource>(std::move(packed), std::move(name));
      break;
#else
      return unimplemented(name + ": this program was built without liblzma");
#endif
    case Compression::kBzip2:
#ifdef LAUTER_HAS_BZIP2
      source = std::make_unique<Bzip2Source>(std::move(packed), std::move(name));
      break;
#else
      return unimplemented(name + ": this program was built without libbz2");
#endif
    case Compression::kNone:
      return packed;
  }
  return source;
}

Error compressed_error(const std::string& name, uint64_t byte, const std::string& why) {
  const std::string place = "byte " + std::to_string(byte);
  return data_loss(name.empty() ? place + ": " + why : name + ": " + place + " of the compressed file: " + why);
}

}  // namespace lauter::internal

namespace lauter {

Result<std::string> decompress_all(Compression compression, std::string_view bytes, uint64_t limit_bytes) {
  constexpr size_t kMaxBytes = size_t{1} << 30;
  if (bytes.empty()) return std::string();
  if (bytes.size() > kMaxBytes) return resource_exhausted("more than 1 GiB of compressed data");
  LAUTER_ASSIGN(const auto source, internal::unpack(compression, std::make_unique<internal::StringSource>(bytes), ""));
  std::string out;
  while (true) {
    const size_t before = out.size();
    if (before > limit_bytes) return resource_exhausted("decompresses to more than the limit");
    out.resize(before + std::max<size_t>(before / 2, 128 << 10));
    LAUTER_ASSIGN(const size_t got, source->read(out.data() + before, out.size() - before));
    out.resize(before + got);
    if (got == 0) return out;
  }
}

}  // namespace lauter
