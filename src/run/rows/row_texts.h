/// Rows with several texts: what was decided on their joined text, brought back to each of them.
#pragma once

#include "io/row.h"
#include "refine/outcome.h"
#include "run/recipe/recipe.h"

namespace lauter {

/// An outcome whose program keeps the texts of the row apart. The row is rejected if an edit goes
/// over the end of a text, or if a text that was an object or array of JSON, as the arguments of a
/// call, would be none any more. Nothing to do for a row with one text.
Outcome keep_to_texts(const Row& row, Outcome outcome);

/// The private values of the row, by what the recipe says of their fields: sorted, apart. Blank ones say nothing.
std::vector<Found> values_of(const Row& row, const std::vector<FieldValue>& fields);

}  // namespace lauter
