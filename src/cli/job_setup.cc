#include "cli/job_setup.h"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <iterator>

#include "base/child.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "io/parquet.h"
#include "json/record_texts.h"
#include "run/output/one_file.h"
#include "run/output/report_data.h"
#include "run/passes/first_rows.h"
#include "run/passes/other_fields.h"
#include "run/steps/run_asker.h"
#include "run/steps/step_engines.h"
#include "s3/object_url.h"

namespace lauter {
namespace {

// A signal handler can only reach what is global.
std::atomic<bool> g_stop{false};
std::atomic<bool> g_stop_at_once{false};

std::atomic<WayOut*> g_way_out{nullptr};

extern "C" void on_signal(int) {
  if (g_stop.exchange(true) || g_stop_at_once.load()) _exit(kExitInterrupted);
  if (WayOut* way_out = g_way_out.load()) way_out->open();
}

constexpr uint64_t kMaxKeyFileBytes = 1 << 16;

Result<SecretKey> read_key(const std::string& path) {
  LAUTER_ASSIGN(const std::string content, read_secret_file(path, kMaxKeyFileBytes));
  auto key = SecretKey::parse(content);
  if (!key.ok()) return std::move(key.error()).context(path);
  return key;
}

/// Fields that are looked at besides text and id.
std::vector<FieldPath> fields_of(const Config& config, const Recipe& recipe) {
  std::vector<FieldPath> fields;
  for (const RecipeStep& step : recipe.steps) {
    if (step.where) std::ranges::move(step.where->fields(), std::back_inserter(fields));
  }
  if (config.command == Command::kScore) {
    fields.push_back(config.source_field);
    fields.push_back(config.reference_field);
  }
  return fields;
}

/// Whether rows of all formats become lines of JSON in one file.
bool writes_lines(const Config& config) {
  const auto format = format_of_name(base_name(config.one_file));
  return format && format->format == Format::kJsonl;
}

Result<void> open_parquet_inputs(const Config& config, const std::vector<FieldPath>& more_fields,
                                 int compression_level, Inputs& inputs) {
  std::vector<FieldPath> looked_at = more_fields;
  if (config.fields.dropped != nullptr) {  // so that it is known which rows had them
    for (const TextPath& path : *config.fields.dropped) looked_at.push_back({{path.steps.front().name}});
  }
  ParquetOptions options{.library = parquet_library(config),
                         .fields = config.fields,
                         .more_fields = std::move(looked_at),
                         .all_columns = config.to_stdout() || writes_lines(config),
                         .threads = config.threads,
                         .compression_level = compression_level};
  if (copies_objects(inputs)) {
    LAUTER_ASSIGN(options.copies, copies_folder(config));
  }
  return open_parquet(inputs, options);
}

/// Frames go from standard input to standard output; files are what they are.
Result<void> set_framing(const Config& config, Inputs& inputs) {
  if (config.framing == Framing::kLines) return {};
  const bool is_stream = config.command != Command::kRefine || config.to_stdout();
  const bool is_jsonl = inputs.files.size() == 1 && inputs.files[0].is_stdin() &&
                        inputs.files[0].format == Format::kJsonl;
  if (!is_stream || !is_jsonl) {
    return invalid_argument(
        "--framing length is for rows of JSON from - (standard input) to stdout");
  }
  inputs.files[0].framing = config.framing;
  return {};
}

}  // namespace

std::optional<std::string> environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

const std::atomic<bool>& stop_flag() { return g_stop; }

WayOut& way_out() {
  // Never destroyed: a signal may come at any moment.
  static auto* const out = new WayOut([] {
    Child::kill_all();
    _exit(kExitInterrupted);
  });
  return *out;
}

void install_signal_handlers() {
  g_way_out.store(&way_out());
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file beyond the limit (ulimit -f) is an error of write()
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

std::string_view lauter_version() { return LAUTER_VERSION; }

bool reads_stdin(const Inputs& inputs) {
  return std::ranges::any_of(inputs.files, &InputFile::is_stdin);
}

std::string parquet_library(const Config& config) {
  if (!config.duckdb.empty()) return config.duckdb;
  return environment_variable("LAUTER_DUCKDB").value_or("");
}

bool copies_objects(const Inputs& inputs) {
  return std::ranges::any_of(inputs.files, [](const InputFile& file) {
    return file.format == Format::kParquet && file.is_object();
  });
}

Result<Inputs> make_inputs(const Config& config, const std::vector<std::string>& args,
                           const std::vector<FieldPath>& more_fields, int compression_level) {
  LAUTER_ASSIGN(Inputs inputs, expand_inputs(args, config.format, config.store));
  const std::string passed_over = passed_over_text(inputs.passed_over);
  if (!passed_over.empty() && !config.quiet) say("lauter: " + passed_over + "\n");
  set_csv_fields(inputs, config.fields);
  LAUTER_TRY(check_csv_heads(inputs));
  LAUTER_TRY(open_parquet_inputs(config, more_fields, compression_level, inputs));
  return inputs;
}

Result<void> open_parquet_of_task(const Config& config, JobOptions& job) {
  Config as_planned = config;
  as_planned.fields = job.fields;
  as_planned.threads = job.threads;
  set_csv_fields(job.inputs, job.fields);
  return open_parquet_inputs(as_planned, fields_of(config, job.recipe),
                             job.recipe.output.compression_level, job.inputs);
}

namespace {

/// Refuses fields that no first row has, and says which ones are taken where nobody named any.
Result<void> check_fields(const Config& config, JobOptions& job) {
  // A report says it, too.
  const bool watches = config.command == Command::kRefine && !(config.quiet && config.to_stdout());
  std::optional<OtherFields> others;
  if (watches) {
    LAUTER_ASSIGN(others, OtherFields::make(job.fields, job.recipe, job.models));
  }
  LAUTER_ASSIGN(const FirstRows first,
                look_at_first_rows(job.inputs, job.row_options(),
                                   [&](const Row& row) { if (others) others->look(row); }));
  if (others) job.untreated = others->found();
  if (const std::string found = untreated_text(job.untreated); !found.empty() && !config.quiet) {
    say("lauter: not refined, but private values stand in these fields of the first " +
        counted(job.untreated.rows, "row") + ": " + found + "; --fields takes them in\n");
  }
  for (const FieldValue& value : job.recipe.field_values) {
    if (config.quiet || first.fields.empty() || first.fields.contains(value.path)) continue;
    say("lauter: fields: " + value.path + " is in none of the first " + counted(first.rows, "row") + "\n");
  }
  if (config.quiet || first.fields.empty() || !(job.fields.texts == nullptr || job.fields.texts->alternatives.size() > 1)) {
    return {};
  }
  std::string names;
  for (const auto& [name, rows] : first.fields) names += (names.empty() ? "" : ", ") + name;
  say("lauter: fields: " + names + " (others: --fields)\n");
  return {};
}

/// What flags and recipe say of the fields together.
Result<void> set_fields(Config& config, Recipe& recipe) {
  if (config.all_fields) recipe.all_fields = true;
  recipe.dropped_fields.insert(recipe.dropped_fields.end(), config.drop_fields.begin(), config.drop_fields.end());
  if (recipe.all_fields && !config.fields_given) {
    set_every_text(config.fields);
  } else if (!config.fields_given && !recipe.fields.empty()) {
    LAUTER_TRY(set_texts(recipe.fields, recipe.roles, config.fields));
  }
  return add_recipe_fields(recipe, config.fields);
}

}  // namespace

Result<JobOptions> make_job(const Config& given) {
  Config config = given;
  if (config.positional.empty()) {
    return invalid_argument("no INPUT; name files, folders or globs, or - for stdin");
  }
  JobOptions job;
  LAUTER_ASSIGN(job.recipe, load_recipe(config.recipe, config.overrides));
  if (has_keyed_values(job.recipe) && !config.key_file) {
    return invalid_argument(
        "allow: keyed hashes need the key of the log that they are from; give it with --key-file");
  }
  LAUTER_TRY(set_fields(config, job.recipe));
  LAUTER_ASSIGN(job.inputs, make_inputs(config, config.positional, fields_of(config, job.recipe),
                                        job.recipe.output.compression_level));
  LAUTER_TRY(set_framing(config, job.inputs));
  if (!config.one_file.empty()) LAUTER_TRY(write_into(config.one_file, job.inputs));
  if (config.model) use_model(job.recipe, *config.model);
  if (config.scope) use_scope(job.recipe, *config.scope == "all" ? Scope::kAll : Scope::kPrivate);
  job.candidates = config.candidates;
  LAUTER_ASSIGN(job.models, load_models(job.recipe));
  if (!config.dry_run) LAUTER_TRY(read_keys(job.recipe, environment_variable));
  // A filter keeps no state, and may wait for its input for ever.
  if (reads_stdin(job.inputs)) g_stop_at_once.store(true);
  job.fields = config.fields;
  LAUTER_TRY(check_fields(config, job));
  job.threads = config.threads;
  job.limit_rows = config.limit_rows;
  job.seed = config.seed;
  job.stop = &stop_flag();
  job.way_out = &way_out();
  return job;
}

std::string default_key_path(const Config& config) {
  // A key never goes where others may read it: with object storage it stays here.
  if (config.output.empty() || config.to_stdout() || s3::is_object_url(config.output)) {
    return "lauter.key";
  }
  std::string path = config.output_given();
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path + ".key";
}

Result<SecretKey> make_key(const Config& config, std::string* stored_at) {
  const std::string path = config.key_file.value_or(default_key_path(config));
  if (stored_at != nullptr) *stored_at = path;
  if (config.key_file) {
    if (!path_exists(path)) {
      return not_found("--key-file " + path +
                       ": no such file; make one with `(umask 077; openssl rand -hex 32 > " + path + ")`");
    }
    return read_key(path);
  }
  if (path_exists(path)) {
    if (!config.quiet) say("lauter: key: " + path + "\n");
    return read_key(path);
  }
  LAUTER_ASSIGN(SecretKey key, SecretKey::random());
  LAUTER_TRY(make_dirs(parent_path(path)));
  const auto stored = write_secret_file(path, key.to_file_content());
  // Of filters that begin at the same time, one stores its key and the others take that.
  if (!stored.ok() && path_exists(path)) return read_key(path);
  if (!stored.ok()) {
    return Error{stored.error().code, stored.error().message + "; name a key with --key-file"};
  }
  say("lauter: key: made " + path +
      "; keep it secret, and give it with --key-file to get the same " + "stand-ins elsewhere\n");
  return key;
}

}  // namespace lauter
