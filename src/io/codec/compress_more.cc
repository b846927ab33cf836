#include "io/codec/compress_more.h"

#ifdef LAUTER_HAS_XZ
#include <lzma.h>
#endif
#ifdef LAUTER_HAS_BZIP2
#include <bzlib.h>
#endif

#include <algorithm>

namespace lauter::internal {
namespace {

[[maybe_unused]] Result<void> check_level(const char* what, int level) {
  if (level >= 0 && level <= 9) return {};
  return invalid_argument(std::string(what) + " level " + std::to_string(level) + " is not within 1 and 9");
}

}  // namespace

#ifdef LAUTER_HAS_XZ
/// 14 MB/s; 6, which xz(1) takes, makes prose a quarter smaller at 2.5 MB/s (lzma of Python, pieces of 2 MiB).
constexpr uint32_t kDefaultXzLevel = 3;

Result<void> compress_xz(int level, std::string_view bytes, std::string& out) {
  LAUTER_TRY(check_level("xz", level));
  constexpr size_t kSmallestDictionary = 64 << 10;
  lzma_options_lzma options;
  lzma_lzma_preset(&options, level == 0 ? kDefaultXzLevel : static_cast<uint32_t>(level));
  // A dictionary takes ten times its bytes of memory, and one larger than the piece is for nothing.
  options.dict_size = static_cast<uint32_t>(
      std::min<size_t>(options.dict_size, std::max(kSmallestDictionary, bytes.size())));
  lzma_filter filters[] = {{LZMA_FILTER_LZMA2, &options}, {LZMA_VLI_UNKNOWN, nullptr}};
  const size_t before = out.size();
  size_t end = before;
  out.resize(before + lzma_stream_buffer_bound(bytes.size()));
  const lzma_ret done = lzma_stream_buffer_encode(filters, LZMA_CHECK_CRC64, nullptr,
                                                  reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(),
                                                  reinterpret_cast<uint8_t*>(out.data()), &end, out.size());
  out.resize(end);
  if (done == LZMA_MEM_ERROR) return resource_exhausted("no memory for xz compression");
  if (done != LZMA_OK) return internal_error("xz compression failed");
  return {};
}
#else
Result<void> compress_xz(int /*level*/, std::string_view /*bytes*/, std::string& /*out*/) {
  return unimplemented("built without liblzma");
}
#endif

#ifdef LAUTER_HAS_BZIP2
Result<void> compress_bzip2(int level, std::string_view bytes, std::string& out) {
  LAUTER_TRY(check_level("bzip2", level));
  const size_t before = out.size();
  // What the library's manual says is enough.
  auto size = static_cast<unsigned>(bytes.size() + bytes.size() / 100 + 600);
  out.resize(before + size);
  const int done = BZ2_bzBuffToBuffCompress(out.data() + before, &size, const_cast<char*>(bytes.data()),
                                            static_cast<unsigned>(bytes.size()), level == 0 ? 9 : level, 0, 0);
  out.resize(before + (done == BZ_OK ? size : 0));
  if (done == BZ_MEM_ERROR) return resource_exhausted("no memory for bzip2 compression");
  if (done != BZ_OK) return internal_error("bzip2 compression failed");
  return {};
}
#else
Result<void> compress_bzip2(int /*level*/, std::string_view /*bytes*/, std::string& /*out*/) {
  return unimplemented("built without libbz2");
}
#endif

}  // namespace lauter::internal
