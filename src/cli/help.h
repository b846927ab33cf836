/// Texts made from the tables of commands and flags.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/flags.h"

namespace lauter {

/// `lauter --help`.
std::string help_text(std::string_view version);
/// `lauter COMMAND --help`; `brief`: a line for each flag, as -h shows.
std::string command_help_text(Command command, bool brief);
/// The flag section of docs/GUIDE.md, in Markdown.
std::string guide_flags_text();
/// The manual page, in roff.
std::string man_text(std::string_view version);
/// Errors: kInvalidArgument for an unknown shell.
Result<std::string> completions_text(std::string_view shell);

}  // namespace lauter
