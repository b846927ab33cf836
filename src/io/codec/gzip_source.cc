#include <zlib.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "io/codec/byte_source.h"

namespace lauter::internal {
namespace {

constexpr size_t kInputBytes = 256 << 10;
constexpr int kGzipOnly = 15 + 16;

class GzipSource final : public ByteSource {
 public:
  GzipSource(std::unique_ptr<ByteSource> compressed, std::string name)
      : compressed_(std::move(compressed)), name_(std::move(name)), input_(kInputBytes, '\0') {
    usable_ = inflateInit2(&stream_, kGzipOnly) == Z_OK;
  }
  ~GzipSource() override {
    if (usable_) inflateEnd(&stream_);
  }
  GzipSource(const GzipSource&) = delete;
  GzipSource& operator=(const GzipSource&) = delete;

  Result<size_t> read(char* to, size_t size) override {
    if (!usable_) return resource_exhausted(name_ + ": no memory for gzip");
    if (error_) return std::move(*error_);
    const auto room = static_cast<uInt>(std::min<size_t>(size, size_t{1} << 30));
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = room;
    while (stream_.avail_out == room) {
      auto more = step();
      if (!more.ok()) {
        // Sound bytes first; the error is told by the next call.
        if (stream_.avail_out == room) return std::move(more.error());
        error_ = std::move(more.error());
        break;
      }
      if (!*more) break;
    }
    return static_cast<size_t>(room - stream_.avail_out);
  }

  bool is_ready() const override { return stream_.avail_in > 0 || compressed_->is_ready(); }

 private:
  uint64_t position() const { return consumed_ - stream_.avail_in; }

  /// Inflates some input; false at the end of all members.
  Result<bool> step() {
    if (stream_.avail_in == 0) {
      LAUTER_ASSIGN(const size_t got, compressed_->read(input_.data(), input_.size()));
      if (got == 0) {
        if (between_members_) return false;
        return compressed_error(name_, position(), "gzip data is cut off");
      }
      stream_.next_in = reinterpret_cast<Bytef*>(input_.data());
      stream_.avail_in = static_cast<uInt>(got);
      consumed_ += got;
    }
    if (between_members_ && position() > 0 && *stream_.next_in == 0) {
      // Tapes and block devices pad with zeros; gzip(1) ignores them too.
      ++stream_.next_in;
      --stream_.avail_in;
      return true;
    }
    between_members_ = false;
    const int state = inflate(&stream_, Z_NO_FLUSH);
    if (state == Z_STREAM_END) {
      inflateReset(&stream_);
      between_members_ = true;
    } else if (state != Z_OK && state != Z_BUF_ERROR) {
      const char* why = stream_.msg != nullptr ? stream_.msg : "unknown";
      // Two bytes are all that inflate() has read when it knows that it is none.
      const char* what = position() <= 2 ? "no gzip data (say what it is with --format): " : "broken gzip data: ";
      return compressed_error(name_, position(), std::string(what) + why);
    }
    return true;
  }

  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::string input_;
  z_stream stream_{};
  uint64_t consumed_ = 0;
  bool usable_ = false;
  bool between_members_ = true;
  std::optional<Error> error_;
};

}  // namespace

std::unique_ptr<ByteSource> make_gzip_source(std::unique_ptr<ByteSource> compressed,
                                             std::string name) {
  return std::make_unique<GzipSource>(std::move(compressed), std::move(name));
}

}  // namespace lauter::internal
