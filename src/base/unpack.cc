#include "base/unpack.h"

#include <zstd.h>

namespace lauter {
namespace {
constexpr unsigned long long kMostBytes = 1ULL << 30;
}

Result<std::string> unpack(std::string_view frame) {
  const unsigned long long size = ZSTD_getFrameContentSize(frame.data(), frame.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN) return data_loss("packed weights: no zstd frame with its size");
  if (size > kMostBytes) return data_loss("packed weights: of more than 1 GiB");
  std::string out(size, '\0');
  const size_t read = ZSTD_decompress(out.data(), out.size(), frame.data(), frame.size());
  if (ZSTD_isError(read) != 0) return data_loss(std::string("packed weights: ") + ZSTD_getErrorName(read));
  return out;
}

}  // namespace lauter
