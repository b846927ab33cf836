/// Tasks of a run as jobs of a Slurm cluster: an array, and a job that waits for its end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

struct SlurmJob {
  std::string program{};             ///< lauter, as a path that nodes know
  std::string out{};                 ///< absolute
  std::vector<size_t> tasks{};       ///< in order
  uint64_t at_once = 0;              ///< most tasks that run at a time; 0: no limit
  std::vector<std::string> words{};  ///< of --slurm-args
};

/// Words as a shell would read them: '...', "..." and backslashes hold blanks together; nothing is
/// expanded. Errors: kInvalidArgument for an open quote.
Result<std::vector<std::string>> split_words(std::string_view text);
/// One word for a shell.
std::string shell_word(std::string_view word);

/// What a node runs for a task, `K` or `final`, as one line for a shell.
std::string task_command(const std::string& program, const std::string& out, std::string_view task);

/// The sbatch commands. The array's tasks are put back into the queue when their node fails, and
/// get SIGTERM a minute before their time is up.
std::vector<std::string> array_command(const SlurmJob& job);
std::vector<std::string> final_command(const SlurmJob& job, std::string_view array_id);

struct SlurmIds {
  std::string array{};
  std::string last{};
};

/// Whether words of --slurm-args say what is lauter's to say. Errors: kInvalidArgument.
Result<void> check_slurm_words(const std::vector<std::string>& words);
/// Errors: kNotFound without sbatch; kUnavailable with what it said.
Result<void> find_slurm();
/// Submits both jobs and notes their ids in OUT/state/jobs.json. Errors: as above.
Result<SlurmIds> submit(const SlurmJob& job);
/// The ids that submit() noted last, if any.
std::optional<SlurmIds> submitted(const std::string& out);
/// Whether one of them still waits or runs; nothing if squeue is not here or does not know.
std::optional<bool> is_queued(const SlurmIds& ids);

}  // namespace lauter
