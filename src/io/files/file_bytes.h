/// The uncompressed bytes of a file, whatever they are, and its lines.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/stop.h"
#include "io/input.h"

namespace lauter {

namespace internal {
class ByteSource;
}

class FileBytes {
 public:
  /// Errors: kNotFound, kUnavailable.
  static Result<FileBytes> open(const InputFile& file, StopToken stop = {});
  FileBytes(FileBytes&&) noexcept;
  FileBytes& operator=(FileBytes&&) noexcept;
  ~FileBytes();

  /// Some bytes, good until the next call; none at the end. Errors: those of reading; kDataLoss with
  /// the compressed byte. After an error or the end it must not be called again.
  Result<std::string_view> next();

 private:
  explicit FileBytes(std::unique_ptr<internal::ByteSource> source);
  std::unique_ptr<internal::ByteSource> source_;
  std::string buffer_;
};

class FileLines {
 public:
  /// `max_bytes`: of a line; a longer one is kResourceExhausted.
  FileLines(FileBytes bytes, uint64_t max_bytes) : bytes_(std::move(bytes)), max_bytes_(max_bytes) {}

  /// The next line without its LF, good until the next call; nothing at the end. Errors: those of
  /// FileBytes.
  Result<std::optional<std::string_view>> next();
  uint64_t number() const { return number_; }  ///< of the last line, from 1

 private:
  FileBytes bytes_;
  uint64_t max_bytes_;
  std::string held_;        ///< of a line that began in an earlier piece
  std::string_view piece_;  ///< what is left of the last one
  uint64_t number_ = 0;
  bool ended_ = false;
};

}  // namespace lauter
