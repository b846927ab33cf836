#include "curate/tokens/token_model.h"
#include "curate/tokens/vocabulary.h"
#include "text/utf8.h"

namespace lauter {
namespace {

class WordPiece : public TokenModel {
 public:
  WordPiece(std::vector<std::string> vocab, std::string continuing, uint32_t max_characters)
      : continuing_(std::move(continuing)), max_characters_(max_characters) {
    for (std::string& piece : vocab) vocabulary_.add(std::move(piece), 0);
  }

  uint64_t count(std::string_view word, TokenModelScratch&) const override {
    if (count_code_points(word) > max_characters_) return 1;
    uint64_t count = 0;
    std::string piece;
    for (size_t begin = 0; begin < word.size(); ++count) {
      size_t end = word.size();
      for (; end > begin; end = previous_utf8(word, end)) {
        piece.assign(begin > 0 ? continuing_ : "");
        piece += word.substr(begin, end - begin);
        if (vocabulary_.find(piece) != Vocabulary::kNone) break;
      }
      if (end == begin) return 1;  // all of it is unknown
      begin = end;
    }
    return count;
  }

 private:
  Vocabulary vocabulary_;
  std::string continuing_;
  uint32_t max_characters_;
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
