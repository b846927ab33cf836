#include "run/verify/finished_run.h"

#include <algorithm>

#include "io/files/content_hash.h"
#include "io/files/files.h"
#include "json/members.h"
#include "json/record_texts.h"
#include "run/cluster/shard_plan.h"
#include "run/jobs/folder_job.h"
#include "run/output/one_file.h"
#include "run/output/report_json.h"
#include "run/verify/verify_job.h"
#include "s3/client.h"
#include "s3/object_url.h"
#include "text/printable.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxReportFileBytes = uint64_t{1} << 30;

Result<Journal::Contents> read_journal(const VerifyJob& job) {
  const std::string state = join_path(job.out, "state");
  const std::string shown = job.one_file.empty() ? job.out : job.one_file;
  if (!path_exists(Journal::final_path(state))) {
    const bool begun = path_exists(Journal::growing_path(state)) || path_exists(plan_path(job.out));
    return begun ? invalid_argument(shown + ": its run is not finished; --resume goes on with it, "
                                            "`lauter status` says how far it is")
                 : not_found(shown + ": holds no finished run of refine, apply or dedup (" +
                             Journal::final_path(state) + " is missing)");
  }
  return Journal::read(state);
}

/// As the run read them. A journal names the first of very many only.
Result<Inputs> inputs_of(const VerifyJob& job, const JsonValue& header, std::vector<std::string>& contents) {
  Inputs inputs;
  if (path_exists(plan_path(job.out))) {
    LAUTER_ASSIGN(const ShardPlan plan, read_plan(job.out));
    for (const InputMarks& marks : plan.marks) contents.push_back(marks.content);
    inputs.files = plan.inputs.files;
    return inputs;
  }
  const JsonValue* named = header.find("inputs");
  if (named == nullptr || !named->is_array()) return data_loss("the journal names no inputs");
  for (const JsonValue& input : *named->if_array()) {
    LAUTER_ASSIGN(InputFile file, input_of_journal(input));
    inputs.files.push_back(std::move(file));
    contents.push_back(string_at(input, "content"));
  }
  const uint64_t n_inputs = count_at(header, "n_inputs");
  if (n_inputs <= inputs.files.size()) return inputs;
  const auto missing = [&] {
    return invalid_argument("the journal names " + std::to_string(inputs.files.size()) + " of " +
                            std::to_string(n_inputs) + " inputs; name the folder of all with --inputs");
  };
  if (job.inputs.empty() || inputs.files.empty()) return missing();
  LAUTER_ASSIGN(Inputs all, expand_inputs({job.inputs}, ForcedFormat{inputs.files[0].format, {}}, job.store));
  if (all.files.size() != n_inputs) return missing();
  return all;
}

/// Finds where the original of `input` is now, and whether it is what it was.
Result<void> find_original(const VerifyJob& job, const InputFile& input, size_t n_inputs,
                           const std::string& content, VerifiedFile& file, VerifyFaults& faults) {
  const bool is_object = s3::is_object_url(job.inputs);
  const bool is_folder = is_object ? n_inputs > 1 || job.inputs.ends_with('/') : is_directory(job.inputs);
  file.input.path = is_folder ? join_path(job.inputs, input.relative) : job.inputs;
  const auto missing = [&] {
    faults.add(file.input.path, 0, "is missing: it was an input of the run");
  };
  if (is_object) {
    LAUTER_ASSIGN(const s3::ObjectUrl url, s3::parse_object_url(file.input.path));
    const auto object = job.store->head(url);
    if (!object.ok() && object.error().code != ErrorCode::kNotFound) return object.error();
    if (!object.ok()) return missing(), Result<void>();
    file.input.store = job.store;
    file.input.version = object->etag;
    file.input.size_bytes = object->size;
  } else {
    if (!is_folder && n_inputs > 1) {
      return invalid_argument("--inputs " + job.inputs + ": is no folder, and the run had " +
                              std::to_string(n_inputs) + " inputs");
    }
    const auto size = file_size(file.input.path);
    if (!size.ok()) return missing(), Result<void>();
    file.input.size_bytes = *size;
    const auto now = content_hash(file.input);
    if (now.ok() && !content.empty() && !now->empty() && *now != content) {
      file.is_input_changed = true;
      faults.add(file.input.path, 0, "was changed since the run: its content is another");
    }
  }
  file.has_input = true;
  return {};
}

InputFile data_file(const InputFile& input, const FinishedRun& run, const std::string& path) {
  InputFile data = input;
  data.path = path;
  data.store = nullptr;
  data.version.clear();
  data.relative.clear();  // so rows without an id are known by their number alone
  data.compression = data_compression(input);
  data.data_compression.reset();
  if (input.format == Format::kWarc) data.format = Format::kWet;
  if (input.data_as_lines) data.format = Format::kJsonl;
  data.data_as_lines = false;
  data.parquet = nullptr;
  if (!run.one_file.empty()) data.path = run.one_file;
  if (const auto size = file_size(data.path); size.ok()) data.size_bytes = *size;
  return data;
}

/// A file that is no sound one shows when it is read.
Result<void> open_tables(const VerifyJob& job, const FinishedRun& run, InputFile& file) {
  Inputs one;
  one.files.push_back(file);
  if (!has_parquet(one)) return {};
  const auto opened = open_parquet(one, {.library = job.duckdb,
                                         .fields = run.rows.fields,
                                         .all_columns = true,
                                         .threads = job.threads,
                                         .copies = job.copies});
  if (!opened.ok() && opened.error().code == ErrorCode::kUnimplemented) return opened;
  file = one.files[0];
  return {};
}

Result<void> read_settings(FinishedRun& run) {
  const JsonValue& header = run.header;
  LAUTER_TRY(read_text_fields(string_at(header, "text_field"), run.rows.fields));
  LAUTER_ASSIGN(run.rows.fields.id, FieldPath::parse(string_at(header, "id_field")));
  run.rows.max_record_bytes = count_at(header, "max_record_bytes", Recipe{}.limits.max_record_bytes);
  run.limit_rows = count_at(header, "limit", std::numeric_limits<uint64_t>::max());
  const std::string command = string_at(header, "command");
  run.is_apply = command.starts_with("apply");
  run.with_edits = command != "apply --invert";
  return {};
}

void read_report(const VerifyJob& job, FinishedRun& run, VerifyFaults& faults) {
  const std::string path = join_path(job.out, "report.json");
  const auto text = read_file(path, kMaxReportFileBytes);
  if (!text.ok()) return faults.add(path, 0, path_exists(path) ? "cannot be read" : "is missing");
  auto json = parse_json(*text);
  if (!json.ok()) return faults.add(path, 0, "is broken: " + json.error().message);
  auto report = report_from_json(*json);
  if (!report.ok()) return faults.add(path, 0, "is broken: " + report.error().message);
  run.report_json = std::move(*json);
  run.report = std::move(*report);
}

}  // namespace

Result<std::unique_ptr<FinishedRun>> read_finished_run(const VerifyJob& job, VerifyFaults& faults) {
  const std::string journal_path = Journal::final_path(join_path(job.out, "state"));
  auto journal = read_journal(job);
  if (!journal.ok() && journal.error().code == ErrorCode::kDataLoss) {
    faults.add(journal_path, 0, "is broken: " + journal.error().message);
    return std::unique_ptr<FinishedRun>();
  }
  if (!journal.ok()) return std::move(journal.error());
  std::vector<std::string> contents;
  auto inputs = inputs_of(job, journal->header, contents);
  if (!inputs.ok()) return std::move(inputs.error()).context(journal_path);
  auto run = std::make_unique<FinishedRun>(std::move(*inputs));
  run->header = std::move(journal->header);
  for (const JournalRow& row : journal->rows) run->totals.add(row);
  if (journal->rows.empty() || !journal->rows.back().finished) {
    faults.add(journal_path, journal->rows.size() + 2, "its last row is missing: it does not say that the run is finished");
  }
  LAUTER_TRY(read_settings(*run));
  run->one_file = job.one_file;
  if (!run->one_file.empty()) LAUTER_TRY(write_into(run->one_file, run->inputs));
  set_csv_fields(run->inputs, run->rows.fields);
  read_report(job, *run, faults);
  const auto names = output_names(job.out, run->inputs.files);
  for (size_t i = 0; i < names.size(); ++i) {
    const InputFile& input = run->inputs.files[i];
    VerifiedFile& file = run->files.emplace_back();
    file.input = input;
    file.paths = names[i].paths;
    file.data = data_file(input, *run, names[i].paths[OutputNames::kData]);
    if (!job.inputs.empty()) {
      LAUTER_TRY(find_original(job, input, names.size(), i < contents.size() ? contents[i] : "", file, faults));
      LAUTER_TRY(open_tables(job, *run, file.input));
    }
    LAUTER_TRY(open_tables(job, *run, file.data));
  }
  return run;
}

}  // namespace lauter
