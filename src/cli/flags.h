/// The tables of commands and flags. Parser, --help, the man page, completions and the flag section
/// of docs/GUIDE.md all come from them.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace lauter {

enum class Command : uint8_t {
  kRefine,
  kFind,
  kProgram,
  kApply,
  kExplain,
  kMeasure,
  kReport,
  kRecipe,
  kModels,
  kDoctor,
  kCompletions,
  kMan,
  kDistill,
  kScore,
  kCurate,
  kTask,
  kStatus,
  kAnonymize,
  kDetoxify,
  kClean,
  kCategories,
  kDedup,
  kReview,
  kVerify,
  kTrain,
};

struct CommandSpec {
  Command id;
  std::string_view name;
  std::string_view arguments;  ///< of the usage line
  std::string_view summary;    ///< one line
  std::string_view details;    ///< paragraphs, at most 78 columns
  std::string_view example;    ///< command lines
  bool available = true;       ///< false: named, but not in this version
  std::string_view recipe{};   ///< of a short form of `refine`; empty: a command of its own
};

/// Which commands know a flag.
using CommandSet = uint32_t;
constexpr CommandSet set_of(Command command) { return 1U << static_cast<unsigned>(command); }

struct FlagSpec {
  std::string_view name;          ///< without its dashes
  char letter = 0;                ///< of the short form, or 0
  std::string_view value{};       ///< name of its value; empty: a switch
  std::string_view group;         ///< heading in help
  std::string_view help;          ///< one line
  std::string_view details{};     ///< what the line leaves out, with an example
  std::string_view by_default{};  ///< in words; empty: nothing
  std::string_view choices{};     ///< `a|b|c`; empty: free
  CommandSet commands{};
  bool repeated = false;
};

std::span<const CommandSpec> command_specs();
const CommandSpec& command_spec(Command command);
std::optional<Command> command_from_name(std::string_view name);
std::span<const FlagSpec> flag_specs();
/// A short form of `refine` takes its flags, but the recipe that it is of.
bool takes(Command command, const FlagSpec& flag);

}  // namespace lauter
