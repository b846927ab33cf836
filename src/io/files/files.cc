#include "io/files/files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "io/files/sink.h"
#include "io/files/system.h"

namespace lauter {
namespace {

using internal::Fd;
using internal::system_error;

/// Deeper trees are refused: they are loops of bind mounts or attacks.
constexpr int kMaxTreeDepth = 128;

Result<void> write_all_and_sync(const Fd& fd, const std::string& path, std::string_view bytes) {
  auto written = write_fd(fd.get(), bytes);
  if (!written.ok()) return std::move(written.error()).context(path);
  if (::fsync(fd.get()) != 0) return system_error(path, "cannot sync");
  return {};
}

Result<void> collect_files(const std::string& root, const std::string& below, int depth,
                           std::vector<std::string>* hidden_folders,
                           std::vector<std::string>& out) {
  if (depth > kMaxTreeDepth) {
    return resource_exhausted(join_path(root, below) + ": more than 128 folders deep");
  }
  LAUTER_ASSIGN(const auto entries, list_dir(below.empty() ? root : join_path(root, below)));
  for (const DirEntry& entry : entries) {
    std::string name = below.empty() ? entry.name : join_path(below, entry.name);
    if (entry.is_directory) {
      if (entry.name[0] == '.' && hidden_folders != nullptr) {
        hidden_folders->push_back(std::move(name));
        continue;
      }
      LAUTER_TRY(collect_files(root, name, depth + 1, hidden_folders, out));
    } else if (entry.is_file) {
      out.push_back(std::move(name));
    }
  }
  return {};
}

Result<void> remove_below(const std::string& path, int depth) {
  if (depth > kMaxTreeDepth) return resource_exhausted(path + ": more than 128 folders deep");
  LAUTER_ASSIGN(const auto entries, list_dir(path));
  for (const DirEntry& entry : entries) {
    const std::string child = join_path(path, entry.name);
    if (entry.is_directory) {
      LAUTER_TRY(remove_below(child, depth + 1));
    } else {
      LAUTER_TRY(remove_file(child));
    }
  }
  if (::rmdir(path.c_str()) != 0 && errno != ENOENT) return system_error(path, "cannot remove");
  return {};
}

}  // namespace

namespace {

Result<std::string> read_whole(const std::string& path, uint64_t limit_bytes, bool is_secret) {
  LAUTER_ASSIGN(const Fd fd, internal::open_for_reading(path));
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_error(path, "cannot read");
  if (is_secret && S_ISREG(info.st_mode) && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return invalid_argument(path + ": others can read this key; run `chmod 600 " + path + "`");
  }
  const auto too_large = [&] {
    return resource_exhausted(path + ": larger than " + std::to_string(limit_bytes) + " bytes");
  };
  if (S_ISREG(info.st_mode) && static_cast<uint64_t>(info.st_size) > limit_bytes) {
    return too_large();
  }
  // The size is a hint only: pipes and /proc have none, and files grow.
  std::string bytes;
  bytes.resize(static_cast<size_t>(info.st_size) + 1);
  size_t size = 0;
  while (true) {
    if (size == bytes.size()) bytes.resize(size * 2 + 4096);
    LAUTER_ASSIGN(const size_t got,
                  internal::read_some(fd.get(), bytes.data() + size, bytes.size() - size, path));
    if (got == 0) break;
    size += got;
    if (size > limit_bytes) return too_large();
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace

Result<std::string> read_file(const std::string& path, uint64_t limit_bytes) {
  return read_whole(path, limit_bytes, /*is_secret=*/false);
}

Result<std::string> read_secret_file(const std::string& path, uint64_t limit_bytes) {
  return read_whole(path, limit_bytes, /*is_secret=*/true);
}

Result<void> write_file_atomic(const std::string& path, std::string_view bytes, uint32_t mode,
                               std::string temporary) {
  if (temporary.empty()) temporary = path + ".tmp-" + std::to_string(::getpid());
  Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
  if (!fd.valid()) return system_error(temporary, "cannot create");
  if (auto written = write_all_and_sync(fd, temporary, bytes); !written.ok()) {
    ::unlink(temporary.c_str());
    return written;
  }
  fd.reset();
  LAUTER_TRY(rename_file(temporary, path));
  return sync_dir(parent_path(path));
}

Result<void> replace_file(const std::string& path, std::string_view bytes,
                          const std::string& temporary) {
  Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
  if (!fd.valid()) return system_error(temporary, "cannot create");
  auto written = write_fd(fd.get(), bytes);
  if (!written.ok()) return std::move(written.error()).context(temporary);
  fd.reset();
  return rename_file(temporary, path);
}

Result<bool> create_file(const std::string& path, std::string_view bytes) {
  const Fd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
  if (!fd.valid()) {
    if (errno == EEXIST) return false;
    return system_error(path, "cannot create");
  }
  auto written = write_fd(fd.get(), bytes);
  if (!written.ok()) return std::move(written.error()).context(path);
  return true;
}

Result<void> write_secret_file(const std::string& path, std::string_view bytes) {
  const std::string fresh = path + ".new-" + std::to_string(::getpid());
  LAUTER_TRY(remove_file(fresh));
  Fd fd(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!fd.valid()) return system_error(path, "cannot create");
  Result<void> done = write_all_and_sync(fd, fresh, bytes);
  // Unlike a rename, a link never replaces what another process was quicker to put there.
  if (done.ok() && ::link(fresh.c_str(), path.c_str()) != 0) {
    done = errno == EEXIST ? invalid_argument(path + ": exists already")
                           : system_error(path, "cannot create");
  }
  ::unlink(fresh.c_str());
  LAUTER_TRY(done);
  return sync_dir(parent_path(path));
}

void hold_standard_streams() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    // Of what is free, open() gives the lowest, which is this one.
    if (::fcntl(fd, F_GETFD) < 0) (void)::open("/dev/null", O_PATH | O_CLOEXEC);
  }
}

Result<void> make_dirs(const std::string& path, uint32_t mode) {
  if (path.empty() || is_directory(path)) return {};
  const std::string parent = parent_path(path);
  if (parent != path && parent != ".") LAUTER_TRY(make_dirs(parent, mode));
  if (::mkdir(path.c_str(), mode) != 0 && !(errno == EEXIST && is_directory(path))) {
    return system_error(path, "cannot make the folder");
  }
  return {};
}

Result<void> make_private_dir(const std::string& path) {
  LAUTER_TRY(make_dirs(parent_path(path)));
  if (::mkdir(path.c_str(), 0700) == 0) return {};
  if (errno != EEXIST) return system_error(path, "cannot make the folder");
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) return system_error(path, "cannot look at the folder");
  if (!S_ISDIR(info.st_mode) || info.st_uid != ::geteuid()) {
    return invalid_argument(path + ": is no folder of this user");
  }
  return {};
}

Result<std::string> real_path(const std::string& path) {
  const std::unique_ptr<char, decltype(&std::free)> found(::realpath(path.c_str(), nullptr),
                                                          &std::free);
  if (!found) return system_error(path, "cannot find");
  return std::string(found.get());
}

bool path_exists(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0;
}

bool is_directory(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

Result<uint64_t> file_size(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return system_error(path, "cannot find");
  return static_cast<uint64_t>(info.st_size);
}

Result<double> modified_seconds(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return system_error(path, "cannot find");
  return static_cast<double>(info.st_mtim.tv_sec) + static_cast<double>(info.st_mtim.tv_nsec) / 1e9;
}

Result<std::vector<DirEntry>> list_dir(const std::string& path) {
  const std::unique_ptr<DIR, int (*)(DIR*)> dir(::opendir(path.c_str()), &::closedir);
  if (dir == nullptr) return system_error(path, "cannot list");
  std::vector<DirEntry> entries;
  while (true) {
    errno = 0;
    const dirent* found = ::readdir(dir.get());
    if (found == nullptr) {
      if (errno != 0) return system_error(path, "cannot list");
      break;
    }
    DirEntry entry;
    entry.name = found->d_name;
    if (entry.name == "." || entry.name == "..") continue;
    entry.is_directory = found->d_type == DT_DIR;
    entry.is_file = found->d_type == DT_REG;
    if (found->d_type == DT_LNK || found->d_type == DT_UNKNOWN) {
      // A link to a file counts as one; a link to a folder is not followed (it may be a loop).
      struct stat info {};
      const std::string full = join_path(path, entry.name);
      if (::stat(full.c_str(), &info) == 0) {
        entry.is_file = S_ISREG(info.st_mode);
        entry.is_directory = found->d_type == DT_UNKNOWN && ::lstat(full.c_str(), &info) == 0 &&
                             S_ISDIR(info.st_mode);
      }
    }
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(),
            [](const DirEntry& a, const DirEntry& b) { return a.name < b.name; });
  return entries;
}

Result<std::vector<std::string>> list_files_recursive(const std::string& path,
                                                      std::vector<std::string>* hidden_folders) {
  std::vector<std::string> files;
  LAUTER_TRY(collect_files(path, "", 0, hidden_folders, files));
  std::sort(files.begin(), files.end());
  return files;
}

Result<void> remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) return system_error(path, "cannot remove");
  return {};
}

Result<void> remove_tree(const std::string& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0) {
    if (errno == ENOENT) return {};
    return system_error(path, "cannot remove");
  }
  return S_ISDIR(info.st_mode) ? remove_below(path, 0) : remove_file(path);
}

Result<void> rename_file(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return system_error(to, "cannot rename to it");
  return {};
}

Result<void> sync_dir(const std::string& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd.valid()) return system_error(path, "cannot open the folder");
  // Some file systems (overlay, network) cannot sync a folder; there is nothing better to do then.
  if (::fsync(fd.get()) != 0 && errno != EINVAL && errno != ENOTSUP) {
    return system_error(path, "cannot sync the folder");
  }
  return {};
}

Result<void> sync_filesystem(const std::string& path) {
  const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return system_error(path, "cannot open");
  if (::syncfs(fd.get()) != 0) return system_error(path, "cannot sync the file system");
  return {};
}

std::string parent_path(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

std::string base_name(const std::string& path) {
  const size_t slash = path.find_last_of('/');
  return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::string join_path(std::string_view folder, std::string_view name) {
  std::string out(folder);
  if (!out.empty() && out.back() != '/') out += '/';
  return out += name;
}

}  // namespace lauter
