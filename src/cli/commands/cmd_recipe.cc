// `lauter recipe`.
#include "cli/commands/commands.h"
#include "cli/terminal.h"
#include "run/recipe/recipe.h"
#include "run/steps/step_engines.h"

namespace lauter {

int run_recipe(const Config& config) {
  const auto& words = config.positional;
  if (words.size() == 1 && words[0] == "list") {
    std::string text;
    for (const BuiltinRecipe& recipe : builtin_recipes()) {
      std::string name(recipe.name);
      name.resize(16, ' ');
      text += name + std::string(recipe.summary) + "\n";
    }
    return print(text);
  }
  if (words.size() != 2 || (words[0] != "show" && words[0] != "check")) {
    return fail(
        invalid_argument("recipe: write `recipe list`, `recipe show NAME|FILE` or `recipe check NAME|FILE`"));
  }
  const auto recipe = load_recipe(words[1], config.overrides);
  if (!recipe.ok()) return fail(recipe.error());
  if (const auto fine = check_finding(*recipe); !fine.ok()) return fail(fine.error());
  if (words[0] == "check") return print("ok: recipe hash " + recipe_hash(*recipe) + "\n");
  if (!config.quiet) say("lauter: recipe hash " + recipe_hash(*recipe) + "\n");
  return print(config.json ? recipe_json(*recipe) + "\n" : print_recipe(*recipe));
}

}  // namespace lauter
