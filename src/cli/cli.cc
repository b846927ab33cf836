// From arguments to a command.
#include <algorithm>
#include <exception>

#include "cli/commands/commands.h"
#include "cli/help.h"
#include "cli/job_setup.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"

namespace lauter {
namespace {

int run_completions(const Config& config) {
  if (config.positional.size() != 1) {
    return fail(invalid_argument("completions: name one shell: bash, zsh or fish"));
  }
  const auto text = completions_text(config.positional[0]);
  return text.ok() ? print(*text) : fail(text.error());
}

/// `lauter man guide` prints the generated section of docs/GUIDE.md; the docs test compares them.
int run_man(const Config& config) {
  const bool guide = !config.positional.empty() && config.positional[0] == "guide";
  return print(guide ? guide_flags_text() : man_text(lauter_version()));
}

int dispatch(const Config& config) {
  switch (config.command) {
    case Command::kRefine:
    case Command::kAnonymize:
    case Command::kDetoxify:
    case Command::kClean:
    case Command::kDedup:
      return run_refine(config);
    case Command::kFind:
      return run_find(config);
    case Command::kProgram:
      return run_program(config);
    case Command::kApply:
      return run_apply(config);
    case Command::kExplain:
      return run_explain(config);
    case Command::kMeasure:
      return run_measure(config);
    case Command::kReport:
      return run_report(config);
    case Command::kRecipe:
      return run_recipe(config);
    case Command::kCategories:
      return run_categories(config);
    case Command::kModels:
      return run_models(config);
    case Command::kDoctor:
      return run_doctor(config);
    case Command::kCompletions:
      return run_completions(config);
    case Command::kMan:
      return run_man(config);
    case Command::kDistill:
      return run_distill(config);
    case Command::kTrain:
      return run_train(config);
    case Command::kScore:
      return run_score(config);
    case Command::kTask:
      return run_task_command(config);
    case Command::kStatus:
      return run_status_command(config);
    case Command::kVerify:
      return run_verify(config);
    case Command::kReview:
      break;  // run_args() has answered
    case Command::kCurate:
      if (!config.positional.empty() && config.positional[0] == "train-detector") {
        return run_train_detector(config);
      }
      return run_curate(config);
  }
  return fail(unimplemented("`" + std::string(command_spec(config.command).name) +
                            "` is not in this version; `lauter --help` lists what is"));
}

}  // namespace

namespace {

int run_args(const std::vector<std::string>& args) {
  hold_standard_streams();
  install_signal_handlers();
  if (args.empty()) {
    say(help_text(lauter_version()));
    return kExitFailed;
  }
  const auto asks_for_help = [](const std::string& arg) { return arg == "--help" || arg == "-h"; };
  if (args[0] == "review" && std::ranges::none_of(args, asks_for_help)) {
    // The engine opens no listening socket; the package's flags are not known here.
    say("lauter review is part of the Python package: pip install lauter\n");
    return kExitFailed;
  }
  const auto low = parse_low_args(args);
  if (!low.ok()) return fail(low.error());
  if (low->version) return print("lauter " + std::string(lauter_version()) + "\n");
  if (low->help) {
    return print(low->command ? command_help_text(*low->command, low->short_help)
                              : help_text(lauter_version()));
  }
  auto config = make_config(*low);
  if (!config.ok()) return fail(config.error());
  if (const auto connected = connect_objects(*config); !connected.ok()) {
    return fail(connected.error());
  }
  return dispatch(*config);
}

}  // namespace

int run_cli(const std::vector<std::string>& args) {
  // Third-party libraries may throw; what no adapter caught ends here, in one line.
  try {
    const int code = run_args(args);
    way_out().close();
    // What ends in an error after a signal has ended because of it.
    return code == kExitFailed && stop_flag().load() ? kExitInterrupted : code;
  } catch (const std::exception& e) {
    return fail(internal_error(std::string("unexpected: ") + e.what()));
  }
}

}  // namespace lauter
