/// Options of the step `exec`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lauter {

struct ExecOptions {
  std::vector<std::string> command;  ///< the program and its arguments; no shell
  std::vector<std::string> labels;   ///< the program's own ones; the names of categories it has anyway
  uint64_t timeout_s = 60;           ///< for one row
  uint64_t tries = 3;                ///< of one row, each with a program started anew
};

}  // namespace lauter
