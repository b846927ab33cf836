/// Compression of Parquet's pages. Internal to src/io/parquet.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lauter::internal {

/// Of one column, page after page. Codecs are numbers of CompressionCodec.
class PageCodec {
 public:
  /// Uncompressed, Snappy, gzip and zstd.
  static bool is_known(int64_t codec);

  /// `codec` is a known one; `level` is of gzip and zstd, 0: 6 and 3.
  explicit PageCodec(int64_t codec, int level = 0);
  PageCodec(PageCodec&&) noexcept;
  PageCodec& operator=(PageCodec&&) noexcept;
  ~PageCodec();

  /// Valid until the next call, and as long as `raw`. Equal bytes give equal bytes. Errors:
  /// kResourceExhausted.
  Result<std::string_view> compress(std::string_view raw);
  /// Fills `size` bytes at `to`, no more and no less. Errors: kDataLoss.
  Result<void> decompress(std::string_view bytes, char* to, size_t size);

 private:
  struct Contexts;
  int64_t codec_;
  int level_;
  std::unique_ptr<Contexts> contexts_;
  std::string buffer_;
};

}  // namespace lauter::internal
