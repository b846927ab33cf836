/// The filter `tokens`: counts, and drops what is too short or too long.
#pragma once

#include <memory>

#include "curate/tokens/token_counter.h"
#include "refine/refiner.h"
#include "run/recipe/tokens_options.h"

namespace lauter {

/// Errors: those of read_tokenizer(), with the file's name.
Result<TokenCounter> read_tokenizer_of(const StepFile& file);

class TokenFilter : public Refiner {
 public:
  static Result<std::shared_ptr<const Refiner>> make(const TokensOptions& options);

  RefinerInfo info() const override { return {"filter", 1}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  TokenFilter(TokenCounter counter, const TokensOptions& options)
      : counter_(std::move(counter)), min_(options.min_tokens), max_(options.max_tokens) {}

  TokenCounter counter_;
  uint64_t min_;
  uint64_t max_;
};

}  // namespace lauter
