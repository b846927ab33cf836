// `lauter status`.
#include "cli/commands/commands.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "io/files/object_download.h"
#include "run/cluster/run_status.h"
#include "run/output/journal.h"

namespace lauter {
namespace {

/// Tasks whose end is told one by one.
constexpr size_t kMaxReasons = 20;

std::string count(uint64_t number, const char* what) {
  return ", " + with_commas(number) + " " + what;
}

std::string status_text(const std::string& out, const RunStatus& status) {
  std::string text = out + ": " + status.state + " (--executor " + status.executor + ", begun " +
                     status.started_utc + ")\n";
  if (status.shards > 0) {
    text += "  tasks   " + with_commas(status.tasks.size());
    for (const char* state : {"done", "running", "waiting", "stopped", "failed", "lost"}) {
      if (const uint64_t n = status.tasks_in(state); n > 0) text += count(n, state);
    }
    text += "\n  shards  " + with_commas(status.shards) + count(status.shards_done, "done") +
            count(status.shards_running, "running") + count(status.shards_failed, "failed") +
            count(status.shards_waiting(), "waiting") + "\n";
  }
  text += "  rows    " + with_commas(status.rows) + "\n  input   " +
          human_bytes(status.bytes_done) + " of " + human_bytes(status.bytes_total) + ", " +
          share_text(status.bytes_done, status.bytes_total) + "; " +
          human_bytes(static_cast<uint64_t>(status.bytes_per_s)) + "/s";
  if (status.eta_seconds >= 0) text += ", about " + human_seconds(status.eta_seconds) + " left";
  text += "\n";
  size_t told = 0;
  for (const TaskState& task : status.tasks) {
    if (task.error.empty() || told++ >= kMaxReasons) continue;
    text += "  task " + std::to_string(task.task) + " " + task.state + ": " + task.error + "\n";
  }
  if (told > kMaxReasons) text += "  and " + with_commas(told - kMaxReasons) + " more\n";
  return text;
}

/// A run into object storage is where its stage is; what is left of a finished one is its journal.
Result<RunStatus> status_of_object(const Config& config) {
  LAUTER_ASSIGN(const s3::ObjectUrl out, s3::parse_object_url(config.positional[0]));
  LAUTER_ASSIGN(std::string folder, stage_folder(config, out));
  if (path_exists(folder)) return run_status(folder);
  folder += ".status";
  LAUTER_TRY(make_private_dir(folder));
  const std::string state = join_path(folder, "state");
  auto fetched = download_object(config.store, out.below("state/journal.jsonl"),
                                 Journal::final_path(state));
  if (!fetched.ok() && fetched.error().code == ErrorCode::kNotFound) {
    fetched = download_object(config.store, out.below("state/journal.jsonl.part"),
                              Journal::growing_path(state));
  }
  Result<RunStatus> status =
      fetched.ok() ? run_status(folder)
      : fetched.error().code == ErrorCode::kNotFound
          ? Result<RunStatus>(not_found(config.positional[0] + ": holds no run"))
          : Result<RunStatus>(std::move(fetched.error()));
  LAUTER_TRY(remove_tree(folder));
  return status;
}

}  // namespace

int run_status_command(const Config& config) {
  if (config.positional.size() != 1) {
    return fail(invalid_argument("status: name the folder of one run"));
  }
  const auto status = config.store == nullptr ? run_status(config.positional[0])
                                              : status_of_object(config);
  if (!status.ok()) return fail(status.error());
  return print(config.json ? status_to_json(*status).to_string() + "\n"
                           : status_text(config.positional[0], *status));
}

}  // namespace lauter
