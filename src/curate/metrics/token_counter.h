/// How many tokens a text has for a given tokenizer, as Hugging Face's library `tokenizers` cuts it.
///
///   LAUTER_ASSIGN(const TokenCounter counter, TokenCounter::make(std::move(parts)));
///   TokenScratch scratch;                                  // one for each thread
///   counter.count("Hello world", scratch);                 // without what a template adds
///
/// Added tokens are cut out first, the rest is normalised, cut into words, and each word into tokens by
/// byte-pair encoding (bytes or characters) or as WordPiece does. run/recipe/tokenizer_file.h reads the parts from a file.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lauter {

/// One step of a normaliser.
struct TokenNormalizer {
  enum class Kind : uint8_t { kNfc, kNfd, kLowercase, kStripAccents, kPrepend, kReplace, kCleanText, kChinese };
  Kind kind;
  std::string from{};  ///< kReplace; of kPrepend empty
  std::string to{};
};

/// How words are cut.
enum class WordCut : uint8_t {
  kNone,        ///< the text is one word
  kGpt2,        ///< the pattern of GPT-2
  kCl100k,      ///< of cl100k and Llama 3: three digits at most
  kQwen,        ///< the same, digit by digit
  kMetaspace,   ///< before each U+2581, which stands for a blank
  kWhitespace,  ///< at white space, which goes
  kBert,        ///< at white space, and each mark alone
};
/// The regular expressions of the first three, as the files write them.
std::string_view word_pattern(WordCut cut);

struct AddedToken {
  std::string content;
  bool normalized = false;
  bool lstrip = false;
  bool rstrip = false;
};

struct TokenizerParts {
  enum class Model : uint8_t { kBpe, kWordPiece };
  Model model = Model::kBpe;
  std::vector<std::string> vocab;  ///< by place; WordPiece: in any order
  /// BPE: from two pieces, places in `vocab`, in order of rank.
  std::vector<std::pair<uint32_t, uint32_t>> merges;
  bool byte_level = false;     ///< a character of the vocabulary stands for a byte
  bool byte_fallback = false;  ///< <0x00> to <0xFF> for characters that are not in it
  bool has_unknown = false;
  bool fuse_unknown = false;
  bool ignore_merges = false;       ///< a word of the vocabulary is a token, whatever the merges say
  std::string continuing = "##";    ///< WordPiece
  uint32_t max_word_characters = 100;

  std::vector<TokenNormalizer> normalizers;
  WordCut words = WordCut::kNone;
  bool prefix_space = false;  ///< byte-level: before each stretch that does not begin with a blank
  enum class Metaspace : uint8_t { kNever, kFirst, kAlways };
  Metaspace metaspace = Metaspace::kNever;  ///< U+2581 before the first stretch, or before each
  bool metaspace_split = true;
  std::vector<AddedToken> added;
};

/// Working memory of one thread. Reusable, never shared.
struct TokenScratch {
  struct Symbol {
    uint32_t id;
    int32_t previous;
    int32_t next;
    uint32_t size;
  };
  std::vector<Symbol> symbols;
  std::vector<uint64_t> heap;
  std::unordered_map<std::string, uint32_t> known_words;  ///< at most 2^16
};

/// Const and safe from any thread, each with its own scratch.
class TokenCounter {
 public:
  /// Errors: kInvalidArgument for merges of pieces that are not in the vocabulary.
  static Result<TokenCounter> make(TokenizerParts parts);

  /// `text` is valid UTF-8. Linear, but for words of megabytes: n log n.
  uint64_t count(std::string_view text, TokenScratch& scratch) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

/// The byte that a character of a byte-level vocabulary stands for; -1 for none.
int byte_of_level_character(char32_t character);

}  // namespace lauter
