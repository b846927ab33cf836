/// The thorough reader of sentences: a transformer that reads again what the quick judge
/// (tag/toxicity/sentence_judge.h) is not sure to be harmless (docs/design/0012-toxicity.md).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "nn/attention_encoder.h"
#include "tag/toxicity/sentence_heads.h"
#include "tag/toxicity/sentence_judge.h"
#include "tag/word_pieces.h"

namespace lauter {

/// What a place of a text needs from which words are gone. The three chances are of one distribution.
struct SeamReading {
  float sound = 0;      ///< nothing: the sentence is whole
  float torn = 0;       ///< something that no phrase gives
  float put = 0;        ///< the likeliest phrase
  uint32_t phrase = 0;  ///< its number
};

/// A sentence from which words are gone, as it stands afterwards.
struct MendReading {
  float abuse = 0;
  std::vector<SeamReading> seams;  ///< as asked for

  // Scratch.
  TextPieces pieces;
  std::vector<size_t> places;
  std::vector<float> of_sentence;
  std::vector<float> of_pieces;
  AttentionScratch attention;
};

/// Const and safe from any thread, each with its own JudgedText.
class SecondReader {
 public:
  /// `file`: content of a weights file, which must outlive the reader. Errors: those of AttentionEncoder::load() and
  /// internal::SentenceHeads::of().
  static Result<SecondReader> load(std::string_view file);

  /// Replaces what `judged` says of the sentences whose P(abuse) is kUnsure or more, and of their tokens. They are read in
  /// windows with the sentences around them. Linear: windows have a length and overlap by part of it.
  void read(std::string_view text, JudgedText& judged) const;

  /// Whether its file has a head over seams.
  bool reads_seams() const { return heads_.seam.has_value(); }
  /// Phrases that may stand in the place of what is gone, lower case.
  std::span<const std::string> phrases() const;
  /// Reads a sentence from which words are gone at the bytes `seams` (rising, none beyond its end), as far as its first positions go; what lies beyond is torn.
  /// Needs reads_seams().
  void read_mended(std::string_view sentence, std::span<const uint64_t> seams, MendReading& out) const;

  /// Below it the quick judge's word stands.
  static constexpr float kUnsure = 0.08F;

 private:
  SecondReader(AttentionEncoder encoder, WordPieces pieces, internal::SentenceHeads heads)
      : encoder_(std::make_shared<const AttentionEncoder>(std::move(encoder))),
        pieces_(std::make_shared<const WordPieces>(std::move(pieces))),
        heads_(heads) {}
  /// Cuts the sentences [first, last) into judged.second: pieces, where each begins, its size. Returns where the first begins in the text.
  uint32_t cut(std::string_view text, size_t first, size_t last, JudgedText& judged) const;
  /// Reads the unsure sentence `from` with those around it and takes over what is said of it and of unsure ones behind it;
  /// returns behind the last that is settled.
  size_t read_from(std::string_view text, size_t from, const std::vector<uint8_t>& unsure, JudgedText& judged) const;

  std::shared_ptr<const AttentionEncoder> encoder_;
  std::shared_ptr<const WordPieces> pieces_;
  internal::SentenceHeads heads_;
};

}  // namespace lauter
