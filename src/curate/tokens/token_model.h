#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Working memory of one thread for the words of any model. Reusable, never shared.
struct TokenModelScratch {
  struct Symbol {
    uint32_t id;
    int32_t previous;
    int32_t next;
    uint32_t size;
  };
  std::vector<Symbol> symbols;
  std::vector<uint64_t> heap;
  /// The best way to a place of the word.
  struct Step {
    double score = 0;
    uint32_t from = UINT32_MAX;
    uint32_t token = 0;
  };
  std::vector<Step> steps;
};

/// How many tokens a word is. Const and safe from any thread, each with its own scratch.
class TokenModel {
 public:
  virtual ~TokenModel() = default;
  virtual uint64_t count(std::string_view word, TokenModelScratch& scratch) const = 0;
};

struct BpeParts {
  std::vector<std::string> vocab{};
  /// From two pieces, places in `vocab`, in order of rank.
  std::vector<std::pair<uint32_t, uint32_t>> merges{};
  bool byte_level = false;     ///< a character of the vocabulary stands for a byte, and words are bytes
  bool byte_fallback = false;  ///< <0x00> to <0xFF> for characters that are not in it
  bool has_unknown = false;
  bool fuse_unknown = false;
  bool ignore_merges = false;  ///< a word of the vocabulary is a token, whatever the merges say
  std::string continuing{};      ///< before each character of a word but the first
  std::string end_of_word{};     ///< behind the last
};
/// Byte-pair encoding; n log n. Errors: kInvalidArgument for merges of pieces that are not in the vocabulary.
Result<std::unique_ptr<TokenModel>> make_bpe(BpeParts parts);

/// The longest piece of `vocab` first; a word that is none, or is longer than `max_characters`, is one token.
std::unique_ptr<TokenModel> make_word_piece(std::vector<std::string> vocab, std::string continuing, uint32_t max_characters);

struct UnigramParts {
  std::vector<std::pair<std::string, double>> vocab{};  ///< with log probabilities
  uint32_t unknown = 0;
  bool byte_fallback = false;
};
/// The likeliest pieces; unknown characters in a row are one. Linear.
std::unique_ptr<TokenModel> make_unigram(UnigramParts parts);

/// A word is a token.
std::unique_ptr<TokenModel> make_word_level();

}  // namespace lauter
