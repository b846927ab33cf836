// `lauter measure` and `lauter report`.
#include "cli/commands.h"
#include "cli/terminal.h"
#include "measure/code.h"
#include "measure/edits.h"
#include "measure/pii.h"
#include "measure/toxicity.h"

namespace lauter {

int run_measure(const Config& config) {
  const std::string kind = config.positional.size() == 1 ? config.positional[0] : "";
  for (const char* later : {"diversity", "ai-text"}) {
    if (kind == later) {
      return fail(unimplemented("measure " + kind +
                                ": not in this version; there is pii, code, edits, toxicity"));
    }
  }
  if (kind != "pii" && kind != "code" && kind != "edits" && kind != "toxicity") {
    return fail(invalid_argument("measure: name one kind: pii, code, edits or toxicity"));
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
  if (!report.ok()) return fail(report.error());
  if (!config.quiet) say(report->table);
  return print(report->json);
}

}  // namespace lauter
