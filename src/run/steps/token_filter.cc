#include "run/steps/token_filter.h"

#include "run/recipe/tokenizer_file.h"

namespace lauter {
namespace {

struct TokenFilterScratch : RefinerScratch {
  TokenScratch tokens;
};

}  // namespace

Result<TokenCounter> read_tokenizer_of(const StepFile& file) {
  auto counter = read_tokenizer(*file.bytes);
  if (!counter.ok()) return std::move(counter.error()).context(file.path);
  return counter;
}

Result<std::shared_ptr<const Refiner>> TokenFilter::make(const TokensOptions& options) {
  LAUTER_ASSIGN(TokenCounter counter, read_tokenizer_of(options.file));
  return std::shared_ptr<const Refiner>(new TokenFilter(std::move(counter), options));
}

std::unique_ptr<RefinerScratch> TokenFilter::make_scratch() const {
  return std::make_unique<TokenFilterScratch>();
}

Result<void> TokenFilter::propose(std::span<const Document> documents, RefinerScratch& base,
                                  std::span<Proposal> proposals) const {
  auto& scratch = static_cast<TokenFilterScratch&>(base);
  for (size_t i = 0; i < documents.size(); ++i) {
    LAUTER_ASSIGN(const uint64_t count, counter_.count(documents[i].text, scratch.tokens));
    proposals[i].tokens = count;
    const bool is_long = max_ > 0 && count > max_;
    if (count >= min_ && !is_long) continue;
    proposals[i].drop_document = true;
    proposals[i].drop_cause = {"filter", is_long ? "max_tokens" : "min_tokens", "DROPPED", 1.0F};
  }
  return {};
}

}  // namespace lauter
