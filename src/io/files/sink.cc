#include "io/files/sink.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "io/files/files.h"
#include "io/files/system.h"

namespace lauter {

using internal::system_error;

Result<AppendFile> AppendFile::open(const std::string& path, uint64_t committed_bytes,
                                    Access access, std::string_view run) {
  std::string part = part_path(path, run);
  const bool is_open = access == Access::kAll;
  LAUTER_TRY(make_dirs(parent_path(path), is_open ? 0777 : 0700));
  const int create = committed_bytes == 0 ? O_CREAT : 0;
  internal::Fd fd(::open(part.c_str(), O_WRONLY | O_CLOEXEC | create, is_open ? 0666 : 0600));
  if (!fd.valid()) return system_error(part, "cannot open for writing");
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_error(part, "cannot open for writing");
  if (static_cast<uint64_t>(info.st_size) < committed_bytes) {
    return data_loss(part + ": has " + std::to_string(info.st_size) +
                     " bytes, but the journal says " + std::to_string(committed_bytes));
  }
  const auto size = static_cast<off_t>(committed_bytes);
  if (::ftruncate(fd.get(), size) != 0 || ::lseek(fd.get(), size, SEEK_SET) != size) {
    return system_error(part, "cannot cut to its committed size");
  }
  return AppendFile(path, std::move(part), fd.release(), committed_bytes);
}

AppendFile::AppendFile(std::string path, std::string part, int fd, uint64_t size_bytes)
    : path_(std::move(path)), part_(std::move(part)), fd_(fd), size_bytes_(size_bytes) {}

AppendFile::AppendFile(AppendFile&& other) noexcept
    : path_(std::move(other.path_)),
      part_(std::move(other.part_)),
      fd_(std::exchange(other.fd_, -1)),
      size_bytes_(other.size_bytes_) {}

AppendFile& AppendFile::operator=(AppendFile&& other) noexcept {
  if (this != &other) {
    close();
    path_ = std::move(other.path_);
    part_ = std::move(other.part_);
    fd_ = std::exchange(other.fd_, -1);
    size_bytes_ = other.size_bytes_;
  }
  return *this;
}

AppendFile::~AppendFile() { close(); }

void AppendFile::close() { internal::Fd(std::exchange(fd_, -1)).reset(); }

Result<void> AppendFile::append(std::string_view bytes) {
  LAUTER_CHECK(fd_ >= 0, "append() after commit()");
  auto written = write_fd(fd_, bytes);
  if (!written.ok()) return std::move(written.error()).context(part_);
  size_bytes_ += bytes.size();
  return {};
}

Result<void> AppendFile::append_file(const std::string& path) {
  constexpr size_t kStep = size_t{1} << 30;
  LAUTER_ASSIGN(const internal::Fd from, internal::open_for_reading(path));
  while (true) {
    const ssize_t copied = ::copy_file_range(from.get(), nullptr, fd_, nullptr, kStep, 0);
    if (copied == 0) return {};
    if (copied < 0) {
      if (errno == EINTR) continue;
      break;
    }
    size_bytes_ += static_cast<uint64_t>(copied);
  }
  // Not within this file system, or not from this one to that one: by hand, from where it stands.
  std::string buffer(size_t{1} << 20, '\0');
  while (true) {
    LAUTER_ASSIGN(const size_t got,
                  internal::read_some(from.get(), buffer.data(), buffer.size(), path));
    if (got == 0) return {};
    LAUTER_TRY(append(std::string_view(buffer).substr(0, got)));
  }
}

Result<void> AppendFile::sync() {
  if (::fdatasync(fd_) != 0) return system_error(part_, "cannot sync");
  return {};
}

Result<void> AppendFile::commit() {
  LAUTER_CHECK(fd_ >= 0, "commit() twice");
  LAUTER_TRY(sync());
  LAUTER_TRY(give_final_name());
  return sync_dir(parent_path(path_));
}

Result<void> AppendFile::commit_unsynced() {
  LAUTER_CHECK(fd_ >= 0, "commit() twice");
  return give_final_name();
}

Result<void> AppendFile::give_final_name() {
  const bool is_ours = internal::is_at(fd_, part_);
  close();
  if (!is_ours) return data_loss(part_ + ": another process has put its own file there");
  return rename_file(part_, path_);
}

Result<WriteState> write_fd(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0) {
      if (errno == EINTR) continue;
      if (errno == EAGAIN) {
        // Somebody made the shared terminal or pipe non-blocking: wait for room.
        pollfd room{fd, POLLOUT, 0};
        ::poll(&room, 1, -1);
        continue;
      }
      if (errno == EPIPE) return WriteState::kClosed;
      return unavailable(std::string("cannot write: ") + std::strerror(errno));
    }
    bytes.remove_prefix(static_cast<size_t>(wrote));
  }
  return WriteState::kOk;
}

}  // namespace lauter
