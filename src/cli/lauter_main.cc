#include <exception>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/terminal.h"

int main(int argc, char** argv) {
  // Third-party libraries may throw; what no adapter caught ends here, in one line.
  try {
    return lauter::run_cli(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
  } catch (const std::exception& e) {
    lauter::fail(lauter::internal_error(std::string("unexpected: ") + e.what()));
  }
  return lauter::kExitFailed;
}
