/// Thin helpers around POSIX calls. Internal to io.
#pragma once

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

#include "base/result.h"

namespace lauter::internal {

/// Error for a failed call on `path` from errno: kNotFound if it does not exist, else kUnavailable.
inline Error system_error(const std::string& path, const char* doing) {
  const int code = errno;
  std::string message = path + ": " + doing + ": " + std::strerror(code);
  return code == ENOENT || code == ENOTDIR ? not_found(std::move(message))
                                           : unavailable(std::move(message));
}

/// Owns a file descriptor.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int fd) : fd_(fd) {}
  Fd(Fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Fd& operator=(Fd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~Fd() { reset(); }

  int get() const { return fd_; }
  bool valid() const { return fd_ >= 0; }
  int release() { return std::exchange(fd_, -1); }
  void reset();

 private:
  int fd_ = -1;
};

/// Whether the open file is the one that others find under `path`.
bool is_at(int fd, const std::string& path);

/// Opens for reading. Errors: kNotFound, kUnavailable; kInvalidArgument for a directory.
Result<Fd> open_for_reading(const std::string& path);

/// One read that is repeated when interrupted; 0 at the end. `name` is for the error.
Result<size_t> read_some(int fd, char* to, size_t size, const std::string& name);

/// Reads exactly `size` bytes at `offset`, or fewer at the end of the file.
Result<size_t> read_at(int fd, char* to, size_t size, uint64_t offset, const std::string& name);

}  // namespace lauter::internal
