#include "run/apply_job.h"

#include "io/files.h"
#include "run/chunk_stream.h"
#include "run/ordered.h"
#include "run/output_folder.h"
#include "run/program_source.h"
#include "run/progress_meter.h"
#include "run/rejected_row.h"
#include "run/row_hash.h"

namespace lauter {
namespace {

/// Names of finished files that wait for release() are kept in memory.
constexpr size_t kMaxWaitingFiles = 10'000;

struct Applied {
  size_t file_index = 0;
  bool last = false;
  std::string data{};
  std::string rejected{};
  RunStats stats{};
};

class Applier {
 public:
  explicit Applier(const ApplyJob& job)
      : job_(job),
        source_(job.programs),
        rows_{.fields = job.job.fields,
              .max_record_bytes = job.job.recipe.limits.max_record_bytes} {
    if (job.key) {
      hash_ = make_text_hash(*job.key);
      audit_ = AuditWriter(*job.key, AuditMode::kSealed);
    }
  }

  Result<Applied> apply_chunk(const Chunk& chunk) {
    const InputFile& file = job_.job.inputs.files[chunk.file_index];
    Applied out{.file_index = chunk.file_index, .last = chunk.last};
    out.stats.bytes_in = chunk.size_bytes;
    out.stats.rows_in = chunk.n_rows;
    RowReader reader(file, chunk, rows_);
    Row row;
    while (reader.next(row)) {
      if (row.pass_through) {
        out.data += row.raw;
        continue;
      }
      if (row.error) {
        reject(chunk, row, row.error->reason, out);
        continue;
      }
      LAUTER_ASSIGN(const std::optional<ProgramRow> program, program_of(file, row));
      if (!program) {
        reject(chunk, row, "there is no program for this id", out);
        continue;
      }
      const Result<std::string> text = new_text(row, *program);
      if (!text.ok()) {
        reject(chunk, row, text.error().message, out);
        continue;
      }
      out.stats.edits += program->program.edits.size();
      ++(program->program.empty() ? out.stats.rows_kept : out.stats.rows_edited);
      render_row(row, *text, out.data);
    }
    return out;
  }

 private:
  Result<std::optional<ProgramRow>> program_of(const InputFile& file, const Row& row) {
    const bool has_id = row.doc.id != file.relative + ":" + std::to_string(row.number);
    return job_.invert && !has_id ? source_.next_surviving() : source_.find(row.doc.id);
  }

  /// Errors are reasons to reject the row.
  Result<std::string> new_text(const Row& row, const ProgramRow& program) const {
    if (!program.error.empty()) return data_loss(program.error);
    if (program.program.drop_document) return data_loss("its program drops the document");
    const std::string& expected = job_.invert ? program.refined_hash : program.raw_hash;
    if (hash_ && !expected.empty() && text_hash_of(*hash_, row.doc.text) != expected) {
      return data_loss("the text is not the one that the program was made for");
    }
    if (!job_.invert) return apply_program(program.program, row.doc.text);
    return restore(program.program, program.marks, program.id, row.doc.text, audit_);
  }

  void reject(const Chunk& chunk, const Row& row, std::string_view reason, Applied& out) {
    out.stats.add_rejected(reason);
    append_rejected(out.rejected, row,
                    {.file = job_.job.inputs.files[chunk.file_index].relative,
                     .row = row.number,
                     .byte = row_byte(chunk, row),
                     .reason = reason});
  }

  const ApplyJob& job_;
  ProgramSource source_;
  RowOptions rows_;
  std::optional<KeyedHash> hash_;
  AuditWriter audit_;
};

template <typename Write>
Result<RunStats> apply_rows(const ApplyJob& job, Write write) {
  if (job.invert && !job.key) return invalid_argument("--invert needs the key of the log");
  Applier applier(job);
  ChunkStream stream(job.job.inputs, {.max_record_bytes = job.job.recipe.limits.max_record_bytes,
                                      .limit_rows = job.job.limit_rows,
                                      .stop = job.job.stop});
  ProgressMeter meter(job.job, 0);
  RunStats stats;
  // One worker: programs are read in the order of the rows.
  LAUTER_TRY((run_ordered<Chunk, Applied>(
      {.threads = 1}, [&stream] { return stream.next(); },
      [&applier](const Chunk& chunk, int) { return applier.apply_chunk(chunk); },
      [&](Applied applied) -> Result<bool> {
        if (!applied.stats.rows_add_up()) return internal_error("rows do not add up");
        stats.add(applied.stats);
        meter.add(applied.file_index, applied.stats.bytes_in, applied.stats.rows_in,
                  applied.stats.rows_rejected, applied.stats.edits);
        return write(applied);
      })));
  meter.finish();
  return stats;
}

}  // namespace

Result<RunStats> apply_to_folder(const ApplyJob& job) {
  LAUTER_TRY(prepare_out_folder(job.out, job.overwrite));
  const auto& files = job.job.inputs.files;
  OutputFolder folder(job.out, files, /*with_edits=*/false);
  auto stats = apply_rows(job, [&](const Applied& applied) -> Result<bool> {
    const InputFile& file = files[applied.file_index];
    std::string data;
    std::string rejected;
    LAUTER_TRY(compress_chunk(file.format, file.compression, 0, applied.data, data));
    LAUTER_TRY(compress_member(file.compression, 0, applied.rejected, rejected));
    LAUTER_TRY(folder.append(applied.file_index, {data, {}, rejected}));
    if (applied.last) LAUTER_TRY(folder.finish_file(applied.file_index));
    if (folder.waiting() >= kMaxWaitingFiles) LAUTER_TRY(folder.release());
    return true;
  });
  LAUTER_TRY(folder.sync());
  LAUTER_TRY(folder.release());
  return stats;
}

Result<RunStats> apply_to_sink(const ApplyJob& job, const ByteSink& sink) {
  return apply_rows(job, [&sink](const Applied& applied) -> Result<bool> {
    LAUTER_ASSIGN(const WriteState state, sink(applied.data));
    return state != WriteState::kClosed;
  });
}

}  // namespace lauter
