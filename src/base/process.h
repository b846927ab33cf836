/// Running another program.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace lauter {

struct ProgramEnd {
  int status = 0;      ///< exit status; 128 and the signal's number if a signal ended it
  std::string output;  ///< of both standard output and standard error, at most 1 MiB
};

/// Runs `words[0]`, looked for on PATH, without a shell and without input, and waits for its end.
/// Errors: kNotFound if there is no such program; kUnavailable.
Result<ProgramEnd> run_program(const std::vector<std::string>& words);

}  // namespace lauter
