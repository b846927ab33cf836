// `lauter find`, `lauter score` and `lauter program`.
#include "cli/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "edit/dialect.h"
#include "run/models.h"
#include "run/row_job.h"
#include "tag/embedded_models.h"

namespace lauter {
namespace {

int finish(const Config& config, ProgressBar& bar, const Result<RowJobResult>& result) {
  bar.clear();
  if (!result.ok()) return fail(result.error());
  if (result->bad_rows > 0 && !config.quiet) {
    say("lauter: " + with_commas(result->bad_rows) + " of " + with_commas(result->rows) +
        " rows have an \"error\" instead of an answer\n");
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
  say("lauter: " + with_commas(lost) + " of " + with_commas(result.edits) +
      " edits cannot be said in " + config.dialect + ": " + reasons + "\n");
}

}  // namespace

int run_find(const Config& config) {
  auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  ProgressBar bar(config, "find");
  job->progress = bar.sink();
  return finish(config, bar, find_to_sink(*job, write_stdout));
}

int run_score(const Config& config) {
  auto job = make_job(config);
  if (!job.ok()) return fail(job.error());
  auto model = load_model(config.model.value_or(std::string(default_model_name())));
  if (!model.ok()) return fail(model.error());
  auto scorer = TextScorer::make(config.metrics.value_or(""), std::move(*model));
  if (!scorer.ok()) return fail(scorer.error());
  ProgressBar bar(config, "score");
  job->progress = bar.sink();
  return finish(config, bar, scores_to_sink(*job, *scorer, write_stdout));
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
