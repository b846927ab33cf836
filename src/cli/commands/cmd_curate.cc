// `lauter curate`.
#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/job_setup.h"
#include "cli/destination.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "report/curate_html.h"
#include "run/output/report_data.h"
#include "s3/object_url.h"

namespace lauter {
namespace {

bool reads_objects(const CurateRecipe& recipe) {
  const auto any = [](const std::vector<std::string>& inputs) {
    return std::ranges::any_of(inputs, [](const auto& input) { return s3::is_object_url(input); });
  };
  return any(recipe.proxy.held_out) ||
         std::ranges::any_of(recipe.sources,
                             [&](const CurateSource& source) { return any(source.inputs); });
}

Result<CurateJob> make_curate_job(const Config& config) {
  if (!config.positional.empty()) {
    return invalid_argument("curate: \"" + config.positional.front() +
                            "\": the recipe names the inputs");
  }
  if (config.recipe == "anonymize") {
    return invalid_argument("curate: say what to curate, and how, with --recipe FILE.yaml");
  }
  if (config.output.empty() || config.to_stdout()) {
    return invalid_argument("curate: say which folder to write to with -o OUT (stdout is none)");
  }
  CurateJob job;
  std::vector<std::string> overrides = config.overrides;
  if (config.seed != 0) overrides.push_back("seed=" + std::to_string(config.seed));
  LAUTER_ASSIGN(job.recipe, load_curate_recipe(config.recipe, overrides));
  job.store = config.store;
  if (job.store == nullptr && reads_objects(job.recipe)) {
    LAUTER_ASSIGN(job.store, connect_store(config));
  }
  job.parquet.library = parquet_library(config);
  if (job.store != nullptr) {
    LAUTER_ASSIGN(job.parquet.copies, copies_folder(config));
  }
  job.named_out = config.output;
  job.overwrite = config.overwrite;
  job.resume = config.resume;
  job.threads = config.threads;
  job.stop = &stop_flag();
  job.version = lauter_version();
  return job;
}

void say_summary(const CurateReport& report) {
  const std::string passed_over = passed_over_text(report.files_passed_over);
  if (!passed_over.empty()) say("lauter: " + passed_over + "\n");
  say("lauter: " + counted(report.rows_in(), "row") + ": " +
      with_commas(report.rows(Fate::kTaken)) + " taken\n");
  for (size_t i = 1; i < kFates; ++i) {
    const auto fate = static_cast<Fate>(i);
    if (report.rows(fate) == 0) continue;
    say("  " + with_commas(report.rows(fate)) + " left out: " + std::string(fate_name(fate)) + "\n");
  }
  if (report.learnt.guard && !report.learnt.guard->kept) {
    say("  the order is random: `select` was not better by proxy runs (strategy.guard)\n");
  }
}

}  // namespace

int run_curate(const Config& config) {
  auto job = make_curate_job(config);
  if (!job.ok()) return fail(job.error());
  auto destination = Destination::open(config);
  if (!destination.ok()) return fail(destination.error());
  job->out = destination->folder();
  job->stage = destination->stage();
  const auto say_interrupted = [] { say("lauter: interrupted; the same command with --resume goes on\n"); };
  WayOut::Step step = way_out().before(say_interrupted);
  const auto report = curate_to_folder(*job);
  step.drop();
  if (!report.ok() && stop_flag().load()) {
    say_interrupted();
    return kExitInterrupted;
  }
  if (!report.ok()) return fail(report.error());
  const auto page =
      write_file_atomic(join_path(job->out, "report.html"), render_curate_html(*report));
  if (!page.ok()) return fail(page.error());
  if (const auto sent = destination->finish(); !sent.ok()) return fail(sent.error());
  if (!config.quiet) say_summary(*report);
  return report->rows(Fate::kMalformed) > 0 ? kExitRejected : kExitOk;
}

}  // namespace lauter
