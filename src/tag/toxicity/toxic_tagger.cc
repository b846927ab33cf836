#include "tag/toxicity/toxic_tagger.h"

#include <algorithm>
#include <cmath>

#include "base/stop.h"
#include "tag/logistic.h"
#include "tag/toxicity/reading_cost.h"

namespace lauter {
namespace {

/// Texts of more tokens are rewritten in pieces, so that the scores of some 150 labels a token need
/// no more memory than this many tokens do.
constexpr size_t kPieceTokens = 4096;
/// Below both a long text is not read a second time.
constexpr float kHarmlessToken = 0.04F;
constexpr float kHarmlessText = 0.18F;
/// Weights of the log odds of the three heads. The bias puts the best balance of the valid pairs
/// (chrF to the human rewrite, with no more than a twentieth still toxic) at a score of one half.
constexpr float kOfEdit = 0.8F;
constexpr float kOfSpan = 0.3F;
constexpr float kOfDocument = 0.27F;
constexpr float kBias = -1.45F;
/// What the table of words adds to the head's log odds, and the bias of both: character F1 on the
/// valid comments 0.667 with the table, 0.654 without; flat from 0.4 to 0.6 and from -1 to -0.75.
constexpr float kOfWords = 0.5F;
constexpr float kOfHead = -1.0F;
constexpr std::string_view kReplace = "REPLACE:";
constexpr size_t kKeep = 0;
constexpr size_t kDelete = 1;
constexpr size_t kFirstPhrase = 2;

/// Log odds, cut where a float says no more.
float log_odds(float p) {
  const float cut = std::clamp(p, 1e-6F, 1.0F - 1e-6F);
  return std::log(cut / (1.0F - cut));
}

}  // namespace

Result<ToxicTagger> ToxicTagger::make(std::shared_ptr<const TagModel> model) {
  ToxicTagger tagger;
  LAUTER_ASSIGN(tagger.toxic_, model->head("toxic", HeadKind::kToken));
  LAUTER_ASSIGN(tagger.detox_, model->head("detox", HeadKind::kToken));
  LAUTER_ASSIGN(tagger.document_, model->head("toxic_doc", HeadKind::kDocument));
  const auto& heads = model->config().heads;
  const std::vector<std::string>& labels = heads[tagger.detox_].labels;
  const std::vector<std::string> of_spans = {"O", "TOXIC"};
  if (heads[tagger.toxic_].labels != of_spans || heads[tagger.document_].outputs() != 1) {
    return data_loss("model " + model->config().name + ": labels of its toxicity heads");
  }
  if (labels.size() <= kFirstPhrase || labels[kKeep] != "KEEP" || labels[kDelete] != "DELETE") {
    return data_loss("model " + model->config().name + ": labels of head detox");
  }
  for (size_t i = kFirstPhrase; i < labels.size(); ++i) {
    if (!labels[i].starts_with(kReplace) || labels[i].size() == kReplace.size()) {
      return data_loss("model " + model->config().name + ": label " + labels[i] + " of head detox");
    }
  }
  tagger.labels_ = labels.size();
  LAUTER_ASSIGN(tagger.words_, ToxicWords::embedded());
  tagger.model_ = std::move(model);
  return tagger;
}

const ToxicReading& ToxicTagger::read(std::string_view text, ToxicScratch& scratch) const {
  ToxicReading& reading = scratch.reading;
  model_->read(text, scratch.tag);
  const size_t count = scratch.tag.tokens.size();
  reading.tokens = scratch.tag.tokens;
  reading.abusive.resize(count);
  reading.edited.assign(count, 0.0F);
  reading.document = 0.0F;
  if (count == 0) return reading;

  const bool whole = count <= kPieceTokens;
  float document = 0.0F;
  scratch.toxic.resize(2 * count);
  if (whole) scratch.detox.resize(labels_ * count);
  const HeadRequest requests[] = {{.head = toxic_, .out = scratch.toxic},
                                  {.head = document_, .out = {&document, 1}},
                                  {.head = detox_, .out = scratch.detox}};
  WorkBudget::take(kReadingSteps * count);
  model_->run(std::span(requests).first(whole ? 3 : 2), scratch.tag);
  reading.document = sigmoid(document);
  if (GiveUpScope::is_over()) return reading;
  for (size_t t = 0; t < count; ++t) {
    const Token& token = reading.tokens[t];
    const float head = scratch.toxic[2 * t + 1] - scratch.toxic[2 * t];
    const float words = words_.log_odds(text.substr(token.begin, token.end - token.begin));
    reading.abusive[t] = sigmoid(head + kOfHead + kOfWords * words);
  }
  if (whole) {
    read_edited({0, count}, scratch.detox, reading);
    return reading;
  }
  const float worst = *std::max_element(reading.abusive.begin(), reading.abusive.end());
  if (worst < kHarmlessToken && reading.document < kHarmlessText) return reading;
  for (size_t first = 0; first < count && !GiveUpScope::is_over(); first += kPieceTokens) {
    const TokenRange piece{first, std::min(count, first + kPieceTokens)};
    WorkBudget::take(kReadingSteps * piece.size());
    read_edited(piece, model_->run_range(detox_, text, piece, scratch.tag, scratch.detox), reading);
  }
  return reading;
}

void ToxicTagger::read_edited(TokenRange range, std::span<const float> logits,
                              ToxicReading& reading) const {
  for (size_t t = range.first; t < range.last; ++t) {
    const float* of_token = logits.data() + (t - range.first) * labels_;
    const float highest = *std::max_element(of_token, of_token + labels_);
    float gone = 0.0F;
    for (size_t i = kDelete; i < labels_; ++i) gone += std::exp(of_token[i] - highest);
    const float kept = std::exp(of_token[kKeep] - highest);
    reading.edited[t] = gone / (gone + kept);
  }
}

float removal_score(const ToxicReading& reading, size_t t) {
  return sigmoid(kOfEdit * log_odds(reading.edited[t]) + kOfSpan * log_odds(reading.abusive[t]) +
                 kOfDocument * log_odds(reading.document) + kBias);
}

}  // namespace lauter
