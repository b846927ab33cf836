#include <zstd.h>

#include <optional>
#include <utility>

#include "io/codec/byte_source.h"

namespace lauter::internal {
namespace {

class ZstdSource final : public ByteSource {
 public:
  ZstdSource(std::unique_ptr<ByteSource> compressed, std::string name, uint64_t begin)
      : compressed_(std::move(compressed)),
        name_(std::move(name)),
        input_(ZSTD_DStreamInSize() * 2, '\0'),
        context_(ZSTD_createDCtx(), &ZSTD_freeDCtx),
        before_input_(begin) {}

  Result<size_t> read(char* to, size_t size) override {
    if (context_ == nullptr) return resource_exhausted(name_ + ": no memory for zstd");
    if (error_) return std::move(*error_);
    ZSTD_outBuffer out{to, size, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !holds_output_) {
        LAUTER_ASSIGN(const size_t got, compressed_->read(input_.data(), input_.size()));
        if (got == 0) {
          if (at_frame_end_) return size_t{0};
          return compressed_error(name_, before_input_ + in_.size, "zstd data is cut off");
        }
        before_input_ += in_.size;
        in_ = {input_.data(), got, 0};
      }
      const size_t hint = ZSTD_decompressStream(context_.get(), &out, &in_);
      if (ZSTD_isError(hint) != 0) {
        Error error = compressed_error(name_, before_input_ + in_.pos,
                                       std::string("broken zstd data: ") + ZSTD_getErrorName(hint));
        if (out.pos == 0) return error;
        error_ = std::move(error);
        break;
      }
      at_frame_end_ = hint == 0;
      holds_output_ = hint != 0 && out.pos == out.size;
    }
    return out.pos;
  }

  bool is_ready() const override {
    return in_.pos < in_.size || holds_output_ || compressed_->is_ready();
  }

 private:
  std::unique_ptr<ByteSource> compressed_;
  std::string name_;
  std::string input_;
  std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context_;
  ZSTD_inBuffer in_{nullptr, 0, 0};
  uint64_t before_input_;      ///< compressed bytes before input_
  bool at_frame_end_ = true;   ///< no frame at all is an empty text
  bool holds_output_ = false;  ///< the last call filled its room: more may come without new input
  std::optional<Error> error_;
};

}  // namespace

std::unique_ptr<ByteSource> make_zstd_source(std::unique_ptr<ByteSource> compressed,
                                             std::string name, uint64_t begin) {
  return std::make_unique<ZstdSource>(std::move(compressed), std::move(name), begin);
}

}  // namespace lauter::internal
