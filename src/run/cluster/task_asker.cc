#include "run/cluster/task_asker.h"

#include "io/files/files.h"
#include "run/output/llm_report.h"

namespace lauter {
namespace {

/// Of one task.
std::string asker_folder(const std::string& out, size_t task) {
  return join_path(out, "state/asked/" + std::to_string(task));
}
std::string figures_path(const std::string& folder) { return join_path(folder, "figures.json"); }

Result<void> read_figures(const std::string& folder, RunReport& report) {
  const std::string path = figures_path(folder);
  if (!path_exists(path)) return {};
  LAUTER_ASSIGN(const std::string text, read_file(path));
  auto value = parse_json(text);
  if (!value.ok()) return std::move(value.error()).context(path);
  MemberReader figures(*value);
  asked_members(figures, report.endpoints, report.committed);
  return {};
}

/// Part `i` of `n` of a limit, where 0 or less is none.
Result<int64_t> part(int64_t limit, size_t i, size_t n, const std::string& name) {
  if (limit <= 0) return limit;
  const auto parts = static_cast<int64_t>(n);
  if (limit < parts) {
    return invalid_argument(name + ": " + std::to_string(limit) + " cannot be shared by " +
                            std::to_string(n) + " tasks; run fewer with --tasks");
  }
  return limit / parts + (static_cast<int64_t>(i) < limit % parts ? 1 : 0);
}

}  // namespace

Result<Recipe> task_recipe(const Recipe& recipe, size_t task, size_t tasks, size_t at_once) {
  if (!recipe.llm.cache.empty() || !recipe.llm.record.empty() || !recipe.llm.batch.empty()) {
    return invalid_argument(
        "llm: cache, record and batch are files of one process, and each task keeps its replies "
        "below OUT/state; leave them out, or use --executor local");
  }
  Recipe share = recipe;
  LAUTER_ASSIGN(share.budget.tokens, part(recipe.budget.tokens, task, tasks, "budget.tokens"));
  LAUTER_ASSIGN(share.budget.requests,
                part(recipe.budget.requests, task, tasks, "budget.requests"));
  share.budget.money /= static_cast<double>(tasks);
  for (llm::Endpoint& endpoint : share.endpoints) {
    const std::string name = "endpoints." + endpoint.name;
    // Which tasks run together is not known: each gets the least part.
    const size_t last = at_once - 1;
    LAUTER_ASSIGN(endpoint.requests_per_minute, part(endpoint.requests_per_minute, last, at_once,
                                                     name + ".requests_per_minute"));
    LAUTER_ASSIGN(endpoint.tokens_per_minute, part(endpoint.tokens_per_minute, last, at_once,
                                                   name + ".tokens_per_minute"));
    LAUTER_ASSIGN(const int64_t in_flight,
                  part(endpoint.max_in_flight, last, at_once, name + ".max_in_flight"));
    endpoint.max_in_flight = static_cast<int>(in_flight);
  }
  return share;
}

Result<TaskAsker> TaskAsker::begin(const ShardPlan& plan, const RefineJob& job, size_t task) {
  TaskAsker asker(job);
  if (!asks_servers(job.job.recipe)) return asker;
  asker.shared_ = job;
  LAUTER_ASSIGN(asker.shared_->job.recipe,
                task_recipe(job.job.recipe, task, plan.tasks(), plan.tasks_at_once()));
  asker.folder_ = asker_folder(job.out, task);
  return asker;
}

bool TaskAsker::helps() const {
  if (!shared_) return true;
  const llm::BudgetLimits& budget = shared_->job.recipe.budget;
  return budget.tokens <= 0 && budget.requests <= 0 && budget.money <= 0;
}

Result<void> TaskAsker::end(const RefineWork& work, bool interrupted) const {
  if (!shared_) return {};
  RefineResult life{.interrupted = interrupted};
  LAUTER_TRY(work.end_asking(life));
  // The account outlives lives of the task: it holds what earlier ones have spent.
  RunReport before;
  LAUTER_TRY(read_figures(folder_, before));
  add_endpoints(life.report.endpoints, before.endpoints);
  if (life.report.committed.requests > 0) before.committed = life.report.committed;
  MemberWriter figures;
  asked_members(figures, before.endpoints, before.committed);
  return write_file_atomic(figures_path(folder_), std::move(figures).take().to_string() + "\n");
}

Result<void> add_asked(const ShardPlan& plan, const std::string& out, RunReport& report) {
  for (size_t task = 0; task < plan.tasks(); ++task) {
    LAUTER_TRY(read_figures(asker_folder(out, task), report));
  }
  return {};
}

}  // namespace lauter
