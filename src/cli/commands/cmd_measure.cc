// `lauter measure` and `lauter report`.
#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/terminal.h"
#include "io/input.h"
#include "measure/ai_text.h"
#include "measure/code.h"
#include "measure/diversity.h"
#include "measure/edits.h"
#include "measure/pii.h"
#include "measure/toxicity.h"

namespace lauter {

namespace {

int print_report(const Config& config, const Result<MeasureReport>& report) {
  if (!report.ok()) return fail(report.error());
  if (!config.quiet) say(report->table);
  return print(report->json);
}

int run_measure_diversity(const Config& config) {
  MeasureDiversityOptions options;
  // --only FIELD=VALUE, which is checked where it is used.
  const FieldPath only{{config.only.substr(0, config.only.find('='))}};
  auto inputs =
      make_inputs(config, {config.positional.begin() + 1, config.positional.end()}, {only});
  if (!inputs.ok()) return fail(inputs.error());
  options.inputs = std::move(*inputs);
  if (!config.reference.empty()) {
    auto reference = make_inputs(config, {config.reference}, {only});
    if (!reference.ok()) return fail(reference.error());
    options.reference = std::move(*reference);
  }
  options.fields = config.fields;
  options.only = config.only;
  options.budget_words = config.budget_words;
  options.seed = config.seed;
  options.threads = config.threads;
  return print_report(config, measure_diversity(options));
}

}  // namespace

int run_measure(const Config& config) {
  const std::string first = config.positional.empty() ? "" : config.positional[0];
  if (first == "diversity") {
    if (config.positional.size() > 1) return run_measure_diversity(config);
    return fail(invalid_argument("measure diversity: no INPUT; name files, folders or globs"));
  }
  const std::string kind = config.positional.size() == 1 ? first : "";
  if (kind == "ladder") {
    if (config.gold.empty()) return fail(invalid_argument("measure ladder: needs --gold G"));
    return run_ladder(config);
  }
  if (kind != "pii" && kind != "code" && kind != "edits" && kind != "toxicity" &&
      kind != "ai-text") {
    return fail(invalid_argument(
        "measure: name one kind: pii, code, edits, toxicity, ai-text, diversity or ladder"));
  }
  const bool rewrites = kind == "toxicity" && !config.refined.empty();
  if (config.gold.empty() || (config.pred.empty() && !rewrites)) {
    return fail(invalid_argument("measure " + kind + ": needs --gold G and --pred P"));
  }
  Result<MeasureReport> report = internal_error("not measured");
  if (kind == "pii") {
    MeasurePiiOptions options;
    options.gold_path = config.gold;
    options.pred_path = config.pred;
    options.refined_path = config.refined;
    options.labels = config.norm_labels ? GoldLabels::kNorm : GoldLabels::kLabel;
    options.only = config.only;
    options.bootstrap_draws = config.bootstrap;
    options.seed = config.seed;
    report = measure_pii(options);
  } else if (kind == "ai-text") {
    MeasureAiTextOptions options;
    options.gold_path = config.gold;
    options.pred_path = config.pred;
    options.only = config.only;
    if (!config.label_field.empty()) options.label_field = config.label_field;
    if (!config.group_field.empty()) options.group_field = config.group_field;
    if (!config.domain_field.empty()) options.domain_field = config.domain_field;
    options.bootstrap_draws = config.bootstrap;
    options.seed = config.seed;
    report = measure_ai_text(options);
  } else if (kind == "edits") {
    MeasureEditsOptions options;
    options.gold_path = config.gold;
    options.pred_path = config.pred;
    options.refined_path = config.refined;
    options.only = config.only;
    options.dialect = dialect_of_name(config.dialect).value_or(Dialect::kLauter);
    report = measure_edits(options);
  } else if (kind == "toxicity") {
    MeasureToxicityOptions options;
    options.gold_path = config.gold;
    options.pred_path = config.pred;
    options.refined_path = config.refined;
    options.words_path = config.words;
    options.only = config.only;
    report = measure_toxicity(options);
  } else {
    MeasureCodeOptions options;
    options.gold_path = config.gold;
    options.pred_path = config.pred;
    options.only = config.only;
    options.secrets_only = !config.all_labels;
    report = measure_code(options);
  }
  return print_report(config, report);
}

}  // namespace lauter
