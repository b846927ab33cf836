/// The steps of a recipe that ask a language model, ready to work.
#pragma once

#include <memory>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "refine/llm_step.h"
#include "run/refine_job.h"

namespace lauter {

/// One for each step of the recipe; null for steps of other kinds.
using LlmSteps = std::vector<std::shared_ptr<const LlmStep>>;

/// Nothing of a server is touched. Errors: those of Prompts::embedded(), Refinery::make(), the
/// taggers and LlmStep::make().
Result<LlmSteps> make_llm_steps(const JobOptions& job, const SecretKey& key,
                                const std::shared_ptr<const RealValues>& real_values = nullptr);

}  // namespace lauter
