// `lauter categories`.
#include "cli/categories.h"
#include "cli/commands/commands.h"
#include "cli/terminal.h"

namespace lauter {

int run_categories(const Config& config) {
  if (!config.positional.empty()) {
    return fail(invalid_argument("categories: takes no argument; it prints all of them"));
  }
  return print(config.json ? categories_json().to_string() + "\n" : categories_text());
}

}  // namespace lauter
