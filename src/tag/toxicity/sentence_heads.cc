#include "tag/toxicity/sentence_heads.h"

#include <algorithm>
#include <cmath>

#include "tag/logistic.h"

namespace lauter::internal {
namespace {

constexpr std::array<std::string_view, kSentenceActs> kActs = {"keep", "delete", "replace",
                                                               "rewrite", "drop"};
constexpr std::array<std::string_view, 8> kKinds = {
    "none", "insult", "obscenity", "threat", "identity_hate", "dehumanising", "sexual", "self_harm"};
constexpr std::array<std::string_view, 8> kFrames = {
    "none", "said", "quoted", "denied", "reported", "reclaimed", "playful", "praise"};
static_assert(kSentenceLabels == kActs.size() + kKinds.size() + kFrames.size());

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

}  // namespace

Result<SentenceHeads> SentenceHeads::of(const std::string& model, const std::vector<HeadConfig>& heads) {
  SentenceHeads found;
  for (const auto& [name, number] : {std::pair("sentence", &found.sentence), std::pair("gone", &found.gone)}) {
    const auto head = std::ranges::find(heads, name, &HeadConfig::name);
    if (head == heads.end()) return not_found("model " + model + ": no head " + name);
    *number = static_cast<size_t>(head - heads.begin());
  }
  const HeadConfig& sentence = heads[found.sentence];
  const HeadConfig& gone = heads[found.gone];
  if (sentence.kind != HeadKind::kLine || sentence.labels != sentence_labels() || sentence.features != 1 ||
      gone.kind != HeadKind::kToken || gone.outputs() != 2) {
    return data_loss("model " + model + ": labels of its heads over sentences");
  }
  if (const auto head = std::ranges::find(heads, "seam", &HeadConfig::name); head != heads.end()) {
    if (head->kind != HeadKind::kToken || head->labels.size() < 2 || head->labels[0] != "SOUND" || head->labels[1] != "TORN")
      return data_loss("model " + model + ": labels of its head over seams");
    found.seam = static_cast<size_t>(head - heads.begin());
  }
  return found;
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

float chance_gone(const float* logits) { return sigmoid(logits[1] - logits[0]); }

}  // namespace lauter::internal
