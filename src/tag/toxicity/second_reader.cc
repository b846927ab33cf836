#include "tag/toxicity/second_reader.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "base/stop.h"
#include "tag/toxicity/reading_cost.h"

namespace lauter {
namespace {

/// Tokens of a window, as long as its sentences let it, and of those before the sentence that it is about.
constexpr size_t kWindow = 144;
constexpr size_t kBefore = 48;

/// Added to a piece's shape (train/seams.py): words before it are gone, or behind it, the last one.
constexpr uint8_t kBehindSeam = kPieceShapes;
constexpr uint8_t kBeforeSeam = 2 * kPieceShapes;
constexpr uint32_t kSeamShapes = 3 * kPieceShapes;
/// Labels of the head over seams before its phrases.
constexpr size_t kSound = 0;
constexpr size_t kTorn = 1;
constexpr size_t kSeamPhrases = 2;

SeamReading seam_of(std::span<const float> logits) {
  const float highest = *std::ranges::max_element(logits);
  float sum = 0;
  for (const float logit : logits) sum += std::exp(logit - highest);
  const auto chance = [&](size_t label) { return std::exp(logits[label] - highest) / sum; };
  SeamReading out{.sound = chance(kSound), .torn = chance(kTorn)};
  if (logits.size() > kSeamPhrases) {
    const auto best = std::ranges::max_element(logits.subspan(kSeamPhrases));
    const auto label = static_cast<size_t>(best - logits.begin());
    out.put = chance(label);
    out.phrase = static_cast<uint32_t>(label - kSeamPhrases);
  }
  return out;
}

size_t tokens_between(const JudgedText& judged, size_t first, size_t last) {
  return judged.sentences[last - 1].tokens.last - judged.sentences[first].tokens.first;
}

/// Replaces the chances of the sentence's tokens to go by those of the pieces that touch them.
void take_over_gone(JudgedText& judged, const JudgedSentence& sentence, uint32_t offset) {
  const std::vector<TextPieces::Span>& pieces = judged.second.pieces.spans;
  const size_t n = judged.second.of_pieces.size() / 2;
  size_t piece = 0;
  for (size_t t = sentence.tokens.first; t < sentence.tokens.last; ++t) {
    const uint32_t begin = judged.tokens[t].begin - offset;
    const uint32_t end = judged.tokens[t].end - offset;
    while (piece < n && pieces[piece].end <= begin) ++piece;
    float gone = 0;
    for (size_t p = piece; p < n && pieces[p].begin < end; ++p)
      gone = std::max(gone, internal::chance_gone(judged.second.of_pieces.data() + 2 * p));
    judged.gone[t] = gone;
  }
}

}  // namespace

Result<SecondReader> SecondReader::load(std::string_view file) {
  LAUTER_ASSIGN(AttentionEncoder encoder, AttentionEncoder::load(file));
  LAUTER_ASSIGN(WordPieces pieces, WordPieces::make(encoder.vocabulary()));
  LAUTER_ASSIGN(const internal::SentenceHeads heads,
                internal::SentenceHeads::of(encoder.config().name, encoder.config().heads));
  if (heads.seam && encoder.config().shapes != kSeamShapes)
    return data_loss("model " + encoder.config().name + ": shapes for its head over seams");
  return SecondReader(std::move(encoder), std::move(pieces), heads);
}

void SecondReader::read(std::string_view text, JudgedText& judged) const {
  std::vector<uint8_t> unsure;
  for (const JudgedSentence& s : judged.sentences) unsure.push_back(s.abuse() >= kUnsure ? 1 : 0);
  for (size_t s = 0; s < unsure.size() && !GiveUpScope::is_over();) {
    s = unsure[s] != 0 ? read_from(text, s, unsure, judged) : s + 1;
  }
}

uint32_t SecondReader::cut(std::string_view text, size_t first, size_t last, JudgedText& judged) const {
  auto& second = judged.second;
  const auto offset = static_cast<uint32_t>(judged.sentences[first].span.begin);
  pieces_->cut(text.substr(offset, judged.sentences[last - 1].span.end - offset), second.pieces);
  const size_t n = std::min<size_t>(second.pieces.size(), encoder_->config().positions);
  second.begins.assign(1, 0);
  for (size_t s = first + 1; s < last; ++s) {
    const auto begin = std::ranges::lower_bound(second.pieces.spans, judged.sentences[s].span.begin - offset, {}, &TextPieces::Span::begin);
    second.begins.push_back(static_cast<uint32_t>(std::min<size_t>(n, begin - second.pieces.spans.begin())));
  }
  second.begins.push_back(static_cast<uint32_t>(n));
  second.sizes.clear();
  for (size_t k = 0; k < last - first; ++k) {
    second.sizes.push_back(static_cast<float>(std::min<size_t>(internal::kCountedTokens, second.begins[k + 1] - second.begins[k])));
  }
  return offset;
}

size_t SecondReader::read_from(std::string_view text, size_t from, const std::vector<uint8_t>& unsure,
                               JudgedText& judged) const {
  const size_t count = judged.sentences.size();
  size_t first = from;
  while (first > 0 && tokens_between(judged, first - 1, from) <= kBefore) --first;
  size_t last = from + 1;
  while (last < count && tokens_between(judged, first, last + 1) <= kWindow) ++last;
  uint32_t offset = cut(text, first, last, judged);
  auto& second = judged.second;
  // A token of many pieces before it may leave the sentence no room.
  if (second.begins[from - first + 1] == second.begins.back() && second.pieces.size() > second.begins.back()) {
    first = from;
    offset = cut(text, first, last, judged);
  }

  const size_t n = second.begins.back();
  WorkBudget::take(kSecondReadingSteps * n);
  second.of_sentences.resize((last - first) * internal::kSentenceLabels);
  second.of_pieces.resize(2 * n);
  const HeadRequest requests[] = {{.head = heads_.sentence,
                                   .out = second.of_sentences,
                                   .line_begin = second.begins,
                                   .features = second.sizes},
                                  {.head = heads_.gone, .out = second.of_pieces}};
  encoder_->run({std::span(second.pieces.ids).first(n), std::span(second.pieces.shapes).first(n)}, requests, second.attention);
  if (GiveUpScope::is_over()) return count;
  // The last one has lost what stands behind it, unless the text ends there; so has one that the pieces do not reach the end of.
  size_t settled = std::max(from + 1, last == count ? last : last - 1);
  while (settled > from + 1 && second.begins[settled - first] == n && second.pieces.size() > n) --settled;
  for (size_t s = from; s < settled; ++s) {
    const size_t k = s - first;
    if (unsure[s] == 0 || second.begins[k] == second.begins[k + 1]) continue;
    JudgedSentence& sentence = judged.sentences[s];
    internal::read_logits(second.of_sentences.data() + k * internal::kSentenceLabels, sentence);
    take_over_gone(judged, sentence, offset);
  }
  return settled;
}

std::span<const std::string> SecondReader::phrases() const {
  return std::span(encoder_->config().heads[heads_.seam.value()].labels).subspan(kSeamPhrases);
}

void SecondReader::read_mended(std::string_view sentence, std::span<const uint64_t> seams, MendReading& out) const {
  out.abuse = 0;
  out.seams.assign(seams.size(), {.torn = 1});
  pieces_->cut(sentence, out.pieces);
  const size_t n = std::min<size_t>(out.pieces.size(), encoder_->config().positions);
  if (n == 0) return;
  out.places.clear();
  for (const uint64_t seam : seams) {
    const auto behind = std::ranges::lower_bound(out.pieces.spans, seam, {}, &TextPieces::Span::begin);
    const auto piece = static_cast<size_t>(behind - out.pieces.spans.begin());
    const bool at_end = piece == out.pieces.size();
    out.places.push_back(at_end ? piece - 1 : piece);
    uint8_t& shape = out.pieces.shapes[out.places.back()];
    if (shape < kPieceShapes) shape = static_cast<uint8_t>(shape + (at_end ? kBeforeSeam : kBehindSeam));
  }
  WorkBudget::take(kSecondReadingSteps * n);
  const size_t labels = encoder_->config().heads[*heads_.seam].outputs();
  out.of_sentence.resize(internal::kSentenceLabels);
  out.of_pieces.resize(labels * n);
  const uint32_t begins[] = {0, static_cast<uint32_t>(n)};
  const float sizes[] = {static_cast<float>(std::min(internal::kCountedTokens, n))};
  const HeadRequest requests[] = {{.head = heads_.sentence, .out = out.of_sentence, .line_begin = begins, .features = sizes},
                                  {.head = *heads_.seam, .out = out.of_pieces}};
  encoder_->run({std::span(out.pieces.ids).first(n), std::span(out.pieces.shapes).first(n)}, requests, out.attention);
  if (GiveUpScope::is_over()) return;
  JudgedSentence judged;
  internal::read_logits(out.of_sentence.data(), judged);
  out.abuse = judged.abuse();
  for (size_t i = 0; i < seams.size(); ++i) {
    if (out.places[i] < n) out.seams[i] = seam_of(std::span(out.of_pieces).subspan(labels * out.places[i], labels));
  }
}

}  // namespace lauter
