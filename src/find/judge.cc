#include "find/judge.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/stop.h"
#include "find/judge_labels.h"
#include "find/prior.h"
#include "find/spelled_text.h"

namespace lauter {

using internal::category_of;
using internal::kLabels;
using internal::kNameKinds;
using internal::kOutputs;
using internal::kOutside;

namespace {

/// Tokens of a window: its surroundings are read twice, so few and long ones are cheaper.
constexpr size_t kWindow = 8192;
/// Of WorkBudget: what the default model takes for a token. Asked for at once, so that a text of too many is not begun.
constexpr uint64_t kTokenSteps = 3400;
/// And what one takes besides where several labels are likely, each of which wants its odds.
constexpr uint64_t kOddsSteps = 800;
/// And what becomes of a pattern's find takes: its stand-in, its edit, its checks.
constexpr uint64_t kHitSteps = 8000;
/// Logits so far below the best of O and PUBLIC are no odds at all: 366 of them are below .05.
constexpr float kFar = 9.0F;

/// A run goes on where the odds reach this share of the threshold: half a name helps nobody.
constexpr float kStay = 0.3F;

/// Categories that a name of a kind may have, whoever it is of.
std::span<const Category> categories_of(NameKind kind) {
  static constexpr Category kPersons[] = {Category::kPerson, Category::kFirstName,
                                          Category::kLastName};
  static constexpr Category kPlaces[] = {Category::kCity, Category::kState, Category::kCountry,
                                         Category::kLocation};
  static constexpr Category kFirms[] = {Category::kOrganization, Category::kSchool};
  if (kind == NameKind::kPerson) return kPersons;
  if (kind == NameKind::kPlace) return kPlaces;
  return kFirms;
}

/// The largest of `n` numbers, eight side by side: GCC compiles neither std::max_element nor a loop
/// over an array so.
float largest(const float* values, size_t n) {
  constexpr size_t kLanes = 8;
  using Lanes [[gnu::vector_size(kLanes * sizeof(float))]] = float;
  Lanes best = Lanes{} + values[0];
  Lanes next;
  size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    std::memcpy(&next, values + i, sizeof next);
    best = next > best ? next : best;
  }
  for (; i < n; ++i) best[0] = std::max(best[0], values[i]);
  return *std::max_element(&best[0], &best[0] + kLanes);
}

float odds_of(float logit) { return logit < -2 * kFar ? 0.0F : std::exp(logit); }

/// What the logits of a token (kOutputs numbers) say of it, but for names.
JudgedToken read_token(const float* logits) {
  JudgedToken token;
  const float outside = std::max(logits[0], logits[1]);
  const float best = largest(logits + kOutside, kLabels - kOutside);
  if (best < outside - kFar) return token;
  const float highest = std::max(outside, best);
  float total = std::exp(logits[0] - highest) + std::exp(logits[1] - highest);
  const float outside_odds = total;
  float begin = 0;
  float inside = 0;
  for (size_t c = 0; c < kCategoryCount; ++c) {
    const float begins = odds_of(logits[kOutside + 2 * c] - highest);
    const float goes_on = odds_of(logits[kOutside + 2 * c + 1] - highest);
    begin = std::max(begin, begins);
    inside = std::max(inside, goes_on);
    total += begins + goes_on;
    JudgedToken::Share share{static_cast<Category>(c), begins + goes_on};
    for (JudgedToken::Share& kept : token.likeliest) {
      if (share.odds > kept.odds) std::swap(share, kept);
    }
  }
  for (JudgedToken::Share& share : token.likeliest) share.odds /= total;
  token.odds = 1 - outside_odds / total;
  token.begins = begin > inside;
  return token;
}

/// Whether a value begins or has ended before token `t`: where a pattern's find begins, behind white space where it
/// ends, and at an empty line, as stands between the texts of a row, unless a pattern found both sides as one.
bool is_apart(const std::vector<uint16_t>& hints, const std::vector<Token>& tokens, size_t t) {
  if (hints[t] % 2 == 1) return true;
  return hints[t] == 0 && (tokens[t].gap == Gap::kBreak || (hints[t - 1] != 0 && tokens[t].gap != Gap::kNone));
}

/// Adds the runs of tokens that are private enough.
void find_runs(float threshold, JudgeScratch& scratch) {
  const std::vector<JudgedToken>& tokens = scratch.tokens;
  std::array<float, kCategoryCount> of_run{};
  for (uint32_t t = 0; t < tokens.size();) {
    if (tokens[t].private_odds < threshold) {
      ++t;
      continue;
    }
    of_run.fill(0);
    JudgedRun run{.first = t, .last = t};
    do {
      run.score += tokens[run.last].private_odds;
      for (const auto& [category, odds] : tokens[run.last].likeliest) {
        of_run[static_cast<size_t>(category)] += odds;
      }
      ++run.last;
    } while (run.last < tokens.size() && !tokens[run.last].begins &&
             tokens[run.last].private_odds >= kStay * threshold &&
             !is_apart(scratch.hints, scratch.model.tokens, run.last));
    run.score /= static_cast<float>(run.last - run.first);
    run.category = static_cast<Category>(std::max_element(of_run.begin(), of_run.end()) - of_run.begin());
    scratch.runs.push_back(run);
    t = run.last;
  }
}

/// Names in the making, token by token, whoever they are.
class Names {
 public:
  explicit Names(JudgeScratch& out) : out_(out) {}

  /// The next token; `logits`: kOutputs numbers.
  void add(const float* logits) {
    if (out_.model.tokens[next_].gap == Gap::kBreak) close();
    read(logits + kLabels, logits);
    ++next_;
  }

  /// The next token is not read.
  void pass() {
    close();
    ++next_;
  }

  void finish() { close(); }

 private:
  void read(const float* names, const float* logits) {
    const float* best = std::max_element(names, names + 1 + 2 * kNameKinds);
    float total = 0;
    for (size_t i = 0; i < 1 + 2 * kNameKinds; ++i) total += std::exp(names[i] - *best);
    out_.tokens[next_].person_odds =
        (std::exp(names[1] - *best) + std::exp(names[2] - *best)) / total;
    const auto label = static_cast<size_t>(best - names);
    if (label == 0) return close();
    const auto kind = static_cast<NameKind>(1 + (label - 1) / 2);
    const bool begins = label % 2 == 1;
    if (name_.kind != kind || begins) {
      close();
      name_ = {next_, next_, likeliest(kind, logits), 0, kind};
    }
    name_.last = next_ + 1;
    name_.score += 1 / total;
  }

  static Category likeliest(NameKind kind, const float* logits) {
    const std::span<const Category> among = categories_of(kind);
    return *std::max_element(among.begin(), among.end(), [&](Category a, Category b) {
      return logits[kOutside + 2 * static_cast<size_t>(a)] <
             logits[kOutside + 2 * static_cast<size_t>(b)];
    });
  }

  void close() {
    if (name_.kind == NameKind::kNone) return;
    name_.score /= static_cast<float>(name_.last - name_.first);
    out_.names.push_back(name_);
    name_.kind = NameKind::kNone;
  }

  JudgeScratch& out_;
  uint32_t next_ = 0;
  JudgedRun name_{};
};

template <typename Spans>
size_t first_ending_behind(const Spans& spans, uint64_t byte) {
  const auto first = std::partition_point(spans.begin(), spans.end(), [&](const auto& span) { return span.end <= byte; });
  return static_cast<size_t>(first - spans.begin());
}

/// Calls each(t, hint) for every token (or piece) t under a hit: begin or inside of what a pattern found there, 0
/// if it is none that a judge is told of.
template <typename Spans, typename Each>
void visit_hits(std::span<const Hit> hits, const SpelledText& spelled, const Spans& spans, const Each& each) {
  for (const Hit& hit : hits) {
    const auto category = static_cast<size_t>(hit.category);
    const bool is_hint = category < kCategoryCount && privacy_class(hit.category) == PrivacyClass::kAccess;
    size_t hint = 1 + 2 * category;
    const ByteSpan span = spelled.from_original(hit.span);
    for (size_t t = first_ending_behind(spans, span.begin); t < spans.size() && spans[t].begin < span.end; ++t) {
      each(t, is_hint ? static_cast<uint16_t>(hint) : uint16_t{0});
      hint = 2 + 2 * category;
    }
  }
}

/// What the judges are told of what patterns found, and which tokens are under a hit.
void give_hints(std::span<const Hit> hits, const SpelledText& spelled, JudgeScratch& scratch) {
  const std::vector<Token>& tokens = scratch.model.tokens;
  scratch.hints.assign(tokens.size(), 0);
  scratch.open.assign(tokens.size(), 0);
  visit_hits(hits, spelled, tokens, [&](size_t t, uint16_t hint) {
    scratch.open[t] = 1;
    if (hint != 0) scratch.hints[t] = hint;
  });
}

/// Marks known names where no pattern found anything, and puts them behind the hints.
void add_known(const Gazetteer& gazetteer, std::string_view text, JudgeScratch& scratch) {
  gazetteer.mark(text, scratch.model.tokens, scratch.known);
  scratch.hints_and_known = scratch.hints;
  for (size_t t = 0; t < scratch.known.size(); ++t) {
    if (scratch.hints[t] != 0) scratch.known[t] = 0;
    if (scratch.known[t] != 0) scratch.hints_and_known[t] = static_cast<uint16_t>(internal::kHints - 1 + scratch.known[t]);
  }
}

}  // namespace

double logit(float odds) {
  const double p = std::clamp(static_cast<double>(odds), 1e-4, 1 - 1e-4);
  return std::log(p / (1 - p));
}

size_t token_at(const std::vector<Token>& tokens, uint64_t byte) { return first_ending_behind(tokens, byte); }

Result<Judge> Judge::make(std::shared_ptr<const TagModel> model, std::shared_ptr<const SecondJudge> second) {
  LAUTER_ASSIGN(const size_t head, model->head("judge", HeadKind::kContext));
  const HeadConfig& config = model->config().heads[head];
  const bool knows = config.hints == internal::kHints + Gazetteer::kMarks;
  if (!internal::are_judge_labels(config.labels) || (!knows && config.hints != internal::kHints) ||
      (!config.prior.empty() && config.prior.size() != kPriorFeatures)) {
    return data_loss("model " + model->config().name +
                     ": the labels of its head judge are not those of this build");
  }
  Judge judge(std::move(model), head, std::move(second));
  if (knows) {
    LAUTER_ASSIGN(judge.gazetteer_, Gazetteer::open(embedded_gazetteer()));
  }
  return judge;
}

void Judge::read(std::string_view text, std::span<const Hit> hits, float threshold, JudgeView view,
                 JudgeScratch& scratch) const {
  scratch.runs.clear();
  scratch.names.clear();
  // References are read as the characters that they stand for, and are parts of a value whole.
  const SpelledText spelled(text);
  tokenize(spelled.text(), scratch.model.tokens);
  const size_t n = scratch.model.tokens.size();
  WorkBudget::take(kTokenSteps * n + kHitSteps * hits.size());
  scratch.tokens.assign(n, {});
  give_hints(hits, spelled, scratch);
  std::span<const uint16_t> hints = scratch.hints;
  scratch.known.clear();
  if (gazetteer_) {
    add_known(*gazetteer_, spelled.text(), scratch);
    hints = scratch.hints_and_known;
  }
  if (second_ != nullptr) {
    second_->begin(spelled.text(), scratch.second);
    visit_hits(hits, spelled, scratch.second.pieces.spans, [&](size_t piece, uint16_t hint) {
      if (hint != 0) scratch.second.hints[piece] = hint;
    });
  }
  std::span<uint8_t> open;
  if (view == JudgeView::kPrivate && model_->config().heads[head_].gate.tokens != 0) {
    open = scratch.open;
  } else {
    std::ranges::fill(scratch.open, 1);
  }
  Names names(scratch);
  for (size_t first = 0; first < n; first += kWindow) {
    if (GiveUpScope::is_over()) return;
    const TokenRange range{first, std::min(n, first + kWindow)};
    const std::span scores = model_->run_range(head_, spelled.text(), range, scratch.model, scratch.logits, hints, open);
    for (size_t t = range.first; t < range.last; ++t) {
      if (scratch.open[t] == 0) {
        names.pass();
        continue;
      }
      float* logits = scores.data() + (t - range.first) * kOutputs;
      if (second_ != nullptr) {
        if (GiveUpScope::is_over()) return;
        second_->join(scratch.model.tokens[t].begin, {logits, kLabels}, scratch.second);
      }
      scratch.tokens[t] = read_token(logits);
      if (scratch.tokens[t].odds > 0) WorkBudget::take(kOddsSteps);
      names.add(logits);
    }
  }
  names.finish();
  for (Token& token : scratch.model.tokens) {
    const ByteSpan span = spelled.to_original({token.begin, token.end});
    token.begin = static_cast<uint32_t>(span.begin);
    token.end = static_cast<uint32_t>(span.end);
  }
  apply_prior(model_->config().heads[head_].prior, scratch.known, scratch.tokens);
  pool_names(scratch.names, scratch.tokens);
  find_runs(threshold, scratch);
}

}  // namespace lauter
