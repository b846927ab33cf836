/// The part of report.json about language models, and of the journal's rows.
#pragma once

#include <vector>

#include "json/two_way.h"
#include "llm/transport/pool.h"
#include "refine/llm/llm_figures.h"

namespace lauter {

void json_members(MemberWriter& json, const LlmFigures& figures);
void json_members(MemberReader& json, LlmFigures& figures);

/// What servers did, and what was spent of the budget: the members `endpoints` and `budget_used`.
void asked_members(MemberWriter& json, const std::vector<llm::EndpointStats>& endpoints, const llm::Cost& committed);
/// Adds to both.
void asked_members(MemberReader& json, std::vector<llm::EndpointStats>& endpoints, llm::Cost& committed);
/// Adds by name; of requests in flight the most at any of them.
void add_endpoints(const std::vector<llm::EndpointStats>& more, std::vector<llm::EndpointStats>& to);

/// Tokens in and out for each token of the texts that came to the step, which are counted as a
/// quarter of their bytes; and money for a million of those. 0 without texts.
double tokens_per_source_token(const LlmFigures& figures);
double money_per_million_source_tokens(const LlmFigures& figures);

}  // namespace lauter
