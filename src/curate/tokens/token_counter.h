/// How many tokens a text has for a given tokenizer, as Hugging Face's library `tokenizers` cuts it.
///
///   LAUTER_ASSIGN(const TokenCounter counter, TokenCounter::make(std::move(parts)));
///   TokenScratch scratch;                                  // one for each thread
///   counter.count("Hello world", scratch);                 // without what a template adds
///
/// Added tokens are cut out first, the rest is normalised, cut into words (word_cutter.h), and each word into tokens
/// (token_model.h). run/recipe/tokenizer_file.h reads the parts from a file.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/tokens/added_tokens.h"
#include "curate/tokens/token_model.h"
#include "curate/tokens/token_normalizer.h"
#include "curate/tokens/word_cutter.h"

namespace lauter {

struct TokenizerParts {
  std::vector<AddedToken> added;
  std::vector<TokenNormalizer> normalizers;
  std::vector<WordStep> words;
  std::unique_ptr<TokenModel> model;
};

/// Working memory of one thread. Reusable, never shared.
struct TokenScratch {
  TokenModelScratch model;
  /// What short words have come to, each at one place, where the last one stays. The first call makes room for 2^14.
  struct KnownWord {
    std::array<char, 27> word{};
    uint8_t size = 0;
    uint32_t count = 0;
  };
  std::vector<KnownWord> known_words;
};

/// Const and safe from any thread, each with its own scratch.
class TokenCounter {
 public:
  /// Errors: those of the normalizers, for added tokens.
  static Result<TokenCounter> make(TokenizerParts parts);

  /// `text` is valid UTF-8. Linear, but for words of megabytes: n log n. Errors: kResourceExhausted of a regular expression.
  Result<uint64_t> count(std::string_view text, TokenScratch& scratch) const;

 private:
  struct State;
  std::shared_ptr<const State> state_;
};

}  // namespace lauter
