// `lauter find`, `lauter score` and `lauter program`.
#include "cli/commands/commands.h"
#include "cli/endpoint_check.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "edit/dialect/dialect.h"
#include "io/texts.h"
#include "run/jobs/row_job.h"
#include "run/steps/models.h"
#include "run/steps/step_engines.h"
#include "tag/embedded_models.h"

namespace lauter {
namespace {

int finish(const Config& config, ProgressBar& bar, const Result<RowJobResult>& result) {
  bar.clear();
  if (!result.ok()) return fail(result.error());
  if (result->bad_rows > 0 && !config.quiet) {
    say("lauter: " + with_commas(result->bad_rows) + " of " + counted(result->rows, "row") +
        (result->bad_rows == 1 ? " has" : " have") + " an \"error\" instead of an answer\n");
  }
  if (result->interrupted) return kExitInterrupted;
  return result->bad_rows > 0 ? kExitRejected : kExitOk;
}

/// What the dialect could not say.
void say_losses(const Config& config, const RowJobResult& result) {
  std::string reasons;
  uint64_t lost = 0;
  for (size_t i = 0; i < kLosses; ++i) {
    if (result.lost_edits[i] == 0) continue;
    lost += result.lost_edits[i];
    reasons += (reasons.empty() ? "" : ", ") + std::string(loss_name(static_cast<Loss>(i))) + " " +
               with_commas(result.lost_edits[i]);
  }
  if (lost == 0) return;
  say("lauter: " + with_commas(lost) + " of " + counted(result.edits, "edit") +
      " cannot be said in " + config.dialect + ": " + reasons + "\n");
}

/// The n-gram model that `surprise` is to: of all texts of --reference.
Result<NgramLm> train_human_lm(const Config& config) {
  LAUTER_ASSIGN(const Inputs inputs, make_inputs(config, {config.reference}));
  LAUTER_ASSIGN(NgramLmTrainer trainer, NgramLmTrainer::make({}));
  const TextOptions options{.fields = config.fields};
  LAUTER_TRY(for_each_text(inputs, options,
                           [&trainer](const Row& row) { return trainer.add(row.doc.text); }));
  return std::move(trainer).finish();
}

}  // namespace

int run_find(const Config& config) {
  auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  if (const auto there = check_helpers(job->recipe); !there.ok()) return fail(there.error());
  SecretKey key;
  if (asks_servers(job->recipe) || has_keyed_values(job->recipe)) {
    auto stored = make_key(config);
    if (!stored.ok()) return fail(stored.error());
    key = std::move(*stored);
  }
  ProgressBar bar(config, "find");
  job->progress = bar.sink();
  return finish(config, bar, find_to_sink(*job, key, write_stdout));
}

int run_score(const Config& config) {
  auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  const auto metrics = MetricSet::parse(config.metrics.value_or(""));
  if (!metrics.ok()) return fail(metrics.error());
  ScoreModels models;
  if (metrics->has(Metric::kToxicity)) {
    auto model = load_model(config.model.value_or(std::string(default_model_name())));
    if (!model.ok()) return fail(model.error());
    models.toxicity = std::move(*model);
  }
  if (metrics->has(Metric::kSurprise) && !config.reference.empty()) {
    auto human = train_human_lm(config);
    if (!human.ok()) return fail(human.error());
    models.human = std::make_shared<const NgramLm>(std::move(*human));
  }
  if (metrics->has(Metric::kAiLikeness) && !config.detector.empty()) {
    auto detector = load_detector(config.detector);
    if (!detector.ok()) return fail(detector.error());
    models.detector = std::move(*detector);
  }
  if (metrics->has(Metric::kQualityModel) && !config.quality_model.empty()) {
    auto quality = load_quality_model(config.quality_model);
    if (!quality.ok()) return fail(quality.error());
    models.quality = std::move(*quality);
  }
  if (metrics->has(Metric::kTokens) && !config.tokenizer.empty()) {
    auto tokens = load_tokenizer(config.tokenizer);
    if (!tokens.ok()) return fail(tokens.error());
    models.tokens = std::move(*tokens);
  }
  auto scorer = TextScorer::make(*metrics, std::move(models));
  if (!scorer.ok()) return fail(scorer.error());
  ProgressBar bar(config, "score");
  job->progress = bar.sink();
  const ScoreFields fields{.source = config.source_field, .reference = config.reference_field};
  return finish(config, bar, scores_to_sink(*job, *scorer, fields, write_stdout));
}

int run_program(const Config& config) {
  const auto dialect = dialect_of_name(config.dialect).value_or(Dialect::kLauter);
  if (dialect == Dialect::kUltrax) {
    return fail(invalid_argument("--dialect ultrax: such programs are read, not written"));
  }
  RefineJob job;
  auto options = make_job(config);
  if (!options.ok()) return fail(options.error());
  job.job = std::move(*options);
  auto key = make_key(config);
  if (!key.ok()) return fail(key.error());
  job.key = std::move(*key);
  job.version = lauter_version();
  ProgressBar bar(config, "program");
  job.job.progress = bar.sink();
  const auto result = programs_to_sink(job, dialect, write_stdout);
  const int code = finish(config, bar, result);
  if (result.ok() && !config.quiet) say_losses(config, *result);
  return code;
}

}  // namespace lauter
