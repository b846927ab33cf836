#include "run/jobs/row_job.h"
#include "run/passes/first_passes.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/stop.h"
#include "edit/program_json.h"
#include "io/codec/frame.h"
#include "json/writer.h"
#include "run/jobs/leave_soon.h"
#include "run/jobs/ordered.h"
#include "run/jobs/progress_meter.h"
#include "run/jobs/workforce.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/finder.h"
#include "run/rows/row_batch.h"
#include "run/steps/run_asker.h"
#include "run/steps/scratch_pool.h"

namespace lauter {
namespace {

/// What one chunk gives: its lines.
struct PrintedChunk {
  std::string bytes;
  size_t line_begin = 0;  ///< of the last one, in `bytes`
  size_t file_index = 0;
  uint64_t input_bytes = 0;
  uint64_t rows = 0;
  uint64_t bad_rows = 0;
  uint64_t finds = 0;
  std::array<uint64_t, kLosses> lost{};
  LlmFigures llm;
};

PrintedChunk lines_of(const Chunk& chunk) {
  PrintedChunk lines;
  lines.file_index = chunk.file_index;
  lines.input_bytes = chunk.size_bytes;
  return lines;
}

void begin_line(PrintedChunk& lines, const Row& row) {
  lines.line_begin = begin_record(lines.bytes, row.framing);
  lines.bytes += "{\"id\":";
  append_id(row, lines.bytes);
}

void end_line(PrintedChunk& lines, const Row& row) {
  lines.bytes += '}';
  end_record(lines.bytes, lines.line_begin, row.framing);
}

void append_error(PrintedChunk& lines, const Row& row, std::string_view reason) {
  append_error_row(row, reason, lines.bytes);
  ++lines.bad_rows;
}

using PrintChunk = std::function<Result<PrintedChunk>(const Chunk& chunk, int worker)>;

Result<RowJobResult> print_chunks(const JobOptions& job, const ByteSink& sink,
                                  const PrintChunk& print) {
  const Workforce workforce = workforce_of(job);
  StreamOptions options = job.stream_options();
  options.chunk_bytes = workforce.chunk_bytes;
  ChunkStream stream(job.inputs, options);
  ProgressMeter meter(job, 0);
  RowJobResult result;
  LeaveSoon soon(job, [&meter] { meter.finish(); });
  const auto ran = run_ordered<Chunk, PrintedChunk>(
      {.threads = workforce.workers, .max_weight = workforce.max_weight},
      [&stream] { return stream.next(); },
      [&](const Chunk& chunk, int worker) -> Result<PrintedChunk> {
        const GiveUpScope scope(job.stop);
        Result<PrintedChunk> lines = print(chunk, worker);
        if (GiveUpScope::is_over()) return unavailable("stopped");  // it may be half done
        return lines;
      },
      [&](const PrintedChunk& lines) {
        return soon.write([&]() -> Result<bool> {
          LAUTER_ASSIGN(const WriteState state, sink(lines.bytes));
          result.rows += lines.rows;
          result.bad_rows += lines.bad_rows;
          result.edits += lines.finds;
          result.llm.add(lines.llm);
          for (size_t i = 0; i < kLosses; ++i) result.lost_edits[i] += lines.lost[i];
          meter.add(lines.file_index, lines.input_bytes, lines.rows, lines.bad_rows, lines.finds);
          if (state == WriteState::kClosed) stream.end();
          return state != WriteState::kClosed;
        });
      });
  soon.end();
  meter.finish();
  const bool is_stopped = job.stop != nullptr && job.stop->load();
  result.interrupted = is_stopped && (!ran.ok() || stream.ended_early());
  if (!ran.ok() && !result.interrupted) return ran.error();
  return result;
}

/// A string field of the row besides its text and id. Returns what is wrong with it.
std::optional<std::string> read_field(const Row& row, const FieldPath& field, Record& record) {
  if (!has_fields(row.format)) return "a row of this format has no field but its text";
  RecordFields fields;
  fields.text = field;
  std::string made;
  const auto error = parse_record(json_of(row, made), fields, record);
  if (!error) return std::nullopt;
  return error->reason;
}

/// Runs `answer(row, worker, lines)` for every row that can be read.
template <typename Answer>
Result<RowJobResult> answer_rows(const JobOptions& job, const ByteSink& sink, Answer answer) {
  const RowOptions row_options = job.row_options();
  return print_chunks(job, sink, [&](const Chunk& chunk, int worker) -> Result<PrintedChunk> {
    PrintedChunk lines = lines_of(chunk);
    RowReader reader(job.inputs.files[chunk.file_index], chunk, row_options);
    ChunkCount count(job.worked_on.get(), chunk);
    Row row;
    while (reader.next(row)) {
      if (GiveUpScope::is_over()) return unavailable("stopped");
      if (row.pass_through) continue;
      ++lines.rows;
      if (row.error) {
        append_error(lines, row, row.error->reason);
      } else {
        answer(row, worker, lines);
      }
      count.add_row();
    }
    return lines;
  });
}

/// Runs `answer(row, outcome, lines)` for every row that all steps of the recipe have worked on.
template <typename Answer>
Result<RowJobResult> answer_outcomes(const JobOptions& job, const SecretKey& key,
                                     const ByteSink& sink, Answer answer) {
  LAUTER_TRY(check_no_first_pass(job.recipe, "program"));
  LAUTER_ASSIGN(const StepChain chain, StepChain::make(job, key));
  std::vector<ChainScratch> scratches;
  for (int i = 0; i < job.threads; ++i) scratches.push_back(chain.make_scratch());
  if (!chain.asks()) {
    return answer_rows(job, sink, [&](const Row& row, int worker, PrintedChunk& lines) {
      answer(row, chain.refine(row, scratches[static_cast<size_t>(worker)]).value_or(Outcome()),
             lines);
    });
  }
  LAUTER_ASSIGN(const auto asker, RunAsker::make(job, key, "", "rows"));
  ScratchPool<ChainScratch> pool(std::move(scratches));
  const RowOptions row_options = job.row_options();
  const auto print = [&](const Chunk& chunk, int) -> Result<PrintedChunk> {
    ScratchPool<ChainScratch>::Lease lease = pool.take();
    std::vector<Row> rows;
    RowReader reader(job.inputs.files[chunk.file_index], chunk, row_options);
    for (Row row; reader.next(row); row = {}) rows.push_back(std::move(row));
    RowBatch batch(chain, rows, *lease);
    while (!batch.requests().empty()) {
      lease.give_back();
      std::vector<llm::Reply> replies = asker->asker().ask(batch.requests());
      lease = pool.take();
      LAUTER_TRY(batch.take(std::move(replies), *lease));
    }
    std::vector<std::optional<Outcome>> outcomes = batch.finish(*lease);
    PrintedChunk lines = lines_of(chunk);
    lines.llm = batch.figures();
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].pass_through) continue;
      ++lines.rows;
      if (rows[i].error) {
        append_error(lines, rows[i], rows[i].error->reason);
      } else {
        answer(rows[i], std::move(outcomes[i]).value_or(Outcome()), lines);
      }
    }
    return lines;
  };
  LAUTER_ASSIGN(const RowJobResult result, print_chunks(job, sink, print));
  if (!result.interrupted) LAUTER_TRY(asker->finish());
  return result;
}

/// Two decimals are enough for the score of a span, and short. `score` is in [0, 1].
void append_score(std::string& out, float score) {
  // The product is exact, so this is the rounding of std::to_chars().
  const auto hundredths = static_cast<int>(std::nearbyint(static_cast<double>(score) * 100));
  const char digits[] = {static_cast<char>('0' + hundredths / 100), '.',
                         static_cast<char>('0' + hundredths / 10 % 10),
                         static_cast<char>('0' + hundredths % 10)};
  out.append(digits, sizeof digits);
}

void append_span(std::string& out, const FoundSpan& found, const NamedText* text) {
  out += '{';
  const uint64_t from = text == nullptr ? 0 : text->span.begin;
  if (text != nullptr) {
    out += "\"field\":";
    append_json_string(out, text->field);
    out += ',';
  }
  out += "\"start\":";
  append_json_uint(out, found.span.begin - from);
  out += ",\"end\":";
  append_json_uint(out, found.span.end - from);
  out += ",\"label\":";
  append_json_string(out, found.label);
  out += ",\"score\":";
  append_score(out, found.score);
  out += ",\"rule\":";
  append_json_string(out, found.rule);
  if (!found.reason.empty()) {
    out += ",\"reason\":";
    append_json_string(out, found.reason);
  }
  if (found.is_public) out += ",\"public\":true";
  out += '}';
}

void append_program_text(PrintedChunk& lines, const EditProgram& program, std::string_view text,
                         Dialect dialect) {
  const DialectText said = print_dialect(program, text, dialect);
  lines.bytes += ",\"program_text\":";
  append_json_string(lines.bytes, said.program);
  if (said.lost_total() == 0) return;
  JsonWriter json(lines.bytes);
  lines.bytes += ",\"lost\":";
  json.begin_object();
  for (size_t i = 0; i < kLosses; ++i) {
    lines.lost[i] += said.lost[i];
    if (said.lost[i] > 0) json.member_uint(loss_name(static_cast<Loss>(i)), said.lost[i]);
  }
  json.end_object();
}

}  // namespace

namespace {

void append_found(PrintedChunk& lines, const Row& row, std::span<const FoundSpan> found,
                  std::string_view dropped) {
  begin_line(lines, row);
  lines.bytes += ",\"spans\":[";
  bool first = true;
  const auto append = [&](const FoundSpan& span, const NamedText* text) {
    if (!first) lines.bytes += ',';
    first = false;
    append_span(lines.bytes, span, text);
  };
  for (const FoundSpan& span : found) {
    if (row.texts.empty()) append(span, nullptr);
    // What goes over several texts is said of each.
    for (const NamedText& text : row.texts) {
      FoundSpan part = span;
      part.span = {std::max(span.span.begin, text.span.begin), std::min(span.span.end, text.span.end)};
      if (part.span.begin < part.span.end) append(part, &text);
    }
  }
  lines.finds += found.size();
  lines.bytes += ']';
  if (!dropped.empty()) {
    lines.bytes += ",\"dropped\":";
    append_json_string(lines.bytes, dropped);
  }
  end_line(lines, row);
}

/// With a model that is asked, what is found is what would be edited.
Result<RowJobResult> find_by_asking(const JobOptions& job, const SecretKey& key,
                                    const ByteSink& sink) {
  return answer_outcomes(job, key, sink,
                         [](const Row& row, const Outcome& outcome, PrintedChunk& lines) {
                           const EditProgram& program = outcome.program;
                           if (outcome.state == RowState::kRejected && !program.drop_document) {
                             return append_error(lines, row, outcome.reason);
                           }
                           std::vector<FoundSpan> found;
                           const auto add = [&found](ByteSpan span, const Cause& cause) {
                             found.push_back({span, cause.label, cause.score, cause.rule, cause.reason});
                           };
                           if (program.drop_document)
                             add({0, row.doc.text.size()}, program.drop_cause);
                           for (const Edit& edit : program.edits) add(edit.span, edit.cause);
                           append_found(lines, row, found,
                                        program.drop_document ? outcome.reason : "");
                         });
}

}  // namespace

Result<RowJobResult> find_to_sink(const JobOptions& job, const SecretKey& key,
                                  const ByteSink& sink) {
  if (asks_servers(job.recipe)) return find_by_asking(job, key, sink);
  LAUTER_ASSIGN(
      const StepEngines<ValueFinder> engines,
      StepEngines<ValueFinder>::make(job.recipe, job.inputs, job.models, &key, [&](FindOptions find) {
        find.decide.every_name = job.candidates;
        return ValueFinder::make(std::move(find));
      }));
  LAUTER_ASSIGN(const ModelSteps models, make_model_steps(job));
  LAUTER_ASSIGN(const FilterSteps filters, make_filter_steps(job.recipe));
  std::vector<Finder> finders;
  finders.reserve(static_cast<size_t>(job.threads));
  for (int i = 0; i < job.threads; ++i) finders.emplace_back(job, engines, models, filters);
  return answer_rows(job, sink, [&](const Row& row, int number, PrintedChunk& lines) {
    const auto found = finders[static_cast<size_t>(number)].find(row);
    if (!found.ok()) return append_error(lines, row, found.error().message);
    append_found(lines, row, *found, finders[static_cast<size_t>(number)].dropped());
  });
}

Result<RowJobResult> scores_to_sink(const JobOptions& job, const TextScorer& scorer,
                                    const ScoreFields& fields, const ByteSink& sink) {
  struct Scratch {
    TextScoreScratch score;
    Record source;
    Record reference;
  };
  std::vector<Scratch> scratches(static_cast<size_t>(workforce_of(job).workers));
  return answer_rows(job, sink, [&](const Row& row, int number, PrintedChunk& lines) {
    Scratch& scratch = scratches[static_cast<size_t>(number)];
    ScoredText scored = {.text = row.doc.text};
    if (scorer.metrics().needs_source()) {
      const auto error = read_field(row, fields.source, scratch.source);
      if (error) return append_error(lines, row, *error);
      scored.source = scratch.source.text;
    }
    if (scorer.metrics().needs_reference()) {
      const auto error = read_field(row, fields.reference, scratch.reference);
      if (error) return append_error(lines, row, *error);
      scored.reference = scratch.reference.text;
    }
    const auto scores = scorer.score(scored, scratch.score);
    if (!scores.ok()) return append_error(lines, row, scores.error().message);
    begin_line(lines, row);
    JsonWriter json(lines.bytes);
    lines.bytes += ",\"scores\":";
    json.begin_object();
    for (const TextScore& score : *scores) {
      if (score.word.empty()) {
        json.member_number(score.name, score.value);
      } else {
        json.member(score.name, score.word);
      }
    }
    json.end_object();
    if (scorer.metrics().needs_source()) {
      JsonWriter list(lines.bytes);
      lines.bytes += ",\"reasons\":";
      list.begin_array();
      for (const std::string_view reason : scratch.score.reasons) list.string(reason);
      list.end_array();
    }
    end_line(lines, row);
  });
}

Result<RowJobResult> programs_to_sink(const RefineJob& job, Dialect dialect, const ByteSink& sink) {
  const AuditWriter audit(job.key,
                          job.job.recipe.output.reversible ? AuditMode::kSealed : AuditMode::kHmac);
  const auto answer = [&](const Row& row, const Outcome& outcome, PrintedChunk& lines) {
    if (outcome.state == RowState::kRejected && !outcome.program.drop_document) {
      return append_error(lines, row, outcome.reason);
    }
    begin_line(lines, row);
    if (dialect == Dialect::kLauter) {
      lines.bytes += ",\"program\":";
      append_program_json(lines.bytes, outcome.program, row.doc.id, row.doc.text, audit,
                          outcome.state == RowState::kRejected ? std::span<const NamedText>() : row.texts);
    } else {
      append_program_text(lines, outcome.program, row.doc.text, dialect);
    }
    end_line(lines, row);
    lines.finds += outcome.program.edits.size();
  };
  return answer_outcomes(job.job, job.key, sink, answer);
}

}  // namespace lauter
