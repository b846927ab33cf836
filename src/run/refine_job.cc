#include "run/refine_job.h"

#include <memory>

#include "io/files.h"
#include "run/folder_job.h"
#include "run/refine_chunk.h"
#include "run/row_hash.h"
#include "run/run_asker.h"
#include "run/step_chain.h"

namespace lauter {
namespace {

void set_up(RefineSettings& settings, const StepChain& chain, const RefineJob& job) {
  settings.inputs = &job.job.inputs;
  settings.chain = &chain;
  settings.rows = {.fields = job.job.fields,
                   .max_record_bytes = job.job.recipe.limits.max_record_bytes};
  settings.audit = AuditWriter(
      job.key, job.job.recipe.output.reversible ? AuditMode::kSealed : AuditMode::kHmac);
  settings.text_hash = make_text_hash(job.key);
  settings.compression_level = job.job.recipe.output.compression_level;
  settings.show_values = job.show_values;
  settings.seed = job.job.seed;
}

Result<StepChain> make_chain(const RefineJob& job) {
  return StepChain::make(job.job, job.key);
}

/// What the workers of one run share and own.
struct Workers {
  explicit Workers(StepChain made) : chain(std::move(made)) {}

  StepChain chain;
  RefineSettings settings{};
  std::unique_ptr<RefineDesks> desks{};
  std::unique_ptr<RunAsker> asker{};  ///< null for a recipe that asks nobody

  /// To be called when the run has ended.
  Result<void> end_asking(RefineResult& result) const {
    if (asker == nullptr) return {};
    llm::PoolStats stats = asker->stats();
    result.report.endpoints = std::move(stats.endpoints);
    result.report.committed = stats.committed;
    return result.interrupted ? Result<void>() : asker->finish();
  }
};

/// The budget of a run is that of its folder; a run to a stream has one of its own.
Result<std::string> account_of(const RefineJob& job, bool has_folder) {
  if (has_folder) {
    LAUTER_ASSIGN(const std::string path, real_path(job.out));
    return "run " + hash128_hex(path + "\n" + recipe_hash(job.job.recipe));
  }
  LAUTER_ASSIGN(const SecretKey random, SecretKey::random());
  return "run " + hash128_hex(random.bytes);
}

/// `workers` is filled and must outlive the work. `sample_bound` is null when there is no folder.
MakeChunkWork make_work(const RefineJob& job, const std::atomic<uint64_t>* sample_bound,
                        std::unique_ptr<Workers>& workers) {
  return [&job, sample_bound, &workers](const StreamPosition&) -> Result<ChunkWork> {
    LAUTER_ASSIGN(StepChain chain, make_chain(job));
    workers = std::make_unique<Workers>(std::move(chain));
    set_up(workers->settings, workers->chain, job);
    workers->settings.folder = sample_bound != nullptr;
    workers->settings.on_error = job.on_error;
    workers->settings.sample_bound = sample_bound;
    std::vector<ChunkRefiner> refiners;
    refiners.reserve(static_cast<size_t>(job.job.threads));
    for (int i = 0; i < job.job.threads; ++i) refiners.emplace_back(workers->settings);
    workers->desks = std::make_unique<RefineDesks>(std::move(refiners));
    if (workers->chain.asks()) {
      const bool has_folder = sample_bound != nullptr;
      LAUTER_ASSIGN(const std::string account, account_of(job, has_folder));
      LAUTER_ASSIGN(workers->asker,
                    RunAsker::make(job.job, job.key, has_folder ? join_path(job.out, "state") : "",
                                   account));
    }
    llm::Asker* asker = workers->asker == nullptr ? nullptr : &workers->asker->asker();
    return ChunkWork([&workers, asker](const NumberedChunk& item, int) {
      return refine_chunk(item.chunk, workers->settings, *workers->desks, asker);
    });
  };
}

RunReport begin_refine_report(const RefineJob& job) {
  RunReport report = begin_report(job.job, job.version);
  report.key_id = key_id(job.key);
  report.values_shown = job.show_values;
  return report;
}

}  // namespace

std::string key_id(const SecretKey& key) {
  return KeyedHash(key, "key-id").hex("lauter").substr(0, 16);
}

Result<RefineResult> refine_to_folder(const RefineJob& job) {
  std::unique_ptr<Workers> workers;
  std::atomic<uint64_t> sample_bound{UINT64_MAX};
  FolderJob folder{.job = job.job,
                   .out = job.out,
                   .resume = job.resume,
                   .overwrite = job.overwrite,
                   .header = journal_header(job.job, job.version),
                   .report = begin_refine_report(job),
                   .sample_bound = &sample_bound};
  folder.header.set("key_id", key_id(job.key)).set("show_values", job.show_values);
  LAUTER_ASSIGN(RefineResult result,
                run_folder_job(folder, make_work(job, &sample_bound, workers)));
  if (workers != nullptr) LAUTER_TRY(workers->end_asking(result));
  return result;
}

Result<RefineResult> refine_to_sink(const RefineJob& job, const ByteSink& sink) {
  std::unique_ptr<Workers> workers;
  LAUTER_ASSIGN(RefineResult result, run_sink_job(job.job, begin_refine_report(job), sink,
                                                  make_work(job, nullptr, workers)));
  LAUTER_TRY(workers->end_asking(result));
  return result;
}

}  // namespace lauter
