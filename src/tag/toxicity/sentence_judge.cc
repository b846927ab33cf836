#include "tag/toxicity/sentence_judge.h"

#include <algorithm>
#include <string>

#include "base/check.h"
#include "base/embedded.h"
#include "base/stop.h"
#include "tag/embedded_models.h"
#include "tag/toxicity/reading_cost.h"
#include "tag/toxicity/second_reader.h"
#include "tag/toxicity/sentence_heads.h"
#include "tag/toxicity/sentences.h"

namespace lauter {
namespace {

constexpr std::string_view kSentences = "sentences.safetensors";
constexpr std::string_view kReader = "sentences-reader.safetensors";

}  // namespace

Result<SentenceJudge> SentenceJudge::make(std::shared_ptr<const TagModel> model,
                                          std::shared_ptr<const SecondReader> second) {
  SentenceJudge judge;
  LAUTER_ASSIGN(const internal::SentenceHeads heads,
                internal::SentenceHeads::of(model->config().name, model->config().heads));
  judge.sentence_ = heads.sentence;
  judge.gone_ = heads.gone;
  judge.model_ = std::move(model);
  judge.second_ = std::move(second);
  return judge;
}

Result<SentenceJudge> SentenceJudge::embedded(bool with_second) {
  const auto small = find_embedded_model("small");
  if (!small || !has_embedded_file(kSentences)) {
    return unimplemented("this build has no judge of sentences (models/sentences.safetensors over "
                         "models/small.safetensors)");
  }
  LAUTER_ASSIGN(TagModel model, TagModel::load(embedded_file(kSentences), small->weights()));
  std::shared_ptr<const SecondReader> second;
  if (with_second && has_embedded_file(kReader)) {
    LAUTER_ASSIGN(SecondReader reader, SecondReader::load(embedded_file(kReader)));
    second = std::make_shared<const SecondReader>(std::move(reader));
  }
  return make(std::make_shared<const TagModel>(std::move(model)), std::move(second));
}

void SentenceJudge::read(std::string_view text, JudgedText& out) const {
  model_->read(text, out.tag);
  const std::vector<Token>& tokens = out.tag.tokens;
  out.tokens.assign(tokens.begin(), tokens.end());
  cut_sentences(text, out.tokens, out.begins);
  const size_t count = out.begins.size() - 1;
  out.sentences.assign(count, {});
  out.gone.assign(out.tokens.size(), 0.0F);
  WorkBudget::take(kReadingSteps * out.tokens.size());
  if (count == 0 || GiveUpScope::is_over()) return;
  out.sizes.clear();
  for (size_t s = 0; s < count; ++s) {
    out.sentences[s].tokens = {out.begins[s], out.begins[s + 1]};
    out.sentences[s].span = {out.tokens[out.begins[s]].begin, out.tokens[out.begins[s + 1] - 1].end};
    out.sizes.push_back(
        static_cast<float>(std::min<size_t>(internal::kCountedTokens, out.sentences[s].tokens.size())));
  }
  out.of_sentences.resize(count * internal::kSentenceLabels);
  out.of_tokens.resize(2 * out.tokens.size());
  const HeadRequest requests[] = {{.head = sentence_,
                                   .out = out.of_sentences,
                                   .line_begin = out.begins,
                                   .features = out.sizes},
                                  {.head = gone_, .out = out.of_tokens}};
  model_->run(requests, out.tag);
  if (GiveUpScope::is_over()) return;
  for (size_t s = 0; s < count; ++s) {
    internal::read_logits(out.of_sentences.data() + s * internal::kSentenceLabels, out.sentences[s]);
  }
  for (size_t t = 0; t < out.tokens.size(); ++t) {
    out.gone[t] = internal::chance_gone(out.of_tokens.data() + 2 * t);
  }
  if (second_) second_->read(text, out);
}

}  // namespace lauter
