#include "run/cluster/shard_folder.h"

#include <charconv>
#include <chrono>
#include <cstdio>

#include "io/files/files.h"
#include "json/two_way.h"

namespace lauter {
namespace {

constexpr const char* kWorkFolders[] = {"shards", "pieces", "merged", "claims", "counts", "tmp"};

std::string shard_name(size_t shard) {
  char name[24];
  std::snprintf(name, sizeof name, "%06zu", shard);
  return name;
}

std::optional<uint64_t> number_of(std::string_view text) {
  uint64_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<JsonValue> read_json(const std::string& path) {
  const auto text = read_file(path);
  if (!text.ok()) return std::nullopt;
  auto value = parse_json(*text);
  if (!value.ok()) return std::nullopt;
  return std::move(*value);
}

std::string claim_text(const ShardClaim& claim) { return to_json(claim).to_string() + "\n"; }

}  // namespace

void json_members(auto& json, Of<ShardClaim> auto& claim) {
  json("task", claim.task)("holder", claim.holder)("failed", claim.failed, !claim.failed.empty());
}

void json_members(auto& json, Of<TaskState> auto& state) {
  json("task", state.task)("state", state.state)("holder", state.holder)("threads", state.threads);
  json("shards", state.shards)("rows", state.rows)("bytes", state.bytes)("seconds", state.seconds);
  json("began_unix", state.began_unix)("updated_unix", state.updated_unix);
  json("peak_memory_bytes", state.peak_memory_bytes);
  json("job", state.job, !state.job.empty())("error", state.error, !state.error.empty());
}

ShardFolder::ShardFolder(const std::string& out) : state_(join_path(out, "state")) {}

std::string ShardFolder::below(const char* folder, size_t shard, const char* suffix) const {
  return join_path(join_path(state_, folder), shard_name(shard) + suffix);
}

Result<void> ShardFolder::make() const {
  for (const char* folder : kWorkFolders) LAUTER_TRY(make_dirs(join_path(state_, folder)));
  LAUTER_TRY(make_dirs(join_path(state_, "tasks")));
  return make_dirs(logs_folder());
}

Result<void> ShardFolder::remove_work() const {
  for (const char* folder : kWorkFolders) LAUTER_TRY(remove_tree(join_path(state_, folder)));
  return {};
}

Result<void> ShardFolder::remove_claims() const {
  LAUTER_TRY(remove_tree(join_path(state_, "claims")));
  return make_dirs(join_path(state_, "claims"));
}

std::string ShardFolder::row_path(size_t shard) const { return below("shards", shard, ".json"); }

bool ShardFolder::is_done(size_t shard) const { return path_exists(row_path(shard)); }

Result<std::vector<bool>> ShardFolder::done(size_t n_shards) const {
  std::vector<bool> done(n_shards);
  LAUTER_ASSIGN(const auto entries, list_dir(join_path(state_, "shards")));
  for (const DirEntry& entry : entries) {
    std::string_view name = entry.name;
    if (!name.ends_with(".json")) continue;
    name.remove_suffix(5);
    const auto shard = number_of(name);
    if (shard && *shard < n_shards) done[*shard] = true;
  }
  return done;
}

Result<JournalRow> ShardFolder::row(size_t shard) const {
  const std::string path = row_path(shard);
  LAUTER_ASSIGN(const std::string text, read_file(path));
  auto value = parse_json(text);
  if (!value.ok()) return std::move(value.error()).context(path);
  auto row = journal_row_from_json(*value);
  if (!row.ok()) return std::move(row.error()).context(path);
  return std::move(*row);
}

std::array<std::string, 3> ShardFolder::piece_paths(size_t shard) const {
  return {below("pieces", shard, ".data"), below("pieces", shard, ".edits"),
          below("pieces", shard, ".rejected")};
}

bool ShardFolder::is_merged(size_t file_index) const {
  return path_exists(below("merged", file_index, ""));
}

Result<void> ShardFolder::set_merged(size_t file_index) const {
  LAUTER_TRY(create_file(below("merged", file_index, ""), ""));
  return {};
}

Result<bool> ShardFolder::try_claim(size_t shard, const ShardClaim& claim) const {
  return create_file(below("claims", shard, ""), claim_text(claim));
}

Result<void> ShardFolder::set_claim(size_t shard, const ShardClaim& claim) const {
  return replace_file(below("claims", shard, ""), claim_text(claim),
                      join_path(temporary_folder(claim.holder), "claim"));
}

std::optional<ShardClaim> ShardFolder::claim(size_t shard) const {
  const auto value = read_json(below("claims", shard, ""));
  if (!value) return std::nullopt;
  ShardClaim claim;
  read_json(*value, claim);
  return claim;
}

bool ShardFolder::is_gone(const ShardClaim& claim, size_t asking) const {
  const std::optional<TaskState> state = task(claim.task);
  if (!state || state->holder != claim.holder || state->state != "running") return true;
  // Both times are those of the shared file system: clocks of machines need not agree.
  const auto theirs = modified_seconds(task_path(claim.task));
  const auto mine = modified_seconds(task_path(asking));
  return !theirs.ok() || (mine.ok() && *theirs < *mine - kSilenceSeconds);
}

std::optional<uint64_t> ShardFolder::lines(size_t shard) const {
  const auto text = read_file(below("counts", shard, ""));
  return text.ok() ? number_of(*text) : std::nullopt;
}

Result<void> ShardFolder::set_lines(size_t shard, uint64_t lines, const std::string& holder) const {
  return replace_file(below("counts", shard, ""), std::to_string(lines),
                      join_path(temporary_folder(holder), "count"));
}

std::string ShardFolder::task_path(size_t task) const {
  return join_path(state_, "tasks/" + std::to_string(task) + ".json");
}

std::string ShardFolder::logs_folder() const { return join_path(state_, "logs"); }

std::string ShardFolder::log_path(const std::string& task) const {
  return join_path(logs_folder(), "task-" + task + ".log");
}

std::string ShardFolder::temporary_folder(const std::string& holder) const {
  return join_path(state_, "tmp/" + holder);
}

JsonValue task_to_json(const TaskState& state) { return to_json(state); }

std::optional<TaskState> ShardFolder::task(size_t task) const {
  const auto value = read_json(task_path(task));
  if (!value) return std::nullopt;
  TaskState state;
  read_json(*value, state);
  state.task = task;
  return state;
}

Result<void> ShardFolder::set_task(const TaskState& state) const {
  return replace_file(task_path(state.task), task_to_json(state).to_string() + "\n",
                      join_path(temporary_folder(state.holder), "task"));
}

double unix_now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

}  // namespace lauter
