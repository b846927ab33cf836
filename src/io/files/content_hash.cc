#include "io/files/content_hash.h"

#include <sys/stat.h>

#include "base/hash.h"
#include "io/files/system.h"

namespace lauter {

Result<std::string> content_hash(const InputFile& file) {
  if (file.is_stdin() || file.is_object()) return std::string();
  struct stat info {};
  if (::stat(file.path.c_str(), &info) != 0) return internal::system_error(file.path, "cannot open");
  if (!S_ISREG(info.st_mode)) return std::string();
  LAUTER_ASSIGN(const internal::Fd fd, internal::open_for_reading(file.path));
  const auto size = static_cast<uint64_t>(info.st_size);
  const bool is_whole = size <= kContentWholeBytes;
  const uint64_t block = is_whole ? size : kContentWholeBytes / kContentBlocks;
  std::string bytes = std::to_string(size) + "\n";
  for (uint64_t i = 0; i < (is_whole ? 1 : kContentBlocks); ++i) {
    const uint64_t begin = is_whole ? 0 : (size - block) / (kContentBlocks - 1) * i;
    const bool is_last = !is_whole && i + 1 == kContentBlocks;
    const size_t at = bytes.size();
    bytes.resize(at + block);
    LAUTER_ASSIGN(const size_t got, internal::read_at(fd.get(), bytes.data() + at, block,
                                                      is_last ? size - block : begin, file.path));
    bytes.resize(at + got);
  }
  return hash128_hex(bytes);
}

}  // namespace lauter
