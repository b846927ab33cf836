#include "run/jobs/teach_job.h"

#include <set>
#include <string_view>
#include <vector>

#include "catalog/category.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "llm/question/prompts.h"
#include "llm/question/training_rows.h"
#include "run/output/output_folder.h"
#include "run/rows/chunk_stream.h"
#include "run/rows/program_source.h"

namespace lauter {
namespace {

/// Labels that a prompt may list; the categories are fewer, a hostile log need not be.
constexpr size_t kMaxLabels = 256;

llm::Head head_of(llm::Task task) {
  if (task == llm::Task::kDetoxify) return llm::Head::kToxic;
  return task == llm::Task::kClean ? llm::Head::kJunk : llm::Head::kPii;
}

/// The question of the recipe's step, about edits, with every label that the programs have.
Result<llm::Ask> ask_of(const TeachJob& job) {
  llm::Ask ask;
  for (const RecipeStep& step : job.job.recipe.steps) {
    if (const auto* options = std::get_if<LlmOptions>(&step.options)) {
      ask = options->ask;
      break;
    }
  }
  ask.mode = llm::Mode::kEdits;
  ask.shots = 0;
  ask.candidates = 1;
  ask.labels = llm::default_labels(ask.task);
  if (ask.task != llm::Task::kAnonymize && ask.task != llm::Task::kAnonymizeCode) return ask;
  std::set<std::string> known;
  for (const llm::Label& label : ask.labels) known.insert(label.name);
  ProgramSource source(job.programs);
  while (true) {
    LAUTER_ASSIGN(const std::optional<ProgramLine> line, source.take_surviving());
    if (!line) return ask;
    const auto row = parse_program_row(line->text);
    if (!row.ok()) continue;
    for (const Edit& edit : row->program.edits) {
      if (known.size() >= kMaxLabels || !category_from_name(edit.cause.label)) continue;
      if (known.insert(edit.cause.label).second) ask.labels.push_back({edit.cause.label, ""});
    }
  }
}

class Teacher {
 public:
  Teacher(const TeachJob& job, const llm::Prompts& prompts, llm::Ask ask, const SecretKey& key)
      : source_(job.programs), asking_(prompts, std::move(ask), key) {}

  /// Appends the row to both files.
  Result<void> take(const Row& row, TeachResult& result) {
    ++result.rows;
    LAUTER_ASSIGN(const std::optional<ProgramLine> line, source_.take(row.doc.id));
    if (!line) return leave_out("no program", result);
    const auto program = parse_program_row(line->text);
    if (!program.ok() || !program->error.empty()) return leave_out("unreadable program", result);
    if (!program->survives || program->program.drop_document) return leave_out("rejected", result);
    if (!validate(program->program, row.doc.text).ok()) return leave_out("does not fit", result);
    const llm::Ask& ask = asking_.ask();
    const bool worded = ask.task == llm::Task::kDetoxify || ask.model_wording;
    std::vector<llm::Proposal> edits;
    for (const Edit& edit : program->program.edits) {
      edits.push_back({edit.span, edit.cause.label, worded ? edit.with : std::string(), 1.0});
    }
    const llm::Accepted accepted{row.doc.id, row.doc.text, edits};
    if (llm::append_student_row(students, asking_, accepted)) ++result.students;
    llm::append_head_row(heads, head_of(ask.task), accepted, "lauter", ask.labels);
    ++result.heads;
    return {};
  }

  std::string students, heads;  ///< lines since they were last written

 private:
  static Result<void> leave_out(const char* reason, TeachResult& result) {
    ++result.left_out[reason];
    return {};
  }

  ProgramSource source_;
  llm::Asking asking_;
};

Result<void> flush(std::string& lines, AppendFile& file) {
  LAUTER_TRY(file.append(lines));
  lines.clear();
  return {};
}

}  // namespace

Result<TeachResult> teach_to_folder(const TeachJob& job) {
  LAUTER_ASSIGN(llm::Ask ask, ask_of(job));
  LAUTER_ASSIGN(const llm::Prompts prompts, llm::Prompts::embedded());
  LAUTER_ASSIGN(const SecretKey key, SecretKey::random());  // of the blocks' tokens alone
  LAUTER_TRY(prepare_out_folder(job.out, job.overwrite));
  LAUTER_ASSIGN(AppendFile students, AppendFile::open(join_path(job.out, "student.jsonl")));
  LAUTER_ASSIGN(AppendFile heads, AppendFile::open(join_path(job.out, "heads.jsonl")));
  Teacher teacher(job, prompts, std::move(ask), key);
  const RowOptions row_options = job.job.row_options();
  ChunkStream stream(job.job.inputs, job.job.stream_options());
  TeachResult result;
  while (true) {
    LAUTER_ASSIGN(const std::optional<Chunk> chunk, stream.next());
    if (!chunk) break;
    RowReader reader(job.job.inputs.files[chunk->file_index], *chunk, row_options);
    Row row;
    while (reader.next(row)) {
      if (!row.pass_through && !row.error) LAUTER_TRY(teacher.take(row, result));
    }
    LAUTER_TRY(flush(teacher.students, students));
    LAUTER_TRY(flush(teacher.heads, heads));
  }
  LAUTER_TRY(students.commit());
  LAUTER_TRY(heads.commit());
  result.interrupted = stream.ended_early() && job.job.stop != nullptr && job.job.stop->load();
  return result;
}

}  // namespace lauter
