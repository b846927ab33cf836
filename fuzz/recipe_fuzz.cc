// Any bytes as a recipe, with an override behind a NUL byte: whatever is accepted prints as a
// recipe that is accepted again, prints the same and has the same hash.
//
// Limits: recipes over kMaxYamlBytes are refused unread, so larger inputs say nothing new.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "run/recipe/recipe.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> overrides;
  const size_t nul = input.find('\0');
  if (nul != std::string_view::npos) {
    overrides.emplace_back(input.substr(nul + 1));
    input = input.substr(0, nul);
  }
  const auto recipe = lauter::parse_recipe(input, "fuzz.yaml", overrides);
  if (!recipe.ok()) {
    LAUTER_CHECK(!recipe.error().message.empty(), "an error says something");
    return 0;
  }
  const std::string printed = lauter::print_recipe(*recipe);
  const auto again = lauter::parse_recipe(printed, "printed.yaml");
  LAUTER_CHECK(again.ok(), "a printed recipe is a recipe");
  LAUTER_CHECK(lauter::print_recipe(*again) == printed, "printing is stable");
  LAUTER_CHECK(lauter::recipe_hash(*again) == lauter::recipe_hash(*recipe), "the hash is stable");
  return 0;
}
