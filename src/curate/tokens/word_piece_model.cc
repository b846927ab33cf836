#include "curate/tokens/token_model.h"
#include "text/pieces/piece_cutter.h"

namespace lauter {
namespace {

class WordPiece : public TokenModel {
 public:
  WordPiece(std::vector<std::string> vocab, std::string continuing, uint32_t max_characters)
      : cutter_(std::move(continuing), max_characters) {
    for (std::string& piece : vocab) cutter_.add(std::move(piece), 0);
  }

  uint64_t count(std::string_view word, TokenModelScratch&) const override {
    uint64_t count = 0;
    return cutter_.cut(word, [&](uint32_t, size_t, size_t) { ++count; }) ? count : 1;
  }

 private:
  PieceCutter cutter_;
};

class WordLevel : public TokenModel {
 public:
  uint64_t count(std::string_view, TokenModelScratch&) const override { return 1; }
};

}  // namespace

std::unique_ptr<TokenModel> make_word_piece(std::vector<std::string> vocab, std::string continuing, uint32_t max_characters) {
  return std::make_unique<WordPiece>(std::move(vocab), std::move(continuing), max_characters);
}

std::unique_ptr<TokenModel> make_word_level() { return std::make_unique<WordLevel>(); }

}  // namespace lauter
