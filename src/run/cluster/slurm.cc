#include "run/cluster/slurm.h"

#include <algorithm>
#include <utility>

#include "base/process.h"
#include "io/files/files.h"
#include "json/value.h"
#include "run/cluster/shard_folder.h"
#include "run/cluster/shard_plan.h"

namespace lauter {
namespace {

std::string jobs_path(const std::string& out) { return join_path(out, "state/jobs.json"); }

/// On one line, as messages are.
std::string one_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

/// sbatch, and what both jobs have in common.
std::vector<std::string> sbatch(const SlurmJob& job, const std::string& name,
                                const std::string& log) {
  std::vector<std::string> words{
      "sbatch",    "--parsable",         "--job-name=" + name,
      "--requeue", "--open-mode=append", "--output=" + ShardFolder(job.out).log_path(log)};
  words.insert(words.end(), job.words.begin(), job.words.end());
  return words;
}

/// `--parsable` prints ID or ID;CLUSTER.
Result<std::string> run_sbatch(const std::vector<std::string>& words) {
  LAUTER_ASSIGN(const ProgramEnd end, run_program(words));
  const std::string said = one_line(end.output);
  if (end.status != 0) return unavailable("sbatch: " + said);
  // Warnings come before the id.
  const size_t space = said.find_last_of(' ');
  std::string id = said.substr(space == std::string::npos ? 0 : space + 1);
  id = id.substr(0, id.find(';'));
  if (id.empty() || id.find_first_not_of("0123456789") != std::string::npos) {
    return unavailable("sbatch: names no job: " + said);
  }
  return id;
}

}  // namespace

Result<std::vector<std::string>> split_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  bool has_word = false;
  char quote = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
      word += text[++i];
      has_word = true;
    } else if (quote != 0) {
      if (c == quote) {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\'' || c == '"') {
      quote = c;
      has_word = true;
    } else if (c == ' ' || c == '\t' || c == '\n') {
      if (has_word) words.push_back(std::exchange(word, ""));
      has_word = false;
    } else {
      word += c;
      has_word = true;
    }
  }
  if (quote != 0) return invalid_argument(std::string("a ") + quote + " is not closed");
  if (has_word) words.push_back(std::move(word));
  return words;
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=:,+@%";
  if (!word.empty() && word.find_first_not_of(kPlain) == std::string_view::npos) {
    return std::string(word);
  }
  std::string out = "'";
  for (const char c : word) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string task_command(const std::string& program, const std::string& out,
                         std::string_view task) {
  return shell_word(program) + " task " + shell_word(out) + " --task " + std::string(task);
}

std::vector<std::string> array_command(const SlurmJob& job) {
  std::vector<std::string> words = sbatch(job, "lauter", "%a");
  words.push_back("--array=" + ranges_of(job.tasks) +
                  (job.at_once > 0 ? "%" + std::to_string(job.at_once) : ""));
  // Only the batch script gets the signal, and `exec` makes that lauter.
  if (std::ranges::none_of(job.words,
                           [](const auto& word) { return word.starts_with("--signal"); })) {
    words.push_back("--signal=B:TERM@60");
  }
  words.push_back("--wrap=exec " + task_command(job.program, job.out, "$SLURM_ARRAY_TASK_ID"));
  return words;
}

std::vector<std::string> final_command(const SlurmJob& job, std::string_view array_id) {
  std::vector<std::string> words = sbatch(job, "lauter-final", "final");
  words.push_back("--dependency=afterany:" + std::string(array_id));
  words.push_back("--wrap=exec " + task_command(job.program, job.out, "final"));
  return words;
}

Result<void> check_slurm_words(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    for (const char* ours :
         {"--array", "--dependency", "--wrap", "--output", "--parsable", "-a", "-d", "-o"}) {
      if (word == ours || word.starts_with(std::string(ours) + "=")) {
        return invalid_argument("--slurm-args: " + std::string(ours) + " is set by lauter");
      }
    }
  }
  return {};
}

Result<void> find_slurm() {
  const auto end = run_program({"sbatch", "--version"});
  if (end.ok() && end->status == 0) return {};
  return not_found(
      "--executor slurm needs sbatch, which is not on PATH: run this on a login node of the "
      "cluster, or use --executor shell");
}

Result<SlurmIds> submit(const SlurmJob& job) {
  SlurmIds ids;
  LAUTER_ASSIGN(ids.array, run_sbatch(array_command(job)));
  auto last = run_sbatch(final_command(job, ids.array));
  if (!last.ok()) {
    (void)run_program({"scancel", ids.array}).ok();
    return std::move(last.error());
  }
  ids.last = std::move(*last);
  LAUTER_TRY(write_file_atomic(
      jobs_path(job.out),
      JsonValue().set("array", ids.array).set("final", ids.last).to_string() + "\n"));
  return ids;
}

std::optional<SlurmIds> submitted(const std::string& out) {
  const auto text = read_file(jobs_path(out));
  if (!text.ok()) return std::nullopt;
  const auto value = parse_json(*text);
  if (!value.ok()) return std::nullopt;
  const JsonValue* array = value->find("array");
  const JsonValue* last = value->find("final");
  if (array == nullptr || last == nullptr) return std::nullopt;
  return SlurmIds{.array = std::string(array->string_or("")),
                  .last = std::string(last->string_or(""))};
}

std::optional<bool> is_queued(const SlurmIds& ids) {
  // One by one: a job that is forgotten makes squeue fail.
  for (const std::string& id : {ids.array, ids.last}) {
    const auto end = run_program({"squeue", "--noheader", "--format=%i", "--jobs=" + id});
    if (!end.ok()) return std::nullopt;
    if (end->status == 0 && !one_line(end->output).empty()) return true;
    const bool forgotten = end->output.find("Invalid job id") != std::string::npos;
    if (end->status != 0 && !forgotten) return std::nullopt;
  }
  return false;
}

}  // namespace lauter
