// `lauter curate train-detector`.
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "run/curation/train_detector.h"

namespace lauter {
namespace {

Result<Inputs> inputs_of(const std::vector<std::string>& args, const Config& config) {
  if (args.empty()) return Inputs{};
  return make_inputs(config, args);
}

/// What decides about the result, without the paths' folders.
std::string command_of(const Config& config) {
  std::string command = "lauter curate train-detector";
  const auto add = [&](std::string_view flag, const std::string& value) {
    if (!value.empty()) command += " " + std::string(flag) + " " + value;
  };
  const auto base = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
  for (size_t i = 1; i < config.positional.size(); ++i) command += " " + base(config.positional[i]);
  for (const std::string& path : config.human) add("--human", base(path));
  for (const std::string& path : config.machine) add("--machine", base(path));
  add("--label-field", config.label_field);
  add("--group-field", config.group_field);
  add("--domain-field", config.domain_field);
  add("--only", config.only);
  add("--seed", std::to_string(config.seed));
  return command;
}

Result<TrainDetectorJob> make_train_detector_job(const Config& config) {
  TrainDetectorJob job;
  const std::vector<std::string> mixed(config.positional.begin() + 1, config.positional.end());
  if (mixed.empty() && (config.human.empty() || config.machine.empty())) {
    return invalid_argument(
        "curate train-detector: give --human A --machine B, or files with rows of both");
  }
  if (config.output.empty() || config.to_stdout()) {
    return invalid_argument("curate train-detector: say which file to write with -o MODEL");
  }
  LAUTER_ASSIGN(job.human, inputs_of(config.human, config));
  LAUTER_ASSIGN(job.machine, inputs_of(config.machine, config));
  LAUTER_ASSIGN(job.mixed, inputs_of(mixed, config));
  job.fields = config.fields;
  if (!config.label_field.empty()) job.label_field = config.label_field;
  job.group_field = config.group_field;
  job.domain_field = config.domain_field;
  job.only = config.only;
  job.output = config.output;
  job.command = command_of(config);
  job.seed = config.seed;
  job.bootstrap_draws = config.bootstrap;
  return job;
}

}  // namespace

int run_train_detector(const Config& config) {
  const auto job = make_train_detector_job(config);
  if (!job.ok()) return fail(job.error());
  const auto result = train_detector(*job);
  if (!result.ok()) return fail(result.error());
  if (!config.quiet) say(result->table);
  if (result->bad_rows > 0) {
    say("lauter: " + counted(result->bad_rows, "row") + " cannot be read and left out\n");
  }
  const int code = print(result->facts + "\n");
  return code == kExitOk && result->bad_rows > 0 ? kExitRejected : code;
}

}  // namespace lauter
