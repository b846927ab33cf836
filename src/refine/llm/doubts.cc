#include "refine/llm/doubts.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "tag/junk_gate.h"
#include "text/ascii.h"
#include "text/lines.h"

namespace lauter {
namespace {

constexpr std::string_view kAbuse = "TOXIC";
constexpr std::string_view kJunk = "JUNK";
/// Where nothing was learned, any line may hold a name.
constexpr float kRiskOfLine = 0.1F;
/// From here on the text as a whole counts as suspect.
constexpr float kSuspectText = 0.3F;

void sort_doubts(std::vector<Doubt>& doubts) {
  std::stable_sort(doubts.begin(), doubts.end(),
                   [](const Doubt& a, const Doubt& b) { return a.span < b.span; });
}

/// Whether a line may hold a value by its form alone: a digit, an @, a letter beyond ASCII, no
/// capital letter at all, or one within a sentence.
bool may_hold_value(std::string_view line) {
  bool has_capital = false;
  bool begins_sentence = true;
  bool begins_word = true;
  for (const char c : line) {
    if (is_ascii_digit(c) || c == '@' || !is_ascii(c)) return true;
    if (is_ascii_upper(c)) {
      if (!begins_sentence && begins_word) return true;
      has_capital = true;
    }
    const bool is_letter = is_ascii_upper(c) || is_ascii_lower(c);
    if (is_letter) begins_sentence = false;
    if (c == '.' || c == '!' || c == '?') begins_sentence = true;
    begins_word = !is_letter;
  }
  return !has_capital;
}

class ValueDoubts : public DoubtFinder {
 public:
  ValueDoubts(ValueFinder finder, bool has_judge, float least_risk)
      : finder_(std::move(finder)), has_judge_(has_judge), least_risk_(least_risk) {}

  std::unique_ptr<DoubtScratch> make_scratch() const override {
    return std::make_unique<Scratch>(finder_.make_scratch());
  }

  void find(std::string_view text, DoubtScratch& base, std::vector<Doubt>& doubts) const override {
    auto& scratch = static_cast<Scratch&>(base);
    doubts.clear();
    finder_.judge(text, scratch.find, scratch.candidates);
    for (const ValueCandidate& value : scratch.candidates) {
      if (value.score < least_risk_) continue;
      doubts.push_back({value.span, std::min(value.score, 1.0F), value.label});
    }
    if (!has_judge_) {
      scratch.lines.assign(text);
      for (size_t line = 1; line <= scratch.lines.line_count(); ++line) {
        const ByteSpan span = scratch.lines.line(line);
        if (!span.empty() && may_hold_value(span.of(text))) doubts.push_back({span, kRiskOfLine, {}});
      }
    }
    sort_doubts(doubts);
  }

 private:
  struct Scratch : DoubtScratch {
    explicit Scratch(FindScratch f) : find(std::move(f)) {}
    FindScratch find;
    LineIndex lines;
    std::vector<ValueCandidate> candidates;
  };

  ValueFinder finder_;
  bool has_judge_;
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
  find.decide.threshold = least_risk;
  find.decide.every_name = true;
  const bool has_judge = find.judge != nullptr || find.scan.mode == ScanMode::kCode;
  LAUTER_ASSIGN(ValueFinder finder, ValueFinder::make(std::move(find)));
  return std::unique_ptr<DoubtFinder>(
      std::make_unique<ValueDoubts>(std::move(finder), has_judge, least_risk));
}

std::unique_ptr<DoubtFinder> make_abuse_doubts(ToxicTagger tagger, ToxicityLinear scorer,
                                               float least_risk) {
  return std::make_unique<AbuseDoubts>(std::move(tagger), std::move(scorer), least_risk);
}

std::unique_ptr<DoubtFinder> make_junk_doubts(JunkTagger tagger, float least_risk) {
  return std::make_unique<JunkDoubts>(std::move(tagger), least_risk);
}

}  // namespace lauter
