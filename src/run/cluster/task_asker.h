/// Language models in a run over many processes. Nobody counts for all tasks together, so each has
/// a share of its own of what may be spent and of each endpoint's limits, and keeps the replies
/// that it paid: whatever the tasks do, the sums are never above the recipe's.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "run/cluster/shard_plan.h"
#include "run/jobs/refine_job.h"
#include "run/jobs/refine_work.h"

namespace lauter {

/// The share of task `task` of `tasks`, of which `at_once` run at a time: of the budget an equal
/// part of all, of limits by the minute and in flight an equal part of those that run. Errors:
/// kInvalidArgument if a limit is too small to be shared so, or the recipe names files that one
/// process writes.
Result<Recipe> task_recipe(const Recipe& recipe, size_t task, size_t tasks, size_t at_once);

/// What one life of a task asks. Of a recipe without questions it is nothing.
class TaskAsker {
 public:
  /// `job` and `plan` must outlive it. Errors: those of task_recipe().
  static Result<TaskAsker> begin(const ShardPlan& plan, const RefineJob& job, size_t task);

  /// The job with this task's share.
  const RefineJob& job() const { return shared_ ? *shared_ : *job_; }
  /// Where its replies are kept.
  const std::string& folder() const { return folder_; }
  /// Whether the task may take shards of others when its own are done. With a budget it may not: it
  /// would hold back rows of theirs for its own share, while theirs is not spent.
  bool helps() const;
  /// Adds what the servers did to what earlier lives of the task have noted.
  Result<void> end(const RefineWork& work, bool interrupted) const;

 private:
  explicit TaskAsker(const RefineJob& job) : job_(&job) {}
  const RefineJob* job_;
  std::optional<RefineJob> shared_;
  std::string folder_;
};

/// Adds what all tasks have noted.
Result<void> add_asked(const ShardPlan& plan, const std::string& out, RunReport& report);

}  // namespace lauter
