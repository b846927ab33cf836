// A disk that forgets: loaded before the C library (LD_PRELOAD), it keeps apart what has been synced,
// and ends the process at one of its file operations. power_test.py then puts back what a machine
// would have found after a loss of power.
//
//   POWER_ROOT   folder whose files are watched     POWER_SHADOW   folder for what is durable
//   POWER_AT     number of the operation that is the last one; 0: none, and the count is written
//
// Durable are: of a file, what it held when it was last synced (fsync, fdatasync); of a folder, the
// names it held when it was last synced; of all of both what there was at syncfs. So a rename or a
// new file is lost unless its folder was synced, which is what POSIX promises and no more.
//   SHADOW/INODE.data, SHADOW/INODE.names (NAME NUL INODE NUL KIND NUL ...), SHADOW/count
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>

namespace {

thread_local bool is_inside = false;

struct Inside {
  bool was = is_inside;
  Inside() { is_inside = true; }
  ~Inside() { is_inside = was; }
};

std::recursive_mutex& lock() {
  static auto* mutex = new std::recursive_mutex;
  return *mutex;
}

const std::string& setting(const char* name) {
  static auto* root = new std::string(std::getenv("POWER_ROOT"));
  static auto* shadow = new std::string(std::getenv("POWER_SHADOW"));
  return std::strcmp(name, "POWER_ROOT") == 0 ? *root : *shadow;
}

template <typename Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

std::string path_of(int fd) {
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t size = readlink(link.c_str(), path, sizeof path);
  return size < 0 ? std::string() : std::string(path, static_cast<size_t>(size));
}

bool is_watched(const std::string& path) {
  const std::string& root = setting("POWER_ROOT");
  return path.compare(0, root.size(), root) == 0;
}

std::string shadow_of(ino_t inode, const char* suffix) {
  return setting("POWER_SHADOW") + "/" + std::to_string(inode) + suffix;
}

/// Written beside and renamed, since the end may come at any moment.
void put(const std::string& path, const std::string& bytes) {
  const std::string fresh = path + ".new";
  FILE* file = std::fopen(fresh.c_str(), "wb");
  if (file == nullptr) std::abort();
  if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) std::abort();
  std::fclose(file);
  if (next<int (*)(const char*, const char*)>("rename")(fresh.c_str(), path.c_str()) != 0) std::abort();
}

void keep_file(const std::string& path, ino_t inode) {
  FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return;
  std::string bytes;
  char buffer[1 << 16];
  for (size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, file)) > 0;) bytes.append(buffer, n);
  std::fclose(file);
  put(shadow_of(inode, ".data"), bytes);
  // A name of its own keeps the inode's number from being given to another file.
  if (link(path.c_str(), shadow_of(inode, ".keep").c_str()) != 0 && errno != EEXIST) std::abort();
}

void keep_folder(const std::string& path, ino_t inode, bool below) {
  DIR* folder = opendir(path.c_str());
  if (folder == nullptr) return;
  std::string names;
  while (const dirent* entry = readdir(folder)) {
    const std::string name = entry->d_name;
    struct stat info;
    if (name == "." || name == ".." || lstat((path + "/" + name).c_str(), &info) != 0) continue;
    const bool is_folder = S_ISDIR(info.st_mode);
    names += name + '\0' + std::to_string(info.st_ino) + '\0' + (is_folder ? "d" : "f") + '\0';
    if (below && is_folder) keep_folder(path + "/" + name, info.st_ino, below);
    if (below && S_ISREG(info.st_mode)) keep_file(path + "/" + name, info.st_ino);
  }
  closedir(folder);
  put(shadow_of(inode, ".names"), names);
}

void keep(int fd) {
  struct stat info;
  if (fstat(fd, &info) != 0) return;
  const std::string path = path_of(fd);
  if (!is_watched(path)) return;
  if (S_ISDIR(info.st_mode)) keep_folder(path, info.st_ino, false);
  if (S_ISREG(info.st_mode)) keep_file(path, info.st_ino);
}

void keep_all() {
  struct stat info;
  const std::string& root = setting("POWER_ROOT");
  if (stat(root.c_str(), &info) == 0) keep_folder(root, info.st_ino, true);
}

/// Before an operation on `path`: it may be the last one, and does not happen then.
void step(const std::string& path) {
  if (!is_watched(path)) return;
  static const long at = std::atol(std::getenv("POWER_AT"));
  static long count = 0;
  if (++count == at) raise(SIGKILL);
  if (at == 0) put(setting("POWER_SHADOW") + "/count", std::to_string(count));
}

}  // namespace

// Each does what its namesake does; watched ones count as an operation first.
#define WATCHED(path)                                  \
  std::unique_lock<std::recursive_mutex> hold(lock()); \
  const Inside inside;                                 \
  step(path)

#pragma GCC visibility push(default)
extern "C" {

ssize_t write(int fd, const void* bytes, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  if (is_inside) return real(fd, bytes, size);
  WATCHED(path_of(fd));
  return real(fd, bytes, size);
}

ssize_t copy_file_range(int from, off64_t* from_at, int to, off64_t* to_at, size_t size, unsigned flags) {
  static const auto real =
      next<ssize_t (*)(int, off64_t*, int, off64_t*, size_t, unsigned)>("copy_file_range");
  WATCHED(path_of(to));
  return real(from, from_at, to, to_at, size, flags);
}

int rename(const char* from, const char* to) {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  if (is_inside) return real(from, to);
  WATCHED(to);
  return real(from, to);
}

int unlink(const char* path) {
  static const auto real = next<int (*)(const char*)>("unlink");
  WATCHED(path);
  return real(path);
}

int mkdir(const char* path, mode_t mode) {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  WATCHED(path);
  return real(path, mode);
}

int ftruncate(int fd, off_t size) {
  static const auto real = next<int (*)(int, off_t)>("ftruncate");
  WATCHED(path_of(fd));
  return real(fd, size);
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }

int fsync(int fd) {
  static const auto real = next<int (*)(int)>("fsync");
  WATCHED(path_of(fd));
  keep(fd);
  return real(fd);
}

int fdatasync(int fd) {
  WATCHED(path_of(fd));
  keep(fd);
  return 0;  // the shadow is the disk
}

int syncfs(int) {
  WATCHED(setting("POWER_ROOT"));
  keep_all();
  return 0;
}
}
#pragma GCC visibility pop
