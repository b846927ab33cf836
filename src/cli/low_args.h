/// What the user typed: names are known, values are not looked at yet.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/flags.h"

namespace lauter {

struct LowArgs {
  std::optional<Command> command{};
  std::vector<std::string> positional{};
  std::map<std::string, std::vector<std::string>, std::less<>> flags{};  ///< a switch has no values
  bool help = false;
  bool short_help = false;  ///< -h
  bool version = false;

  bool has(std::string_view flag) const { return flags.find(flag) != flags.end(); }
  /// The last value of a flag.
  std::optional<std::string> value(std::string_view flag) const;
  const std::vector<std::string>& values(std::string_view flag) const;
};

/// Parses the arguments after the program's name. Flags may stand anywhere, `--flag=value` and
/// `--flag value` are the same, `--` ends flags. Only parses; nothing is done.
/// Errors: kInvalidArgument: an unknown command or flag (with the nearest one), a flag that the
/// command does not take, a missing value, one that is not among the choices, a flag twice.
Result<LowArgs> parse_low_args(const std::vector<std::string>& args);

}  // namespace lauter
