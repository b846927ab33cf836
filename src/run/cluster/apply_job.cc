#include "run/cluster/apply_job.h"

#include "run/jobs/folder_job.h"
#include "run/rows/apply_chunk.h"
#include "run/rows/program_source.h"

namespace lauter {
namespace {

/// What one run works with.
struct Engine {
  Engine(const ApplyJob& job, ApplySettings made)
      : settings(std::move(made)), source(job.programs), applier(settings, source) {}

  ApplySettings settings;
  ProgramSource source;
  ChunkApplier applier;
  bool began = false;
};

/// Takes the programs of all rows before `from`.
Result<void> skip_to(const StreamPosition& from, const ApplyJob& job, ChunkApplier& applier) {
  // A run from the begin reads nothing here: standard input can be read only once.
  if (from.file_index == 0 && from.chunk.offset == 0) return {};
  ChunkStream done(job.job.inputs, {.max_record_bytes = job.job.recipe.limits.max_record_bytes,
                                    .stop = job.job.stop});
  while (true) {
    LAUTER_ASSIGN(const std::optional<Chunk> chunk, done.next());
    if (!chunk || chunk->file_index > from.file_index ||
        (chunk->file_index == from.file_index && chunk->position.offset >= from.chunk.offset)) {
      return {};
    }
    LAUTER_TRY(applier.skip(*chunk));
  }
}

MakeChunkWork make_work(const ApplyJob& job, Engine& engine) {
  return [&](const StreamPosition& from) -> Result<ChunkWork> {
    engine.began = true;
    LAUTER_TRY(skip_to(from, job, engine.applier));
    return ChunkWork(
        [&engine](const NumberedChunk& item, int) { return engine.applier.apply(item); });
  };
}

RunReport begin_apply_report(const ApplyJob& job) {
  RunReport report = begin_report(job.job, job.version);
  report.key_id = key_id(job.log_key);
  return report;
}

JsonValue header_of(const ApplyJob& job) {
  JsonValue::Array programs;
  for (const InputFile& file : job.programs.files) programs.push_back(journal_input(file, marks_of(file)));
  JsonValue header = journal_header(job.job, job.version);
  header.set("key_id", key_id(job.log_key))
      .set("command", job.invert ? "apply --invert" : "apply")
      .set("dialect", dialect_name(job.dialect))
      .set("programs", std::move(programs));
  return header;
}

Result<RefineResult> finish(const ApplyJob& job, RefineResult run, Engine& engine) {
  if (run.report.complete && engine.began && !job.invert) {
    LAUTER_ASSIGN(run.report.programs, engine.source.finish());
  }
  return run;
}

Result<void> check(const ApplyJob& job) {
  if (job.invert && !job.key) return invalid_argument("--invert needs the key of the log");
  return {};
}

}  // namespace

Result<RefineResult> apply_to_folder(const ApplyJob& job) {
  LAUTER_TRY(check(job));
  LAUTER_ASSIGN(ApplySettings settings, apply_settings(job, /*folder=*/true));
  Engine engine(job, std::move(settings));
  const FolderJob folder{.job = job.job,
                         .out = job.out,
                         .stage = job.stage,
                         .resume = job.resume,
                         .overwrite = job.overwrite,
                         .with_edits = !job.invert,
                         .header = header_of(job),
                         .report = begin_apply_report(job)};
  LAUTER_ASSIGN(RefineResult run, run_folder_job(folder, make_work(job, engine)));
  return finish(job, std::move(run), engine);
}

Result<RefineResult> apply_to_sink(const ApplyJob& job, const ByteSink& sink) {
  LAUTER_TRY(check(job));
  LAUTER_ASSIGN(ApplySettings settings, apply_settings(job, /*folder=*/false));
  Engine engine(job, std::move(settings));
  LAUTER_ASSIGN(RefineResult run,
                run_sink_job(job.job, begin_apply_report(job), sink, make_work(job, engine)));
  return finish(job, std::move(run), engine);
}

}  // namespace lauter
