#include "run/steps/model_filters.h"

#include "run/recipe/tokenizer_file.h"

namespace lauter {
namespace {

/// Judges text by text: `judge(text, scratch, proposal)`.
template <typename Scratch, typename Judge>
class TextFilter : public Refiner {
 public:
  explicit TextFilter(Judge judge) : judge_(std::move(judge)) {}

  RefinerInfo info() const override { return {"filter", 1}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override { return std::make_unique<Memory>(); }
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override {
    Scratch& memory = static_cast<Memory&>(scratch).scratch;
    for (size_t i = 0; i < documents.size(); ++i) LAUTER_TRY(judge_(documents[i].text, memory, proposals[i]));
    return {};
  }

 private:
  struct Memory : RefinerScratch {
    Scratch scratch;
  };
  Judge judge_;
};

template <typename Scratch, typename Judge>
std::shared_ptr<const Refiner> filter_of(Judge judge) {
  return std::make_shared<const TextFilter<Scratch, Judge>>(std::move(judge));
}

void drop(Proposal& proposal, const char* rule, float score) {
  proposal.drop_document = true;
  proposal.drop_cause = {"filter", rule, "DROPPED", score};
}

}  // namespace

Result<QualityClassifier> parse_quality_model(const StepFile& file) {
  auto model = QualityClassifier::parse(*file.bytes);
  if (!model.ok()) return std::move(model.error()).context(file.path);
  return model;
}

Result<TokenCounter> read_tokenizer_of(const StepFile& file) {
  auto counter = read_tokenizer(*file.bytes);
  if (!counter.ok()) return std::move(counter.error()).context(file.path);
  return counter;
}

Result<std::shared_ptr<const Refiner>> make_quality_filter(const QualityOptions& options) {
  LAUTER_ASSIGN(QualityClassifier made, parse_quality_model(options.file));
  const auto model = std::make_shared<const QualityClassifier>(std::move(made));
  const auto least = static_cast<double>(options.min_score);
  return filter_of<QualityClassifier::Scratch>(
      [model, least](std::string_view text, QualityClassifier::Scratch& scratch, Proposal& proposal) -> Result<void> {
        const double p = model->p_good(text, scratch);
        if (p < least) drop(proposal, "min_score", static_cast<float>(1 - p));
        return {};
      });
}

Result<std::shared_ptr<const Refiner>> make_token_filter(const TokensOptions& options) {
  LAUTER_ASSIGN(TokenCounter made, read_tokenizer_of(options.file));
  const auto counter = std::make_shared<const TokenCounter>(std::move(made));
  return filter_of<TokenScratch>([counter, least = options.min_tokens, most = options.max_tokens](
                                     std::string_view text, TokenScratch& scratch, Proposal& proposal) -> Result<void> {
    LAUTER_ASSIGN(proposal.tokens, counter->count(text, scratch));
    const bool is_long = most > 0 && proposal.tokens > most;
    if (proposal.tokens < least || is_long) drop(proposal, is_long ? "max_tokens" : "min_tokens", 1.0F);
    return {};
  });
}

}  // namespace lauter
