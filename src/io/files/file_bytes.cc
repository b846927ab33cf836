#include "io/files/file_bytes.h"

#include "io/codec/byte_source.h"

namespace lauter {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

}  // namespace

FileBytes::FileBytes(std::unique_ptr<internal::ByteSource> source) : source_(std::move(source)) {}
FileBytes::FileBytes(FileBytes&&) noexcept = default;
FileBytes& FileBytes::operator=(FileBytes&&) noexcept = default;
FileBytes::~FileBytes() = default;

Result<FileBytes> FileBytes::open(const InputFile& file, StopToken stop) {
  LAUTER_ASSIGN(auto source, internal::open_byte_source(file, /*decode_threads=*/0, stop));
  return FileBytes(std::move(source));
}

Result<std::string_view> FileBytes::next() {
  if (buffer_.empty()) buffer_.resize(kPieceBytes);
  LAUTER_ASSIGN(const size_t got, source_->read(buffer_.data(), buffer_.size()));
  return std::string_view(buffer_).substr(0, got);
}

Result<std::optional<std::string_view>> FileLines::next() {
  held_.clear();
  while (true) {
    const size_t end = piece_.find('\n');
    if (end != std::string_view::npos) {
      std::string_view line = piece_.substr(0, end);
      piece_.remove_prefix(end + 1);
      ++number_;
      if (held_.empty()) return std::optional(line);
      held_ += line;
      return std::optional<std::string_view>(held_);
    }
    held_ += piece_;
    piece_ = {};
    if (held_.size() > max_bytes_) {
      return resource_exhausted("line " + std::to_string(number_ + 1) + " is longer than " +
                                std::to_string(max_bytes_) + " bytes");
    }
    if (!ended_) {
      LAUTER_ASSIGN(piece_, bytes_.next());
      ended_ = piece_.empty();
    }
    if (!ended_) continue;
    if (held_.empty()) return std::optional<std::string_view>();
    ++number_;
    return std::optional<std::string_view>(held_);
  }
}

}  // namespace lauter
