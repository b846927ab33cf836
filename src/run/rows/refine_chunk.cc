#include "run/rows/refine_chunk.h"

#include <algorithm>
#include <chrono>

#include "base/stop.h"
#include "edit/log.h"
#include "io/files/sink.h"
#include "run/rows/rejected_row.h"
#include "run/rows/row_batch.h"
#include "run/rows/row_hash.h"

namespace lauter {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// What the first pass of `dedup` says about the row; nothing if it is no duplicate.
std::optional<Outcome> settled_outcome(const RefineSettings& settings, const Chunk& chunk,
                                       const Row& row, ScanScratch& of_ids) {
  if (settings.duplicates == nullptr) return std::nullopt;
  const auto duplicate = settings.duplicates->find(chunk.file_index, row.number);
  if (!duplicate) return std::nullopt;
  return dropped_duplicate(*duplicate, settings.log_ids->of(duplicate->first_id, of_ids));
}

}  // namespace

ChunkRefiner::ChunkRefiner(const RefineSettings& settings)
    : settings_(settings), scratch_(settings.chain->make_scratch()), of_ids_(settings.log_ids->make_scratch()) {}

LogRow ChunkRefiner::log_row(const Row& row, RowState state) {
  LogRow log;
  log.id = settings_.log_ids->of(row.doc.id, *of_ids_);
  log.has_integer_id = row.has_integer_id && log.id == row.doc.id;
  log.state = state;
  return log;
}

Result<ChunkOutput> ChunkRefiner::refine(const Chunk& chunk) {
  const Clock::time_point started = Clock::now();
  begin(chunk);
  RowReader reader(settings_.inputs->files[chunk.file_index], chunk, settings_.rows);
  ChunkCount count(settings_.worked_on, chunk);
  Row row;
  while (reader.next(row)) {
    if (GiveUpScope::is_over()) return unavailable("stopped");
    Outcome outcome;
    if (!row.pass_through && !row.error) {
      const Clock::time_point refining = Clock::now();
      std::optional<Outcome> settled = settled_outcome(settings_, chunk, row, *of_ids_);
      if (!settled) settled = settings_.chain->refine(row, scratch_);
      outcome = std::move(settled).value_or(Outcome());
      refine_seconds_ += seconds_since(refining);
    }
    const bool is_row = !row.pass_through;
    write_row(chunk, row, std::move(outcome));
    if (is_row) count.add_row();
  }
  return end(chunk, seconds_since(started));
}

Result<ChunkOutput> ChunkRefiner::write(const Chunk& chunk, std::vector<Row>& rows,
                                        std::vector<std::optional<Outcome>> outcomes,
                                        const LlmFigures& llm) {
  const Clock::time_point started = Clock::now();
  begin(chunk);
  out_.stats.llm = llm;
  for (size_t i = 0; i < rows.size(); ++i) {
    write_row(chunk, rows[i], std::move(outcomes[i]).value_or(Outcome()));
  }
  return end(chunk, seconds_since(started));
}

void ChunkRefiner::begin(const Chunk& chunk) {
  out_ = {};
  out_.file_index = chunk.file_index;
  out_.next = chunk.next_position();
  out_.last = chunk.last;
  edit_counter_.begin(out_.stats);
  out_.stats.rows_in = chunk.n_rows;  // as the reader counts; the rest of the figures is ours
  out_.stats.bytes_in = chunk.size_bytes;
  data_.begin(settings_.inputs->files[chunk.file_index], chunk, settings_.folder);
  edits_.clear();
  rejected_.clear();
  refine_seconds_ = 0;
  const SampleBounds* bounds = settings_.sample_bounds;
  samples_ = SampleSet(bounds == nullptr ? nullptr : bounds->current());
}

Result<ChunkOutput> ChunkRefiner::end(const Chunk& chunk, double rows_seconds) {
  const Clock::time_point started = Clock::now();
  const InputFile& file = settings_.inputs->files[chunk.file_index];
  if (!out_.failure && !out_.stats.rows_add_up()) {
    return internal_error(file.path + ": rows do not add up after byte " +
                          std::to_string(chunk.position.offset));
  }
  const int level = settings_.compression_level;
  LAUTER_TRY(data_.take(level, out_.data, out_.lead));
  out_.stats.bytes_out = data_.bytes_out();
  if (settings_.folder) {
    LAUTER_TRY(compress_member(Compression::kZstd, 0, edits_, out_.edits));
    LAUTER_TRY(compress_member(file.compression, level, rejected_, out_.rejected));
  }
  out_.samples = samples_.samples();
  auto& seconds = out_.stats.stage_seconds;
  seconds["refine"] = refine_seconds_;
  seconds["rows"] = rows_seconds - refine_seconds_;
  seconds["compress"] = seconds_since(started);
  out_.stats.scan_ticks = settings_.chain->take_scan_ticks(scratch_);
  return std::move(out_);
}

void ChunkRefiner::write_row(const Chunk& chunk, Row& row, Outcome outcome) {
  if (out_.failure) return;  // the run ends before this row
  if (row.pass_through) return data_.keep(row);
  if (row.error) {
    sample_rejection(chunk, row, row.error->reason, row.error->reason, nullptr);
    return reject_row(chunk, row, row.error->reason, /*dropped=*/false, row.error->reason);
  }
  RunStats& stats = out_.stats;
  stats.text_bytes_in += row.doc.text.size();
  stats.chars_replaced += row.replaced;
  if (outcome.checks.rounds > 1) stats.verify_rounds += outcome.checks.rounds - 1;
  for (const std::string& check : outcome.checks.failed) ++stats.checks_failed[check];

  if (outcome.state == RowState::kRejected) {
    const bool dropped = outcome.program.drop_document;
    ++(dropped ? stats.rows_dropped : stats.rows_withheld);
    (dropped ? stats.bytes_dropped : stats.bytes_withheld) += row.doc.text.size();
    sample_rejection(chunk, row, counted_reason(outcome), outcome.reason,
                     dropped ? &outcome.program.drop_cause : nullptr);
    reject_row(chunk, row, outcome.reason, dropped, counted_reason(outcome));
    if (!settings_.folder) return;
    LogRow log = log_row(row, RowState::kRejected);
    if (outcome.program.drop_document) log.program = std::move(outcome.program);
    log.checks = std::move(outcome.checks);
    log.reason = std::move(outcome.reason);
    append_log(std::move(log), row.doc.text, {}, {});
    return;
  }
  for (const std::string& field : row.dropped_fields) ++stats.fields_dropped[field];
  const bool edited = outcome.state == RowState::kEdited || !row.dropped_fields.empty();
  const std::string_view refined = outcome.state == RowState::kEdited ? std::string_view(outcome.refined) : row.doc.text;
  stats.text_bytes_out += refined.size();
  stats.ties.add(outcome.ties);
  stats.persons.add_row(outcome.persons);
  stats.tokens += outcome.tokens;
  if (edited) {
    ++stats.rows_edited;
    edit_counter_.add(outcome.program);
    data_.edit(row, refined, spans_after(outcome.program, row.texts));
    sample_edits(chunk, row, outcome.program);
  } else {
    ++stats.rows_kept;
    data_.keep(row);
  }
  if (!settings_.folder) return;
  LogRow log = log_row(row, edited ? RowState::kEdited : RowState::kKept);
  log.dropped = row.dropped_fields;
  log.program = std::move(outcome.program);
  log.checks = std::move(outcome.checks);
  append_log(std::move(log), row.doc.text, refined, row.texts);
}

uint64_t ChunkRefiner::rank_of(const Chunk& chunk, const Row& row) const {
  const std::string& name = settings_.inputs->files[chunk.file_index].relative;
  return sample_rank(settings_.seed, name, row.number, row.doc.id);
}

/// `shows_deleted`: of a sample that shows what a step for junk took away.
SampleSource ChunkRefiner::source_of(const Row& row, bool shows_deleted) {
  SampleSource source{.original = row.doc.text, .show_values = settings_.show_values};
  if (shows_deleted && !source.show_values) {
    source.values = settings_.chain->values_in(row, scratch_);
  }
  return source;
}

void ChunkRefiner::sample_edits(const Chunk& chunk, const Row& row, const EditProgram& program) {
  if (settings_.sample_bounds == nullptr) return;
  const uint64_t rank = rank_of(chunk, row);
  const std::vector<size_t> wanted = wanted_edits(program, rank, samples_);
  if (wanted.empty()) return;
  const bool has_junk = std::ranges::any_of(
      program.edits, [](const Edit& edit) { return deletes_junk(edit.cause.stage); });
  const SampleSource source = source_of(row, has_junk);
  const SamplePlace place{.rank = rank,
                          .id = settings_.log_ids->of(row.doc.id, *of_ids_),
                          .file = settings_.inputs->files[chunk.file_index].relative,
                          .row = row.number};
  for (const size_t edit : wanted) samples_.add(sample_of_edit(place, program, edit, source));
}

/// `dropped`: by which step, of a row that is rejected for what it says; null: of any other.
void ChunkRefiner::sample_rejection(const Chunk& chunk, const Row& row, std::string_view counted,
                                    std::string_view reason, const Cause* dropped) {
  if (settings_.sample_bounds == nullptr) return;
  const uint64_t rank = rank_of(chunk, row);
  if (!samples_.wants(reason_group(counted), 1, rank)) return;
  SampleSource source = source_of(row, dropped != nullptr && deletes_junk(dropped->stage));
  if (row.error) source.original = row.raw;
  samples_.add(sample_of_rejection({.rank = rank,
                                    .id = settings_.log_ids->of(row.doc.id, *of_ids_),
                                    .file = settings_.inputs->files[chunk.file_index].relative,
                                    .row = row.number},
                                   counted, reason, source));
}

/// `dropped`: by the recipe, and not because something is wrong with it.
void ChunkRefiner::reject_row(const Chunk& chunk, const Row& row, std::string_view reason,
                              bool dropped, std::string_view counted) {
  out_.stats.add_rejected(counted);
  data_.drop();
  if (!settings_.folder) return leave_out(chunk, row, reason, dropped);
  data_.append_rejected(rejected_, row,
                        {.file = settings_.inputs->files[chunk.file_index].relative,
                         .row = row.number,
                         .byte = row_byte(chunk, row),
                         .reason = reason});
  if (!row.error) return;  // the caller logs what the refinery said
  LogRow log = log_row(row, RowState::kRejected);
  log.reason = std::string(reason);
  append_log(std::move(log), row.raw, {}, {});
}

/// A row that does not reach the stream.
void ChunkRefiner::leave_out(const Chunk& chunk, const Row& row, std::string_view reason,
                             bool dropped) {
  if (settings_.on_error == OnError::kRow) {
    data_.drop(row, reason);
  } else if (settings_.on_error == OnError::kFail && !dropped) {
    const InputFile& file = settings_.inputs->files[chunk.file_index];
    out_.failure =
        data_loss((file.is_stdin() ? "stdin" : file.path) + ": row " + std::to_string(row.number) +
                  ", byte " + std::to_string(row_byte(chunk, row)) + ": " + std::string(reason));
  }
}

void ChunkRefiner::append_log(LogRow row, std::string_view original, std::string_view refined,
                              std::span<const NamedText> texts) {
  row.raw_hash = hash_of(original);
  if (row.state == RowState::kKept) {
    row.refined_hash = row.raw_hash;
  } else if (row.state == RowState::kEdited) {
    row.refined_hash = hash_of(refined);
  }
  append_log_row(edits_, row, original, settings_.audit, texts);
}

std::string ChunkRefiner::hash_of(std::string_view text) const {
  return text_hash_of(*settings_.text_hash, text);
}

Result<ChunkOutput> refine_chunk(const Chunk& chunk, const RefineSettings& settings,
                                 RefinePool& pool, llm::Asker* asker) {
  RefinePool::Lease lease = pool.take();
  if (asker == nullptr) return lease->refine(chunk);
  const Clock::time_point started = Clock::now();
  double waited = 0;
  std::vector<Row> rows;
  RowReader reader(settings.inputs->files[chunk.file_index], chunk, settings.rows);
  std::vector<std::optional<Outcome>> settled;
  for (Row row; reader.next(row); row = {}) {
    settled.push_back(settled_outcome(settings, chunk, row, lease->of_ids()));
    rows.push_back(std::move(row));
  }
  RowBatch batch(*settings.chain, rows, lease->scratch(), std::move(settled));
  while (!batch.requests().empty()) {
    lease.give_back();
    const Clock::time_point asked = Clock::now();
    std::vector<llm::Reply> replies = asker->ask(batch.requests());
    waited += seconds_since(asked);
    lease = pool.take();
    LAUTER_TRY(batch.take(std::move(replies), lease->scratch()));
  }
  auto outcomes = batch.finish(lease->scratch());
  const double refined = seconds_since(started) - waited;
  LAUTER_ASSIGN(ChunkOutput out, lease->write(chunk, rows, std::move(outcomes), batch.figures()));
  out.stats.stage_seconds["refine"] += refined;
  out.stats.stage_seconds["llm"] += waited;
  return out;
}

}  // namespace lauter
