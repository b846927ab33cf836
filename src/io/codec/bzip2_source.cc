// Reading .bz2.
#ifdef LAUTER_HAS_BZIP2
#include <bzlib.h>

#include <algorithm>
#include <utility>

#include "io/codec/byte_source.h"

namespace lauter::internal {
namespace {

constexpr size_t kBzip2InputBytes = 256 << 10;

class Bzip2Source final : public ByteSource {
 public:
  Bzip2Source(std::unique_ptr<ByteSource> compressed, std::string name)
      : compressed_(std::move(compressed)), name_(std::move(name)), input_(kBzip2InputBytes, '\0') {}
  ~Bzip2Source() override {
    if (is_open_) BZ2_bzDecompressEnd(&stream_);
  }
  Bzip2Source(const Bzip2Source&) = delete;
  Bzip2Source& operator=(const Bzip2Source&) = delete;

  Result<size_t> read(char* to, size_t size) override {
    const auto room = static_cast<unsigned>(std::min<size_t>(size, size_t{1} << 30));
    stream_.next_out = to;
    stream_.avail_out = room;
    // Sound bytes first; an error is told by the next call.
    while (why_ == nullptr && !done_ && stream_.avail_out == room) LAUTER_TRY(step());
    const size_t got = room - stream_.avail_out;
    if (got > 0 || why_ == nullptr) return got;
    return compressed_error(name_, consumed_ - stream_.avail_in, why_);
  }

  bool is_ready() const override { return stream_.avail_in > 0 || compressed_->is_ready(); }

 private:
  Result<void> step() {
    if (stream_.avail_in == 0) {
      LAUTER_ASSIGN(const size_t got, compressed_->read(input_.data(), input_.size()));
      if (got == 0) {
        done_ = !is_open_;
        if (is_open_) why_ = "bzip2 data is cut off";
        return {};
      }
      stream_.next_in = input_.data();
      stream_.avail_in = static_cast<unsigned>(got);
      consumed_ += got;
    }
    // One stream may follow the other, as gzip members do.
    if (!is_open_) is_open_ = BZ2_bzDecompressInit(&stream_, 0, 0) == BZ_OK;
    const int state = is_open_ ? BZ2_bzDecompress(&stream_) : BZ_MEM_ERROR;
    if (state == BZ_STREAM_END) {
      const unsigned left = stream_.avail_in;
      char* const next = stream_.next_in;
      char* const to = stream_.next_out;
      const unsigned room = stream_.avail_out;
      BZ2_bzDecompressEnd(&stream_);
      is_open_ = false;
      stream_ = {};
      stream_.next_in = next;
      stream_.avail_in = left;
      stream_.next_out = to;
      stream_.avail_out = room;
    } else if (state == BZ_DATA_ERROR_MAGIC) {
      why_ = "no bzip2 data (say what it is with --format)";
    } else if (state == BZ_MEM_ERROR) {
      why_ = "no memory for bzip2";
    } else if (state != BZ_OK) {
      why_ = "broken bzip2 data";
    }
    return {};
  }

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::string input_;
  bz_stream stream_{};
  uint64_t consumed_ = 0;
  bool is_open_ = false;
  bool done_ = false;
  const char* why_ = nullptr;
};

}  // namespace

std::unique_ptr<ByteSource> make_bzip2_source(std::unique_ptr<ByteSource> compressed, std::string name) {
  return std::make_unique<Bzip2Source>(std::move(compressed), std::move(name));
}

}  // namespace lauter::internal
#endif
