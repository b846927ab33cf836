#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter {

/// A file as bytes in memory that the system reads as they are looked at, and may take away again.
/// The file must not be cut off meanwhile; it may be removed. Movable; views into it stay good.
class MappedFile {
 public:
  /// Errors: kNotFound, kUnavailable.
  static Result<MappedFile> open(const std::string& path);
  MappedFile(MappedFile&&) noexcept;
  MappedFile& operator=(MappedFile&&) noexcept;
  ~MappedFile();

  /// Begins at an address that any type may stand at.
  std::string_view bytes() const { return bytes_; }

 private:
  explicit MappedFile(std::string_view bytes) : bytes_(bytes) {}
  std::string_view bytes_;
};

}  // namespace lauter
