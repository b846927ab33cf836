#include "cli/low_args.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "run/passes/nearest.h"

namespace lauter {
namespace {

/// What CLI11 fills for one flag of one command.
struct Slot {
  const FlagSpec* flag;
  std::vector<std::string> values;
  int count = 0;  // of a switch
};

std::string flag_names(const FlagSpec& flag) {
  std::string names = "--" + std::string(flag.name);
  if (flag.letter != 0) names = std::string("-") + flag.letter + "," + names;
  return names;
}

std::vector<std::string> names_of_flags(Command command) {
  std::vector<std::string> names;
  for (const FlagSpec& flag : flag_specs()) {
    if (takes(command, flag)) names.push_back("--" + std::string(flag.name));
  }
  return names;
}

Error unknown_command(const std::string& name) {
  std::vector<std::string> names;
  for (const CommandSpec& spec : command_specs()) names.emplace_back(spec.name);
  std::string hint = suggestion(name, names);
  if (hint.empty()) hint = "; `lauter --help` lists all";
  return invalid_argument("unknown command \"" + name + "\"" + hint);
}

Error unknown_flag(const CommandSpec& spec, const std::string& argument) {
  const std::string name = argument.substr(0, argument.find('='));
  std::string hint;
  for (const FlagSpec& flag : flag_specs()) {
    if (name == "--" + std::string(flag.name)) {
      return invalid_argument("`lauter " + std::string(spec.name) + "` has no flag " + name);
    }
  }
  if (const auto nearest = nearest_name(name, names_of_flags(spec.id))) {
    hint = "; did you mean " + *nearest + "?";
  } else {
    hint = "; see `lauter " + std::string(spec.name) + " --help`";
  }
  return invalid_argument("unknown flag " + name + hint);
}

bool is_choice(const FlagSpec& flag, std::string_view value) {
  if (flag.choices.empty()) return true;
  std::string_view rest = flag.choices;
  while (!rest.empty()) {
    const size_t end = std::min(rest.find('|'), rest.size());
    if (rest.substr(0, end) == value) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

/// First line of a message of CLI11, in our form.
std::string one_line(std::string message) {
  message = message.substr(0, message.find('\n'));
  while (message.ends_with('.')) message.pop_back();
  return message;
}

Result<void> collect(Slot& slot, LowArgs& args) {
  const FlagSpec& flag = *slot.flag;
  const std::string name(flag.name);
  if (flag.value.empty()) {
    if (slot.count > 0) args.flags[name] = {};
    return {};
  }
  if (slot.values.empty()) return {};
  if (slot.values.size() > 1 && !flag.repeated) {
    return invalid_argument("--" + name + ": given twice");
  }
  for (const std::string& value : slot.values) {
    if (!is_choice(flag, value)) {
      return invalid_argument("--" + name + ": \"" + value + "\" is not one of " +
                              std::string(flag.choices));
    }
  }
  args.flags[name] = std::move(slot.values);
  return {};
}

Result<LowArgs> parse_command(const CommandSpec& spec, std::vector<std::string> rest) {
  LowArgs args;
  args.command = spec.id;
  if (!spec.available) {
    // Its flags come with it; only help is known.
    for (const std::string& argument : rest) {
      args.help = args.help || argument == "--help" || argument == "-h";
    }
    return args;
  }
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<std::unique_ptr<Slot>> slots;
  bool help = false;
  bool short_help = false;
  app.add_flag("--help", help);
  app.add_flag("-h", short_help);
  for (const FlagSpec& flag : flag_specs()) {
    if (!takes(spec.id, flag) || flag.name == "help") continue;
    slots.push_back(std::make_unique<Slot>(Slot{&flag, {}, 0}));
    if (flag.value.empty()) {
      app.add_flag(flag_names(flag), slots.back()->count);
    } else {
      app.add_option(flag_names(flag), slots.back()->values)
          ->expected(1)
          ->allow_extra_args(false)
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    }
  }
  app.add_option("arguments", args.positional);
  try {
    std::vector<std::string> reversed(rest.rbegin(), rest.rend());  // as CLI11 wants them
    app.parse(std::move(reversed));
  } catch (const CLI::ArgumentMismatch& e) {
    const std::string name = e.what();
    return invalid_argument(name.substr(0, name.find(':')) + ": needs a value");
  } catch (const CLI::ParseError& e) {
    return invalid_argument(one_line(e.what()));
  }
  for (const std::string& extra : app.remaining()) {
    if (extra == "--") continue;  // CLI11 leaves it among the rest
    if (extra.starts_with("-")) return unknown_flag(spec, extra);
    args.positional.push_back(extra);
  }
  for (const auto& slot : slots) LAUTER_TRY(collect(*slot, args));
  args.help = help || short_help;
  args.short_help = short_help;
  return args;
}

}  // namespace

std::optional<std::string> LowArgs::value(std::string_view flag) const {
  const auto at = flags.find(flag);
  if (at == flags.end() || at->second.empty()) return std::nullopt;
  return at->second.back();
}

const std::vector<std::string>& LowArgs::values(std::string_view flag) const {
  static const std::vector<std::string> none;
  const auto at = flags.find(flag);
  return at == flags.end() ? none : at->second;
}

Result<LowArgs> parse_low_args(const std::vector<std::string>& args) {
  if (args.empty()) return invalid_argument("no command; `lauter --help` lists them");
  LowArgs result;
  const std::string& first = args[0];
  if (first == "--help" || first == "-h" || first == "help") {
    result.help = true;
    result.short_help = first == "-h";
    if (args.size() > 1) {
      result.command = command_from_name(args[1]);
      if (!result.command) return unknown_command(args[1]);
    }
    return result;
  }
  if (first == "--version" || first == "-V" || first == "version") {
    result.version = true;
    return result;
  }
  const auto command = command_from_name(first);
  if (!command) return unknown_command(first);
  return parse_command(command_spec(*command), {args.begin() + 1, args.end()});
}

}  // namespace lauter
