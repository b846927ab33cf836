#include "refine/detoxify/mender.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>

#include "base/check.h"
#include "base/stop.h"
#include "refine/detoxify/seams.h"
#include "text/ascii.h"

namespace lauter {
namespace {

/// A word goes to begin with if the judge is that sure.
constexpr float kGone = 0.5F;
/// A seam that fits as surely is not looked at again.
constexpr float kFits = 0.9F;
/// What a seam counts beside the choice of a word.
constexpr float kSeamWeight = 1.5F;
/// Chances are taken to be no surer than that.
constexpr float kLeastChance = 1e-3F;
/// How far the end of a run moves at once.
constexpr size_t kFarthest = 4;
constexpr size_t kMostRounds = 4;
constexpr size_t kReadingsARound = 10;
/// Longer sentences are not mended.
constexpr size_t kMostWords = 200;

float log_of(float chance) { return std::log(std::max(chance, kLeastChance)); }

/// A choice of words that go; [first, last) each, sorted, with words between them.
using Runs = std::vector<TokenRange>;

struct Mend {
  Runs runs;
  std::vector<Edit> edits;
  float score = 0;
  float least_fit = 0;
  size_t worst = 0;  ///< the run with the least fit
};

/// Whether a word goes on at `at`.
bool is_inside_word(std::string_view text, uint64_t at) {
  const auto joins = [](char c) { return c == '\'' || c == '-' || c == '*' || c == '_'; };
  const auto is_letter = [](char c) { return is_ascii_alnum(c) || !is_ascii(c); };
  return (is_letter(text[at - 1]) || joins(text[at - 1])) && (is_letter(text[at]) || joins(text[at]));
}

Runs runs_of(const std::vector<uint8_t>& goes) {
  Runs out;
  for (size_t t = 0; t < goes.size(); ++t) {
    if (goes[t] == 0) continue;
    if (out.empty() || out.back().last != t) out.push_back({t, t});
    out.back().last = t + 1;
  }
  return out;
}

}  // namespace

class Mender::Search {
 public:
  Search(const Mender& mender, std::string_view sentence, uint64_t offset, std::span<const Token> tokens,
         std::span<const float> gone, const Cause& cause, MendReading& scratch)
      : reader_(mender.reader_), limits_(mender.limits_), sentence_(sentence), cause_(cause), reading_(scratch) {
    // Parts of "she'd" and "cross-eyed" go together.
    for (size_t t = 0; t < tokens.size(); ++t) {
      const ByteSpan span{tokens[t].begin - offset, tokens[t].end - offset};
      if (t > 0 && words_.back().end == span.begin && is_inside_word(sentence, span.begin)) {
        words_.back().end = span.end;
        gone_.back() = std::max(gone_.back(), gone[t]);
      } else {
        words_.push_back(span);
        gone_.push_back(gone[t]);
      }
    }
  }

  Mend best() {
    std::vector<uint8_t> goes;
    for (const float gone : gone_) goes.push_back(gone >= kGone ? 1 : 0);
    Runs runs = runs_of(goes);
    if (runs.empty() || words_.size() > kMostWords) return {};
    Mend best = weigh(std::move(runs));
    for (size_t round = 0; round < kMostRounds && best.least_fit < kFits && !GiveUpScope::is_over(); ++round) {
      if (!improve(best)) break;
    }
    return best;
  }

 private:
  float choice(const Runs& runs) const {
    float sum = 0;
    size_t t = 0;
    for (const TokenRange& run : runs) {
      for (; t < run.first; ++t) sum += log_of(1 - gone_[t]);
      for (; t < run.last; ++t) sum += log_of(gone_[t]);
    }
    for (; t < gone_.size(); ++t) sum += log_of(1 - gone_[t]);
    return sum;
  }

  std::vector<Edit> deletions(const Runs& runs) const {
    std::vector<Edit> out;
    for (const TokenRange& run : runs) {
      out.push_back({{words_[run.first].begin, words_[run.last - 1].end}, "", cause_});
    }
    return out;
  }

  /// Reads what is left without the runs, and puts phrases where they fit better than nothing.
  Mend weigh(Runs runs) {
    Mend out;
    out.runs = std::move(runs);
    out.least_fit = 1;
    std::vector<Edit> edits = deletions(out.runs);
    EditProgram program;
    program.edits = repair_seams(sentence_, edits);
    const Result<std::string> left = apply_program(program, sentence_);
    LAUTER_CHECK(left.ok(), "seams keep programs valid");
    const OffsetMap map(program);
    std::vector<uint64_t> places;
    for (const Edit& edit : edits) {
      uint64_t at = map.to_refined(edit.span.end);
      while (at < left->size() && (*left)[at] == ' ') ++at;
      places.push_back(at);
    }
    reader_.read_mended(*left, places, reading_);
    out.score = choice(out.runs) + log_of(1 - reading_.abuse);
    bool puts = false;
    for (size_t i = 0; i < edits.size(); ++i) {
      const SeamReading& seam = reading_.seams[i];
      const bool put = seam.put >= limits_.least_put;
      if (put) edits[i].with = reader_.phrases()[seam.phrase];
      puts |= put;
      const float fit = put ? seam.put : seam.sound;
      out.score += kSeamWeight * log_of(fit);
      if (fit < out.least_fit) {
        out.least_fit = fit;
        out.worst = i;
      }
    }
    out.edits = puts ? repair_seams(sentence_, std::move(edits)) : std::move(program.edits);
    return out;
  }

  /// The worst run with other ends, if that is likelier.
  bool improve(Mend& best) {
    const TokenRange worst = best.runs[best.worst];
    std::vector<std::pair<float, Runs>> others;
    std::vector<uint8_t> goes(gone_.size());
    for (size_t first = worst.first - std::min<size_t>(worst.first, kFarthest); first < std::min(worst.last, worst.first + kFarthest); ++first) {
      for (size_t last = std::max(first, worst.last - std::min(worst.last, kFarthest)) + 1; last <= std::min(gone_.size(), worst.last + kFarthest); ++last) {
        if ((first == worst.first && last == worst.last) || last <= worst.first) continue;
        std::ranges::fill(goes, 0);
        for (const TokenRange& run : best.runs) {
          if (run.first != worst.first) std::fill(goes.begin() + run.first, goes.begin() + run.last, 1);
        }
        std::fill(goes.begin() + static_cast<ptrdiff_t>(first), goes.begin() + static_cast<ptrdiff_t>(last), 1);
        Runs runs = runs_of(goes);
        const float likely = choice(runs);
        if (runs.size() > 1 || runs[0].size() < gone_.size()) others.emplace_back(likely, std::move(runs));
      }
    }
    std::ranges::stable_sort(others, std::greater(), &std::pair<float, Runs>::first);
    bool better = false;
    for (size_t i = 0; i < std::min(others.size(), kReadingsARound) && !GiveUpScope::is_over(); ++i) {
      if (others[i].first <= best.score) break;  // no seam makes up for it
      Mend other = weigh(std::move(others[i].second));
      if (other.score <= best.score) continue;
      best = std::move(other);
      better = true;
    }
    return better;
  }

  const SecondReader& reader_;
  const MendLimits& limits_;
  std::string_view sentence_;
  std::vector<ByteSpan> words_;  ///< of the sentence, or marks
  std::vector<float> gone_;
  const Cause& cause_;
  MendReading& reading_;
};

std::vector<Edit> Mender::mend(std::string_view text, ByteSpan span, std::span<const Token> tokens,
                               std::span<const float> gone, const Cause& cause, MendReading& scratch) const {
  Mend best = Search(*this, span.of(text), span.begin, tokens, gone, cause, scratch).best();
  if (best.least_fit < limits_.least_fit || best.score < limits_.least_score) return {};
  for (Edit& edit : best.edits) {
    edit.span.begin += span.begin;
    edit.span.end += span.begin;
  }
  return std::move(best.edits);
}

}  // namespace lauter
