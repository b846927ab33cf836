#include "run/curation/curate_learn.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>
#include <utility>

#include "curate/detector/ngram_key.h"
#include "curate/selection/sentences.h"
#include "curate/selection/simplex_fit.h"
#include "io/texts.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxPoolWords = 8'000'000;
constexpr uint64_t kMaxHumanWords = 1'000'000;  ///< that weigh n-grams
constexpr uint64_t kMaxJudgeWords = 200'000;    ///< that proxies are judged by
constexpr double kSlopes[] = {0.5, 1, 2, 4, 8};
constexpr double kBends[] = {0, -0.5};
constexpr size_t kFinalists = 3;
/// Share of the contents that a repeat draws anew: else a plan without noise would never vary.
constexpr double kRepeatedPart = 0.75;
/// Standard errors (proxy_gain()) by which something must be better than random order to be
/// believed.
constexpr double kDoubt = 2;
/// Draws of a verdict on that, for each of `proxy.repeats`: of three draws one odd text, which one
/// order has and the other has not, hides any gain.
constexpr uint32_t kVerdictDraws = 4;

/// In [0, 1), the same for all texts of a content.
double draw_of(uint32_t group, uint64_t seed) {
  const uint64_t mixed = join_keys(join_keys(group + 1, seed), 0x2545F4914F6CDD1DU);
  return static_cast<double>(mixed >> 11U) * 0x1p-53;
}

struct Mean {
  double mean = 0;
  double error = 0;  ///< standard error
};

Mean mean_of(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  Mean of;
  of.mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
  double squares = 0;
  for (const double value : values) squares += (value - of.mean) * (value - of.mean);
  of.error = n > 1 ? std::sqrt(squares / (n - 1) / n) : 0;
  return of;
}

std::string number_text(double value) {
  std::string text = std::to_string(value);
  return text.substr(0, text.find('.') + 3);
}

std::string preference_name(const Preference& preference) {
  static constexpr std::string_view kNames[kScoreAxes] = {"quality", "likeness", "surprise"};
  std::string name;
  for (size_t axis = 0; axis < kScoreAxes; ++axis) {
    if (preference.slope[axis] == 0 && preference.bend[axis] == 0) continue;
    if (!name.empty()) name += ", ";
    name += std::string(kNames[axis]) + " " + number_text(preference.slope[axis]);
    if (preference.bend[axis] != 0) name += " bend " + number_text(preference.bend[axis]);
  }
  return name.empty() ? "random" : name;
}

/// The preferences to try, random order first.
std::vector<Preference> preferences_to_try(const CurateRecipe& recipe) {
  std::vector<Preference> list(1);
  const CurateRecipe::Strategy& strategy = recipe.strategy;
  std::vector<size_t> axes;
  if (strategy.resample) axes.push_back(*strategy.resample);
  if (strategy.select == SelectRule::kCombined && !strategy.resample) axes = {0, 1, 2};
  for (const size_t axis : axes) {
    for (const double sign : {1.0, -1.0}) {
      if (strategy.sign == Sign::kPlus && sign < 0) continue;
      if (strategy.sign == Sign::kMinus && sign > 0) continue;
      for (const double slope : kSlopes) {
        if (strategy.shape > 0 && slope != kSlopes[0]) continue;
        for (const double bend : kBends) {
          if (strategy.shape > 0 && bend != 0) continue;
          Preference preference;
          preference.slope[axis] = sign * (strategy.shape > 0 ? strategy.shape : slope);
          preference.bend[axis] = bend;
          list.push_back(preference);
        }
      }
    }
  }
  return list;
}

}  // namespace

ChoicePlan without_preference(ChoicePlan plan) {
  plan.covering = false;
  for (SourcePlan& source : plan.selection.sources) source.preference = {};
  return plan;
}

bool ProxyProblem::can_judge(const Corpus& corpus, std::span<const Candidate> candidates) {
  return !corpus.recipe().proxy.held_out.empty() ||
         std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& text) {
           return text.human && corpus.is_of_judges(corpus.documents[text.number]);
         });
}

Result<ProxyProblem> ProxyProblem::make(const Corpus& corpus, std::span<const Candidate> candidates,
                                        const ChoicePlan& plan) {
  ProxyProblem problem;
  problem.corpus_ = &corpus;
  problem.judges_apart_ = corpus.recipe().proxy.held_out.empty();
  LAUTER_TRY(problem.draw_texts(candidates, plan));
  if (!problem.judges_apart_) LAUTER_TRY(problem.read_held_out());
  LAUTER_TRY(problem.make_bench(plan.covering));
  return problem;
}

Result<void> ProxyProblem::draw_texts(std::span<const Candidate> candidates, const ChoicePlan& plan) {
  const Corpus& corpus = *corpus_;
  const CurateRecipe& recipe = corpus.recipe();
  // No text of a judge's content is in the pool, by whomever it is.
  std::vector<bool> judged(corpus.documents.size());  // by group
  for (const Candidate& text : candidates) {
    if (text.human && corpus.is_of_judges(corpus.documents[text.number])) judged[text.group] = true;
  }
  const bool takes_human = plan.selection.real_share.value_or(1) > 0;
  uint64_t words = 0, offered = 0, in_pool = 0, human_words = 0, judge_words = 0;
  for (const Candidate& text : candidates) {
    words += text.words;
    if (takes_human || !text.human) {
      offered += text.words;
      in_pool += judged[text.group] ? 0 : text.words;
    }
    if (text.human) (judged[text.group] ? judge_words : human_words) += text.words;
  }
  // The budget in words, less what belongs to the judges' contents: sources then run dry in the
  // small problem where they do in the whole one.
  auto of_words = static_cast<double>(plan.selection.budget);
  if (recipe.unit == BudgetUnit::kRows && !candidates.empty()) {
    of_words *= static_cast<double>(words) / static_cast<double>(candidates.size());
  }
  if (offered > 0) of_words *= static_cast<double>(in_pool) / static_cast<double>(offered);
  const auto part = [](uint64_t some, double of) { return static_cast<double>(some) / (of + 1); };
  thinning_ = std::min(
      {1.0, part(recipe.proxy.words, of_words), part(kMaxPoolWords, static_cast<double>(words))});
  budget_words_ = static_cast<uint64_t>(of_words * thinning_);
  const double keep_human = part(kMaxHumanWords, static_cast<double>(human_words));
  const double keep_judges = part(kMaxJudgeWords, static_cast<double>(judge_words));

  enum Role : uint8_t { kNone, kPool = 1, kHuman = 2, kJudge = 4 };
  std::vector<uint8_t> roles(corpus.documents.size());
  for (const Candidate& text : candidates) {
    uint8_t& role = roles[text.number];
    const double draw = draw_of(text.group, recipe.seed);
    const bool judges = judged[text.group];
    if (!judges && draw < thinning_) role |= kPool;
    if (text.human && !judges && draw < keep_human) role |= kHuman;
    if (text.human && judges && draw < keep_judges) role |= kJudge;
  }
  LAUTER_ASSIGN(std::vector<Corpus::Text> texts,
                corpus.gather([&](uint32_t i) { return roles[i] != 0; }));
  std::vector<uint32_t> candidate_of(corpus.documents.size());
  for (uint32_t i = 0; i < candidates.size(); ++i) candidate_of[candidates[i].number] = i;
  std::unordered_map<uint32_t, size_t> judge_of;  // by content
  for (Corpus::Text& text : texts) {
    const uint8_t role = roles[text.document];
    if ((role & kHuman) != 0) human_texts_.push_back(text.text);
    if ((role & kJudge) != 0) {
      const uint32_t content = corpus.documents[text.document].group;
      const auto [at, is_new] = judge_of.try_emplace(content, judge_texts_.size());
      if (is_new) judge_texts_.emplace_back();
      judge_texts_[at->second] += text.text + "\n";
    }
    if ((role & kPool) == 0) continue;
    candidate_of_.push_back(candidate_of[text.document]);
    pool_.push_back(candidates[candidate_of_.back()]);
    texts_.push_back(std::move(text));
  }
  return {};
}

Result<void> ProxyProblem::read_held_out() {
  const CurateRecipe& recipe = corpus_->recipe();
  LAUTER_ASSIGN(const Inputs inputs,
                curate_inputs(recipe.proxy.held_out, recipe.proxy.fields, corpus_->options(),
                              "proxy: held_out"));
  const bool weighs = human_texts_.empty();
  uint64_t row = 0, taken = 0;
  LAUTER_TRY(for_each_text(
      inputs, {.fields = recipe.proxy.fields}, [&](const Row& text) -> Result<void> {
        const uint64_t n = count_words(text.doc.text);
        if (taken + n > kMaxHumanWords) return {};
        taken += n;
        // Where these are the only human texts, every second one weighs.
        const bool judges = !weighs || row++ % 2 == 0;
        (judges ? judge_texts_ : human_texts_).push_back(text.doc.text);
        return {};
      }));
  if (recipe.sentences) {
    for (std::string& text : judge_texts_) text = sentences_on_lines(text);
    for (std::string& text : human_texts_) text = sentences_on_lines(text);
  }
  return {};
}

Result<void> ProxyProblem::make_bench(bool covering) {
  std::vector<std::string_view> pool, judges;
  for (const Corpus::Text& text : texts_) pool.emplace_back(text.text);
  for (const std::string& text : judge_texts_) judges.emplace_back(text);
  for (const std::string& text : human_texts_) human_.emplace_back(text);
  LAUTER_ASSIGN(bench_, ProxyBench::make(std::move(pool), std::move(judges),
                                                 {.order = corpus_->recipe().scores.order}));
  const std::span<const double> tokens = bench_->tokens();
  judge_tokens_ = std::accumulate(tokens.begin(), tokens.end(), 0.0);
  if (covering) {
    weights_ = std::make_shared<CoverageWeights>();
    for (const std::string_view text : human_) weights_->add_human(text);
    for (const Corpus::Text& text : texts_) weights_->add_candidate(text.text);
    weights_->finish();
    for (const Corpus::Text& text : texts_) {
      weights_->features(text.text, features_.emplace_back());
    }
    weights_->compact(features_);
  }
  return {};
}

FeatureReader ProxyProblem::features_of(const std::vector<uint32_t>& texts) const {
  return [this, &texts](uint32_t i) -> Result<std::span<const uint32_t>> {
    return std::span<const uint32_t>(features_[texts[i]]);
  };
}

std::vector<std::string_view> ProxyProblem::human() const {
  std::vector<std::string_view> texts = human_;
  if (judges_apart_) texts.insert(texts.end(), judge_texts_.begin(), judge_texts_.end());
  return texts;
}

Result<std::vector<double>> ProxyProblem::run(const std::vector<Trial>& trials,
                                              LearntFigures& figures,
                                              std::vector<std::vector<double>>* by_judge) const {
  std::vector<double> bits(trials.size());
  if (by_judge != nullptr) by_judge->resize(trials.size());
  size_t next = 0;
  const auto try_one = [&](size_t i, int) -> Result<size_t> {
    const Trial& trial = trials[i];
    std::vector<Candidate> texts;
    for (const uint32_t text : trial.texts) texts.push_back(pool_[text]);
    LAUTER_ASSIGN(std::vector<uint32_t> order,
                  choose(texts, trial.plan, weights_.get(), features_of(trial.texts)));
    for (uint32_t& text : order) text = trial.texts[text];
    LAUTER_ASSIGN(std::vector<double> of_judges, bench_->text_bits(order, trial.words));
    bits[i] = std::accumulate(of_judges.begin(), of_judges.end(), 0.0) / judge_tokens_;
    if (by_judge != nullptr) (*by_judge)[i] = std::move(of_judges);
    return i;
  };
  LAUTER_TRY((run_ordered<size_t, size_t>(
      {.threads = corpus_->options().threads},
      [&]() -> Result<std::optional<size_t>> {
        const std::atomic<bool>* stop = corpus_->options().stop;
        if (stop != nullptr && stop->load()) return unavailable("interrupted");
        return next < trials.size() ? std::optional<size_t>(next++) : std::nullopt;
      },
      try_one, [](size_t) -> Result<bool> { return true; })));
  figures.runs += trials.size();
  for (const Trial& trial : trials) figures.words_trained += trial.words;
  return bits;
}

Result<void> ProxyProblem::learn_preferences(const std::vector<Preference>& list, ChoicePlan& plan,
                                             LearntFigures& figures) const {
  const CurateRecipe& recipe = corpus_->recipe();
  const uint32_t repeats = recipe.proxy.repeats;
  // Each source by itself; but factors of a gain and places within a content compare across
  // sources, so one for all.
  const bool together = plan.covering || compares_in_groups(*corpus_);
  std::vector<std::vector<size_t>> sets;
  for (size_t source = 0; source < recipe.sources.size(); ++source) {
    if (recipe.sources[source].kind == SourceKind::kHuman) continue;
    if (sets.empty() || !together) sets.emplace_back();
    sets.back().push_back(source);
  }
  for (const std::vector<size_t>& set : sets) {
    const auto is_of_set = [&](const Candidate& text) {
      return std::find(set.begin(), set.end(), text.source) != set.end();
    };
    if (std::count_if(pool_.begin(), pool_.end(), is_of_set) < 8) continue;
    const auto with = [&](const Preference& preference) {
      ChoicePlan of_set = plan;
      of_set.selection.by_shares = false;
      of_set.selection.real_share.reset();
      for (const size_t source : set) of_set.selection.sources[source].preference = preference;
      return of_set;
    };
    // The best of the list by few draws; whether it is better than random order, by many others.
    size_t best = list.size() - 1;
    if (list.size() > 2) {
      std::vector<Trial> trials;
      for (size_t k = 1; k < list.size(); ++k) {
        for (uint32_t draw = 0; draw < repeats; ++draw) {
          trials.push_back(trial_of_part(with(list[k]), draw, is_of_set));
        }
      }
      LAUTER_ASSIGN(const std::vector<double> bits, run(trials, figures));
      const auto mean = [&](size_t k) {
        return mean_of(std::span(bits).subspan((k - 1) * repeats, repeats)).mean;
      };
      for (size_t k = best; k-- > 1;) {
        if (mean(k) <= mean(best)) best = k;
      }
    }
    LAUTER_ASSIGN(GuardFigures verdict,
                  compare(with(list[best]), with(list.front()), is_of_set, figures));
    if (!verdict.kept) {
      best = 0;
      verdict.chosen = verdict.random;
    }
    verdict.chosen.name = preference_name(list[best]);
    for (const size_t source : set) {
      figures.preferences.push_back({source, list[best], verdict.random, verdict.chosen});
      plan.selection.sources[source].preference = list[best];
    }
  }
  return {};
}

ProxyProblem::Trial ProxyProblem::trial_of_part(const ChoicePlan& plan, uint32_t draw,
                                                const Want& want) const {
  const uint64_t seed = corpus_->recipe().seed + 1000 * (uint64_t{draw} + 1);
  Trial trial{.plan = plan, .texts = {}, .words = 0};
  uint64_t words = 0;
  for (uint32_t i = 0; i < pool_.size(); ++i) {
    if (!want(pool_[i]) || draw_of(pool_[i].group, seed) >= kRepeatedPart) continue;
    trial.texts.push_back(i);
    words += pool_[i].words;
  }
  // A choice shows only where a part is taken.
  trial.words = std::min(budget_words_, words / 2);
  trial.plan.selection.budget = trial.words;
  trial.plan.selection.unit = BudgetUnit::kWords;
  trial.plan.selection.seed = seed;
  return trial;
}

Result<void> ProxyProblem::guard_sources(ChoicePlan& plan, LearntFigures& figures) const {
  std::vector<SourcePlan>& sources = plan.selection.sources;
  const Preference given = sources.front().preference;
  LAUTER_TRY(learn_preferences({Preference{}, given}, plan, figures));
  const auto kept = [&](const LearntPreference& of) { return of.preference == given; };
  // Keys of sorted and of shuffled sources do not compare; shares keep them apart.
  if (!std::all_of(figures.preferences.begin(), figures.preferences.end(), kept)) {
    plan.selection.by_shares = true;
  }
  return {};
}

Result<GuardFigures> ProxyProblem::compare(const ChoicePlan& chosen, const ChoicePlan& random,
                                           const Want& want, LearntFigures& figures) const {
  const uint32_t repeats = corpus_->recipe().proxy.repeats;
  const uint32_t draws = kVerdictDraws * repeats;
  std::vector<Trial> trials;
  for (const ChoicePlan* plan : {&chosen, &random}) {
    // The first `repeats` draws are those that preferences are sought with.
    for (uint32_t draw = repeats; draw < repeats + draws; ++draw) {
      trials.push_back(trial_of_part(*plan, draw, want));
    }
  }
  std::vector<std::vector<double>> by_judge;
  LAUTER_ASSIGN(const std::vector<double> bits, run(trials, figures, &by_judge));
  const Mean mean_chosen = mean_of(std::span(bits).first(draws));
  const Mean mean_random = mean_of(std::span(bits).last(draws));
  const std::span<const std::vector<double>> judged = by_judge;
  const ProxyGain gain = proxy_gain(judged.last(draws), judged.first(draws), bench_->tokens());
  return GuardFigures{.kept = gain.bits > 0 && gain.bits > kDoubt * gain.error,
                      .random = {"random", mean_random.mean, mean_random.error},
                      .chosen = {"chosen", mean_chosen.mean, mean_chosen.error},
                      .gain = {"gain", gain.bits, gain.error}};
}

Result<void> ProxyProblem::guard_plan(ChoicePlan& plan, LearntFigures& figures) const {
  LAUTER_ASSIGN(figures.guard, compare(plan, without_preference(plan),
                                       [](const Candidate&) { return true; }, figures));
  if (!figures.guard->kept) plan = without_preference(std::move(plan));
  return {};
}

Result<void> ProxyProblem::learn_mix(ChoicePlan& plan, LearntFigures& figures) const {
  const CurateRecipe& recipe = corpus_->recipe();
  std::vector<size_t> sources;
  std::vector<double> words(recipe.sources.size());
  for (const Candidate& text : pool_) words[text.source] += text.words;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] > 0 && recipe.sources[i].kind != SourceKind::kHuman) sources.push_back(i);
  }
  if (sources.size() < 2) return {};
  const double machine =
      static_cast<double>(budget_words_) * (1 - plan.selection.real_share.value_or(0));
  std::vector<double> most;
  for (const size_t i : sources) most.push_back(std::min(1.0, words[i] / std::max(machine, 1.0)));
  std::vector<uint32_t> all(pool_.size());
  std::iota(all.begin(), all.end(), 0U);
  const auto trial_of = [&](const std::vector<double>& shares, uint64_t seed) {
    Trial trial{.plan = plan, .texts = all, .words = budget_words_};
    SelectionPlan& selection = trial.plan.selection;
    selection.budget = budget_words_;
    selection.unit = BudgetUnit::kWords;
    selection.seed = seed;
    for (SourcePlan& source : selection.sources) source.share = 0;
    for (size_t k = 0; k < sources.size(); ++k) selection.sources[sources[k]].share = shares[k];
    return trial;
  };

  std::vector<std::vector<double>> points = simplex_points(
      sources.size(), std::max<size_t>(recipe.proxy.runs, sources.size() + 1), recipe.seed);
  std::vector<Trial> trials;
  for (std::vector<double>& point : points) {
    bound_shares(point, most);
    trials.push_back(trial_of(point, recipe.seed + trials.size()));
  }
  LAUTER_ASSIGN(const std::vector<double> bits, run(trials, figures));
  LAUTER_ASSIGN(const QuadraticFit fit, QuadraticFit::fit(points, bits));

  // The finalists: what the fit says, the best that were tried, every source alone, all alike.
  std::vector<std::pair<std::string, std::vector<double>>> finalists;
  for (size_t k = 0; k < kFinalists; ++k) {
    finalists.emplace_back("fit " + std::to_string(k + 1),
                           lowest_on_simplex(fit, most, recipe.seed + k));
  }
  std::vector<size_t> tried(points.size());
  std::iota(tried.begin(), tried.end(), size_t{0});
  tried.erase(tried.begin(), tried.begin() + static_cast<std::ptrdiff_t>(sources.size() + 1));
  std::stable_sort(tried.begin(), tried.end(),
                   [&](size_t a, size_t b) { return bits[a] < bits[b]; });
  for (size_t k = 0; k < std::min(kFinalists, tried.size()); ++k) {
    finalists.emplace_back("tried " + std::to_string(k + 1), points[tried[k]]);
  }
  for (size_t k = 0; k < sources.size(); ++k) {
    finalists.emplace_back("only " + recipe.sources[sources[k]].name, points[k]);
  }
  finalists.emplace_back("uniform", points[sources.size()]);
  const uint32_t repeats = recipe.proxy.repeats;
  trials.clear();
  for (const auto& [name, shares] : finalists) {
    for (uint32_t repeat = 0; repeat < repeats; ++repeat) {
      trials.push_back(trial_of(shares, recipe.seed + 1'000'003 * (repeat + 1)));
    }
  }
  LAUTER_ASSIGN(const std::vector<double> again, run(trials, figures));
  size_t best = 0;
  for (size_t k = 0; k < finalists.size(); ++k) {
    const Mean of = mean_of(std::span(again).subspan(k * repeats, repeats));
    figures.mixes.push_back({finalists[k].first, of.mean, of.error});
    if (of.mean < figures.mixes[best].bits) best = k;
  }
  figures.shares.assign(recipe.sources.size(), 0.0);
  for (SourcePlan& source : plan.selection.sources) source.share = 0;
  for (size_t k = 0; k < sources.size(); ++k) {
    const double share = finalists[best].second[k];
    plan.selection.sources[sources[k]].share = share;
    figures.shares[sources[k]] = share;
  }
  std::stable_sort(figures.mixes.begin(), figures.mixes.end(),
                   [](const TriedPlan& a, const TriedPlan& b) { return a.bits < b.bits; });
  return {};
}

Result<void> ProxyProblem::learn(ChoicePlan& plan, LearntFigures& figures) const {
  figures.thinning = thinning_;
  figures.pool_texts = pool_.size();
  for (const std::string_view text : bench_->held_out()) {
    figures.held_out_words += count_words(text);
  }
  const CurateRecipe::Strategy& strategy = corpus_->recipe().strategy;
  const bool preferences = strategy.sign == Sign::kLearnt ||
                           strategy.select == SelectRule::kCombined ||
                           (strategy.resample && strategy.shape == 0);
  if (preferences) {
    LAUTER_TRY(learn_preferences(preferences_to_try(corpus_->recipe()), plan, figures));
  }
  if (guards(corpus_->recipe())) {
    // Within a content one generator has one text, as a rule: only the whole plan can be tried.
    if (!preferences && !plan.covering && !compares_in_groups(*corpus_)) {
      LAUTER_TRY(guard_sources(plan, figures));
    }
    LAUTER_TRY(guard_plan(plan, figures));
  }
  if (strategy.mix == MixRule::kLearnt) LAUTER_TRY(learn_mix(plan, figures));
  return {};
}

}  // namespace lauter
