#include "refine/doubts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "refine/learned_values.h"
#include "tag/junk_gate.h"
#include "tag/name_gate.h"
#include "text/lines.h"

namespace lauter {
namespace {

constexpr std::string_view kAbuse = "TOXIC";
constexpr std::string_view kJunk = "JUNK";
/// A stretch that may hold a name says little about whether it does.
constexpr float kRiskOfStretch = 0.1F;
/// What a rule of plausibility refused is that much less probable than the tagger says.
constexpr float kTrustInRefused = 0.5F;
/// From here on the text as a whole counts as suspect.
constexpr float kSuspectText = 0.3F;

void sort_doubts(std::vector<Doubt>& doubts) {
  std::stable_sort(doubts.begin(), doubts.end(),
                   [](const Doubt& a, const Doubt& b) { return a.span < b.span; });
}

class ValueDoubts : public DoubtFinder {
 public:
  ValueDoubts(ScanMode mode, Scanner scanner, std::optional<SpanTagger> tagger, float least_risk)
      : mode_(mode),
        scanner_(std::move(scanner)),
        tagger_(std::move(tagger)),
        least_risk_(least_risk) {}

  std::unique_ptr<DoubtScratch> make_scratch() const override {
    auto scratch = std::make_unique<Scratch>();
    scratch->scan = scanner_.make_scratch();
    return scratch;
  }

  void find(std::string_view text, DoubtScratch& base, std::vector<Doubt>& doubts) const override {
    auto& scratch = static_cast<Scratch&>(base);
    doubts.clear();
    scanner_.scan(text, *scratch.scan, scratch.hits);
    for (const Hit& hit : scratch.hits) doubts.push_back({hit.span, hit.score, scanner_.label(hit)});
    if (tagger_) {
      add_tagged(text, scratch, doubts);
    } else if (mode_ == ScanMode::kText) {
      tokenize(text, scratch.tokens);
      find_name_ranges(text, scratch.tokens, scratch.ranges);
      for (const TokenRange& range : scratch.ranges) {
        doubts.push_back({{scratch.tokens[range.first].begin, scratch.tokens[range.last - 1].end},
                          kRiskOfStretch, {}});
      }
    }
    sort_doubts(doubts);
  }

 private:
  struct Scratch : DoubtScratch {
    std::unique_ptr<ScanScratch> scan;
    std::vector<Hit> hits;
    SpanTagScratch tag;
    std::vector<TaggedSpan> tagged;
    std::vector<Token> tokens;
    std::vector<TokenRange> ranges;
  };

  void add_tagged(std::string_view text, Scratch& scratch, std::vector<Doubt>& doubts) const {
    tagger_->tag(text, least_risk_, scratch.tag, scratch.tagged);
    const bool has_case = internal::uses_case(text);
    for (const TaggedSpan& span : scratch.tagged) {
      const std::string& type = tagger_->types()[span.type];
      if (!internal::is_type_of_values(type)) continue;
      const auto value = internal::value_of(text, span, type, has_case);
      const float risk = value ? span.score : kTrustInRefused * span.score;
      if (risk < least_risk_) continue;
      const std::string_view label = value ? category_name(value->category) : "";
      doubts.push_back({span.span, std::min(risk, 1.0F), label});
    }
  }

  ScanMode mode_;
  Scanner scanner_;
  std::optional<SpanTagger> tagger_;
  float least_risk_;
};

class AbuseDoubts : public DoubtFinder {
 public:
  AbuseDoubts(ToxicTagger tagger, ToxicityLinear scorer, float least_risk)
      : tagger_(std::move(tagger)), scorer_(std::move(scorer)), least_risk_(least_risk) {}

  std::unique_ptr<DoubtScratch> make_scratch() const override {
    return std::make_unique<Scratch>();
  }

  void find(std::string_view text, DoubtScratch& base, std::vector<Doubt>& doubts) const override {
    auto& scratch = static_cast<Scratch&>(base);
    doubts.clear();
    const ToxicReading& reading = tagger_.read(text, scratch.tag);
    for (size_t i = 0; i < reading.tokens.size(); ++i) {
      const float risk = removal_score(reading, i);
      if (risk < least_risk_) continue;
      doubts.push_back({{reading.tokens[i].begin, reading.tokens[i].end}, std::min(risk, 1.0F), kAbuse});
    }
    const float linear = scorer_.attribute(text, scratch.linear, scratch.shares);
    if (linear >= kSuspectText) {
      std::stable_sort(scratch.shares.begin(), scratch.shares.end(),
                       [](const auto& a, const auto& b) { return a.weight > b.weight; });
      constexpr size_t kWords = 3;
      for (size_t i = 0; i < std::min(kWords, scratch.shares.size()); ++i) {
        if (scratch.shares[i].weight > 0) doubts.push_back({scratch.shares[i].span, linear, kAbuse});
      }
    }
    if (doubts.empty() && reading.document >= kSuspectText && !text.empty()) {
      doubts.push_back({{0, text.size()}, reading.document, {}});
    }
    sort_doubts(doubts);
  }

 private:
  struct Scratch : DoubtScratch {
    ToxicScratch tag;
    ToxicityScratch linear;
    std::vector<ToxicityShare> shares;
  };

  ToxicTagger tagger_;
  ToxicityLinear scorer_;
  float least_risk_;
};

class JunkDoubts : public DoubtFinder {
 public:
  JunkDoubts(JunkTagger tagger, float least_risk)
      : tagger_(std::move(tagger)), least_risk_(least_risk) {}

  std::unique_ptr<DoubtScratch> make_scratch() const override {
    return std::make_unique<Scratch>();
  }

  void find(std::string_view text, DoubtScratch& base, std::vector<Doubt>& doubts) const override {
    auto& scratch = static_cast<Scratch&>(base);
    doubts.clear();
    if (!may_hold_junk(text)) return;
    scratch.lines.assign(text);
    tagger_.tag(text, scratch.lines, {}, scratch.junk, scratch.scores);
    for (size_t i = 0; i < scratch.scores.lines.size(); ++i) {
      if (scratch.scores.lines[i] < least_risk_) continue;
      doubts.push_back({scratch.lines.line(i + 1), scratch.scores.lines[i], kJunk});
    }
    for (const JunkSpan& span : scratch.scores.spans) {
      if (span.score >= least_risk_) doubts.push_back({span.span, span.score, kJunk});
    }
    sort_doubts(doubts);
  }

 private:
  struct Scratch : DoubtScratch {
    LineIndex lines;
    JunkScratch junk;
    JunkScores scores;
  };

  JunkTagger tagger_;
  float least_risk_;
};

}  // namespace

Result<std::unique_ptr<DoubtFinder>> make_value_doubts(FindOptions find, float least_risk) {
  find.scan.min_score = least_risk;
  LAUTER_ASSIGN(Scanner scanner, Scanner::make(find.scan));
  std::optional<SpanTagger> tagger;
  if (find.model != nullptr) {
    LAUTER_ASSIGN(SpanTagger made, SpanTagger::make(find.model, "pii"));
    tagger = std::move(made);
  }
  return std::unique_ptr<DoubtFinder>(std::make_unique<ValueDoubts>(
      find.scan.mode, std::move(scanner), std::move(tagger), least_risk));
}

std::unique_ptr<DoubtFinder> make_abuse_doubts(ToxicTagger tagger, ToxicityLinear scorer,
                                               float least_risk) {
  return std::make_unique<AbuseDoubts>(std::move(tagger), std::move(scorer), least_risk);
}

std::unique_ptr<DoubtFinder> make_junk_doubts(JunkTagger tagger, float least_risk) {
  return std::make_unique<JunkDoubts>(std::move(tagger), least_risk);
}

}  // namespace lauter
