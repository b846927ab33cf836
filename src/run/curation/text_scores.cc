#include "run/curation/text_scores.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

#include "curate/metrics/bleu.h"
#include "curate/metrics/chrf.h"
#include "curate/metrics/ter.h"
#include "io/files/sink.h"
#include "run/passes/nearest.h"
#include "text/ascii.h"

namespace lauter {
namespace {

struct Named {
  std::string_view name;
  Metric metric;
};

constexpr Named kMetrics[] = {
    {"quality", Metric::kQuality},
    {"lexical", Metric::kLexical},
    {"compression", Metric::kCompression},
    {"surprise", Metric::kSurprise},
    {"errors", Metric::kErrors},
    {"bleu", Metric::kBleu},
    {"chrf", Metric::kChrf},
    {"ter", Metric::kTer},
    {"toxicity", Metric::kToxicity},
    {"toxicity_linear", Metric::kToxicityLinear},
    {"ai_likeness", Metric::kAiLikeness},
    {"language", Metric::kLanguage},
    {"kind", Metric::kKind},
    {"quality_model", Metric::kQualityModel},
    {"tokens", Metric::kTokens},
};

/// The scores that have not the name of a metric.
constexpr Named kScores[] = {
    {"words", Metric::kLexical},        {"terms", Metric::kLexical},
    {"ttr", Metric::kLexical},          {"rttr", Metric::kLexical},
    {"cttr", Metric::kLexical},         {"herdan", Metric::kLexical},
    {"summer", Metric::kLexical},       {"dugast", Metric::kLexical},
    {"maas", Metric::kLexical},         {"msttr", Metric::kLexical},
    {"mattr", Metric::kLexical},        {"mtld", Metric::kLexical},
    {"hdd", Metric::kLexical},          {"distinct_1", Metric::kLexical},
    {"distinct_2", Metric::kLexical},   {"distinct_3", Metric::kLexical},
    {"distinct_4", Metric::kLexical},   {"distinct_8", Metric::kLexical},
    {"perplexity", Metric::kSurprise},  {"unknown", Metric::kSurprise},
    {"number_recall", Metric::kErrors}, {"number_precision", Metric::kErrors},
    {"name_recall", Metric::kErrors},   {"name_precision", Metric::kErrors},
    {"repetition", Metric::kErrors},    {"copied", Metric::kErrors},
    {"length_ratio", Metric::kErrors},  {"compression_ratio", Metric::kCompression},
    {"lang", Metric::kLanguage},        {"lang_score", Metric::kLanguage},
    {"code_share", Metric::kKind},
};

/// Null if the list has no such name.
const Named* find_name(std::span<const Named> list, std::string_view name) {
  const auto at = std::find_if(list.begin(), list.end(),
                               [name](const Named& named) { return named.name == name; });
  return at == list.end() ? nullptr : &*at;
}

Error unknown_metric(std::string_view name) {
  std::vector<std::string> names;
  for (const Named& score : kScores) names.emplace_back(score.name);
  std::string list;
  for (const Named& metric : kMetrics) {
    names.emplace_back(metric.name);
    list += std::string(metric.name) + ", ";
  }
  const auto nearest = nearest_name(name, names);
  return invalid_argument("no metric `" + std::string(name) + "`; " +
                          (nearest ? "did you mean `" + *nearest + "`? T" : "t") + "here is " + list +
                          "or one of their scores");
}

using Scores = std::vector<TextScore>;

void add_lexical(const LexicalDiversity& d, Scores& scores) {
  scores.insert(scores.end(), {{"words", static_cast<double>(d.words)},
                               {"terms", static_cast<double>(d.terms)},
                               {"ttr", d.ttr},
                               {"rttr", d.rttr},
                               {"cttr", d.cttr},
                               {"herdan", d.herdan},
                               {"summer", d.summer},
                               {"dugast", d.dugast},
                               {"maas", d.maas},
                               {"msttr", d.msttr},
                               {"mattr", d.mattr},
                               {"mtld", d.mtld},
                               {"hdd", d.hdd},
                               {"distinct_1", d.distinct[0]},
                               {"distinct_2", d.distinct[1]},
                               {"distinct_3", d.distinct[2]},
                               {"distinct_4", d.distinct[3]},
                               {"distinct_8", d.distinct[4]}});
}

void add_errors(const ErrorSigns& s, TextScoreScratch& scratch) {
  scratch.scores.insert(scratch.scores.end(), {{"number_recall", s.number_recall},
                                               {"number_precision", s.number_precision},
                                               {"name_recall", s.name_recall},
                                               {"name_precision", s.name_precision},
                                               {"repetition", s.repetition},
                                               {"copied", s.copied},
                                               {"length_ratio", s.length_ratio}});
  for (const ErrorSign sign : reasons(s, {})) scratch.reasons.push_back(error_sign_name(sign));
}

void add_against_reference(const MetricSet& metrics, const ScoredText& row, Scores& scores) {
  const std::span<const std::string_view> references(&row.reference, 1);
  if (metrics.has(Metric::kBleu)) {
    Bleu bleu;
    bleu.add(row.text, references);
    scores.push_back({"bleu", bleu.score(BleuOrder::kEffective)});
  }
  if (metrics.has(Metric::kChrf)) {
    Chrf chrf;
    chrf.add(row.text, row.reference);
    scores.push_back({"chrf", chrf.score()});
  }
  if (metrics.has(Metric::kTer)) {
    Ter ter;
    ter.add(row.text, references);
    scores.push_back({"ter", ter.score()});
  }
}

/// Six decimals are all that a probability of a float is worth.
double probability(double p) { return std::round(p * 1e6) / 1e6; }

void add_kind(const LineKinds& kinds, std::string_view text, TextScoreScratch& scratch) {
  std::array<uint64_t, kLineKinds> bytes{};
  kinds.read(text, scratch.lines, scratch.passages);
  for (const KindPassage& passage : scratch.passages) {
    bytes[static_cast<size_t>(passage.kind)] += passage.span.size();
  }
  const auto most = std::max_element(bytes.begin(), bytes.end());
  const auto kind = static_cast<LineKind>(most - bytes.begin());
  const double code = static_cast<double>(bytes[static_cast<size_t>(LineKind::kCode)]);
  scratch.scores.push_back({"kind", 0, kind_name(kind)});
  scratch.scores.push_back(
      {"code_share", text.empty() ? 0.0 : probability(code / static_cast<double>(text.size()))});
}

double likeness(const Detector::Answer& answer) {
  return answer.abstains ? LexicalDiversity::kUndefined : probability(answer.p_machine);
}

}  // namespace

Result<MetricSet> MetricSet::parse(std::string_view names) {
  if (names.empty()) names = "quality,lexical";
  MetricSet set;
  for (size_t begin = 0; begin < names.size();) {
    const size_t end = std::min(names.find(',', begin), names.size());
    const std::string_view name = trim_ascii(names.substr(begin, end - begin));
    const Named* metric = find_name(kMetrics, name);
    const Named* score = metric != nullptr ? nullptr : find_name(kScores, name);
    if (metric != nullptr) {
      set.whole_ |= bit_of(metric->metric);
      // The two scorers are meant to be seen side by side.
      if (metric->metric == Metric::kToxicity) set.whole_ |= bit_of(Metric::kToxicityLinear);
    } else if (score != nullptr) {
      set.bits_ |= bit_of(score->metric);
      set.single_.push_back(score->name);
    } else {
      return unknown_metric(name);
    }
    begin = end + 1;
  }
  set.bits_ |= set.whole_;
  return set;
}

bool MetricSet::wants(std::string_view score) const {
  if (std::find(single_.begin(), single_.end(), score) != single_.end()) return true;
  const Named* of = find_name(kScores, score);
  if (of == nullptr) of = find_name(kMetrics, score);
  return of != nullptr && (whole_ & bit_of(of->metric)) != 0;
}

Result<TextScorer> TextScorer::make(const MetricSet& metrics, ScoreModels models) {
  TextScorer scorer;
  scorer.metrics_ = metrics;
  if (metrics.has(Metric::kQuality)) {
    scorer.quality_.emplace(std::make_shared<const EnglishWords>());
  }
  if (metrics.has(Metric::kToxicityLinear)) {
    LAUTER_ASSIGN(scorer.linear_, ToxicityLinear::embedded());
  }
  if (metrics.has(Metric::kToxicity)) {
    if (models.toxicity == nullptr) {
      return unimplemented(
          "toxicity needs a model: name one with --model, or ask for "
          "--metrics toxicity_linear");
    }
    LAUTER_ASSIGN(scorer.encoder_, ToxicTagger::make(std::move(models.toxicity)));
  }
  if (metrics.has(Metric::kSurprise) && models.human == nullptr) {
    return invalid_argument("surprise needs human text to learn from: --reference FILE");
  }
  scorer.human_ = std::move(models.human);
  if (metrics.has(Metric::kAiLikeness)) {
    scorer.detector_ = std::move(models.detector);
    if (!scorer.detector_) {
      if (built_in_detector().empty()) {
        return unimplemented("this build has no detector: name one with --detector FILE");
      }
      LAUTER_ASSIGN(scorer.detector_, Detector::parse(built_in_detector()));
    }
  }
  if (metrics.has(Metric::kLanguage)) {
    LAUTER_ASSIGN(scorer.language_, LanguageModel::embedded());
  }
  if (metrics.has(Metric::kKind)) {
    scorer.kinds_ = LineKinds::embedded();
    if (scorer.kinds_ == nullptr) return unimplemented("this build cannot tell kinds of text apart");
  }
  if (metrics.has(Metric::kQualityModel)) {
    if (!models.quality) {
      return invalid_argument("quality_model needs a model that `lauter train quality` made: --quality-model FILE");
    }
    scorer.quality_model_ = std::move(models.quality);
  }
  if (metrics.has(Metric::kTokens)) {
    if (!models.tokens) return invalid_argument("tokens needs a tokenizer: --tokenizer tokenizer.json");
    scorer.tokens_ = std::move(models.tokens);
  }
  return scorer;
}

Result<std::span<const TextScore>> TextScorer::score(const ScoredText& row,
                                                     TextScoreScratch& scratch) const {
  Scores& scores = scratch.scores;
  scores.clear();
  scratch.reasons.clear();
  if (quality_) scores.push_back({"quality", quality_->of(row.text, scratch.quality)});
  if (metrics_.has(Metric::kLexical)) {
    add_lexical(lexical_diversity(row.text, {}, scratch.lexical), scores);
  }
  if (metrics_.has(Metric::kCompression)) {
    LAUTER_ASSIGN(const double ratio, compression_ratio(row.text));
    scores.push_back({"compression_ratio", ratio});
  }
  if (metrics_.has(Metric::kSurprise)) {
    const LmSurprise of = human_->score(row.text, scratch.lm);
    scores.push_back({"surprise", of.bits_per_token()});
    scores.push_back({"perplexity", of.perplexity()});
    scores.push_back({"unknown", of.tokens == 0 ? LexicalDiversity::kUndefined
                                                : static_cast<double>(of.unknown) /
                                                      static_cast<double>(of.tokens)});
  }
  if (metrics_.has(Metric::kErrors)) {
    add_errors(error_signs(row.source, row.text, scratch.signs), scratch);
  }
  add_against_reference(metrics_, row, scores);
  if (encoder_) {
    scores.push_back({"toxicity", probability(static_cast<double>(encoder_->read(row.text, scratch.encoder).document))});
  }
  if (linear_) {
    scores.push_back(
        {"toxicity_linear", probability(static_cast<double>(linear_->probability(row.text, scratch.linear)))});
  }
  if (detector_) {
    scores.push_back({"ai_likeness", likeness(detector_->judge(row.text, scratch.detector))});
  }
  if (language_) {
    const LanguageModel::Answer answer = language_->identify(row.text);
    scores.push_back({"lang", 0, answer.language});
    scores.push_back({"lang_score", probability(answer.share)});
  }
  if (kinds_ != nullptr) add_kind(*kinds_, row.text, scratch);
  if (quality_model_) {
    if (scratch.quality_model == nullptr) scratch.quality_model = std::make_unique<QualityClassifier::Scratch>();
    scores.push_back({"quality_model", probability(quality_model_->p_good(row.text, *scratch.quality_model))});
  }
  if (tokens_) {
    LAUTER_ASSIGN(const uint64_t tokens, tokens_->count(row.text, scratch.tokens));
    scores.push_back({"tokens", static_cast<double>(tokens)});
  }
  if (metrics_.filters()) {
    std::erase_if(scores, [this](const TextScore& score) { return !metrics_.wants(score.name); });
  }
  return std::span<const TextScore>(scores);
}

}  // namespace lauter
