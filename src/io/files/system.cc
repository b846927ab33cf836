#include "io/files/system.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lauter::internal {

bool is_at(int fd, const std::string& path) {
  struct stat open {};
  struct stat found {};
  return ::fstat(fd, &open) == 0 && ::stat(path.c_str(), &found) == 0 &&
         open.st_dev == found.st_dev && open.st_ino == found.st_ino;
}


void Fd::reset() {
  // close() is not repeated on EINTR: Linux has then closed the descriptor already.
  if (fd_ > 2) ::close(fd_);
  fd_ = -1;
}

Result<Fd> open_for_reading(const std::string& path) {
  Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return system_error(path, "cannot open");
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_error(path, "cannot open");
  if (S_ISDIR(info.st_mode)) return invalid_argument(path + ": is a directory");
  return fd;
}

Result<size_t> read_some(int fd, char* to, size_t size, const std::string& name) {
  while (true) {
    const ssize_t got = ::read(fd, to, size);
    if (got >= 0) return static_cast<size_t>(got);
    if (errno != EINTR) return system_error(name, "cannot read");
  }
}

Result<size_t> read_at(int fd, char* to, size_t size, uint64_t offset, const std::string& name) {
  size_t done = 0;
  while (done < size) {
    const ssize_t got = ::pread(fd, to + done, size - done, static_cast<off_t>(offset + done));
    if (got == 0) break;
    if (got < 0) {
      if (errno == EINTR) continue;
      return system_error(name, "cannot read");
    }
    done += static_cast<size_t>(got);
  }
  return done;
}

}  // namespace lauter::internal
