#include "io/codec/byte_source.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "io/files/object_source.h"
#include "io/files/system.h"

namespace lauter::internal {
namespace {

constexpr int kStopCheckMs = 50;

class FileSource final : public ByteSource {
 public:
  FileSource(Fd fd, std::string name) : fd_(std::move(fd)), name_(std::move(name)) {}

  Result<size_t> read(char* to, size_t size) override {
    LAUTER_ASSIGN(const size_t got, read_at(fd_.get(), to, size, offset_, name_));
    offset_ += got;
    return got;
  }

  Result<void> skip(uint64_t bytes, StopToken /*stop*/) override {
    struct stat info {};
    if (::fstat(fd_.get(), &info) != 0) return system_error(name_, "cannot read");
    if (offset_ + bytes > static_cast<uint64_t>(info.st_size)) {
      return invalid_argument(name_ + ": ends before byte " + std::to_string(offset_ + bytes));
    }
    offset_ += bytes;
    return {};
  }

 private:
  Fd fd_;
  std::string name_;
  uint64_t offset_ = 0;
};

class PipeSource final : public ByteSource {
 public:
  PipeSource(Fd fd, std::string name, StopToken stop)
      : fd_(std::move(fd)), name_(std::move(name)), stop_(stop) {}

  Result<size_t> read(char* to, size_t size) override {
    // A signal may have been given to another thread, so this one looks at the token now and then.
    pollfd state{fd_.get(), POLLIN, 0};
    do {
      if (stop_.requested()) return unavailable(name_ + ": interrupted");
    } while (::poll(&state, 1, kStopCheckMs) == 0);
    return read_some(fd_.get(), to, size, name_);
  }

  bool is_ready() const override {
    pollfd state{fd_.get(), POLLIN, 0};
    return ::poll(&state, 1, 0) > 0;
  }

 private:
  Fd fd_;
  std::string name_;
  StopToken stop_;
};

}  // namespace

Result<void> ByteSource::skip(uint64_t bytes, StopToken stop) {
  constexpr uint64_t kStep = 256 << 10;
  std::string scratch(std::min(bytes, kStep), '\0');
  for (uint64_t done = 0; done < bytes;) {
    if (stop.requested()) return unavailable("interrupted");
    const auto step = static_cast<size_t>(std::min<uint64_t>(scratch.size(), bytes - done));
    LAUTER_ASSIGN(const size_t got, read(scratch.data(), step));
    if (got == 0) return invalid_argument("ends before byte " + std::to_string(bytes));
    done += got;
  }
  return {};
}

Result<std::unique_ptr<ByteSource>> open_plain_source(const InputFile& file, StopToken stop) {
  if (file.is_stdin()) {
    return std::unique_ptr<ByteSource>(
        std::make_unique<PipeSource>(Fd(STDIN_FILENO), "stdin", stop));
  }
  if (file.is_object()) return make_object_source(file);
  LAUTER_ASSIGN(Fd fd, open_for_reading(file.path));
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_error(file.path, "cannot open");
  if (!S_ISREG(info.st_mode)) {
    return std::unique_ptr<ByteSource>(
        std::make_unique<PipeSource>(std::move(fd), file.path, stop));
  }
  ::posix_fadvise(fd.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  return std::unique_ptr<ByteSource>(std::make_unique<FileSource>(std::move(fd), file.path));
}

Result<std::unique_ptr<ByteSource>> open_byte_source(const InputFile& file, int decode_threads,
                                                     StopToken stop) {
  return open_source_at(file, decode_threads, 0, stop);
}

Result<std::unique_ptr<ByteSource>> open_source_at(const InputFile& file, int decode_threads,
                                                   uint64_t begin, StopToken stop) {
  const bool is_local = !file.is_stdin() && !file.is_object();
  if (file.compression == Compression::kZstd && is_local && decode_threads > 0) {
    auto frames = open_zstd_frames(file, decode_threads, begin);
    // What cannot be mapped (a named pipe, a strange file system) is streamed.
    if (frames.ok() || frames.error().code == ErrorCode::kNotFound) return frames;
  }
  LAUTER_ASSIGN(auto plain, open_plain_source(file, stop));
  if (begin > 0) LAUTER_TRY(plain->skip(begin, stop));
  return unpack(file.compression, std::move(plain), file.path, begin);
}

}  // namespace lauter::internal
