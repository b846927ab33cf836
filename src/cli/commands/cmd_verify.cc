// `lauter verify`.
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "io/files/object_download.h"
#include "json/value.h"
#include "run/jobs/progress_meter.h"
#include "run/output/one_file.h"
#include "run/verify/verify_job.h"
#include "s3/client.h"
#include "text/printable.h"

namespace lauter {
namespace {

/// Faults that are told one by one on the terminal.
constexpr size_t kToldFaults = 20;

/// A local copy of an OUT s3://..., for as long as it is checked.
class FetchedRun {
 public:
  FetchedRun() = default;
  FetchedRun(const FetchedRun&) = delete;
  ~FetchedRun() {
    step_.drop();
    if (!folder_.empty()) (void)remove_tree(folder_).ok();
  }

  Result<std::string> fetch(const Config& config, const std::string& url, const ProgressSink& progress) {
    LAUTER_ASSIGN(s3::ObjectUrl out, s3::parse_object_url(url));
    while (out.key.ends_with('/')) out.key.pop_back();
    LAUTER_ASSIGN(folder_, stage_folder(config, out));
    folder_ += ".verify";
    LAUTER_TRY(remove_tree(folder_));
    step_ = way_out().before([this] { (void)remove_tree(folder_).ok(); });
    LAUTER_TRY(make_private_dir(folder_));
    const s3::ObjectUrl below = out.below("");
    LAUTER_ASSIGN(const auto objects, config.store->list(below));
    JobOptions shown{.progress = progress};
    for (const s3::ObjectInfo& object : objects) shown.inputs.files.push_back({.path = object.key, .relative = {}, .size_bytes = object.size});
    ProgressMeter meter(shown, 0, "fetching");
    for (size_t i = 0; i < objects.size(); ++i) {
      const std::string name = objects[i].key.substr(below.key.size());
      LAUTER_TRY(download_object(config.store, {below.bucket, objects[i].key}, join_path(folder_, name),
                                 [&](uint64_t bytes) { meter.add(i, bytes, 0, 0, 0); }));
    }
    return folder_;
  }

 private:
  std::string folder_;
  WayOut::Step step_;
};

/// OUT as it was given: a folder, FILE of -o FILE or the folder beside it.
void set_places(std::string given, VerifyJob& job) {
  while (given.size() > 1 && given.ends_with('/')) given.pop_back();
  job.out = given;
  const std::string beside = folder_of_file(given);
  if (!is_directory(given) && is_directory(beside)) {
    job.one_file = given;
    job.out = beside;
    return;
  }
  const std::string suffix = folder_of_file("");
  if (!given.ends_with(suffix) || path_exists(join_path(given, "data"))) return;
  const std::string file = given.substr(0, given.size() - suffix.size());
  if (format_of_name(base_name(file))) job.one_file = file;
}

Result<VerifyJob> make_verify_job(const Config& config, const ProgressSink& progress, FetchedRun& fetched) {
  if (config.positional.size() != 1) return invalid_argument("verify: name the folder of one finished run");
  VerifyJob job;
  const bool is_object = s3::is_object_url(config.positional[0]);
  if (is_object) {
    LAUTER_ASSIGN(job.out, fetched.fetch(config, config.positional[0], progress));
  } else {
    set_places(config.positional[0], job);
  }
  Config keyed = config;
  keyed.output = job.out;
  keyed.one_file = job.one_file;
  keyed.quiet = true;
  job.key_path = config.key_file.value_or(default_key_path(keyed));
  if (config.key_file || (!is_object && path_exists(job.key_path))) {
    LAUTER_ASSIGN(job.key, make_key(keyed));
  }
  job.inputs = config.inputs;
  job.store = config.store;
  job.duckdb = parquet_library(config);
  if (s3::is_object_url(job.inputs)) {
    LAUTER_ASSIGN(job.copies, copies_folder(config));
  } else if (!job.inputs.empty() && !path_exists(job.inputs)) {
    return not_found("--inputs " + job.inputs + ": no such file or folder");
  }
  job.threads = config.threads;
  job.stop = &stop_flag();
  job.progress = progress;
  return job;
}

/// What of an OUT that was fetched has another name here.
std::string shown_path(const Config& config, const VerifyJob& job, const std::string& path) {
  const bool is_copy = s3::is_object_url(config.positional[0]) && path.starts_with(job.out);
  return escape_name(is_copy ? config.positional[0] + path.substr(job.out.size()) : path);
}

JsonValue result_json(const Config& config, const VerifyJob& job, const VerifyResult& result) {
  JsonValue::Array faults;
  for (const VerifyFault& fault : result.faults.kept()) {
    JsonValue value;
    value.set("file", shown_path(config, job, fault.path));
    if (fault.row > 0) value.set("row", fault.row);
    faults.push_back(value.set("what", fault.what));
  }
  JsonValue value;
  value.set("sound", result.faults.count() == 0)
      .set("files", result.files)
      .set("rows", JsonValue()
                       .set("in", result.rows)
                       .set("kept", result.kept)
                       .set("edited", result.edited)
                       .set("rejected", result.rejected))
      .set("bytes", result.bytes)
      .set("with_inputs", result.with_inputs)
      .set("with_key", result.with_key)
      .set("seconds", result.seconds)
      .set("n_faults", result.faults.count())
      .set("faults", std::move(faults));
  return value;
}

std::string faults_text(const Config& config, const VerifyJob& job, const VerifyFaults& faults) {
  std::string text;
  for (size_t i = 0; i < std::min(kToldFaults, faults.kept().size()); ++i) {
    const VerifyFault& fault = faults.kept()[i];
    text += "lauter: " + shown_path(config, job, fault.path) + ": ";
    if (fault.row > 0) text += "row " + std::to_string(fault.row) + ": ";
    text += fault.what + "\n";
  }
  if (faults.count() > kToldFaults) text += "lauter: and " + with_commas(faults.count() - kToldFaults) + " more faults\n";
  return text;
}

std::string result_text(const Config& config, const VerifyJob& job, const VerifyResult& result) {
  const uint64_t faults = result.faults.count();
  const double seconds = std::max(result.seconds, 1e-3);
  return "lauter: " + config.positional[0] + ": " +
         (faults == 0 ? "sound" : with_commas(faults) + (faults == 1 ? " fault" : " faults")) + " (" +
         human_bytes(result.bytes) + " in " + human_seconds(result.seconds) + ", " +
         human_bytes(static_cast<uint64_t>(static_cast<double>(result.bytes) / seconds)) + "/s)\n  files   " +
         with_commas(result.files) + "\n  rows    " + with_commas(result.rows) + ": " + with_commas(result.kept) + " kept, " +
         with_commas(result.edited) + " edited, " + with_commas(result.rejected) + " rejected\n  inputs  " +
         (result.with_inputs ? "programs applied again, every byte compared\n"
                             : "not compared: with --inputs DIR every byte is\n") +
         "  key     " +
         (result.with_key ? escape_name(job.key_path) + ": keyed hashes computed again\n"
                          : "none: with --key-file keyed hashes are checked too\n");
}

}  // namespace

int run_verify(const Config& config) {
  FetchedRun fetched;
  ProgressBar bar(config, "verify");
  auto job = make_verify_job(config, bar.sink(), fetched);
  if (!job.ok()) {
    bar.clear();
    return fail(job.error());
  }
  const auto result = verify_run(*job);
  bar.clear();
  if (!result.ok()) return fail(result.error());
  say(faults_text(config, *job, result->faults));
  if (!config.quiet) say(result_text(config, *job, *result));
  if (config.json) {
    if (const int code = print(result_json(config, *job, *result).to_string() + "\n"); code != kExitOk) return code;
  }
  return result->faults.count() == 0 ? kExitOk : kExitRejected;
}

}  // namespace lauter
