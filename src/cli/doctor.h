/// What this machine has, for the command `doctor` and for the library.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Names and words for people, in order. The last is "missing" if lauter cannot run here.
using MachineFacts = std::vector<std::pair<std::string, std::string>>;

/// What `lauter doctor ARGS` prints. Errors: of the flags, and of a recipe that they name.
Result<MachineFacts> examine_machine(const std::vector<std::string>& args);

}  // namespace lauter
