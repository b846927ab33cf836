/// What an AttentionEncoder reads: the pieces of words, as BERT's tokenizer cuts lower-case texts.
///
///   LAUTER_ASSIGN(const WordPieces reader, WordPieces::make(encoder.vocabulary()));
///   TextPieces pieces;
///   reader.cut(text, pieces);
///   encoder.run({pieces.ids, pieces.shapes}, requests, scratch);
///
/// The same pieces and spans as PyPI's `tokenizers` gives for BertNormalizer (clean text, Chinese characters apart, lower case
/// without accents), BertPreTokenizer and WordPiece, but for two things: a text that spells a special token such as [MASK] has
/// no such token, and marks that are kept stay in the order of the text.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "text/pieces/piece_cutter.h"

namespace lauter {

/// The pieces of one text, in its order.
struct TextPieces {
  struct Span {
    uint32_t begin = 0;  ///< bytes of the text
    uint32_t end = 0;
  };
  std::vector<uint32_t> ids;
  std::vector<uint8_t> shapes;  ///< shape_of() each
  std::vector<Span> spans;      ///< pieces of one character (a letter and what it is composed of) may share bytes

  size_t size() const { return ids.size(); }
  void clear();
};

/// Classes of a piece's shape.
inline constexpr uint32_t kPieceShapes = 64;

/// How the characters [begin, end) of a text are written (lower case, capitalised, digits...) and what stands before them, as
/// train/judge/teacher.py has it.
uint8_t shape_of(std::string_view text, size_t begin, size_t end);

class WordPieces {
 public:
  /// Words of more characters are unknown.
  static constexpr uint32_t kMaxCharacters = 100;

  /// `vocabulary`: the pieces in the order of their numbers, a newline between them.
  /// Errors: kDataLoss: a piece is empty, two are the same, none is [UNK].
  static Result<WordPieces> make(std::string_view vocabulary);

  /// Replaces `pieces` by those of `text` (valid UTF-8, below 4 GiB). Linear. Safe from any thread.
  void cut(std::string_view text, TextPieces& pieces) const;

 private:
  class Word;
  WordPieces() : cutter_("##", kMaxCharacters) {}

  PieceCutter cutter_;
  uint32_t unknown_ = 0;
};

}  // namespace lauter
