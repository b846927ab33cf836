// `lauter train quality`.
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "run/curation/train_quality.h"

namespace lauter {
namespace {

Result<TrainQualityJob> make_train_quality_job(const Config& config) {
  if (config.positional.size() != 1 || config.positional[0] != "quality") {
    return invalid_argument("train: write `train quality --good A --bad B -o MODEL`");
  }
  if (config.good.empty() || config.bad.empty()) {
    return invalid_argument("train quality: give rows of both kinds: --good A --bad B");
  }
  if (config.output.empty() || config.to_stdout()) {
    return invalid_argument("train quality: say which file to write with -o MODEL");
  }
  TrainQualityJob job;
  LAUTER_ASSIGN(job.good, make_inputs(config, config.good));
  LAUTER_ASSIGN(job.bad, make_inputs(config, config.bad));
  job.fields = config.fields;
  job.output = config.output;
  job.version = lauter_version();
  job.seed = config.seed;
  job.bootstrap_draws = config.bootstrap;
  return job;
}

}  // namespace

int run_train(const Config& config) {
  const auto job = make_train_quality_job(config);
  if (!job.ok()) return fail(job.error());
  const auto result = train_quality(*job);
  if (!result.ok()) return fail(result.error());
  if (!config.quiet) say(result->table);
  if (result->bad_rows > 0) {
    say("lauter: " + with_commas(result->bad_rows) + " rows cannot be read and were left out\n");
  }
  const int code = print(result->facts + "\n");
  return code == kExitOk && result->bad_rows > 0 ? kExitRejected : code;
}

}  // namespace lauter
