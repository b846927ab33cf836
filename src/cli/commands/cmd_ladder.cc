// `lauter measure ladder`: which of several models, with how many examples, finds what is private.
#include <unistd.h>

#include <cstdio>
#include <filesystem>

#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "json/value.h"
#include "measure/pii.h"
#include "run/jobs/row_job.h"
#include "run/output/llm_report.h"
#include "run/steps/models.h"
#include "run/steps/run_asker.h"

namespace lauter {
namespace {

/// A file of found spans for the time of one measurement. It holds no text.
class PredFile {
 public:
  static Result<PredFile> write(const std::string& rows) {
    std::error_code error;
    const auto folder = std::filesystem::temp_directory_path(error);
    if (error) return unavailable("no folder for temporary files: " + error.message());
    PredFile file((folder / ("lauter-ladder-" + std::to_string(::getpid()) + ".jsonl")).string());
    LAUTER_TRY(write_file_atomic(file.path_, rows, 0600));
    return file;
  }
  PredFile(PredFile&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  PredFile& operator=(PredFile&&) = delete;
  ~PredFile() {
    if (!path_.empty()) (void)remove_file(path_);
  }
  const std::string& path() const { return path_; }

 private:
  explicit PredFile(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

/// The recipe's first step `llm`, or the default one, alone; asking one endpoint about all.
Recipe rung_of(const Recipe& recipe, const std::string& endpoint, int shots) {
  Recipe rung = recipe;
  RecipeStep step{.use = "llm", .options = LlmOptions(), .where = {}};
  for (const RecipeStep& of_recipe : recipe.steps) {
    if (std::holds_alternative<LlmOptions>(of_recipe.options)) {
      step = of_recipe;
      break;
    }
  }
  auto& options = std::get<LlmOptions>(step.options);
  options.scope = LlmScope::kAll;
  options.endpoints = {endpoint};
  options.attacker.clear();
  options.ask.shots = shots;
  options.model = "none";  // nothing is unsure where all is asked about
  rung.steps = {std::move(step)};
  return rung;
}

double number_in(const JsonValue& report, std::string_view section, std::string_view key) {
  const JsonValue* of_section = report.find(section);
  const JsonValue* value = of_section == nullptr ? nullptr : of_section->find(key);
  return value == nullptr ? 0 : value->number_or(0);
}

Result<JsonValue> measure_rung(const Config& config, const JobOptions& job, const SecretKey& key) {
  std::string rows;
  LAUTER_ASSIGN(const RowJobResult result,
                find_to_sink(job, key, [&rows](std::string_view bytes) -> Result<WriteState> {
                  rows += bytes;
                  return WriteState::kOk;
                }));
  if (result.interrupted) return unavailable("interrupted");
  LAUTER_ASSIGN(const PredFile pred, PredFile::write(rows));
  MeasurePiiOptions options;
  options.gold_path = config.gold;
  options.pred_path = pred.path();
  options.labels = config.norm_labels ? GoldLabels::kNorm : GoldLabels::kLabel;
  options.only = config.only;
  options.bootstrap_draws = 0;
  LAUTER_ASSIGN(const MeasureReport measured, measure_pii(options));
  LAUTER_ASSIGN(const JsonValue figures, parse_json(measured.json));
  JsonValue value;
  value.set("rows", result.rows).set("rows_held_back", result.bad_rows);
  for (const char* section : {"macro", "any_label"}) {
    for (const char* figure : {"recall", "precision", "f1"}) {
      value.set(std::string(section) + "_" + figure, number_in(figures, section, figure));
    }
  }
  value.set("requests", result.llm.tries)
      .set("cached", result.llm.cached)
      .set("input_tokens", result.llm.input_tokens)
      .set("output_tokens", result.llm.output_tokens)
      .set("tokens_per_source_token", tokens_per_source_token(result.llm))
      .set("money", result.llm.money)
      .set("money_per_million_source_tokens", money_per_million_source_tokens(result.llm));
  return value;
}

std::string table_row(const std::string& endpoint, int shots, const JsonValue& rung) {
  const auto number = [&rung](std::string_view key) {
    const JsonValue* value = rung.find(key);
    return value == nullptr ? 0 : value->number_or(0);
  };
  char buffer[200];
  std::snprintf(buffer, sizeof buffer,
                "%-20.20s %5d   %6.3f %9.3f   %6.3f %9.3f   %8.0f   %6.2f  %9.4f  %9.4f\n",
                endpoint.c_str(), shots, number("macro_recall"), number("macro_precision"),
                number("any_label_recall"), number("any_label_precision"),
                number("rows_held_back"), number("tokens_per_source_token"), number("money"),
                number("money_per_million_source_tokens"));
  return buffer;
}

}  // namespace

int run_ladder(const Config& config) {
  Config with_input = config;
  with_input.positional = {config.gold};
  auto job = make_job(with_input);
  if (!job.ok()) return fail(job.error());
  if (job->recipe.endpoints.empty()) {
    return fail(invalid_argument("measure ladder: the recipe has no `endpoints`"));
  }
  const Recipe recipe = job->recipe;
  const auto key = make_key(config);
  if (!key.ok()) return fail(key.error());
  if (!config.quiet) {
    say("endpoint             shots   recall precision  any recall precision  held back   "
        "tokens      money   a million\n");
  }
  JsonValue rungs{JsonValue::Array{}};
  for (const llm::Endpoint& endpoint : recipe.endpoints) {
    for (const int shots : config.shots) {
      job->recipe = rung_of(recipe, endpoint.name, shots);
      if (const auto keys = read_keys(job->recipe, environment_variable); !keys.ok()) {
        return fail(keys.error());
      }
      auto models = load_models(job->recipe);
      if (!models.ok()) return fail(models.error());
      job->models = std::move(*models);
      const auto rung = measure_rung(config, *job, *key);
      if (!rung.ok()) return fail(rung.error());
      if (!config.quiet) say(table_row(endpoint.name, shots, *rung));
      JsonValue value;
      value.set("endpoint", endpoint.name).set("model", endpoint.model).set("shots", shots);
      for (const auto& [name, figure] : *rung->if_object()) value.set(name, figure);
      rungs.push(std::move(value));
    }
  }
  return print(JsonValue().set("kind", "ladder").set("rungs", std::move(rungs)).to_string() + "\n");
}

}  // namespace lauter
