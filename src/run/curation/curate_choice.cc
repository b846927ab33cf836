#include "run/curation/curate_choice.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <utility>

#include "curate/detector/proxy_run.h"
#include "io/files/spill_file.h"

namespace lauter {
namespace {

/// A preference's key is about as wide as noise is; as a factor of a gain it works on a finer scale.
constexpr double kFactorScale = 0.2;
/// Machine-made texts a content from which on `auto` compares in groups.
constexpr double kManyTexts = 1.5;
constexpr double kSteep = 1000;  ///< a slope beside which noise only parts equals

/// Scores by source, as normal scores.
void set_scores(std::span<Candidate> candidates, const Corpus& corpus, ScoreAxis axis,
                float CorpusDocument::* score) {
  const size_t n_sources = corpus.recipe().sources.size();
  std::vector<std::vector<uint32_t>> of_source(n_sources);
  for (uint32_t i = 0; i < candidates.size(); ++i) of_source[candidates[i].source].push_back(i);
  for (const std::vector<uint32_t>& texts : of_source) {
    std::vector<float> values;
    for (const uint32_t i : texts) values.push_back(corpus.documents[candidates[i].number].*score);
    const std::vector<float> z = normal_scores(values);
    for (size_t k = 0; k < texts.size(); ++k) candidates[texts[k]].z[axis] = z[k];
  }
}

/// How far a score is behind the best of its content: 0 for the best, -1, -2, ... in its order.
/// Scores hang on the content more than on who wrote it; among texts of one content they tell
/// writing from content.
void set_places(std::span<Candidate> candidates, const Corpus& corpus, ScoreAxis axis,
                float CorpusDocument::* score) {
  const auto value = [&](uint32_t i) { return corpus.documents[candidates[i].number].*score; };
  std::vector<uint32_t> order;
  for (uint32_t i = 0; i < candidates.size(); ++i) {
    if (!candidates[i].human && !std::isnan(value(i))) order.push_back(i);
  }
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    if (candidates[a].group != candidates[b].group) return candidates[a].group < candidates[b].group;
    return value(a) != value(b) ? value(a) > value(b) : a < b;
  });
  float place = 0;
  for (size_t k = 0; k < order.size(); ++k) {
    const bool same = k > 0 && candidates[order[k]].group == candidates[order[k - 1]].group;
    place = same ? place - 1 : 0;
    candidates[order[k]].z[axis] = place;
  }
}

std::optional<ScoreAxis> axis_of(SelectRule rule) {
  if (rule == SelectRule::kQuality) return kQuality;
  if (rule == SelectRule::kLikeness) return kLikeness;
  if (rule == SelectRule::kSurprise) return kSurprise;
  return std::nullopt;
}

/// What the recipe says of preferences without any learning.
Preference preference_of(const Corpus& corpus) {
  const CurateRecipe::Strategy& strategy = corpus.recipe().strategy;
  Preference preference;
  if (strategy.resample && strategy.sign != Sign::kLearnt && strategy.shape > 0) {
    preference.slope[*strategy.resample] =
        strategy.sign == Sign::kMinus ? -strategy.shape : strategy.shape;
  } else if (const auto axis = axis_of(strategy.select)) {
    // The best of every content in random order, then the second ones; or sorted.
    const bool groups = compares_in_groups(corpus);
    preference.slope[*axis] = groups ? kSteep : 1;
    preference.noise = groups ? 1 : 0;
  }
  return preference;
}

/// The words or rows that a source has to offer.
std::vector<double> available(std::span<const Candidate> candidates, const SelectionPlan& plan) {
  std::vector<double> sizes(plan.sources.size(), 0.0);
  const Budget budget(0, plan.unit);
  for (const Candidate& text : candidates) {
    sizes[text.source] += static_cast<double>(budget.cost(text));
  }
  return sizes;
}

double share_of(const CurateRecipe& recipe, const CurateSource& source, double size) {
  switch (recipe.strategy.mix) {
    case MixRule::kTemperature:
      return std::pow(size, 1 / recipe.strategy.temperature);
    case MixRule::kWeights:
      return source.weight;
    case MixRule::kNatural:
      return size;
    case MixRule::kUniform:
    case MixRule::kLearnt:
      break;
  }
  return 1;
}

/// What a candidate's score says under one of the in-pass orders.
double order_score(const CorpusDocument& doc, InPassOrder order) {
  const float score = order == InPassOrder::kQuality    ? doc.quality
                      : order == InPassOrder::kLikeness ? doc.likeness
                                                        : doc.surprise;
  return std::isnan(score) ? -1e300 : static_cast<double>(score);
}

/// `ascending` turned as the direction says. Cyclic: `cycles` passes through the scores, each
/// ascending, each with every `cycles`-th text.
std::vector<uint32_t> turned(std::vector<uint32_t> ascending, Direction direction,
                             uint32_t cycles) {
  if (direction == Direction::kDescending) std::reverse(ascending.begin(), ascending.end());
  if (direction != Direction::kCyclic) return ascending;
  std::vector<uint32_t> order;
  for (uint32_t cycle = 0; cycle < cycles; ++cycle) {
    for (size_t i = cycle; i < ascending.size(); i += cycles) order.push_back(ascending[i]);
  }
  return order;
}

}  // namespace

bool compares_in_groups(const Corpus& corpus) {
  const CurateRecipe& recipe = corpus.recipe();
  if (recipe.strategy.compare != Compare::kAuto) return recipe.strategy.compare == Compare::kGroup;
  if (recipe.sentences) return false;
  uint64_t texts = 0, contents = 0;
  std::vector<bool> seen(corpus.documents.size());
  for (const CorpusDocument& doc : corpus.documents) {
    if (doc.fate == Fate::kMalformed || doc.fate == Fate::kEmpty || corpus.is_human(doc)) continue;
    ++texts;
    contents += seen[doc.group] ? 0 : 1;
    seen[doc.group] = true;
  }
  return static_cast<double>(texts) >= kManyTexts * static_cast<double>(contents) && contents > 0;
}

std::vector<Candidate> make_candidates(const Corpus& corpus) {
  std::vector<Candidate> candidates;
  for (uint32_t i = 0; i < corpus.documents.size(); ++i) {
    const CorpusDocument& doc = corpus.documents[i];
    if (doc.fate != Fate::kTaken) continue;
    candidates.push_back({.number = i,
                          .words = doc.words,
                          .group = doc.group,
                          .source = doc.source,
                          .human = corpus.is_human(doc)});
  }
  const auto set = compares_in_groups(corpus) ? set_places : set_scores;
  set(candidates, corpus, kQuality, &CorpusDocument::quality);
  set(candidates, corpus, kLikeness, &CorpusDocument::likeness);
  set(candidates, corpus, kSurprise, &CorpusDocument::surprise);
  return candidates;
}

ChoicePlan plan_of(const Corpus& corpus, std::span<const Candidate> candidates) {
  const CurateRecipe& recipe = corpus.recipe();
  const CurateRecipe::Strategy& strategy = recipe.strategy;
  ChoicePlan plan;
  SelectionPlan& selection = plan.selection;
  plan.covering =
      strategy.select == SelectRule::kCoverage || strategy.select == SelectRule::kCombined;
  selection.unit = recipe.unit;
  selection.seed = recipe.seed;
  selection.per_group = strategy.per_group;
  selection.new_contents_first = strategy.new_contents_first;
  selection.by_shares = strategy.mix != MixRule::kNatural;
  selection.sources.resize(recipe.sources.size());
  const std::vector<double> sizes = available(candidates, selection);
  const double all = std::accumulate(sizes.begin(), sizes.end(), 0.0);
  selection.budget = recipe.budget > 0 ? recipe.budget : static_cast<uint64_t>(all);
  const Preference preference = preference_of(corpus);
  double human = 0;
  double others = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const CurateSource& source = recipe.sources[i];
    selection.sources[i] = {.share = share_of(recipe, source, sizes[i]),
                            .preference = preference};
    (source.kind == SourceKind::kHuman ? human : others) += sizes[i];
  }
  if (human > 0 && others > 0) {
    const double whole = static_cast<double>(selection.budget);
    selection.real_share = strategy.real_share.value_or(
        strategy.accumulate ? std::min(1.0, human / std::min(whole, all)) : 0.0);
    selection.real_share_strict = strategy.real_share.has_value() || !strategy.accumulate;
  }
  return plan;
}

Result<std::vector<uint32_t>> choose(std::span<const Candidate> candidates, const ChoicePlan& plan,
                                     const CoverageWeights* weights, const FeatureReader& read) {
  if (!plan.covering) return select(candidates, plan.selection);
  CoverageOptions options;
  const auto neutral = [](const SourcePlan& source) {
    return source.preference.slope == Preference{}.slope &&
           source.preference.bend == Preference{}.bend;
  };
  if (!std::all_of(plan.selection.sources.begin(), plan.selection.sources.end(), neutral)) {
    for (const Candidate& text : candidates) {
      Preference preference = plan.selection.sources[text.source].preference;
      preference.noise = 0;
      const double key = kFactorScale * selection_key(text, preference, 0);
      options.factor.push_back(static_cast<float>(std::exp(std::clamp(key, -8.0, 8.0))));
    }
  }
  return select_covering(candidates, plan.selection, *weights, options, read);
}

struct CorpusFeatures::Spilled {
  SpillFile file;
  std::vector<uint64_t> ends;  ///< by candidate, of buckets
  std::vector<uint32_t> buckets;
};

Result<CorpusFeatures> CorpusFeatures::make(const Corpus& corpus,
                                            std::span<const Candidate> candidates,
                                            std::span<const std::string_view> human,
                                            const std::string& spill_folder) {
  CorpusFeatures made;
  made.weights_ = std::make_shared<CoverageWeights>();
  for (const std::string_view text : human) made.weights_->add_human(text);
  std::vector<bool> wanted(corpus.documents.size());
  for (const Candidate& text : candidates) wanted[text.number] = true;
  const auto texts_of = [&](const SourceChunk& chunk, auto each) {
    Corpus::Rows rows(corpus, chunk);
    Row row;
    for (uint32_t number = corpus.first_document(chunk); rows.next(row); ++number) {
      if (number < wanted.size() && wanted[number] && !row.error) each(row.doc.text);
    }
  };
  const auto every = [](size_t) { return true; };
  using Texts = std::vector<std::string>;
  LAUTER_TRY(corpus.pass<Texts>(
      every,
      [&](const SourceChunk& chunk, int) -> Result<Texts> {
        Texts texts;
        texts_of(chunk, [&](std::string& text) { texts.push_back(text); });
        return texts;
      },
      [&](const Texts& texts) -> Result<void> {
        for (const std::string& text : texts) made.weights_->add_candidate(text);
        return {};
      }));
  made.weights_->finish();
  LAUTER_ASSIGN(SpillFile file, SpillFile::make(spill_folder));
  made.spilled_ = std::make_shared<Spilled>(Spilled{std::move(file), {}, {}});
  using Features = std::vector<std::vector<uint32_t>>;
  Result<void> counted = corpus.pass<Features>(
      every,
      [&](const SourceChunk& chunk, int) -> Result<Features> {
        Features features;
        texts_of(chunk, [&](const std::string& text) {
          made.weights_->features(text, features.emplace_back());
        });
        return features;
      },
      [&](const Features& features) -> Result<void> {
        std::string bytes;
        for (const std::vector<uint32_t>& of : features) {
          std::vector<uint64_t>& ends = made.spilled_->ends;
          ends.push_back((ends.empty() ? 0 : ends.back()) + of.size());
          const size_t at = bytes.size();
          bytes.resize(at + of.size() * sizeof(uint32_t));
          if (!of.empty()) std::memcpy(bytes.data() + at, of.data(), of.size() * sizeof(uint32_t));
        }
        LAUTER_TRY(made.spilled_->file.append(bytes));
        return {};
      });
  LAUTER_TRY(std::move(counted));
  if (made.spilled_->ends.size() != candidates.size()) {
    return data_loss("the inputs changed while they were read");
  }
  return made;
}

FeatureReader CorpusFeatures::reader() const {
  return [spilled = spilled_](uint32_t text) -> Result<std::span<const uint32_t>> {
    const uint64_t begin = text == 0 ? 0 : spilled->ends[text - 1];
    const size_t n = spilled->ends[text] - begin;
    LAUTER_ASSIGN(const std::string bytes,
                  spilled->file.read(begin * sizeof(uint32_t), n * sizeof(uint32_t)));
    spilled->buckets.resize(n);
    if (n > 0) std::memcpy(spilled->buckets.data(), bytes.data(), bytes.size());
    return std::span<const uint32_t>(spilled->buckets);
  };
}

void weigh(Corpus& corpus, std::span<const Candidate> candidates, const ChoicePlan& plan) {
  const SelectionPlan& selection = plan.selection;
  const std::vector<double> sizes = available(candidates, selection);
  std::vector<double> weights;
  for (const Candidate& text : candidates) {
    const SourcePlan& source = selection.sources[text.source];
    Preference preference = source.preference;
    preference.noise = 0;
    double weight = std::exp(std::clamp(selection_key(text, preference, 0), -8.0, 8.0));
    if (selection.real_share && text.human) {
      weight = *selection.real_share > 0 ? 1 : 0;
    } else if (selection.by_shares) {
      weight *= source.share / std::max(sizes[text.source], 1.0);
    }
    weights.push_back(weight);
  }
  // Human text and the rest are brought to their shares, then all to a mean of 1.
  double human = 0, others = 0;
  for (size_t i = 0; i < candidates.size(); ++i) {
    (selection.real_share && candidates[i].human ? human : others) += weights[i];
  }
  const double human_share = human > 0 ? selection.real_share.value_or(0) : 0;
  double n = 0;
  for (size_t i = 0; i < candidates.size(); ++i) {
    const bool apart = selection.real_share && candidates[i].human;
    n += weights[i] > 0 && (apart ? human_share : 1 - human_share) > 0 ? 1 : 0;
  }
  for (size_t i = 0; i < candidates.size(); ++i) {
    const bool apart = selection.real_share && candidates[i].human;
    const double scale = apart ? human_share / std::max(human, 1e-300)
                               : (1 - human_share) / std::max(others, 1e-300);
    CorpusDocument& doc = corpus.documents[candidates[i].number];
    doc.weight = static_cast<float>(weights[i] * scale * n);
    if (doc.weight == 0) doc.fate = apart ? Fate::kHumanReplaced : Fate::kNotChosen;
  }
}

void settle(Corpus& corpus, std::span<const Candidate> candidates, const ChoicePlan& plan,
            std::span<const uint32_t> order) {
  const CurateRecipe::Strategy& strategy = corpus.recipe().strategy;
  std::vector<bool> taken(candidates.size());
  for (const uint32_t i : order) taken[i] = true;
  std::vector<uint32_t> of_group(corpus.documents.size());
  for (const uint32_t i : order) of_group[candidates[i].group] += candidates[i].human ? 0 : 1;
  for (uint32_t i = 0; i < candidates.size(); ++i) {
    if (taken[i]) continue;
    const Candidate& text = candidates[i];
    Fate& fate = corpus.documents[text.number].fate;
    const SourcePlan& source = plan.selection.sources[text.source];
    if (text.human && plan.selection.real_share) {
      fate = Fate::kHumanReplaced;
    } else if (plan.selection.per_group > 0 && of_group[text.group] >= plan.selection.per_group) {
      fate = Fate::kContentTaken;
    } else {
      fate = plan.selection.by_shares && source.share <= 0 ? Fate::kNotChosen : Fate::kOverBudget;
    }
  }
  // In-pass order: which texts are seen when, apart from which texts are in.
  std::vector<uint32_t> in_pass(order.begin(), order.end());
  if (strategy.order == InPassOrder::kRandom) {
    std::vector<std::pair<double, uint32_t>> keys;
    for (const uint32_t i : order) {
      keys.emplace_back(selection_key(candidates[i], {}, corpus.recipe().seed + 1), i);
    }
    std::sort(keys.begin(), keys.end());
    for (size_t k = 0; k < keys.size(); ++k) in_pass[k] = keys[k].second;
  } else if (strategy.order != InPassOrder::kSelected) {
    std::stable_sort(in_pass.begin(), in_pass.end(), [&](uint32_t a, uint32_t b) {
      return order_score(corpus.documents[candidates[a].number], strategy.order) <
             order_score(corpus.documents[candidates[b].number], strategy.order);
    });
  }
  in_pass = turned(std::move(in_pass), strategy.direction, strategy.cycles);
  for (uint32_t k = 0; k < in_pass.size(); ++k) {
    CorpusDocument& doc = corpus.documents[candidates[in_pass[k]].number];
    doc.rank = k + 1;
    doc.weight = 1;
  }
}

}  // namespace lauter
