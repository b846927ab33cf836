// Reading .xz.
#ifdef LAUTER_HAS_XZ
#include <lzma.h>

#include <optional>
#include <utility>

#include "io/codec/byte_source.h"

namespace lauter::internal {
namespace {

constexpr size_t kXzInputBytes = 256 << 10;
/// What `xz -9` makes needs 65 MiB; a stream that says it needs more than this is refused.
constexpr uint64_t kMemoryLimit = uint64_t{256} << 20;

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

class XzSource final : public ByteSource {
 public:
  XzSource(std::unique_ptr<ByteSource> compressed, std::string name)
      : compressed_(std::move(compressed)), name_(std::move(name)), input_(kXzInputBytes, '\0') {
    state_ = lzma_stream_decoder(&stream_, kMemoryLimit, LZMA_CONCATENATED);
  }
  ~XzSource() override { lzma_end(&stream_); }
  XzSource(const XzSource&) = delete;
  XzSource& operator=(const XzSource&) = delete;

  Result<size_t> read(char* to, size_t size) override {
    stream_.next_out = reinterpret_cast<uint8_t*>(to);
    stream_.avail_out = size;
    // Sound bytes first; an error is told by the next call.
    while (state_ == LZMA_OK && stream_.avail_out == size) LAUTER_TRY(step());
    const size_t got = size - stream_.avail_out;
    if (got > 0 || state_ == LZMA_STREAM_END) return got;
    return compressed_error(name_, consumed_ - stream_.avail_in, reason_of(state_));
  }

  bool is_ready() const override { return stream_.avail_in > 0 || at_end_ || compressed_->is_ready(); }

 private:
  Result<void> step() {
    if (stream_.avail_in == 0 && !at_end_) {
      LAUTER_ASSIGN(const size_t got, compressed_->read(input_.data(), input_.size()));
      stream_.next_in = reinterpret_cast<const uint8_t*>(input_.data());
      stream_.avail_in = got;
      consumed_ += got;
      at_end_ = got == 0;
      if (at_end_ && consumed_ == 0) {  // as with gzip, nothing at all is an empty text
        state_ = LZMA_STREAM_END;
        return {};
      }
    }
    state_ = lzma_code(&stream_, at_end_ ? LZMA_FINISH : LZMA_RUN);
    return {};
  }

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::string input_;
  lzma_stream stream_ = LZMA_STREAM_INIT;
  lzma_ret state_ = LZMA_OK;
  uint64_t consumed_ = 0;
  bool at_end_ = false;
};

}  // namespace

std::unique_ptr<ByteSource> make_xz_source(std::unique_ptr<ByteSource> compressed, std::string name) {
  return std::make_unique<XzSource>(std::move(compressed), std::move(name));
}

}  // namespace lauter::internal
#endif
