#include "io/files/mapped_file.h"

#include <sys/mman.h>
#include <sys/stat.h>

#include <utility>

#include "io/files/system.h"

namespace lauter {

Result<MappedFile> MappedFile::open(const std::string& path) {
  LAUTER_ASSIGN(const internal::Fd fd, internal::open_for_reading(path));
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return internal::system_error(path, "cannot open");
  const auto size = static_cast<size_t>(info.st_size);
  if (size == 0) return MappedFile({});  // nothing can be mapped
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, fd.get(), 0);
  if (data == MAP_FAILED) return internal::system_error(path, "cannot map");
  return MappedFile({static_cast<const char*>(data), size});
}

MappedFile::MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(bytes_, other.bytes_);
  return *this;
}

MappedFile::~MappedFile() {
  if (!bytes_.empty()) ::munmap(const_cast<char*>(bytes_.data()), bytes_.size());
}

}  // namespace lauter
