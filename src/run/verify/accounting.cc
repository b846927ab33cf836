#include "run/verify/accounting.h"

#include <algorithm>
#include <functional>
#include <set>

#include "io/files/files.h"
#include "json/members.h"
#include "run/output/report_json.h"
#include "run/output/sampler.h"
#include "run/verify/verify_job.h"

namespace lauter {
namespace {

/// Members of two objects that differ, by their path: `rows.kept`.
void compare_members(const JsonValue& a, const JsonValue& b, const std::string& path,
                     const std::function<void(const std::string&)>& differ) {
  if (a == b) return;
  if (!a.is_object() || !b.is_object()) return differ(path);
  std::set<std::string_view> keys;
  for (const JsonValue* object : {&a, &b}) {
    for (const auto& [key, value] : *object->if_object()) keys.insert(key);
  }
  static const JsonValue none;
  for (const std::string_view key : keys) {
    const JsonValue* in_a = a.find(key);
    const JsonValue* in_b = b.find(key);
    compare_members(in_a == nullptr ? none : *in_a, in_b == nullptr ? none : *in_b,
                    path.empty() ? std::string(key) : path + "." + std::string(key), differ);
  }
}

/// What a rule's group is called belongs to the program's version, not to the rows.
JsonValue without_groups(const JsonValue& rules) {
  JsonValue out;
  for (const auto& [name, rule] : *rules.if_object()) {
    JsonValue figures = rule;
    out.set(name, std::move(figures.set("group", JsonValue())));
  }
  return out;
}

/// The figures that rows alone decide.
JsonValue figures_of(const RunStats& stats, bool with_inputs, bool has_log, bool has_tables) {
  const JsonValue all = to_json(stats);
  JsonValue figures;
  const auto take = [&](std::string_view key) {
    if (const JsonValue* value = all.find(key)) figures.set(key, *value);
  };
  take("rows");
  if (!has_log) return figures;
  for (const char* key : {"edits", "labels", "checks_failed", "verify_rounds", "dropped_rows"}) take(key);
  figures.set("rules", without_groups(*all.find("rules")));
  // Of more reasons than these only some are named.
  if (stats.reject_reasons.size() < 200) take("reject_reasons");
  if (!with_inputs) return figures;
  for (const char* key : {"dropped_bytes", "withheld_rows", "withheld_bytes", "chars_replaced"}) take(key);
  figures.set("text_bytes_in", stats.text_bytes_in);
  if (!has_tables) figures.set("bytes_in", stats.bytes_in);
  return figures;
}

/// Whether a chunk's bytes in data/ are counted as they are on disk.
bool has_exact_size(const InputFile& input) {
  const bool is_made_at_end = input.format == Format::kParquet && !input.data_as_lines;
  return !is_made_at_end && (input.format != Format::kJson || input.data_as_lines);
}

void check_report(const VerifyJob& job, const FinishedRun& run, VerifyFaults& faults) {
  const std::string path = join_path(job.out, "report.json");
  RunReport journal;
  run.totals.fill(journal);
  const RunReport& report = *run.report;
  const auto differ = [&](const std::string& member) { faults.add(path, 0, member + ": is not what the journal says"); };
  // Times are not checked; of ties the report has the summary alone.
  const auto counted = [](JsonValue stats) {
    for (const char* key : {"stage_seconds", "scan_ticks", "ties"}) stats.set(key, JsonValue());
    return stats;
  };
  compare_members(counted(to_json(report.stats)), counted(to_json(journal.stats)), "", differ);
  if (report.ties != journal.ties) differ("ties");
  if (!report.stats.rows_add_up()) faults.add(path, 0, "rows: in is not kept + edited + rejected");
  if (report.key_id != string_at(run.header, "key_id")) differ("key_id");
  if (report.recipe_hash != string_at(run.header, "recipe_hash")) differ("recipe.hash");
  if (report.lauter_version != string_at(run.header, "lauter")) differ("lauter");
  if (report.files_total != run.inputs.files.size()) differ("files_total");
  if (report.files.size() != journal.files.size()) return differ("files");
  for (size_t i = 0; i < report.files.size(); ++i) {
    const FileReport& a = report.files[i];
    const FileReport& b = journal.files[i];
    const auto same = [&](auto member) { return a.*member == b.*member; };
    const bool is_same = same(&FileReport::relative) && same(&FileReport::rows_in) && same(&FileReport::rows_kept) &&
                         same(&FileReport::rows_edited) && same(&FileReport::rows_rejected) &&
                         same(&FileReport::bytes_in) && same(&FileReport::bytes_out);
    if (!is_same) differ("files[" + std::to_string(i) + "]");
  }
  JsonValue::Array samples;
  JsonValue::Array journaled;
  // Of a run of 0.1.0 this program would have kept fewer.
  SampleSet kept;
  for (const Sample& sample : report.samples) kept.add(sample);
  for (const Sample& sample : kept.samples()) samples.push_back(to_json(sample));
  for (const Sample& sample : journal.samples) journaled.push_back(to_json(sample));
  if (samples != journaled) differ("samples");
}

/// Files below state/ that a finished run leaves there.
bool is_state_file(std::string_view name) {
  constexpr std::string_view kNames[] = {"journal.jsonl", "plan.jsonl", "jobs.json", "real-values"};
  constexpr std::string_view kBegins[] = {"tasks/", "logs/", "asked/", "llm-"};
  return std::ranges::find(kNames, name) != std::end(kNames) ||
         std::ranges::any_of(kBegins, [&](std::string_view begin) { return name.starts_with(begin); });
}

std::string what_is_extra(std::string_view name) {
  if (name == kLockName) return "a lock: a run works here, or was killed";
  if (name.ends_with(".part") || name.find(".tmp-") != std::string_view::npos) return "a temporary file of a run that was killed";
  if (name.starts_with("state/")) return "is no part of a finished run's state";
  return "no run made this file";
}

}  // namespace

void check_figures(const VerifyJob& job, const FinishedRun& run, const std::vector<QuickVerdict>& verdicts,
                   bool with_inputs, VerifyFaults& faults) {
  if (run.report) check_report(job, run, faults);
  RunReport journal;
  run.totals.fill(journal);
  const std::string path = join_path(job.out, "report.json");
  const bool is_joined = !run.one_file.empty();
  RunStats found;
  uint64_t joined_bytes = 0;
  bool is_whole = true;
  bool has_tables = false;
  bool has_empty = false;
  for (size_t i = 0; i < verdicts.size(); ++i) {
    const QuickVerdict& verdict = verdicts[i];
    has_tables |= run.inputs.files[i].format == Format::kParquet;
    is_whole &= verdict.is_sound && verdict.is_counted;
    found.add(verdict.stats);
    if (!verdict.is_sound || !verdict.is_counted || i >= journal.files.size()) continue;
    const FileReport& said = journal.files[i];
    joined_bytes += said.bytes_out;
    has_empty |= said.bytes_out == 0;  // whose compressed nothing is not counted
    const RunStats& stats = verdict.stats;
    const bool is_same = said.rows_in == stats.rows_in && said.rows_kept == stats.rows_kept &&
                         said.rows_edited == stats.rows_edited && said.rows_rejected == stats.rows_rejected;
    if (!is_same && (!is_joined || with_inputs)) faults.add(path, 0, "files[" + std::to_string(i) + "]: the log has other rows");
    if (is_joined || !has_exact_size(run.inputs.files[i]) || said.bytes_out == 0 || said.bytes_out == verdict.data_bytes) continue;
    if (verdict.data_bytes == 0) continue;  // it is missing
    faults.add(run.files[i].data.path, 0, "has " + std::to_string(verdict.data_bytes) + " bytes, and the run wrote " +
                                              std::to_string(said.bytes_out) + ": it was compressed anew, or written to");
  }
  if (!is_whole) return;
  if (is_joined && std::ranges::all_of(run.inputs.files, has_exact_size) && run.files.size() <= journal.files.size() &&
      !has_empty && verdicts[0].data_bytes > 0 && joined_bytes != verdicts[0].data_bytes) {
    faults.add(run.one_file, 0, "has " + std::to_string(verdicts[0].data_bytes) + " bytes, and the run wrote " + std::to_string(joined_bytes));
  }
  compare_members(figures_of(found, with_inputs, run.with_edits, has_tables),
                  figures_of(journal.stats, with_inputs, run.with_edits, has_tables), "",
                  [&](const std::string& member) { faults.add(path, 0, member + ": is not what the log says"); });
}

Result<void> check_files(const VerifyJob& job, const FinishedRun& run, const std::vector<QuickVerdict>& verdicts,
                         VerifyFaults& faults) {
  std::set<std::string> expected{join_path(job.out, "report.json"), join_path(job.out, "report.html")};
  const auto expect = [&](const std::string& path, bool is_sure) {
    if (is_sure && !expected.contains(path) && !path_exists(path)) faults.add(path, 0, "is missing");
    expected.insert(path);
  };
  if (!path_exists(join_path(job.out, "report.html"))) faults.add(join_path(job.out, "report.html"), 0, "is missing");
  for (size_t i = 0; i < verdicts.size(); ++i) {
    const QuickVerdict& verdict = verdicts[i];
    for (size_t kind = 0; kind < 3; ++kind) {
      const bool is_joined = kind == OutputNames::kData && !run.one_file.empty();
      const std::string& path = is_joined ? run.one_file : run.files[i].paths[kind];
      const bool may_exist = verdict.exists[kind] || !verdict.is_sound || !verdict.is_counted;
      if (may_exist) expect(path, verdict.exists[kind] && verdict.is_sound);
    }
  }
  LAUTER_ASSIGN(const auto names, list_files_recursive(job.out));
  for (const std::string& name : names) {
    const std::string path = join_path(job.out, name);
    if (expected.contains(path) || name.starts_with("review/")) continue;
    if (name.starts_with("state/") && is_state_file(std::string_view(name).substr(6))) continue;
    faults.add(path, 0, what_is_extra(name));
  }
  return {};
}

}  // namespace lauter
