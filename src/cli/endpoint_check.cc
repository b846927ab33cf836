#include "cli/endpoint_check.h"

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "base/child.h"
#include "cli/terminal.h"
#include "llm/transport/probe.h"

namespace lauter {
namespace {

/// Asks each endpoint once at most.
class Endpoints {
 public:
  explicit Endpoints(const Recipe& recipe) : all_(recipe.endpoints) {}

  /// Nothing if it can be used, or why not.
  const std::optional<std::string>& fault(const llm::Endpoint& endpoint) {
    const auto [at, is_new] = faults_.try_emplace(endpoint.name);
    if (is_new) {
      if (const auto said = ask_endpoint(endpoint); !said.ok()) {
        at->second = "endpoint " + endpoint.name + ": " + said.error().message;
      }
    }
    return at->second;
  }

  /// Those that may answer a step, in the recipe's order.
  std::vector<const llm::Endpoint*> of(const LlmOptions& step) const {
    std::vector<const llm::Endpoint*> out;
    for (const llm::Endpoint& endpoint : all_) {
      const bool may = step.endpoints.empty()
                           ? endpoint.name != step.attacker
                           : std::ranges::find(step.endpoints, endpoint.name) != step.endpoints.end();
      if (may) out.push_back(&endpoint);
    }
    return out;
  }

 private:
  const std::vector<llm::Endpoint>& all_;
  std::map<std::string, std::optional<std::string>> faults_;
};

/// Whether one of the step's endpoints can be used; `faults`: of those before it.
bool has_server(Endpoints& endpoints, const LlmOptions& step, std::string& faults) {
  for (const llm::Endpoint* endpoint : endpoints.of(step)) {
    const auto& fault = endpoints.fault(*endpoint);
    if (!fault) return true;
    faults += (faults.empty() ? "" : "; ") + *fault;
  }
  return false;
}

}  // namespace

Result<std::string> ask_endpoint(const llm::Endpoint& endpoint) {
  const std::string where = endpoint.base_url + ", model " + endpoint.model;
  const Result<int> status = llm::probe(endpoint);
  if (!status.ok()) return unavailable(where + ": does not answer (" + status.error().message + ")");
  if (*status == 401) return unavailable(where + ": answers, but refuses the key");
  return where + ": answers (HTTP " + std::to_string(*status) + ")";
}

Result<void> check_endpoints(const Recipe& recipe) {
  if (!recipe.llm.replay.empty() || !recipe.llm.batch.empty()) return {};
  Endpoints endpoints(recipe);
  for (const RecipeStep& step : recipe.steps) {
    const auto* asking = std::get_if<LlmOptions>(&step.options);
    std::string faults;
    if (asking == nullptr) continue;
    if (!has_server(endpoints, *asking, faults)) {
      return unavailable(faults + "; nothing was begun: start the server or mend base_url and key " +
                         "(`lauter doctor --recipe FILE` asks again)");
    }
    if (!faults.empty()) say("lauter: " + faults + "; the step goes on without it\n");
  }
  return {};
}

Result<void> check_helpers(const Recipe& recipe) {
  for (const RecipeStep& step : recipe.steps) {
    const auto* exec = std::get_if<ExecOptions>(&step.options);
    if (exec == nullptr) continue;
    if (auto there = check_program(exec->command.front()); !there.ok()) return std::move(there.error()).context("exec");
  }
  return check_endpoints(recipe);
}

}  // namespace lauter
