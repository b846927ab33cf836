// lauter_features ROWS [--lines|--sentences]: the encoder's input for training, so that tokenizer and features
// exist once. stdin: records of u32 size, text (UTF-8). stdout, for each: u32 T, then arrays u32
// begin[T], u32 end[T], u32 ids[T * 16], u8 shapes[T], u8 gaps[T], u8 known[T] (tag/gazetteer.h). Little-endian, no padding.
// With --lines, a record goes on with u32 N, u32 documents[N] (N the text's lines, or 0 if
// unknown), and the answer with u32 L, u32 line_begin[L] (bytes), f32 features[L * kLineFeatures].
// With --sentences the answer goes on with u32 S, u32 begins[S] (tokens; the last is T).
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "tag/features.h"
#include "tag/gazetteer.h"
#include "tag/line_features.h"
#include "tag/toxicity/sentences.h"
#include "text/tokens.h"

namespace {

template <typename T>
void write(const std::vector<T>& values) {
  std::fwrite(values.data(), sizeof(T), values.size(), stdout);
}

/// The part of --lines. False if the record is cut off.
bool answer_lines(const std::string& text, lauter::LineFeaturizer& featurizer) {
  uint32_t count = 0;
  if (std::fread(&count, sizeof count, 1, stdin) != 1) return false;
  std::vector<uint32_t> documents(count);
  if (std::fread(documents.data(), sizeof(uint32_t), count, stdin) != count) return false;
  const lauter::LineIndex index(text);
  std::vector<uint32_t> begins;
  for (uint64_t i = 1; i <= index.line_count(); ++i) {
    begins.push_back(static_cast<uint32_t>(index.line(i).begin));
  }
  std::vector<float> features;
  featurizer.extract(text, index, documents, features);
  write(std::vector<uint32_t>{static_cast<uint32_t>(begins.size())});
  write(begins);
  write(features);
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  const long rows = argc >= 2 ? std::atol(argv[1]) : 0;
  const bool lines = argc == 3 && std::string_view(argv[2]) == "--lines";
  const bool sentences = argc == 3 && std::string_view(argv[2]) == "--sentences";
  if (rows < 3 || argc != (lines || sentences ? 3 : 2)) {
    std::fputs("usage: lauter_features ROWS [--lines|--sentences] < records > arrays\n", stderr);
    return 2;
  }
  const lauter::Result<lauter::Gazetteer> gazetteer = lauter::Gazetteer::open(lauter::embedded_gazetteer());
  if (!gazetteer.ok()) {
    std::fprintf(stderr, "lauter_features: %s\n", gazetteer.error().message.c_str());
    return 2;
  }
  std::string text;
  std::vector<lauter::Token> tokens;
  std::vector<uint8_t> known;
  lauter::TokenFeatures features;
  lauter::LineFeaturizer featurizer;
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
    gazetteer->mark(text, tokens, known);
    write(known);
    if (sentences) {
      lauter::cut_sentences(text, tokens, begins);
      write(std::vector<uint32_t>{static_cast<uint32_t>(begins.size())});
      write(begins);
    }
    if (lines && !answer_lines(text, featurizer)) {
      std::fputs("lauter_features: the last record is cut off\n", stderr);
      return 2;
    }
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}
