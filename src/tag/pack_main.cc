/// Packs a file for the programs that carry it: lauter_pack IN OUT (tag/unpack.h).
#include <zstd.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: lauter_pack IN OUT\n");
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  constexpr int kLevel = 19;
  const size_t size = ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), kLevel);
  if (in.bad() || bytes.empty() || ZSTD_isError(size) != 0) {
    std::fprintf(stderr, "lauter_pack: %s: %s\n", argv[1], bytes.empty() ? "cannot be read, or is empty" : ZSTD_getErrorName(size));
    return 1;
  }
  std::ofstream out(argv[2], std::ios::binary);
  out.write(packed.data(), static_cast<std::streamsize>(size));
  out.close();
  if (!out) {
    std::fprintf(stderr, "lauter_pack: %s: cannot be written\n", argv[2]);
    return 1;
  }
  return 0;
}
