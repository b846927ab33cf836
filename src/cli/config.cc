#include "cli/config.h"

#include <charconv>
#include <thread>

#include "io/files/files.h"
#include "json/record_texts.h"
#include "run/cluster/slurm.h"
#include "run/output/one_file.h"
#include "s3/object_url.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxThreads = 1024;
constexpr uint64_t kMaxTasks = 100'000;

Result<void> read_number(const LowArgs& args, std::string_view flag, uint64_t low, uint64_t high,
                         uint64_t& out) {
  const auto text = args.value(flag);
  if (!text) return {};
  uint64_t value = 0;
  const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (ec != std::errc() || end != text->data() + text->size() || value < low || value > high) {
    return invalid_argument("--" + std::string(flag) + ": \"" + *text +
                            "\" is not a whole number from " + std::to_string(low) + " to " +
                            std::to_string(high));
  }
  out = value;
  return {};
}

Result<void> read_number(const LowArgs& args, std::string_view flag, std::optional<uint64_t>& out) {
  if (!args.value(flag)) return {};
  return read_number(args, flag, 0, std::numeric_limits<int64_t>::max(), out.emplace());
}

Result<void> read_share(const LowArgs& args, std::string_view flag, double& out) {
  const auto text = args.value(flag);
  if (!text) return {};
  double value = 0;
  const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (ec != std::errc() || end != text->data() + text->size() || !(value >= 0 && value <= 1)) {
    return invalid_argument("--" + std::string(flag) + ": \"" + *text +
                            "\" is not a number from 0 to 1");
  }
  out = value;
  return {};
}

Result<void> read_field(const LowArgs& args, std::string_view flag, FieldPath& out) {
  const auto text = args.value(flag);
  if (!text) return {};
  auto path = FieldPath::parse(*text);
  if (!path.ok()) return std::move(path.error()).context("--" + std::string(flag));
  out = std::move(*path);
  return {};
}

std::vector<std::string> comma_lists(const std::vector<std::string>& values) {
  std::vector<std::string> parts;
  for (const std::string& value : values) {
    for (size_t at = 0; at <= value.size();) {
      const size_t comma = std::min(value.find(',', at), value.size());
      parts.push_back(value.substr(at, comma - at));
      at = comma + 1;
    }
  }
  return parts;
}

/// --text-field, --fields and --roles. Without the first two, a row without `text` has the texts of
/// the usual schemas.
Result<void> read_texts(const LowArgs& args, RecordFields& fields) {
  const std::vector<std::string> paths = comma_lists(args.values("fields"));
  const std::vector<std::string> roles = comma_lists(args.values("roles"));
  if (args.has("text-field")) {
    if (!paths.empty()) return invalid_argument("--fields and --text-field exclude each other");
    if (!roles.empty()) return invalid_argument("--roles is for chats: name their texts with --fields");
    return read_field(args, "text-field", fields.text);
  }
  fields.or_usual = paths.empty();
  if (fields.or_usual && roles.empty()) return {};
  auto set = set_texts(fields.or_usual ? std::vector<std::string>{"auto"} : paths, roles, fields);
  if (!set.ok()) return std::move(set.error()).context("--fields");
  return {};
}

Result<void> read_shots(const LowArgs& args, std::vector<int>& out) {
  const auto text = args.value("shots");
  if (!text) return {};
  out.clear();
  for (const char* at = text->data(); true;) {
    const char* const end = text->data() + text->size();
    int& shots = out.emplace_back();
    const auto [stop, ec] = std::from_chars(at, end, shots);
    if (ec != std::errc() || shots < 0 || shots > 8 || (stop != end && *stop != ',')) {
      return invalid_argument("--shots: \"" + *text + "\" is not a list of numbers from 0 to 8");
    }
    if (stop == end) return {};
    at = stop + 1;
  }
}

/// N or N%M.
Result<void> read_tasks(const LowArgs& args, Config& config) {
  const auto text = args.value("tasks");
  if (!text) return {};
  const size_t sign = text->find('%');
  const auto read = [](std::string_view part, uint64_t& out) {
    const auto [end, ec] = std::from_chars(part.data(), part.data() + part.size(), out);
    return ec == std::errc() && end == part.data() + part.size() && out >= 1 && out <= kMaxTasks;
  };
  const std::string_view all = *text;
  if (!read(all.substr(0, sign), config.tasks) ||
      (sign != std::string::npos && !read(all.substr(sign + 1), config.at_once))) {
    return invalid_argument("--tasks: \"" + *text + "\" is not N or N%M, whole numbers from 1 to " +
                            std::to_string(kMaxTasks));
  }
  return {};
}

/// A name with the suffix of a format is that of a file, unless a folder has it.
Result<void> read_one_file(Config& config) {
  if (const auto way = way_to_remote(config.output)) return invalid_argument("-o " + config.output + ": " + *way);
  const bool writes_rows = config.command == Command::kRefine || config.command == Command::kApply;
  if (!writes_rows || s3::is_object_url(config.output) || is_directory(config.output)) return {};
  if (!format_of_name(base_name(config.output))) return {};
  config.one_file = config.output;
  config.output = folder_of_file(config.one_file);
  return {};
}

When when_of(const LowArgs& args, std::string_view flag) {
  const std::string text = args.value(flag).value_or("auto");
  if (text == "always") return When::kAlways;
  return text == "never" ? When::kNever : When::kAuto;
}

Result<void> read_rows_options(const LowArgs& args, Config& config) {
  const auto format = args.value("format");
  if (format && config.command == Command::kCategories) {
    if (format != "json" && format != "text") {
      return invalid_argument("--format: \"" + *format + "\" is not one of text, json");
    }
  } else if (format) {
    auto parsed = parse_format(*format);
    if (!parsed.ok()) return std::move(parsed.error()).context("--format");
    config.format = *parsed;
  }
  LAUTER_TRY(read_texts(args, config.fields));
  config.all_fields = args.has("all-fields");
  config.drop_fields = comma_lists(args.values("drop-fields"));
  if (config.all_fields && (args.has("text-field") || args.has("fields") || args.has("roles"))) {
    return invalid_argument("--all-fields takes every string: leave --fields, --text-field and --roles out");
  }
  config.fields_given = args.has("text-field") || args.has("fields") || args.has("roles");
  LAUTER_TRY(read_field(args, "id-field", config.fields.id));
  config.duckdb = args.value("duckdb").value_or("");
  LAUTER_TRY(read_number(args, "limit", 1, std::numeric_limits<int64_t>::max(), config.limit_rows));
  return {};
}

Result<void> read_output_options(const LowArgs& args, Config& config) {
  if (args.value("framing") == "length") config.framing = Framing::kLength;

  config.output = args.value("output").value_or("");
  LAUTER_TRY(read_one_file(config));
  if (const auto on_error = args.value("on-error")) {
    if (!config.to_stdout()) {
      return invalid_argument("--on-error is for -o -; a folder has its own place for such rows");
    }
    config.on_error = on_error == "row"    ? OnError::kRow
                      : on_error == "drop" ? OnError::kDrop
                                           : OnError::kFail;
  }
  config.resume = args.has("resume");
  config.overwrite = args.has("overwrite");
  config.show_values = args.has("show-values");
  config.dry_run = args.has("dry-run");
  config.dialect = args.value("dialect").value_or(config.dialect);
  if (config.resume && config.overwrite) {
    return invalid_argument("--resume and --overwrite exclude each other");
  }
  if (config.resume && config.to_stdout()) {
    return invalid_argument("--resume needs a folder to resume in, not stdout");
  }
  return {};
}

Result<void> read_executor_options(const LowArgs& args, Config& config) {
  config.executor = args.value("executor").value_or(config.executor);
  LAUTER_TRY(read_tasks(args, config));
  if (args.value("slurm-args")) {
    auto words = split_words(*args.value("slurm-args"));
    if (!words.ok()) return std::move(words.error()).context("--slurm-args");
    config.slurm_words = std::move(*words);
    LAUTER_TRY(check_slurm_words(config.slurm_words));
  }
  config.task = args.value("task").value_or("");
  return {};
}

void read_s3_options(const LowArgs& args, Config& config) {
  config.s3.endpoint = args.value("s3-endpoint").value_or("");
  const std::string style = args.value("s3-style").value_or("auto");
  if (style == "path") config.s3.addressing = s3::Addressing::kPath;
  if (style == "virtual") config.s3.addressing = s3::Addressing::kVirtual;
  config.s3.anonymous = args.has("s3-anonymous");
  config.stage = args.value("stage").value_or("");
}

Result<void> read_recipe_options(const LowArgs& args, Config& config) {
  if (config.command == Command::kDedup) config.recipe = "dedup";
  config.recipe = args.value("recipe").value_or(config.recipe);
  config.overrides = args.values("set");
  if (args.has("exact")) config.overrides.emplace_back("steps.dedup.exact=true");
  if (const auto overlap = args.value("overlap")) {
    config.overrides.push_back("steps.dedup.overlap=" + *overlap);
  }
  if (args.has("reversible")) config.overrides.emplace_back("output.reversible=true");
  config.model = args.value("model");
  config.scope = args.value("scope");
  config.candidates = args.has("candidates");
  config.key_file = args.value("key-file");
  config.programs = args.value("programs").value_or("");
  config.inputs = args.value("inputs").value_or("");
  config.sft = args.has("sft");
  config.invert = args.has("invert");
  config.id = args.value("id");

  config.raw = args.value("raw").value_or("");
  config.keep_all = args.value("keep").value_or("") == "all";
  LAUTER_TRY(read_number(args, "max-insert", config.max_insert));
  LAUTER_TRY(read_number(args, "min-deleted", config.min_deleted));
  LAUTER_TRY(read_share(args, "keep-unchanged", config.keep_unchanged));
  return {};
}

Result<void> read_measure_options(const LowArgs& args, Config& config) {
  config.gold = args.value("gold").value_or("");
  config.pred = args.value("pred").value_or("");
  config.refined = args.value("refined").value_or("");
  config.norm_labels = args.value("labels").value_or("label") == "norm";
  config.only = args.value("only").value_or("");
  config.words = args.value("words").value_or("");
  config.metrics = args.value("metrics");
  LAUTER_TRY(read_field(args, "source-field", config.source_field));
  LAUTER_TRY(read_field(args, "reference-field", config.reference_field));
  config.reference = args.value("reference").value_or("");
  config.detector = args.value("detector").value_or("");
  config.quality_model = args.value("quality-model").value_or("");
  config.tokenizer = args.value("tokenizer").value_or("");
  config.good = args.values("good");
  config.bad = args.values("bad");
  config.human = args.values("human");
  config.machine = args.values("machine");
  config.label_field = args.value("label-field").value_or("");
  config.group_field = args.value("group-field").value_or("");
  config.domain_field = args.value("domain-field").value_or("");
  LAUTER_TRY(read_number(args, "budget", 1, uint64_t{1} << 31U, config.budget_words));
  LAUTER_TRY(read_number(args, "bootstrap", 0, 1'000'000, config.bootstrap));
  LAUTER_TRY(read_shots(args, config.shots));
  config.all_labels = args.has("all-labels");
  return {};
}

Result<void> read_machine_options(const LowArgs& args, Config& config) {
  uint64_t threads = std::max(1U, std::thread::hardware_concurrency());
  LAUTER_TRY(read_number(args, "threads", 1, kMaxThreads, threads));
  config.threads = static_cast<int>(threads);
  config.threads_given = args.has("threads");
  LAUTER_TRY(read_number(args, "seed", 0, std::numeric_limits<uint64_t>::max(), config.seed));
  config.progress = when_of(args, "progress");
  config.color = when_of(args, "color");
  config.quiet = args.has("quiet");
  config.json = args.has("json") || (config.command == Command::kCategories && args.value("format") == "json");
  return {};
}

}  // namespace

Result<Config> make_config(const LowArgs& args) {
  Config config;
  config.command = args.command.value_or(Command::kRefine);
  config.positional = args.positional;
  const std::string_view short_for = command_spec(config.command).recipe;
  if (!short_for.empty()) {
    config.command = Command::kRefine;
    config.recipe = short_for;
  }
  LAUTER_TRY(read_rows_options(args, config));
  LAUTER_TRY(read_output_options(args, config));
  LAUTER_TRY(read_executor_options(args, config));
  read_s3_options(args, config);
  LAUTER_TRY(read_recipe_options(args, config));
  LAUTER_TRY(read_measure_options(args, config));
  LAUTER_TRY(read_machine_options(args, config));
  return config;
}

}  // namespace lauter
