/// The steps of a recipe that ask a language model, ready to work.
#pragma once

#include <memory>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "refine/llm/llm_step.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// What the recipe's own anonymising step looks for with patterns, else all.
FindOptions pattern_options(const JobOptions& job, bool code = false);

/// Who edits and verifies what somebody else found for a step; its second look in repair has patterns alone. `find`: what the
/// verifier looks for. Errors: those of lists_of() and Refinery::make().
Result<Refinery> make_found_refinery(FindOptions find, const StepOptions& step, const JobOptions& job,
                                     const SecretKey& key,
                                     const std::shared_ptr<const RealValues>& real_values);

/// One for each step of the recipe; null for steps of other kinds.
using LlmSteps = std::vector<std::shared_ptr<const LlmStep>>;

/// Nothing of a server is touched. Errors: those of Prompts::embedded(), Refinery::make(), the
/// taggers and LlmStep::make().
Result<LlmSteps> make_llm_steps(const JobOptions& job, const SecretKey& key,
                                const std::shared_ptr<const RealValues>& real_values = nullptr);

}  // namespace lauter
