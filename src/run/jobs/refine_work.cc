#include "run/jobs/refine_work.h"

#include <utility>
#include <vector>

#include "io/files/files.h"
#include "run/passes/dedup_pass.h"
#include "run/rows/refine_chunk.h"
#include "run/rows/row_hash.h"
#include "run/steps/run_asker.h"
#include "run/steps/step_chain.h"

namespace lauter {
namespace {

Result<void> set_up(RefineSettings& settings, const StepChain& chain, const RefineJob& job) {
  settings.inputs = &job.job.inputs;
  settings.chain = &chain;
  settings.rows = job.job.row_options();
  settings.audit = AuditWriter(
      job.key, job.job.recipe.output.reversible ? AuditMode::kSealed : AuditMode::kHmac);
  settings.text_hash = make_text_hash(job.key);
  settings.compression_level = job.job.recipe.output.compression_level;
  settings.show_values = job.show_values;
  settings.seed = job.job.seed;
  settings.worked_on = job.job.worked_on.get();
  LAUTER_ASSIGN(settings.log_ids, LogIds::make(job.key));
  return {};
}

/// The budget of a run is that of its folder; a run to a stream has one of its own.
Result<std::string> account_of(const RefineJob& job, bool has_folder) {
  if (has_folder) {
    LAUTER_ASSIGN(const std::string path, real_path(job.out));
    return "run " + hash128_hex(path + "\n" + recipe_hash(job.job.recipe));
  }
  LAUTER_ASSIGN(const SecretKey random, SecretKey::random());
  return "run " + hash128_hex(random.bytes);
}

}  // namespace

/// What the workers of one run share and own.
struct RefineWork::State {
  explicit State(StepChain made) : chain(std::move(made)) {}

  StepChain chain;
  RefineSettings settings{};
  FirstPasses passes{};
  std::unique_ptr<RefinePool> pool{};
  std::unique_ptr<RunAsker> asker{};  ///< null for a recipe that asks nobody
};

RefineWork::RefineWork(std::unique_ptr<State> state) : state_(std::move(state)) {}
RefineWork::RefineWork(RefineWork&&) noexcept = default;
RefineWork& RefineWork::operator=(RefineWork&&) noexcept = default;
RefineWork::~RefineWork() = default;

Result<RefineWork> RefineWork::make(const RefineJob& job, const SampleBounds* bounds,
                                    std::string asker_folder, FirstPasses passes) {
  const bool has_folder = bounds != nullptr;
  const bool is_compared = passes.duplicates != nullptr;
  const bool is_guarded = passes.real_values != nullptr;
  LAUTER_CHECK(is_compared == (internal::dedup_step(job.job.recipe) != nullptr),
               "both passes of dedup are made, or none");
  LAUTER_CHECK(is_guarded == job.job.recipe.guard.corpus, "the corpus is read before it is guarded");
  LAUTER_ASSIGN(StepChain chain, StepChain::make(job.job, job.key, passes.real_values));
  auto state = std::make_unique<State>(std::move(chain));
  LAUTER_TRY(set_up(state->settings, state->chain, job));
  state->settings.folder = has_folder;
  state->settings.on_error = job.on_error;
  state->settings.sample_bounds = bounds;
  state->passes = std::move(passes);
  state->settings.duplicates = state->passes.duplicates.get();
  std::vector<ChunkRefiner> refiners;
  refiners.reserve(static_cast<size_t>(job.job.threads));
  for (int i = 0; i < job.job.threads; ++i) refiners.emplace_back(state->settings);
  state->pool = std::make_unique<RefinePool>(std::move(refiners));
  if (state->chain.asks()) {
    LAUTER_ASSIGN(const std::string account, account_of(job, has_folder));
    if (asker_folder.empty() && has_folder) asker_folder = join_path(job.out, "state");
    LAUTER_ASSIGN(state->asker, RunAsker::make(job.job, job.key, asker_folder, account));
  }
  return RefineWork(std::move(state));
}

Result<ChunkOutput> RefineWork::operator()(const Chunk& chunk) const {
  llm::Asker* asker = state_->asker == nullptr ? nullptr : &state_->asker->asker();
  return refine_chunk(chunk, state_->settings, *state_->pool, asker);
}

Result<void> RefineWork::end_asking(RefineResult& result) const {
  if (state_->asker == nullptr) return {};
  llm::PoolStats stats = state_->asker->stats();
  result.report.endpoints = std::move(stats.endpoints);
  result.report.committed = stats.committed;
  return result.interrupted ? Result<void>() : state_->asker->finish();
}

RunReport begin_refine_report(const RefineJob& job) {
  RunReport report = begin_report(job.job, job.version);
  report.key_id = key_id(job.key);
  report.values_shown = job.show_values;
  return report;
}

void add_refine_settings(const RefineJob& job, JsonValue& header) {
  header.set("key_id", key_id(job.key)).set("show_values", job.show_values);
}

}  // namespace lauter
