// A disk that is full and a clock that jumps: loaded before the C library (LD_PRELOAD).
//
//   FULL_ROOT, FULL_AT   of what is written below the folder, that many bytes find room; the write that meets the limit is
//                        a part, and all that follows fails (ENOSPC), new files and folders too
//   CLOCK_JUMPS          a seed: the time of day is another one at every look, within two years; no other clock
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

namespace {

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

const char* setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

bool is_below(const std::string& path) {
  static const std::string root = setting("FULL_ROOT");
  return !root.empty() && path.compare(0, root.size(), root) == 0;
}

bool is_below(int fd) {
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = readlink(link.c_str(), path, sizeof path);
  return size > 0 && is_below(std::string(path, static_cast<size_t>(size)));
}

std::atomic<int64_t>& room() {
  static std::atomic<int64_t> left{std::atoll(setting("FULL_AT"))};
  return left;
}

/// How many of `size` bytes find room; none: errno says so.
size_t take(size_t size) {
  const int64_t before = room().fetch_sub(static_cast<int64_t>(size));
  if (before <= 0) {
    errno = ENOSPC;
    return 0;
  }
  return std::min(size, static_cast<size_t>(before));
}

bool is_full() {
  if (room() > 0) return false;
  errno = ENOSPC;
  return true;
}

std::time_t jump() {
  static std::atomic<uint64_t> state{std::strtoull(setting("CLOCK_JUMPS"), nullptr, 10)};
  if (*setting("CLOCK_JUMPS") == '\0') return 0;
  uint64_t x = state += 0x9E3779B97F4A7C15;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
  constexpr int64_t kTwoYears = 2 * 365 * 86400;
  return static_cast<std::time_t>((x >> 16) % (2 * kTwoYears)) - kTwoYears;
}

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (size == 0 || !is_below(fd)) return real(fd, bytes, size);
  const size_t some = take(size);
  return some == 0 ? -1 : real(fd, bytes, some);
}

ssize_t pwrite(int fd, const void* bytes, size_t size, off_t at) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  if (size == 0 || !is_below(fd)) return real(fd, bytes, size, at);
  const size_t some = take(size);
  return some == 0 ? -1 : real(fd, bytes, some, at);
}

ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags) {
  static const auto real =
      next<ssize_t (*)(int, off64_t*, int, off64_t*, size_t, unsigned)>("copy_file_range");
  if (is_below(to) && is_full()) return -1;
  return real(from, from_at, to, to_at, size, flags);
}

int mkdir(const char* path, mode_t mode) {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  return is_below(path) && is_full() ? -1 : real(path, mode);
}

int open(const char* path, int flags, ...) {
  static const auto real = next<int (*)(const char*, int, ...)>("open");
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
    if (access(path, F_OK) != 0 && is_below(path) && is_full()) return -1;
  }
  return real(path, flags, mode);
}

int clock_gettime(clockid_t clock, timespec* now) {
  static const auto real = next<int (*)(clockid_t, timespec*)>("clock_gettime");
  const int done = real(clock, now);
  if (done == 0 && clock == CLOCK_REALTIME) now->tv_sec += jump();
  return done;
}

std::time_t time(std::time_t* to) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  if (to != nullptr) *to = now.tv_sec;
  return now.tv_sec;
}

int gettimeofday(timeval* now, void* zone) {
  static const auto real = next<int (*)(timeval*, void*)>("gettimeofday");
  const int done = real(now, zone);
  if (done == 0) now->tv_sec += jump();
  return done;
}
}
#pragma GCC visibility pop
