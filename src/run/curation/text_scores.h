/// Scores of whole texts: `lauter score`.
///
///   LAUTER_ASSIGN(const TextScorer scorer, TextScorer::make("lexical,bleu", {}));
///   TextScoreScratch scratch;                              // one for each thread
///   for (const TextScore& s : scorer.score({.text = text, .reference = human}, scratch))
///     s.name, s.value;                                     // ttr 0.61, ... bleu 33.1
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "curate/detector/detector.h"
#include "curate/detector/language_model.h"
#include "curate/detector/ngram_lm.h"
#include "curate/detector/quality_classifier.h"
#include "curate/metrics/error_signs.h"
#include "curate/metrics/lexical_diversity.h"
#include "curate/metrics/line_quality.h"
#include "curate/tokens/token_counter.h"
#include "tag/line_kinds.h"
#include "tag/toxicity/toxic_tagger.h"
#include "tag/toxicity/toxicity_linear.h"

namespace lauter {

/// What a score is of. Views of valid UTF-8.
struct ScoredText {
  std::string_view text;
  std::string_view source = {};     ///< what the text was made from
  std::string_view reference = {};  ///< what a person made from that
};

struct TextScore {
  std::string_view name;
  double value = 0;  ///< NaN: not defined for this text
  std::string_view word = {};  ///< of a score that is a word: `lang`; then `value` is nothing
};

/// Working memory of one thread. Reusable, never shared.
struct TextScoreScratch {
  ToxicScratch encoder;
  ToxicityScratch linear;
  FilterScratch quality;
  LexicalScratch lexical;
  LmScratch lm;
  SignScratch signs;
  Detector::Scratch detector;
  LineKindScratch lines;
  std::vector<KindPassage> passages;
  std::unique_ptr<QualityClassifier::Scratch> quality_model;
  TokenScratch tokens;
  std::vector<TextScore> scores;
  std::vector<std::string_view> reasons;  ///< of `errors`: what is wrong with the last text
};

/// What the metrics need; may be null if none of them is asked for.
struct ScoreModels {
  std::shared_ptr<const TagModel> toxicity = nullptr;
  std::shared_ptr<const NgramLm> human = nullptr;  ///< for `surprise`
  std::optional<Detector> detector = std::nullopt;  ///< for `ai_likeness`; else the built-in one
  std::optional<QualityClassifier> quality = std::nullopt;  ///< for `quality_model`
  std::optional<TokenCounter> tokens = std::nullopt;        ///< for `tokens`
};

/// The metrics by name; each gives one score or several.
enum class Metric : uint8_t {
  kQuality,      ///< quality (curate/metrics/line_quality.h)
  kLexical,      ///< words, terms, ttr, ... hdd, distinct_1, ... (curate/metrics/lexical_diversity.h)
  kCompression,  ///< compression_ratio: bytes / bytes as gzip -9 writes them
  kSurprise,     ///< surprise (bits a token), perplexity, unknown (share of tokens)
  kErrors,       ///< number_recall, ... (curate/metrics/error_signs.h), and reasons. Needs a source
  kBleu,         ///< of this text alone (effective order). Needs a reference, as chrf and ter do
  kChrf,
  kTer,
  kToxicity,  ///< by the encoder, and toxicity_linear
  kToxicityLinear,
  kAiLikeness,  ///< how likely a machine made it (curate/detector/detector.h)
  kLanguage,    ///< lang, a word; lang_score (curate/detector/language_model.h)
  kKind,        ///< kind, a word: what most of it is; code_share of its bytes (tag/line_kinds.h)
  kQualityModel,  ///< how likely it is good (curate/detector/quality_classifier.h)
  kTokens,      ///< how many of them (curate/tokens/token_counter.h)
};

/// Metrics to compute, and which of their scores to give.
class MetricSet {
 public:
  /// Names of metrics (all their scores) and of single scores (`mtld`), parted by commas; empty:
  /// `quality,lexical`, what is made at corpus speed of the text alone. Errors: kInvalidArgument for
  /// another name, with the nearest one.
  static Result<MetricSet> parse(std::string_view names);

  bool has(Metric metric) const { return (bits_ & bit_of(metric)) != 0; }
  bool needs_source() const { return has(Metric::kErrors); }
  bool needs_reference() const {
    return has(Metric::kBleu) || has(Metric::kChrf) || has(Metric::kTer);
  }
  /// Whether single scores were named, so that not all of a metric's are wanted.
  bool filters() const { return !single_.empty(); }
  bool wants(std::string_view score) const;

 private:
  static uint32_t bit_of(Metric metric) { return 1U << static_cast<unsigned>(metric); }

  uint32_t bits_ = 0;
  uint32_t whole_ = 0;  ///< the metrics of which all scores are wanted
  std::vector<std::string_view> single_;
};

/// Const and safe from any thread, each with its own scratch.
class TextScorer {
 public:
  /// Errors: kUnimplemented if the weights of a metric are missing, kInvalidArgument if `surprise`,
  /// `quality_model` or `tokens` has no model; those of Detector::parse().
  static Result<TextScorer> make(const MetricSet& metrics, ScoreModels models);

  const MetricSet& metrics() const { return metrics_; }

  /// In the order of Metric; good until the next call with this scratch. Errors: those of zlib.
  Result<std::span<const TextScore>> score(const ScoredText& row, TextScoreScratch& scratch) const;

 private:
  MetricSet metrics_;
  std::optional<LineQuality> quality_;
  std::optional<ToxicTagger> encoder_;
  std::optional<ToxicityLinear> linear_;
  std::shared_ptr<const NgramLm> human_;
  std::optional<Detector> detector_;
  std::optional<LanguageModel> language_;
  const LineKinds* kinds_ = nullptr;
  std::optional<QualityClassifier> quality_model_;
  std::optional<TokenCounter> tokens_;
};

}  // namespace lauter
