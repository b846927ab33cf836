// lauter_features ROWS: the encoder's input for training, so that tokenizer and features exist
// once. stdin: records of u32 size, text (UTF-8). stdout, for each: u32 T, then arrays u32
// begin[T], u32 end[T], u32 ids[T * 16], u8 shapes[T], u8 gaps[T]. Little-endian, no padding.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tag/features.h"
#include "text/tokens.h"

namespace {

template <typename T>
void write(const std::vector<T>& values) {
  std::fwrite(values.data(), sizeof(T), values.size(), stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const long rows = argc == 2 ? std::atol(argv[1]) : 0;
  if (rows < 3) {
    std::fputs("usage: lauter_features ROWS < records > arrays\n", stderr);
    return 2;
  }
  std::string text;
  std::vector<lauter::Token> tokens;
  lauter::TokenFeatures features;
  std::vector<uint32_t> ends;
  std::vector<uint32_t> begins;
  for (uint32_t size = 0; std::fread(&size, sizeof size, 1, stdin) == 1;) {
    text.resize(size);
    if (std::fread(text.data(), 1, size, stdin) != size) {
      std::fputs("lauter_features: the last record is cut off\n", stderr);
      return 2;
    }
    lauter::tokenize(text, tokens);
    lauter::extract_features(text, tokens, static_cast<uint32_t>(rows), features);
    begins.clear();
    ends.clear();
    for (const lauter::Token& token : tokens) {
      begins.push_back(token.begin);
      ends.push_back(token.end);
    }
    write(std::vector<uint32_t>{static_cast<uint32_t>(tokens.size())});
    write(begins);
    write(ends);
    write(features.ids);
    write(features.shapes);
    write(features.gaps);
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}
