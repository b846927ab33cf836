/// The parts of a recipe that are about language models: the step `llm`, and the sections
/// `endpoints`, `budget` and `llm`. Internal to `run`.
#pragma once

#include "json/value.h"
#include "run/recipe/recipe.h"
#include "run/recipe/recipe_section.h"

namespace lauter::internal {

/// The keys of a step `llm`.
void read_llm_step(Decoder& decoder, Section& section, const YamlNode& node, LlmOptions& options);
/// The three sections, and whether the steps' endpoints exist.
void read_llm_sections(Decoder& decoder, Section& root, const YamlNode& node, Recipe& recipe);

/// The double with the shortest decimal form of the float: 0.7, not 0.699999988.
double shortest(float value);

JsonValue llm_step_value(const LlmOptions& options);
/// Adds the three sections, if the recipe has endpoints or a step that asks.
void add_llm_sections(const Recipe& recipe, JsonValue& value);

}  // namespace lauter::internal
