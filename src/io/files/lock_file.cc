#include "io/files/lock_file.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <ctime>

#include "io/files/files.h"

namespace lauter {
namespace {

using internal::Fd;

constexpr std::string_view kProcess = "process ";
constexpr uint64_t kMostBytes = 4096;

std::string on_this_host() {
  std::array<char, 256> name{};
  (void)::gethostname(name.data(), name.size() - 1);
  return std::string(" on ") + name.data();
}

}  // namespace

std::string lock_description() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  std::array<char, 32> since{};
  ::gmtime_r(&now, &parts);
  (void)std::strftime(since.data(), since.size(), "%FT%TZ", &parts);
  return std::string(kProcess) + std::to_string(::getpid()) + on_this_host() + ", since " + since.data();
}

bool is_left_behind(std::string_view text) {
  if (!text.starts_with(kProcess)) return false;
  text.remove_prefix(kProcess.size());
  pid_t process = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), process);
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return error == std::errc() && text.starts_with(on_this_host() + ",") &&
         ::kill(process, 0) != 0 && errno == ESRCH;
}

namespace {

Error held(const std::string& path, const char* advice) {
  const auto text = read_file(path, kMostBytes);
  return invalid_argument("another run works there: " +
                          (text.ok() && !text->empty() ? *text : "it has just begun") + advice);
}

/// For file systems without flock(): who makes the file has the lock.
Result<void> take_by_name(const std::string& path) {
  for (int tries = 0; tries < 2; ++tries) {
    LAUTER_ASSIGN(const bool made, create_file(path, lock_description()));
    if (made) return {};
    LAUTER_ASSIGN(const std::string text, read_file(path, kMostBytes));
    if (!is_left_behind(text)) break;
    LAUTER_TRY(remove_file(path));
  }
  return held(path, ("; if it is no more, remove " + path).c_str());
}

}  // namespace

Result<LockFile> LockFile::take(const std::string& path, Kind kind) {
  const std::string folder = parent_path(path);
  const bool makes_folder = !path_exists(folder);
  LAUTER_TRY(make_dirs(folder));
  const int how = (kind == Kind::kAlone ? LOCK_EX : LOCK_SH) | LOCK_NB;
  while (true) {
    Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (!file.valid()) return internal::system_error(path, "cannot lock");
    if (::flock(file.get(), how) != 0) {
      if (errno == EINTR) continue;
      if (errno == EWOULDBLOCK) return held(path, "; wait for it, or write elsewhere");
      struct stat info {};
      const bool is_ours = ::fstat(file.get(), &info) == 0 && info.st_size == 0;  // just made
      if (is_ours) LAUTER_TRY(remove_file(path));
      if (kind == Kind::kAlone) LAUTER_TRY(take_by_name(path));
      return LockFile(Fd(), kind == Kind::kAlone ? path : "", kind, makes_folder);
    }
    // Who held it before may have removed the file between open() and flock().
    if (!internal::is_at(file.get(), path)) continue;
    const std::string text = lock_description();
    if (::ftruncate(file.get(), 0) != 0 ||
        ::pwrite(file.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())) {
      return internal::system_error(path, "cannot lock");
    }
    return LockFile(std::move(file), path, kind, makes_folder);
  }
}

LockFile& LockFile::operator=(LockFile&& other) noexcept {
  if (this != &other) {
    release();
    file_ = std::move(other.file_);
    path_ = std::exchange(other.path_, {});
    kind_ = other.kind_;
    made_folder_ = other.made_folder_;
  }
  return *this;
}

Result<void> LockFile::share() {
  if (!file_.valid()) {
    release();
    return {};
  }
  if (::flock(file_.get(), LOCK_SH) != 0) return internal::system_error(path_, "cannot share the lock");
  kind_ = Kind::kShared;
  return {};
}

void LockFile::release() {
  if (path_.empty()) return;
  // The last of those who share it takes the file away.
  const bool is_last =
      kind_ == Kind::kAlone || ::flock(file_.get(), LOCK_EX | LOCK_NB) == 0;
  if (is_last) ::unlink(path_.c_str());
  if (made_folder_) ::rmdir(parent_path(path_).c_str());
  path_.clear();
  file_.reset();
}

}  // namespace lauter
