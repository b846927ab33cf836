#include "run/curation/curate_job.h"

#include <chrono>
#include <numeric>

#include "io/files/files.h"
#include "run/curation/curate_choice.h"
#include "run/curation/curate_hygiene.h"
#include "run/curation/curate_state.h"
#include "run/output/output_folder.h"

namespace lauter {
namespace {

std::vector<SourceFigures> count_sources(const Corpus& corpus) {
  std::vector<SourceFigures> figures;
  for (const CurateSource& source : corpus.recipe().sources) {
    figures.push_back({.name = source.name,
                       .kind = std::string(source_kind_name(source.kind)),
                       .generator = source.generator});
  }
  for (const CorpusDocument& doc : corpus.documents) {
    SourceFigures& of = figures[doc.source];
    ++of.rows[static_cast<size_t>(doc.fate)];
    of.words_in += doc.words;
    if (doc.fate == Fate::kTaken) of.words_out += doc.words;
  }
  return figures;
}

std::string report_path(const std::string& out) { return join_path(out, "report.json"); }

/// The report of the run in OUT, which had ended. Errors: kInvalidArgument if its recipe is another.
Result<CurateReport> ended_run(const std::string& out, const std::string& recipe_json) {
  LAUTER_ASSIGN(const std::string bytes, read_file(report_path(out)));
  LAUTER_ASSIGN(const JsonValue json, parse_json(bytes));
  LAUTER_ASSIGN(CurateReport report, curate_report_from_json(json));
  if (report.recipe_json != recipe_json) {
    return invalid_argument("--resume: the recipe is not that of the run in " + out +
                            ", which has ended; use --overwrite to begin anew");
  }
  return report;
}

}  // namespace

uint64_t CurateReport::rows(Fate fate) const {
  uint64_t n = 0;
  for (const SourceFigures& source : sources) n += source.rows[static_cast<size_t>(fate)];
  return n;
}

uint64_t CurateReport::rows_in() const {
  uint64_t n = 0;
  for (size_t fate = 0; fate < kFates; ++fate) n += rows(static_cast<Fate>(fate));
  return n;
}

Result<CurateReport> curate_to_folder(const CurateJob& job) {
  const auto begin = std::chrono::steady_clock::now();
  const CurateRecipe& recipe = job.recipe;
  CurateReport report;
  report.version = job.version;
  report.recipe_name = recipe.name;
  report.recipe_json = curate_recipe_json(recipe);
  report.threads = job.threads;
  if (job.resume && path_exists(report_path(job.out))) {
    return ended_run(job.out, report.recipe_json);
  }
  LAUTER_ASSIGN(Corpus corpus, Corpus::make(recipe, {.threads = job.threads,
                                                     .stop = job.stop,
                                                     .store = job.store,
                                                     .parquet = job.parquet}));
  const std::string& named = job.stage == nullptr ? job.out : job.named_out;
  for (const Inputs& inputs : corpus.inputs()) {
    LAUTER_TRY(check_inputs_stay(named, inputs));
    for (const auto& [suffix, files] : inputs.passed_over) report.files_passed_over[suffix] += files;
  }
  if (job.stage != nullptr) LAUTER_TRY(job.stage->prepare());
  LAUTER_ASSIGN(const std::optional<Detector> detector, detector_of(recipe));
  const std::string key = curate_run_key(corpus, job.version, detector);
  if (job.resume) {
    LAUTER_ASSIGN(report.resumed, load_scored(job.out, key, corpus, report.scores));
  }
  LAUTER_TRY(prepare_out_folder(job.out, job.overwrite || job.resume));
  if (!report.resumed) {
    LAUTER_TRY(read_corpus(corpus));
    LAUTER_ASSIGN(report.scores, score_corpus(corpus, detector, job.out));
  }
  LAUTER_TRY(save_scored(job.out, key, corpus, report.scores));
  const std::vector<Candidate> candidates = make_candidates(corpus);
  ChoicePlan plan = plan_of(corpus, candidates);
  report.budget = plan.selection.budget;

  const bool judged = recipe.output.curve || guards(recipe);
  std::optional<ProxyProblem> problem;
  if (learns(recipe) || plan.covering ||
      (judged && ProxyProblem::can_judge(corpus, candidates))) {
    LAUTER_ASSIGN(problem, ProxyProblem::make(corpus, candidates, plan));
    LAUTER_TRY(problem->learn(plan, report.learnt));
  }
  std::optional<CorpusFeatures> features;
  if (plan.covering) {
    LAUTER_ASSIGN(features,
                  CorpusFeatures::make(corpus, candidates, problem->human(), job.out));
  }
  LAUTER_ASSIGN(const std::vector<uint32_t> order,
                choose(candidates, plan, features ? &features->weights() : nullptr,
                       features ? features->reader() : FeatureReader()));
  features.reset();
  if (problem && recipe.output.curve) {
    LAUTER_TRY(problem->draw_curve(plan, order, report.learnt));
  }
  problem.reset();
  if (recipe.output.weights) {
    weigh(corpus, candidates, plan);
  } else {
    settle(corpus, candidates, plan, order);
  }
  LAUTER_ASSIGN(report.written, write_corpus(corpus, job.out));
  report.sources = count_sources(corpus);
  report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  LAUTER_TRY(remove_tree(join_path(job.out, "state")));
  LAUTER_TRY(write_file_atomic(report_path(job.out),
                               curate_report_to_json(report).to_string() + "\n"));
  return report;
}

}  // namespace lauter
