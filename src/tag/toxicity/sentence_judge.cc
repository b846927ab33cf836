#include "tag/toxicity/sentence_judge.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "base/check.h"
#include "base/stop.h"
#include "tag/embedded_models.h"
#include "tag/logistic.h"
#include "tag/toxicity/reading_cost.h"
#include "tag/toxicity/sentences.h"

extern "C" {
// tag/toxicity/toxicity_embed.S, part of the program only.
extern const unsigned char lauter_sentences_begin[] __attribute__((weak));
extern const unsigned char lauter_sentences_end[] __attribute__((weak));
}

namespace lauter {
namespace {

constexpr std::array<std::string_view, kSentenceActs> kActs = {"keep", "delete", "replace",
                                                               "rewrite", "drop"};
constexpr std::array<std::string_view, 8> kKinds = {
    "none", "insult", "obscenity", "threat", "identity_hate", "dehumanising", "sexual", "self_harm"};
constexpr std::array<std::string_view, 8> kFrames = {
    "none", "said", "quoted", "denied", "reported", "reclaimed", "playful", "praise"};
constexpr size_t kSentenceLabels = kActs.size() + kKinds.size() + kFrames.size();
/// What the head knows of a sentence besides its words: their number, up to this.
constexpr size_t kCountedTokens = 64;

std::vector<std::string> sentence_labels() {
  std::vector<std::string> labels;
  for (const std::string_view act : kActs) labels.push_back("act:" + std::string(act));
  for (const std::string_view kind : kKinds) labels.push_back("class:" + std::string(kind));
  for (const std::string_view frame : kFrames) labels.push_back("frame:" + std::string(frame));
  return labels;
}

size_t likeliest(const float* logits, size_t n) {
  return static_cast<size_t>(std::max_element(logits, logits + n) - logits);
}

void read_logits(const float* logits, JudgedSentence& sentence) {
  const float highest = *std::max_element(logits, logits + kSentenceActs);
  float sum = 0;
  for (size_t a = 0; a < kSentenceActs; ++a) {
    sentence.acts[a] = std::exp(logits[a] - highest);
    sum += sentence.acts[a];
  }
  for (float& act : sentence.acts) act /= sum;
  const float* kinds = logits + kSentenceActs;
  sentence.kind = kKinds[likeliest(kinds, kKinds.size())];
  sentence.frame = kFrames[likeliest(kinds + kKinds.size(), kFrames.size())];
}

}  // namespace

Result<SentenceJudge> SentenceJudge::make(std::shared_ptr<const TagModel> model) {
  SentenceJudge judge;
  LAUTER_ASSIGN(judge.sentence_, model->head("sentence", HeadKind::kLine));
  LAUTER_ASSIGN(judge.gone_, model->head("gone", HeadKind::kToken));
  const auto& heads = model->config().heads;
  if (heads[judge.sentence_].labels != sentence_labels() ||
      heads[judge.sentence_].features != 1 || heads[judge.gone_].outputs() != 2) {
    return data_loss("model " + model->config().name + ": labels of its heads over sentences");
  }
  judge.model_ = std::move(model);
  return judge;
}

Result<SentenceJudge> SentenceJudge::embedded() {
  const auto small = find_embedded_model("small");
  if (!small || lauter_sentences_begin == nullptr) {
    return unimplemented("this build has no judge of sentences (models/sentences.safetensors over "
                         "models/small.safetensors)");
  }
  const std::string_view file(reinterpret_cast<const char*>(lauter_sentences_begin),
                              static_cast<size_t>(lauter_sentences_end - lauter_sentences_begin));
  LAUTER_ASSIGN(TagModel model, TagModel::load(file, small->weights));
  return make(std::make_shared<const TagModel>(std::move(model)));
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
        static_cast<float>(std::min<size_t>(kCountedTokens, out.sentences[s].tokens.size())));
  }
  out.of_sentences.resize(count * kSentenceLabels);
  out.of_tokens.resize(2 * out.tokens.size());
  const HeadRequest requests[] = {{.head = sentence_,
                                   .out = out.of_sentences,
                                   .line_begin = out.begins,
                                   .features = out.sizes},
                                  {.head = gone_, .out = out.of_tokens}};
  model_->run(requests, out.tag);
  if (GiveUpScope::is_over()) return;
  for (size_t s = 0; s < count; ++s) {
    read_logits(out.of_sentences.data() + s * kSentenceLabels, out.sentences[s]);
  }
  for (size_t t = 0; t < out.tokens.size(); ++t) {
    out.gone[t] = sigmoid(out.of_tokens[2 * t + 1] - out.of_tokens[2 * t]);
  }
}

}  // namespace lauter
