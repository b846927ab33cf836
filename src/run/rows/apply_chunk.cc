#include "run/rows/apply_chunk.h"

#include <algorithm>

#include "edit/dialect/dialect.h"
#include "edit/dialect/sft.h"
#include "edit/diff/subsequence.h"
#include "run/output/count_edits.h"
#include "run/output/make_sample.h"
#include "run/rows/data_rows.h"
#include "run/rows/rejected_row.h"
#include "run/rows/row_hash.h"
#include "text/printable.h"

namespace lauter {
namespace {

bool only_deletes(const EditProgram& program) {
  return std::all_of(program.edits.begin(), program.edits.end(),
                     [](const Edit& edit) { return edit.with.empty(); });
}

}  // namespace

std::string_view counted_apply_reason(std::string_view reason) {
  if (reason.substr(0, 7) == "window ") reason.remove_prefix(reason.find(':') + 2);
  if (reason.substr(0, 13) == "reply cut off") return "reply cut off";
  if (reason.substr(0, 3) == "op ") return "an op does not fit the text";
  for (size_t i = 0; i < kProgramFaults; ++i) {
    const std::string_view name = fault_name(static_cast<ProgramFault>(i));
    if (reason.substr(0, name.size()) == name) return name;
  }
  return reason;
}

/// One chunk under way.
struct ChunkApplier::Work {
  const Chunk& chunk;
  const InputFile& file;
  ChunkOutput out{};
  DataRows data{};
  std::string edits{};
  std::string rejected{};
  SampleSet samples{};
  std::unique_ptr<ScanScratch> of_ids;
  EditCounter counter{};
};

Result<ApplySettings> apply_settings(const ApplyJob& job, bool folder) {
  ApplySettings settings{
      .job = &job,
      .folder = folder,
      .rows = job.job.row_options(),
      .log_hash = make_text_hash(job.log_key),
      .audit = AuditWriter(
          job.log_key, job.job.recipe.output.reversible ? AuditMode::kSealed : AuditMode::kHmac)};
  if (job.key) {
    settings.expected_hash = make_text_hash(*job.key);
    settings.opener = AuditWriter(*job.key, AuditMode::kSealed);
    LAUTER_ASSIGN(settings.given_ids, LogIds::make(*job.key));
  }
  LAUTER_ASSIGN(settings.log_ids, LogIds::make(job.log_key));
  return settings;
}

std::vector<Row> ChunkApplier::read_rows(const Chunk& chunk) const {
  RowReader reader(settings_.job->job.inputs.files[chunk.file_index], chunk, settings_.rows);
  std::vector<Row> rows;
  Row row;
  while (reader.next(row)) rows.push_back(std::move(row));
  return rows;
}

Result<std::optional<ProgramLine>> ChunkApplier::take(const Chunk& chunk, const Row& row) {
  const std::string name = escape_name(settings_.job->job.inputs.files[chunk.file_index].relative);
  const bool has_id = row.doc.id != name + ":" + std::to_string(row.number);
  // Rows without an id are known by their number, which rejected rows have changed in data/.
  if (settings_.job->invert && !has_id) return source_.take_surviving();
  const bool knows = settings_.given_ids.has_value();
  return source_.take(row.doc.id, knows ? settings_.given_ids->of(row.doc.id, *of_given_ids_) : row.doc.id);
}

Result<ChunkOutput> ChunkApplier::apply(const NumberedChunk& item) {
  Sequencer::Turn turn(sequencer_, item.number);
  const Chunk& chunk = item.chunk;
  Work work{.chunk = chunk,
            .file = settings_.job->job.inputs.files[chunk.file_index],
            .of_ids = settings_.log_ids->make_scratch()};
  ChunkOutput& out = work.out;
  work.counter.begin(out.stats);
  work.data.begin(work.file, chunk, settings_.folder);
  out.file_index = chunk.file_index;
  out.next = chunk.next_position();
  out.last = chunk.last;
  out.stats.rows_in = chunk.n_rows;
  out.stats.bytes_in = chunk.size_bytes;

  const std::vector<Row> rows = read_rows(chunk);
  std::vector<std::optional<ProgramLine>> programs(rows.size());
  turn.wait();
  for (size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].pass_through || rows[i].error) continue;
    LAUTER_ASSIGN(programs[i], take(chunk, rows[i]));
  }
  turn.pass();
  for (size_t i = 0; i < rows.size(); ++i) LAUTER_TRY(apply_row(rows[i], programs[i], work));

  if (!out.stats.rows_add_up()) return internal_error(work.file.path + ": rows do not add up");
  const int level = settings_.job->job.recipe.output.compression_level;
  LAUTER_TRY(work.data.take(level, out.data, out.lead));
  out.stats.bytes_out = work.data.bytes_out();
  if (settings_.folder) {
    LAUTER_TRY(compress_member(Compression::kZstd, 0, work.edits, out.edits));
    LAUTER_TRY(compress_member(work.file.compression, level, work.rejected, out.rejected));
  }
  out.samples = work.samples.samples();
  return std::move(work.out);
}

Result<void> ChunkApplier::skip(const Chunk& chunk) {
  for (const Row& row : read_rows(chunk)) {
    if (!row.pass_through && !row.error) LAUTER_TRY(take(chunk, row));
  }
  return {};
}

Result<void> ChunkApplier::apply_row(const Row& row, const std::optional<ProgramLine>& line,
                                     Work& work) const {
  if (row.pass_through) {
    work.data.keep(row);
    return {};
  }
  if (row.error) {
    reject(row, row.error->reason, work);
    return {};
  }
  const std::string& original = row.doc.text;
  work.out.stats.text_bytes_in += original.size();
  if (!line) {
    reject(row, "there is no program for this id", work);
    return {};
  }
  auto program = parse_program_row(line->text);
  if (!program.ok()) {
    reject(row, std::move(program.error()).context("broken program").message, work);
    return {};
  }
  if (settings_.job->invert && program->lacks_fields) {
    return invalid_argument(line->place + ": the run dropped fields (--drop-fields), which no log holds: it cannot be inverted");
  }
  std::vector<NamedText> texts;  ///< before the program
  if (auto fits = set_texts(row, *program, texts); !fits.ok()) {
    reject(row, fits.error().message, work);
    return {};
  }
  if (settings_.job->invert) {
    const auto text = restored(*program, original);
    if (!text.ok()) {
      reject(row, text.error().message, work);
    } else {
      std::vector<ByteSpan> spans;
      for (const NamedText& before : texts) spans.push_back(before.span);
      write_row(row, program->program, *text, spans, work);
    }
    return {};
  }
  const auto edits = program_for(*program, original);
  if (!edits.ok()) {
    reject(row, edits.error().message, work);
    return {};
  }
  const auto refined = apply_program(*edits, original);
  if (!refined.ok()) {
    reject(row, refined.error().message, work);
    return {};
  }
  if (only_deletes(*edits) && !is_subsequence(*refined, original)) {
    return internal_error(line->place + ": deletions gave a text that is no part of the original");
  }
  write_row(row, *edits, *refined, spans_after(*edits, row.texts), work);
  return {};
}

/// Makes the program of a row with several texts, of which ops name the fields, one over all of them.
/// Errors are reasons to reject the row.
Result<void> ChunkApplier::set_texts(const Row& row, ProgramRow& program,
                                     std::vector<NamedText>& texts) const {
  if (row.texts.empty()) {
    const auto field = std::ranges::find_if(program.fields, [](const auto& name) { return !name.empty(); });
    if (field == program.fields.end()) return {};
    return data_loss("the program is of field \"" + *field + "\": name the fields with --fields or --recipe, as in the run");
  }
  if (program.program_text || !program.replies.empty()) {
    return data_loss("a program of text cannot say which of the row's texts it means");
  }
  if (settings_.job->invert) {
    LAUTER_ASSIGN(texts, texts_before(program.program, program.fields, row.texts));
  } else {
    texts = row.texts;
  }
  LAUTER_ASSIGN(program.program, join_programs(std::move(program.program), program.fields, texts));
  return {};
}

/// Errors are reasons to reject the row.
Result<EditProgram> ChunkApplier::program_for(const ProgramRow& program,
                                              std::string_view text) const {
  if (!program.error.empty()) return data_loss(program.error);
  if (settings_.expected_hash && !program.raw_hash.empty() &&
      text_hash_of(*settings_.expected_hash, text) != program.raw_hash) {
    return data_loss(
        "the text is not the one that the program was made for, or the key is another");
  }
  EditProgram edits = program.program;
  if (program.program_text || !program.replies.empty()) {
    Dialect dialect = program.dialect.value_or(settings_.job->dialect);
    if (dialect == Dialect::kLauter && program.program_text) {
      dialect = spelled_dialect(*program.program_text).value_or(dialect);
    }
    if (dialect == Dialect::kLauter) {
      return data_loss("the program is text: say its dialect with --dialect");
    }
    if (program.program_text) {
      LAUTER_ASSIGN(edits, parse_dialect(*program.program_text, text, dialect));
    } else {
      LAUTER_ASSIGN(edits, program_of_replies(program.replies, text, {.dialect = dialect}));
    }
  }
  if (edits.drop_document) return data_loss("its program drops the document");
  return edits;
}

Result<std::string> ChunkApplier::restored(const ProgramRow& program, std::string_view text) const {
  if (!program.error.empty()) return data_loss(program.error);
  if (program.program.drop_document) return data_loss("its program drops the document");
  if (!program.refined_hash.empty() &&
      text_hash_of(*settings_.expected_hash, text) != program.refined_hash) {
    return data_loss(
        "the text is not the one that the program was made for, or the key is another");
  }
  if (std::ranges::any_of(program.marks, [](const AuditMark& mark) { return mark.sealed.empty(); })) {
    return data_loss("the log does not hold the originals: it was written without --reversible");
  }
  LAUTER_ASSIGN(std::string original,
                restore(program.program, program.marks, program.id, text, settings_.opener));
  if (!program.raw_hash.empty() &&
      text_hash_of(*settings_.expected_hash, original) != program.raw_hash) {
    return data_loss("what was restored is not the original");
  }
  return original;
}

SamplePlace ChunkApplier::place_of(const Row& row, Work& work) const {
  const std::string& file = work.file.relative;
  return {.rank = sample_rank(settings_.job->job.seed, file, row.number, row.doc.id),
          .id = settings_.log_ids->of(row.doc.id, *work.of_ids),
          .file = file,
          .row = row.number};
}

void ChunkApplier::write_row(const Row& row, const EditProgram& program, std::string_view text,
                             std::span<const ByteSpan> spans, Work& work) const {
  RunStats& stats = work.out.stats;
  stats.text_bytes_out += text.size();
  for (const std::string& field : row.dropped_fields) ++stats.fields_dropped[field];
  const bool edited = text != row.doc.text || !row.dropped_fields.empty();
  ++(edited ? stats.rows_edited : stats.rows_kept);
  work.data.edit(row, text, spans);
  work.counter.add(program);
  if (!settings_.folder || settings_.job->invert) return;
  if (edited) {
    const SamplePlace place = place_of(row, work);
    for (const size_t edit : wanted_edits(program, place.rank, work.samples)) {
      work.samples.add(sample_of_edit(place, program, edit, {.original = row.doc.text}));
    }
  }
  LogRow log;
  log.id = settings_.log_ids->of(row.doc.id, *work.of_ids);
  log.has_integer_id = row.has_integer_id && log.id == row.doc.id;
  log.state = edited ? RowState::kEdited : RowState::kKept;
  log.raw_hash = text_hash_of(settings_.log_hash, row.doc.text);
  log.refined_hash = edited ? text_hash_of(settings_.log_hash, text) : log.raw_hash;
  log.program = program;
  log.dropped = row.dropped_fields;
  append_log_row(work.edits, log, row.doc.text, settings_.audit, row.texts);
}

void ChunkApplier::reject(const Row& row, std::string_view reason, Work& work) const {
  work.out.stats.add_rejected(counted_apply_reason(reason));
  if (!row.error) {
    ++work.out.stats.rows_withheld;
    work.out.stats.bytes_withheld += row.doc.text.size();
  }
  const SamplePlace place = place_of(row, work);
  if (work.samples.wants(reason_group(counted_apply_reason(reason)), 1, place.rank)) {
    work.samples.add(sample_of_rejection(place, counted_apply_reason(reason), reason,
                                         {.original = row.error ? row.raw : row.doc.text}));
  }
  work.data.drop();
  if (!settings_.folder) return;
  work.data.append_rejected(work.rejected, row,
                            {.file = work.file.relative,
                             .row = row.number,
                             .byte = row_byte(work.chunk, row),
                             .reason = reason});
  if (settings_.job->invert) return;
  LogRow log;
  log.id = settings_.log_ids->of(row.doc.id, *work.of_ids);
  log.has_integer_id = row.has_integer_id && log.id == row.doc.id;
  log.state = RowState::kRejected;
  log.raw_hash = text_hash_of(settings_.log_hash, row.error ? row.raw : row.doc.text);
  log.reason = std::string(reason);
  append_log_row(work.edits, log, row.doc.text, settings_.audit);
}

}  // namespace lauter
