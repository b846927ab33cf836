#include "find/second_judge.h"

#include <algorithm>
#include <cmath>

#include "find/judge_labels.h"

namespace lauter {

using internal::kLabels;
using internal::kOutputs;

namespace {

/// Pieces of a window, and what it sees on both sides: as in training (train/judge/teacher.py).
constexpr size_t kStep = 128;
constexpr size_t kAround = 64;

/// What is to be taken from logits so that they are log odds.
double log_sum(const float* logits) {
  const float highest = *std::max_element(logits, logits + kLabels);
  double total = 0;
  for (size_t i = 0; i < kLabels; ++i) total += static_cast<double>(std::exp(logits[i] - highest));
  return static_cast<double>(highest) + std::log(total);
}

}  // namespace

Result<SecondJudge> SecondJudge::load(std::string file) {
  auto kept = std::make_unique<const std::string>(std::move(file));
  LAUTER_ASSIGN(AttentionEncoder encoder, AttentionEncoder::load(*kept));
  LAUTER_ASSIGN(WordPieces pieces, WordPieces::make(encoder.vocabulary()));
  const AttentionConfig& config = encoder.config();
  const auto head = config.find_head("judge");
  if (!head || config.heads[*head].kind != HeadKind::kToken || !internal::are_judge_labels(config.heads[*head].labels) ||
      config.hints != internal::kHints || config.shapes != kPieceShapes || config.positions < kStep + 2 * kAround) {
    return data_loss("model " + config.name + ": no head judge as this build has it");
  }
  return SecondJudge(std::move(kept), std::move(encoder), std::move(pieces), *head);
}

void SecondJudge::begin(std::string_view text, SecondJudgeScratch& scratch) const {
  pieces_.cut(text, scratch.pieces);
  scratch.hints.assign(scratch.pieces.size(), 0);
  scratch.window = SIZE_MAX;
}

void SecondJudge::read_window(size_t window, SecondJudgeScratch& scratch) const {
  const size_t first = window * kStep - std::min(window * kStep, kAround);
  const size_t count = std::min(scratch.pieces.size(), (window + 1) * kStep + kAround) - first;
  scratch.logits.resize(count * kOutputs);
  const AttentionInput input = {std::span(scratch.pieces.ids).subspan(first, count),
                                std::span(scratch.pieces.shapes).subspan(first, count),
                                std::span(scratch.hints).subspan(first, count)};
  const HeadRequest request{.head = head_, .out = scratch.logits};
  encoder_.run(input, {&request, 1}, scratch.attention);
  scratch.window = window;
}

void SecondJudge::join(uint32_t byte, std::span<float> logits, SecondJudgeScratch& scratch) const {
  const std::vector<TextPieces::Span>& spans = scratch.pieces.spans;
  if (spans.empty()) return;
  const auto ends_behind = std::ranges::upper_bound(spans, byte, {}, &TextPieces::Span::end);
  const size_t piece = std::min(static_cast<size_t>(ends_behind - spans.begin()), spans.size() - 1);
  const size_t window = piece / kStep;
  if (window != scratch.window) read_window(window, scratch);
  const size_t first = window * kStep - std::min(window * kStep, kAround);
  const float* own = scratch.logits.data() + (piece - first) * kOutputs;
  const double both = log_sum(logits.data()) + log_sum(own);
  for (size_t i = 0; i < kLabels; ++i) {
    logits[i] = static_cast<float>((static_cast<double>(logits[i]) + static_cast<double>(own[i]) - both) / 2);
  }
}

}  // namespace lauter
