/// The part of report.json about language models, and of the journal's rows.
#pragma once

#include <vector>

#include "json/value.h"
#include "llm/transport/pool.h"
#include "refine/llm/llm_figures.h"

namespace lauter {

JsonValue llm_figures_to_json(const LlmFigures& figures);
LlmFigures llm_figures_from_json(const JsonValue& value);

/// What servers did, and what was spent of the budget: the members `endpoints` and `budget_used`.
void asked_to_json(const std::vector<llm::EndpointStats>& endpoints, const llm::Cost& committed,
                   JsonValue& value);
/// Adds to `endpoints` by name (of requests in flight the most at any of them), and to `committed`.
void asked_from_json(const JsonValue& value, std::vector<llm::EndpointStats>& endpoints,
                     llm::Cost& committed);

/// Tokens in and out for each token of the texts that came to the step, which are counted as a
/// quarter of their bytes; and money for a million of those. 0 without texts.
double tokens_per_source_token(const LlmFigures& figures);
double money_per_million_source_tokens(const LlmFigures& figures);

}  // namespace lauter
