/// A file by which processes agree who works in a folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "io/files/system.h"

namespace lauter {

/// "process 4711 on node12, since 2026-11-24T09:30:00Z": what this process writes into a lock.
std::string lock_description();
/// Whether a lock that says `text` is of a process of this machine that is no more.
bool is_left_behind(std::string_view text);

/// An advisory lock (flock(2)), which the system gives back when its holder ends, however it ends,
/// on network file systems too. Where a file system knows none, the file itself is the lock: one
/// that a dead process of this machine left is taken over, one of another machine must be removed by
/// hand. The file is gone with the lock; one that a killed process left holds nobody up.
class LockFile {
 public:
  enum class Kind : uint8_t { kAlone, kShared };

  LockFile() = default;  ///< holds nothing
  LockFile(LockFile&& other) noexcept
      : file_(std::move(other.file_)),
        path_(std::exchange(other.path_, {})),
        kind_(other.kind_),
        made_folder_(other.made_folder_) {}
  LockFile& operator=(LockFile&& other) noexcept;
  ~LockFile() { release(); }

  /// Does not wait. Makes the folder of `path`; one that is still empty at the end goes again. Errors: kInvalidArgument if another process holds it, with its name, machine and
  /// begin; kNotFound, kUnavailable.
  static Result<LockFile> take(const std::string& path, Kind kind);

  /// Lets others share it from now on. Errors: kUnavailable.
  Result<void> share();

 private:
  LockFile(internal::Fd file, std::string path, Kind kind, bool made_folder)
      : file_(std::move(file)), path_(std::move(path)), kind_(kind), made_folder_(made_folder) {}
  void release();

  internal::Fd file_;
  std::string path_;
  Kind kind_ = Kind::kAlone;
  bool made_folder_ = false;
};

}  // namespace lauter
