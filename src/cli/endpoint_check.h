/// Whether the servers and programs of a recipe are there: asked before a run, and by `lauter doctor`.
#pragma once

#include <string>

#include "base/result.h"
#include "llm/transport/endpoint.h"
#include "run/recipe/recipe.h"

namespace lauter {

/// What a request that costs nothing says about an endpoint, in words, or why it cannot be used:
/// kUnavailable when nothing answers within 5 s, or it refuses the key, which is never shown.
Result<std::string> ask_endpoint(const llm::Endpoint& endpoint);

/// Asks until each step of `recipe` has a server that answers; says on stderr which did not.
/// Nothing for a recipe that asks nobody or replays. Errors: kUnavailable that names the endpoints
/// of a step none of which can be used.
Result<void> check_endpoints(const Recipe& recipe);

/// That, and whether the programs of its `exec` steps are there. Errors: kNotFound that names the program.
Result<void> check_helpers(const Recipe& recipe);

}  // namespace lauter
