/// `fields`, `all_fields` and `drop_fields` of a recipe. Internal to `run`.
#pragma once

#include "json/value.h"
#include "run/recipe/recipe.h"
#include "run/recipe/recipe_section.h"

namespace lauter::internal {

void read_fields(Decoder& decoder, Section& section, Recipe& recipe);
/// Nothing of what is not said.
void add_fields(const Recipe& recipe, JsonValue& value);

}  // namespace lauter::internal
