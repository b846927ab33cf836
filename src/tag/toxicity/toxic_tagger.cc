#include "tag/toxicity/toxic_tagger.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/stop.h"
#include "known/toxic_tagger.h"
#include "tag/disguise.h"
#include "tag/logistic.h"
#include "tag/toxicity/reading_cost.h"
#include "text/ascii.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// Texts of more tokens are rewritten in pieces, so that the scores of some 150 labels a token need
/// no more memory than this many tokens do.
constexpr size_t kPieceTokens = 4096;
constexpr size_t kCommentTokens = 400;  ///< hardly a comment that raters saw is longer
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
/// A text is abusive if the log odds of the whole text and of its surest word together are above
/// this: then it has an abusive span (best_threshold()). As many harmless valid texts get a span
/// as with the fixed threshold that was here before (talk pages 10 %, web pages 2 %).
constexpr float kAbusiveText = -4.0F;
/// A word is rewritten only if one that is that likely to be abuse stands that near.
constexpr float kSuspect = 0.5F;
constexpr size_t kReach = 3;
constexpr std::string_view kReplace = "REPLACE:";
constexpr size_t kKeep = 0;
constexpr size_t kDelete = 1;
constexpr size_t kFirstPhrase = 2;

/// Log odds, cut where a float says no more.
float log_odds(float p) {
  const float cut = std::clamp(p, 1e-6F, 1.0F - 1e-6F);
  return std::log(cut / (1.0F - cut));
}

bool is_masked(std::string_view text, const Token& token) { return is_mask(text[token.begin]); }

bool is_mark(std::string_view text, const Token& token) {
  return is_ascii_punct(text[token.begin]);
}

/// Marks that a disguised word may begin or end with ($illy, f***); others are punctuation there.
bool may_begin_word(std::string_view text, const Token& token) {
  const char c = text[token.begin];
  return !is_mark(text, token) || c == '$' || c == '@';
}
bool may_end_word(std::string_view text, const Token& token) {
  const char c = text[token.begin];
  const bool run = token.end - token.begin > 1;
  return !is_mark(text, token) || c == '$' || (run && is_mask(c) && c != '!');
}

/// Leaves out marks at the ends of the range that belong to no word.
void trim_marks(std::string_view text, std::span<const Token> tokens, TokenRange& range) {
  while (range.first < range.last && !may_begin_word(text, tokens[range.first])) ++range.first;
  while (range.first < range.last && !may_end_word(text, tokens[range.last - 1])) --range.last;
}

/// The tokens from `t` on that stand without a blank and are held together by masks: f * ck.
TokenRange masked_word(std::string_view text, std::span<const Token> tokens, size_t t) {
  TokenRange range{t, t + 1};
  const auto joins = [&](size_t i) {
    return is_masked(text, tokens[i]) || !is_mark(text, tokens[i]);
  };
  while (range.last < tokens.size() && tokens[range.last].gap == Gap::kNone &&
         joins(range.last - 1) && joins(range.last) &&
         is_masked(text, tokens[range.last]) != is_masked(text, tokens[range.last - 1])) {
    ++range.last;
  }
  trim_marks(text, tokens, range);
  return range;
}

/// For each token its score, raised to that of the word it is part of.
template <typename Score>
std::vector<float> word_scores(std::string_view text, const ToxicReading& reading, Score score) {
  std::vector<float> scores(reading.tokens.size());
  for (size_t t = 0; t < scores.size(); ++t) scores[t] = score(t);
  for (size_t t = 0; t < scores.size();) {
    const TokenRange word = masked_word(text, reading.tokens, t);
    if (word.size() > 1) {
      const auto first = scores.begin() + static_cast<ptrdiff_t>(word.first);
      const auto last = scores.begin() + static_cast<ptrdiff_t>(word.last);
      std::fill(first, last, *std::max_element(first, last));
    }
    t = std::max(t + 1, word.last);
  }
  return scores;
}

/// The score from which on tokens are to be marked, so that the expected F1 of the marked
/// characters is the highest: half of that F1 (Lipton, Elkan, Naryanaswamy 2014, with the expected
/// sums for the sums). Abuse that no single word carries is still marked somewhere.
float best_threshold(std::span<const Token> tokens, const std::vector<float>& scores) {
  std::vector<size_t> order(scores.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return scores[a] > scores[b]; });
  const auto bytes = [&](size_t t) { return static_cast<float>(tokens[t].end - tokens[t].begin); };
  float expected = 0.0F;  // bytes that raters mark
  for (size_t t = 0; t < scores.size(); ++t) expected += scores[t] * bytes(t);
  float marked = 0.0F;
  float right = 0.0F;
  float best = 0.0F;
  for (const size_t t : order) {
    marked += bytes(t);
    right += scores[t] * bytes(t);
    best = std::max(best, 2.0F * right / (marked + expected));
  }
  return best / 2.0F;
}

/// How sure it is for each token that a rater would mark it: at least one half where it should be
/// marked. Of a text longer than those that raters saw, the best threshold would mark a hundred
/// harmless words for the sake of one swear word: there one half of the score is what counts.
std::vector<float> abuse_scores(std::string_view text, const ToxicReading& reading) {
  std::vector<float> scores =
      word_scores(text, reading, [&](size_t t) { return reading.abusive[t]; });
  if (scores.empty() || scores.size() > kCommentTokens) return scores;
  const float surest = *std::max_element(scores.begin(), scores.end());
  if (log_odds(reading.document) + log_odds(surest) < kAbusiveText) return scores;
  const float half = log_odds(best_threshold(reading.tokens, scores));
  for (float& score : scores) score = sigmoid(log_odds(score) - half);
  return scores;
}

/// Whether a sentence or line ends between token `t` - 1 and token `t` (above 0).
bool sentence_begins(std::string_view text, std::span<const Token> tokens, size_t t) {
  const Gap gap = tokens[t].gap;
  if (gap == Gap::kNewline || gap == Gap::kBreak) return true;
  const char last = text[tokens[t - 1].begin];
  return gap != Gap::kNone && (last == '.' || last == '!' || last == '?');
}

/// For each token whether abuse stands in its sentence, at most kReach tokens away. The head
/// `detox` learned from abusive sentences only; further off it knows nothing.
std::vector<bool> near_abuse(std::string_view text, const ToxicReading& reading) {
  const std::vector<float> scores = abuse_scores(text, reading);
  const size_t count = scores.size();
  std::vector<bool> near(count);
  size_t distance = kReach + 1;
  for (size_t t = 0; t < count; ++t) {
    if (t > 0 && sentence_begins(text, reading.tokens, t)) distance = kReach + 1;
    distance = scores[t] >= kSuspect ? 0 : distance + 1;
    near[t] = distance <= kReach;
  }
  distance = kReach + 1;
  for (size_t t = count; t-- > 0;) {
    if (t + 1 < count && sentence_begins(text, reading.tokens, t + 1)) distance = kReach + 1;
    distance = scores[t] >= kSuspect ? 0 : distance + 1;
    near[t] = near[t] || distance <= kReach;
  }
  return near;
}

/// Calls `take(first, last)` for every run of tokens with a score of at least `min_score`.
template <typename Take>
void for_each_run(const std::vector<float>& scores, float min_score, Take take) {
  for (size_t t = 0; t < scores.size(); ++t) {
    if (scores[t] < min_score) continue;
    const size_t first = t;
    while (t < scores.size() && scores[t] >= min_score) ++t;
    take(TokenRange{first, t});
  }
}

/// Whether a word without which no noun is left stands behind token `t`: an article before it then
/// needs something in the place of what goes.
bool clause_goes_on(std::string_view text, std::span<const Token> tokens, size_t t) {
  constexpr auto& kNoNoun = known::kToxicTaggerNoNoun;
  if (t >= tokens.size()) return true;
  const Token& next = tokens[t];
  if (next.gap == Gap::kNewline || next.gap == Gap::kBreak || is_mark(text, next)) return true;
  const std::string word = to_ascii_lower(text.substr(next.begin, next.end - next.begin));
  return std::find(std::begin(kNoNoun), std::end(kNoNoun), word) != std::end(kNoNoun);
}

bool is_article(std::string_view text, const Token& token) {
  const std::string word = to_ascii_lower(text.substr(token.begin, token.end - token.begin));
  return word == "a" || word == "an" || word == "the" || word == "this" || word == "that" ||
         word == "these" || word == "those" || word == "your" || word == "my" || word == "some";
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
    tagger.phrases_.push_back(labels[i].substr(kReplace.size()));
  }
  LAUTER_ASSIGN(tagger.words_, ToxicWords::embedded());
  tagger.model_ = std::move(model);
  return tagger;
}

const ToxicReading& ToxicTagger::read(std::string_view text, ToxicScratch& scratch) const {
  ToxicReading& reading = scratch.reading;
  model_->read(text, scratch.tag);
  const size_t count = scratch.tag.tokens.size();
  const size_t labels = phrases_.size() + kFirstPhrase;
  reading.tokens = scratch.tag.tokens;
  reading.abusive.resize(count);
  reading.edited.assign(count, 0.0F);
  reading.phrase.assign(count, 0);
  reading.replaced.assign(count, 0.0F);
  reading.deleted.assign(count, 1.0F);
  reading.document = 0.0F;
  if (count == 0) return reading;

  const bool whole = count <= kPieceTokens;
  float document = 0.0F;
  scratch.toxic.resize(2 * count);
  if (whole) scratch.detox.resize(labels * count);
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
    read_rewording({0, count}, scratch.detox, reading);
    return reading;
  }
  const float worst = *std::max_element(reading.abusive.begin(), reading.abusive.end());
  if (worst < kHarmlessToken && reading.document < kHarmlessText) return reading;
  for (size_t first = 0; first < count && !GiveUpScope::is_over(); first += kPieceTokens) {
    const TokenRange piece{first, std::min(count, first + kPieceTokens)};
    WorkBudget::take(kReadingSteps * piece.size());
    model_->run_range(detox_, text, piece, scratch.tag, scratch.detox);
    read_rewording(piece, scratch.detox, reading);
  }
  return reading;
}

void ToxicTagger::read_rewording(TokenRange range, const std::vector<float>& logits,
                                 ToxicReading& reading) const {
  const size_t labels = phrases_.size() + kFirstPhrase;
  for (size_t t = range.first; t < range.last; ++t) {
    const float* of_token = logits.data() + (t - range.first) * labels;
    const float highest = *std::max_element(of_token, of_token + labels);
    const float* best = std::max_element(of_token + kFirstPhrase, of_token + labels);
    float gone = 0.0F;
    for (size_t i = kDelete; i < labels; ++i) gone += std::exp(of_token[i] - highest);
    const float kept = std::exp(of_token[kKeep] - highest);
    reading.edited[t] = gone / (gone + kept);
    reading.phrase[t] =
        static_cast<uint32_t>(best - of_token) - static_cast<uint32_t>(kFirstPhrase);
    const float floor = std::max(gone, 1e-30F);
    reading.replaced[t] = std::exp(*best - highest) / floor;
    reading.deleted[t] = std::exp(of_token[kDelete] - highest) / floor;
  }
}

float removal_score(const ToxicReading& reading, size_t t) {
  return sigmoid(kOfEdit * log_odds(reading.edited[t]) + kOfSpan * log_odds(reading.abusive[t]) +
                 kOfDocument * log_odds(reading.document) + kBias);
}

std::vector<AbuseSpan> find_abuse(std::string_view text, const ToxicReading& reading,
                                  float min_score) {
  const std::vector<float> scores = abuse_scores(text, reading);
  std::vector<AbuseSpan> spans;
  const std::span<const Token> tokens = reading.tokens;
  for_each_run(scores, min_score, [&](TokenRange run) {
    const float score = *std::max_element(scores.begin() + static_cast<ptrdiff_t>(run.first),
                                          scores.begin() + static_cast<ptrdiff_t>(run.last));
    trim_marks(text, tokens, run);
    if (run.size() == 0) return;
    spans.push_back({{tokens[run.first].begin, tokens[run.last - 1].end}, score});
  });
  return spans;
}

std::vector<Rewording> propose_rewording(std::string_view text, const ToxicReading& reading,
                                         const std::vector<std::string>& phrases, float min_score) {
  const std::vector<bool> near = near_abuse(text, reading);
  const std::vector<float> scores = word_scores(
      text, reading, [&](size_t t) { return near[t] ? removal_score(reading, t) : 0.0F; });
  const std::span<const Token> tokens = reading.tokens;
  std::vector<Rewording> out;
  for_each_run(scores, min_score, [&](TokenRange run) {
    trim_marks(text, tokens, run);
    if (run.size() == 0) return;
    // A replacement ends what it replaces where the next one begins.
    Rewording rewording{{tokens[run.first].begin, 0}, {}, 0.0F};
    // Behind an article the noun is what matters: the last word of the run says what stands in.
    const bool stands_in = run.first > 0 && is_article(text, tokens[run.first - 1]) &&
                           clause_goes_on(text, tokens, run.last);
    for (size_t t = run.first; t < run.last; ++t) {
      const bool replaces = stands_in ? t + 1 == run.last && reading.replaced[t] > 0.0F
                                      : reading.replaced[t] > reading.deleted[t];
      if (replaces && t > run.first && !rewording.with.empty()) {
        out.push_back(rewording);
        rewording = {{tokens[t].begin, 0}, {}, 0.0F};
      }
      if (replaces) rewording.with = phrases[reading.phrase[t]];
      rewording.span.end = tokens[t].end;
      rewording.score = std::max(rewording.score, scores[t]);
    }
    out.push_back(rewording);
  });
  return out;
}

}  // namespace lauter
