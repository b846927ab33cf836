/// Who answers the questions of a run: servers, a record of earlier replies, or a batch file.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "llm/asker.h"
#include "llm/transport/pool.h"
#include "run/jobs/refine_job.h"

namespace lauter {

/// Owns everything between ask() and the network: cache, pool, record. Cancels what is under way
/// soon after JobOptions::stop is set.
class RunAsker {
 public:
  /// Null for a recipe that asks nobody: then no code of the network runs at all. `folder`: where
  /// the cache goes unless the recipe names a file; empty: nowhere, and a reply is kept for the
  /// life of the process alone. `account`: of the budget, the same when a run is resumed.
  /// Errors: those of Cache::open(), Pool::start() and the files that the recipe names.
  static Result<std::unique_ptr<RunAsker>> make(const JobOptions& job, const SecretKey& key,
                                                const std::string& folder,
                                                const std::string& account);
  ~RunAsker();

  /// Gives the record or the batch file its name, once every question of the run has its answer.
  /// Without it (the run failed, or was stopped) they keep the growing one, PATH.part: the run that
  /// follows goes on with it. Errors: those of AppendFile::commit().
  Result<void> finish();

  llm::Asker& asker();
  /// What the servers did in the life of this process; empty without servers.
  llm::PoolStats stats() const;

 private:
  struct State;
  explicit RunAsker(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Puts the keys of all endpoints that a step may ask in their place: `variable` gives the value of
/// an environment variable. Errors: kInvalidArgument that names endpoint and variable if one is not
/// set. A recipe that asks nobody, or replays, needs none.
Result<void> read_keys(
    Recipe& recipe,
    const std::function<std::optional<std::string>(const std::string& name)>& variable);

}  // namespace lauter
