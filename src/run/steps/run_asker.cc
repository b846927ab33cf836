#include "run/steps/run_asker.h"

#include "io/files/files.h"
#include "io/files/sink.h"
#include "llm/transport/batch.h"
#include "llm/transport/record.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxRecordBytes = uint64_t{8} << 30;

/// A file of lines that an earlier part of the run may have begun.
Result<AppendFile> open_lines(const std::string& path) {
  const std::string part = AppendFile::part_path(path);
  uint64_t size = 0;
  if (path_exists(part)) {
    LAUTER_ASSIGN(size, file_size(part));
  }
  return AppendFile::open(path, size, AppendFile::Access::kOwner);
}

llm::LineSink line_sink(AppendFile& file) {
  return [&file](std::string_view line) -> Result<void> {
    return file.append(std::string(line) + "\n");
  };
}

}  // namespace

struct RunAsker::State {
  std::unique_ptr<llm::Cache> cache;
  std::unique_ptr<llm::Pool> pool;
  std::unique_ptr<llm::Asker> other;  ///< in place of servers
  std::optional<AppendFile> lines;    ///< of the record or the batch
  std::unique_ptr<llm::Asker> recording;

  Result<void> start(const JobOptions& job, const SecretKey& key, const std::string& folder,
                     const std::string& account);
};

Result<void> RunAsker::State::start(const JobOptions& job, const SecretKey& key,
                                    const std::string& folder, const std::string& account) {
  const Recipe& recipe = job.recipe;
  const Recipe::LlmFiles& files = recipe.llm;
  if (!files.replay.empty()) {
    LAUTER_ASSIGN(const std::string record, read_file(files.replay, kMaxRecordBytes));
    auto replay = llm::ReplayAsker::parse(record);
    if (!replay.ok()) return std::move(replay.error()).context(files.replay);
    other = std::move(*replay);
    return {};
  }
  if (!files.batch.empty()) {
    std::string answers;
    if (!files.batch_answers.empty()) {
      LAUTER_ASSIGN(answers, read_file(files.batch_answers, kMaxRecordBytes));
    }
    LAUTER_ASSIGN(lines, open_lines(files.batch));
    auto batch = llm::BatchAsker::make(recipe.endpoints.front(), answers, line_sink(*lines));
    if (!batch.ok()) return std::move(batch.error()).context(files.batch_answers);
    other = std::move(*batch);
    return {};
  }
  std::string path = files.cache;
  if (path.empty() && !folder.empty()) path = join_path(folder, "llm-cache.sqlite");
  if (!path.empty()) {
    LAUTER_TRY(make_dirs(parent_path(path)));
    LAUTER_ASSIGN(cache, llm::Cache::open(path, key));
  }
  llm::PoolOptions options;
  options.endpoints = recipe.endpoints;
  options.budget = recipe.budget;
  options.cache = cache.get();
  options.account = account;
  options.seed = job.seed;
  options.stop = job.stop;
  LAUTER_ASSIGN(pool, llm::Pool::start(std::move(options)));
  if (!files.record.empty()) {
    LAUTER_ASSIGN(lines, open_lines(files.record));
    recording = std::make_unique<llm::RecordAsker>(*pool, line_sink(*lines));
  }
  return {};
}

RunAsker::RunAsker(std::unique_ptr<State> state) : state_(std::move(state)) {}

RunAsker::~RunAsker() = default;

Result<void> RunAsker::finish() { return state_->lines ? state_->lines->commit() : Result<void>(); }

Result<std::unique_ptr<RunAsker>> RunAsker::make(const JobOptions& job, const SecretKey& key,
                                                 const std::string& folder,
                                                 const std::string& account) {
  if (!asks_servers(job.recipe)) return std::unique_ptr<RunAsker>();
  auto state = std::make_unique<State>();
  LAUTER_TRY(state->start(job, key, folder, account));
  return std::unique_ptr<RunAsker>(new RunAsker(std::move(state)));
}

llm::Asker& RunAsker::asker() {
  if (state_->other) return *state_->other;
  return state_->recording ? *state_->recording : *state_->pool;
}

llm::PoolStats RunAsker::stats() const {
  return state_->pool ? state_->pool->stats() : llm::PoolStats();
}

Result<void> read_keys(
    Recipe& recipe,
    const std::function<std::optional<std::string>(const std::string& name)>& variable) {
  if (!asks_servers(recipe) || !recipe.llm.replay.empty() || !recipe.llm.batch.empty()) {
    return {};
  }
  for (llm::Endpoint& endpoint : recipe.endpoints) {
    if (endpoint.api_key_env.empty()) continue;
    const std::optional<std::string> key = variable(endpoint.api_key_env);
    if (!key || key->empty()) {
      return invalid_argument("endpoints." + endpoint.name + ".api_key_env: the variable " +
                              endpoint.api_key_env + " is not set");
    }
    endpoint.api_key = *key;
  }
  return {};
}

}  // namespace lauter
