/// The part of report.json about language models, and of the journal's rows.
#pragma once

#include <vector>

#include "json/value.h"
#include "llm/pool.h"
#include "refine/llm_figures.h"

namespace lauter {

JsonValue llm_figures_to_json(const LlmFigures& figures);
LlmFigures llm_figures_from_json(const JsonValue& value);

JsonValue endpoint_to_json(const llm::EndpointStats& stats);
llm::EndpointStats endpoint_from_json(const JsonValue& value);

/// Tokens in and out for each token of the texts that came to the step, which are counted as a
/// quarter of their bytes; and money for a million of those. 0 without texts.
double tokens_per_source_token(const LlmFigures& figures);
double money_per_million_source_tokens(const LlmFigures& figures);

}  // namespace lauter
