// The recipes that are compiled in, as the YAML a user would write.
#include "run/passes/nearest.h"
#include "run/recipe/recipe.h"

namespace lauter {
namespace {

constexpr std::string_view kAnonymize = R"(name: anonymize
description: Replaces private data and secrets by consistent, valid stand-ins
steps:
  - use: anonymize
)";

constexpr std::string_view kAnonymizeCode = R"(name: anonymize-code
description: The same for source code; never touches an identifier, import path or version
steps:
  - use: anonymize-code
)";

constexpr std::string_view kFilters = R"(name: filters
description: Drops low-quality documents and lines by the rules of Gopher, C4 and FineWeb
steps:
  - use: gopher_repetition
  - use: gopher_quality
  - use: c4
  - use: fineweb
)";

constexpr std::string_view kClean = R"(name: clean
description: Removes navigation, cookie banners, share buttons, advertisements and other junk lines
steps:
  - use: clean
)";

constexpr std::string_view kDetoxify = R"(name: detoxify
description: Deletes or replaces abusive spans and leaves the rest
steps:
  - use: detoxify
)";

constexpr std::string_view kDedup = R"(name: dedup
description: Drops rows that are equal or nearly equal to an earlier one
steps:
  - use: dedup
)";

// Names come last, so that what they are verified on is the final text.
constexpr std::string_view kRefine = R"(name: refine
description: Removes junk, then abuse, then private data
steps:
  - use: clean
  - use: detoxify
  - use: anonymize
)";

}  // namespace

const std::vector<BuiltinRecipe>& builtin_recipes() {
  static const std::vector<BuiltinRecipe> recipes = {
      {"anonymize", "replaces private data and secrets by consistent, valid stand-ins", kAnonymize},
      {"anonymize-code", "the same for source code: secrets, and personal data in comments",
       kAnonymizeCode},
      {"filters", "drops documents and lines by the rules of Gopher, C4 and FineWeb", kFilters},
      {"dedup", "drops rows that are equal or nearly equal to an earlier one", kDedup},
      {"detoxify", "deletes or replaces abusive spans and leaves the rest", kDetoxify},
      {"clean", "removes menus, banners, share buttons and other junk lines", kClean},
      {"refine", "clean, then detoxify, then anonymize", kRefine},
  };
  return recipes;
}

Result<Recipe> load_builtin_recipe(std::string_view name,
                                   const std::vector<std::string>& overrides) {
  std::vector<std::string> names;
  for (const BuiltinRecipe& recipe : builtin_recipes()) {
    names.emplace_back(recipe.name);
    if (recipe.name == name) {
      return parse_recipe(recipe.yaml, "recipe " + std::string(name), overrides);
    }
  }
  return not_found("recipe \"" + std::string(name) + "\" does not exist" + suggestion(name, names) +
                   " (a file needs a / or ends in .yaml)");
}

}  // namespace lauter
