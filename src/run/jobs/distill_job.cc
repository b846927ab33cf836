#include "run/jobs/distill_job.h"

#include <chrono>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "edit/program_json.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "json/writer.h"
#include "run/jobs/ordered.h"
#include "run/jobs/progress_meter.h"
#include "run/output/output_folder.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/refined_source.h"
#include "run/rows/rejected_row.h"
#include "text/utf8.h"

namespace lauter {
namespace {

/// Refined rows without a raw one that are rejected at a time.
constexpr size_t kLeftAtATime = 256;

/// A chunk of raw rows with the partners of its readable rows, in order; or, without a chunk,
/// refined rows that are left over.
struct PairBatch {
  std::optional<Chunk> raw{};
  std::vector<std::optional<StoredRow>> refined{};
};

uint64_t item_weight(const PairBatch& batch) {
  uint64_t bytes = batch.raw ? batch.raw->bytes.size() : 0;
  for (const auto& row : batch.refined) bytes += row ? row->chunk.bytes.size() : 0;
  return bytes;
}

struct Written {
  std::string programs{};
  std::string sft{};
  std::string rejected{};
  DistillStats stats{};
  size_t file_index = 0;
  uint64_t input_bytes = 0;
};

/// The serial part: joins the two inputs.
class PairReader {
 public:
  PairReader(const DistillJob& job, const RowOptions& rows)
      : job_(job),
        rows_(rows),
        limited_(job.job.limit_rows != std::numeric_limits<uint64_t>::max()),
        raw_(job.job.inputs, job.job.stream_options()),
        refined_(job.refined, rows, job.out, job.job.stop) {}

  Result<std::optional<PairBatch>> next() {
    if (!raw_done_) {
      PairBatch batch;
      LAUTER_ASSIGN(batch.raw, raw_.next());
      if (batch.raw) {
        LAUTER_TRY(find_partners(batch));
        return std::optional<PairBatch>(std::move(batch));
      }
      raw_done_ = true;
    }
    // Behind a limit refined rows without a raw one are no fault.
    if (limited_ || raw_.ended_early()) return std::optional<PairBatch>();
    return rows_left();
  }

  uint64_t refined_rows() const { return refined_.rows(); }

 private:
  Result<void> find_partners(PairBatch& batch) {
    RowReader reader(job_.job.inputs.files[batch.raw->file_index], *batch.raw, rows_);
    Row row;
    while (reader.next(row)) {
      if (row.pass_through || row.error) continue;
      LAUTER_ASSIGN(std::optional<StoredRow> partner,
                    refined_.find(pair_key(row, job_.job.inputs)));
      batch.refined.push_back(std::move(partner));
    }
    return {};
  }

  Result<std::optional<PairBatch>> rows_left() {
    PairBatch batch;
    while (batch.refined.size() < kLeftAtATime) {
      LAUTER_ASSIGN(std::optional<StoredRow> row, refined_.next_left());
      if (!row) break;
      batch.refined.push_back(std::move(row));
    }
    if (batch.refined.empty()) return std::optional<PairBatch>();
    return std::optional<PairBatch>(std::move(batch));
  }

  const DistillJob& job_;
  const RowOptions& rows_;
  bool limited_;
  ChunkStream raw_;
  RefinedSource refined_;
  bool raw_done_ = false;
};

/// The parallel part: one for each thread.
class PairWorker {
 public:
  PairWorker(const DistillJob& job, const RowOptions& rows)
      : job_(job), rows_(rows), distiller_(job.options) {}

  Result<Written> work(const PairBatch& batch) {
    Written out;
    if (!batch.raw) {
      reject_unpaired(batch, out);
      return out;
    }
    const Chunk& chunk = *batch.raw;
    const InputFile& file = job_.job.inputs.files[chunk.file_index];
    out.file_index = chunk.file_index;
    out.input_bytes = chunk.size_bytes;
    RowReader reader(file, chunk, rows_);
    size_t next_partner = 0;
    Row row;
    while (reader.next(row)) {
      if (row.pass_through) continue;
      ++out.stats.raw_rows;
      const Rejection place{
          .file = file.relative, .row = row.number, .byte = row_byte(chunk, row), .reason = {}};
      if (row.error) {
        reject(row, place, row.error->reason, out);
        continue;
      }
      const std::optional<StoredRow>& partner = batch.refined[next_partner++];
      if (!partner) {
        reject(row, place, "no refined row has this id", out);
        continue;
      }
      RowReader partner_reader(job_.refined.files[partner->chunk.file_index], partner->chunk,
                               rows_);
      if (!partner_reader.next(partner_) || partner_.error) {
        reject(row, place, "its refined row cannot be read", out);
        continue;
      }
      LAUTER_TRY(distill(row, partner_.doc.text, place, out));
    }
    return out;
  }

 private:
  Result<void> distill(const Row& row, std::string_view refined, const Rejection& place,
                       Written& out) {
    const std::string& raw = row.doc.text;
    LAUTER_ASSIGN(const Distilled pair, distiller_.distill(row.doc.id, raw, refined));
    DistillStats& stats = out.stats;
    stats.raw_bytes += raw.size();
    stats.deletions += pair.deletions;
    stats.insertions += pair.insertions;
    stats.replacements += pair.replacements;
    stats.folded += pair.folded;
    stats.unproven_runs += pair.diff.unproven_runs;
    stats.unproven_cost += pair.diff.unproven_cost;
    stats.proven_subsequences += pair.proven ? 1 : 0;
    stats.longest_insert.add(pair.longest_insert);
    if (pair.rejected()) {
      reject(row, place, distill_reason(pair.state, job_.options), out);
      return {};
    }
    ++stats.programs;
    stats.unchanged += pair.program.empty() ? 1 : 0;
    count_program(pair, raw, stats);
    append_program(row, pair.program, out);
    if (job_.sft) {
      const Dialect dialect = job_.dialect == Dialect::kLauter ? Dialect::kRefinex : job_.dialect;
      if (!stats.sft) stats.sft.emplace();
      stats.sft->add(append_sft_rows(out.sft, row.doc.id, raw, pair.program, {.dialect = dialect}));
    }
    return {};
  }

  static void count_program(const Distilled& pair, std::string_view raw, DistillStats& stats) {
    const uint64_t chars = count_code_points(raw);
    uint64_t deleted = 0;
    for (const Edit& edit : pair.program.edits) {
      const uint64_t size = count_code_points(edit.span.of(raw));
      stats.chars_an_edit.add(size);
      deleted += size;
    }
    stats.raw_chars += chars;
    stats.deleted_chars += deleted;
    stats.edits_a_program.add(pair.program.edits.size());
    stats.deleted_percent.add(chars == 0 ? 0 : 100 * deleted / chars);
  }

  void append_program(const Row& row, const EditProgram& program, Written& out) {
    out.programs += "{\"id\":";
    append_id(row, out.programs);
    if (job_.dialect == Dialect::kLauter) {
      out.programs += ",\"program\":";
      append_program_json(out.programs, program, row.doc.id, row.doc.text, AuditWriter());
      out.stats.said += program.edits.size();
    } else {
      const DialectText text = print_dialect(program, row.doc.text, job_.dialect);
      out.programs += ",\"program_text\":";
      append_json_string(out.programs, text.program);
      out.stats.said += text.said;
      for (size_t i = 0; i < kLosses; ++i) out.stats.lost[i] += text.lost[i];
      out.stats.lossy_programs += text.lost_total() > 0 ? 1 : 0;
    }
    out.programs += "}\n";
  }

  void reject_unpaired(const PairBatch& batch, Written& out) {
    for (const std::optional<StoredRow>& stored : batch.refined) {
      const Chunk& chunk = stored->chunk;
      const InputFile& file = job_.refined.files[chunk.file_index];
      RowReader reader(file, chunk, rows_);
      if (!reader.next(partner_)) continue;
      ++out.stats.unpaired_refined_rows;
      const Rejection place{.file = file.relative,
                            .row = partner_.number,
                            .byte = row_byte(chunk, partner_),
                            .reason = {}};
      reject(partner_, place, partner_.error ? partner_.error->reason : "no raw row has this id",
             out);
    }
  }

  static void reject(const Row& row, Rejection place, std::string_view reason, Written& out) {
    place.reason = reason;
    out.stats.add_rejected(reason);
    append_rejected(out.rejected, row, place);
  }

  const DistillJob& job_;
  const RowOptions& rows_;
  Distiller distiller_;
  Row partner_;
};

}  // namespace

Result<DistillResult> distill_to_folder(const DistillJob& job) {
  const auto begin = std::chrono::steady_clock::now();
  LAUTER_TRY(prepare_out_folder(job.out, job.overwrite));
  LAUTER_ASSIGN(AppendFile programs, AppendFile::open(join_path(job.out, "programs.jsonl")));
  LAUTER_ASSIGN(AppendFile rejected, AppendFile::open(join_path(job.out, "rejected.jsonl"), 0, AppendFile::Access::kOwner));
  std::optional<AppendFile> sft;
  if (job.sft) {
    LAUTER_ASSIGN(sft, AppendFile::open(join_path(job.out, "sft.jsonl")));
  }
  const RowOptions rows = job.job.row_options();
  PairReader reader(job, rows);
  std::vector<PairWorker> workers;
  for (int i = 0; i < job.job.threads; ++i) workers.emplace_back(job, rows);
  ProgressMeter meter(job.job, 0);
  DistillResult result;
  DistillStats& stats = result.run.stats;
  if (job.sft) stats.sft.emplace();
  const auto write = [&](const Written& written) -> Result<bool> {
    if (!written.stats.rows_add_up()) return internal_error("rows do not add up");
    LAUTER_TRY(programs.append(written.programs));
    LAUTER_TRY(rejected.append(written.rejected));
    if (sft) LAUTER_TRY(sft->append(written.sft));
    stats.add(written.stats);
    meter.add(written.file_index, written.input_bytes, written.stats.raw_rows,
              written.stats.rejected, written.stats.deletions);
    return true;
  };
  LAUTER_TRY((run_ordered<PairBatch, Written>(
      {.threads = job.job.threads, .max_weight = 2 * max_chunk_weight(job.job.threads)},
      [&reader] { return reader.next(); },
      [&workers](const PairBatch& batch, int thread) {
        return workers[static_cast<size_t>(thread)].work(batch);
      },
      write)));
  meter.finish();
  result.interrupted = job.job.stop != nullptr && job.job.stop->load();
  if (result.interrupted) return result;
  LAUTER_TRY(programs.commit());
  LAUTER_TRY(rejected.commit());
  if (sft) LAUTER_TRY(sft->commit());
  DistillRun& run = result.run;
  run.version = job.version;
  run.options = job.options;
  run.dialect = job.dialect;
  run.refined_rows = reader.refined_rows();
  run.complete = stats.raw_rows < job.job.limit_rows;
  run.threads = job.job.threads;
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  LAUTER_TRY(write_file_atomic(join_path(job.out, "report.json"),
                               distill_report_to_json(run).to_string() + "\n"));
  return result;
}

}  // namespace lauter
