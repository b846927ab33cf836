// lauter_toxicity_features: the linear toxicity scorer's input for training, so that features exist
// once. stdin: records of u32 size, text (UTF-8). stdout, for each: u32 W, then for each of its W
// words: u32 word row, u32 pair row, u32 G, u32 gram rows [G]. Little-endian, no padding.
#include <cstdio>
#include <string>
#include <vector>

#include "tag/toxicity/toxicity_features.h"

int main() {
  std::string text;
  lauter::ToxicityFeatures features;
  std::vector<uint32_t> out;
  for (uint32_t size = 0; std::fread(&size, sizeof size, 1, stdin) == 1;) {
    text.resize(size);
    if (std::fread(text.data(), 1, size, stdin) != size) {
      std::fputs("lauter_toxicity_features: the last record is cut off\n", stderr);
      return 2;
    }
    lauter::extract_toxicity_features(text, features);
    out.assign(1, static_cast<uint32_t>(features.words.size()));
    for (const lauter::ToxicityWord& word : features.words) {
      out.insert(out.end(), {word.word_row, word.pair_row, word.grams_end - word.grams_begin});
      out.insert(out.end(), features.grams.begin() + word.grams_begin,
                 features.grams.begin() + word.grams_end);
    }
    std::fwrite(out.data(), sizeof out[0], out.size(), stdout);
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}
