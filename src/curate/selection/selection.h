/// Which texts of several sources are taken, and in which order they get in.
///
///   SelectionPlan plan{.sources = {{.share = 3}, {.share = 1}}, .budget = 1'000'000};
///   plan.sources[0].preference.slope[kLikeness] = 2;       // human-like texts first
///   const std::vector<uint32_t> order = select(candidates, plan);
///
/// The idea: within a source every score is made a normal score z (0 for the median text, so that
/// scales do not matter), and a text's key is
///   sum over the scores of slope * z + bend * (z^2 - 1), plus Gumbel noise;
/// the highest key comes first. Without slope and bend that is a random order; with them it is
/// importance sampling without replacement, weights exp(slope * z ...) (Efraimidis and Spirakis
/// 2006 in the form of Gumbel keys); a steep slope sorts. So sign and shape of a preference are
/// numbers that can be learnt (curate/proxy_search.h), random order being one of the values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace lauter {

/// What texts are preferred by. Higher is better for the first two.
enum ScoreAxis : uint8_t { kQuality, kLikeness, kSurprise };
inline constexpr size_t kScoreAxes = 3;

struct Candidate {
  uint64_t number = 0;  ///< of the text in the corpus; the noise hangs on it and on the seed
  uint32_t words = 0;
  uint32_t group = 0;  ///< texts with the same content
  uint16_t source = 0;
  bool human = false;
  std::array<float, kScoreAxes> z{};  ///< normal scores; 0 where a score is missing
};

struct Preference {
  std::array<double, kScoreAxes> slope{};
  std::array<double, kScoreAxes> bend{};  ///< below 0: extremes last
  double noise = 1;                       ///< 0: sorted by the key alone, equal ones as they came
  bool operator==(const Preference&) const = default;
};

struct SourcePlan {
  double share = 0;  ///< of the words that are not human; relative to the other sources
  Preference preference{};
};

enum class BudgetUnit : uint8_t { kWords, kRows };

struct SelectionPlan {
  std::vector<SourcePlan> sources{};  ///< one for each source, human ones too
  bool by_shares = true;  ///< false: one order over all sources, whatever shares that makes
  /// Share of human text in what is taken; nothing: human texts are candidates like all others.
  std::optional<double> real_share{};
  bool real_share_strict = true;  ///< it is not exceeded either where the other texts run out
  uint32_t per_group = 0;  ///< most machine-made texts of one content; 0: any number
  /// A machine-made text whose content is taken already waits until its source (without shares: all
  /// sources together) has no new content. A mix else repeats contents, which hides what it adds.
  bool new_contents_first = false;
  uint64_t budget = ~uint64_t{0};
  BudgetUnit unit = BudgetUnit::kWords;
  uint64_t seed = 0;
};

/// The normal scores of `values`: equal values get one score, NaN gets 0. O(n log n).
std::vector<float> normal_scores(std::span<const float> values);

/// A text's key under a preference.
double selection_key(const Candidate& text, const Preference& preference, uint64_t seed);

/// Indices into `texts`, best first, until the budget is met (the last text may exceed it). With
/// shares, every prefix keeps to them as well as whole texts can; a source that runs dry leaves its
/// share to the others. O(n log n + n * sources).
std::vector<uint32_t> select(std::span<const Candidate> texts, const SelectionPlan& plan);

/// What is left of the budget while texts are taken.
class Budget {
 public:
  Budget(uint64_t size, BudgetUnit unit) : left_(size), unit_(unit) {}
  bool spent() const { return left_ == 0; }
  uint64_t cost(const Candidate& text) const {
    return unit_ == BudgetUnit::kRows ? 1 : text.words;
  }
  void take(const Candidate& text) {
    const uint64_t cost = this->cost(text);
    left_ -= cost < left_ ? cost : left_;
  }

 private:
  uint64_t left_;
  BudgetUnit unit_;
};

}  // namespace lauter
