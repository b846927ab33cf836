/// Parquet objects of a store as local files: Parquet is read from its end and in any order, by a
/// library that knows no object storage. Internal to src/io/parquet.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "base/result.h"
#include "io/files/system.h"
#include "io/input.h"

namespace lauter::internal {

/// A file without a name: it is gone when the process is, however that ends.
class LocalCopy {
 public:
  explicit LocalCopy(Fd fd) : fd_(std::move(fd)) {}
  /// A name that opens it, in this process.
  std::string place() const { return "/proc/self/fd/" + std::to_string(fd_.get()); }

 private:
  Fd fd_;
};

/// Disk: the copies that are in use, and the last two besides: who has read the rows of a file
/// soon asks for it again, to write the other columns.
class LocalCopies {
 public:
  explicit LocalCopies(std::string folder) : folder_(std::move(folder)) {}

  /// Fetched unless it is there. Safe from any thread; one object is fetched at a time. Errors:
  /// those of read_object() and of writing.
  Result<std::shared_ptr<const LocalCopy>> get(const InputFile& object);

 private:
  Result<std::shared_ptr<const LocalCopy>> fetch(const InputFile& object) const;

  const std::string folder_;
  std::mutex mutex_;  ///< guards what follows
  std::map<std::string, std::weak_ptr<const LocalCopy>> known_;  ///< by path
  std::deque<std::shared_ptr<const LocalCopy>> last_;
};

}  // namespace lauter::internal
