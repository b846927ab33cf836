// tag_pieces VOCABULARY: word pieces of texts, for tests/tag/pieces_test.py. stdin, for each text: u32 bytes, the text. stdout: u32 N,
// then for each piece u32 number, begin, end, shape. Little-endian.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tag/word_pieces.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: tag_pieces VOCABULARY < texts > pieces\n", stderr);
    return 2;
  }
  std::ifstream stream(argv[1], std::ios::binary);
  const std::string vocabulary(std::istreambuf_iterator<char>(stream), {});
  const auto reader = lauter::WordPieces::make(vocabulary);
  if (!reader) {
    std::fprintf(stderr, "tag_pieces: %s\n", reader.error().message.c_str());
    return 2;
  }
  lauter::TextPieces pieces;
  for (uint32_t size = 0; std::fread(&size, sizeof size, 1, stdin) == 1;) {
    std::string text(size, '\0');
    if (std::fread(text.data(), 1, size, stdin) != size) return 2;
    reader->cut(text, pieces);
    std::vector<uint32_t> out{static_cast<uint32_t>(pieces.size())};
    for (size_t i = 0; i < pieces.size(); ++i) {
      out.insert(out.end(), {pieces.ids[i], pieces.spans[i].begin, pieces.spans[i].end, pieces.shapes[i]});
    }
    std::fwrite(out.data(), sizeof out[0], out.size(), stdout);
  }
  return 0;
}
