#include "io/parquet/local_copies.h"

#include <fcntl.h>
#include <unistd.h>

#include "io/files/files.h"
#include "io/files/object_download.h"
#include "io/files/sink.h"

namespace lauter::internal {
namespace {

constexpr size_t kKept = 2;

Result<Fd> nameless_file(const std::string& folder) {
  LAUTER_TRY(make_private_dir(folder));
  std::string path = join_path(folder, "copy-XXXXXX");
  Fd fd(::mkostemp(path.data(), O_CLOEXEC));
  if (!fd.valid()) return system_error(path, "cannot create");
  LAUTER_TRY(remove_file(path));
  return fd;
}

}  // namespace

Result<std::shared_ptr<const LocalCopy>> LocalCopies::fetch(const InputFile& object) const {
  LAUTER_ASSIGN(Fd fd, nameless_file(folder_));
  auto read = read_object(object, [&](std::string_view bytes) -> Result<void> {
    auto written = write_fd(fd.get(), bytes);
    if (!written.ok()) return std::move(written.error()).context(folder_);
    return {};
  });
  if (!read.ok()) return std::move(read.error());
  return std::make_shared<const LocalCopy>(std::move(fd));
}

Result<std::shared_ptr<const LocalCopy>> LocalCopies::get(const InputFile& object) {
  const std::lock_guard lock(mutex_);
  std::weak_ptr<const LocalCopy>& known = known_[object.path];
  std::shared_ptr<const LocalCopy> copy = known.lock();
  if (copy == nullptr) {
    LAUTER_ASSIGN(copy, fetch(object));
    known = copy;
    last_.push_back(copy);
    if (last_.size() > kKept) last_.pop_front();
  }
  return copy;
}

}  // namespace lauter::internal
