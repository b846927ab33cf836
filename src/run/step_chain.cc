#include "run/step_chain.h"

#include <algorithm>
#include <iterator>

#include "refine/verify_form.h"

namespace lauter {
namespace {

RefineOptions refine_options(const Recipe& recipe, const SecretKey& key, const FindOptions& find) {
  RefineOptions options;
  options.find = find;
  options.operators = recipe.surrogates;
  options.verify = recipe.verify.enabled;
  options.repair_rounds = recipe.verify.rounds;
  options.max_document_bytes = recipe.limits.max_document_bytes;
  options.key = key;
  return options;
}

Outcome rejected(Outcome outcome, std::string reason) {
  outcome.state = RowState::kRejected;
  outcome.reason = std::move(reason);
  outcome.refined.clear();
  return outcome;
}

void sort_failed(CheckSummary& checks) {
  std::sort(checks.failed.begin(), checks.failed.end());
  checks.failed.erase(std::unique(checks.failed.begin(), checks.failed.end()), checks.failed.end());
}

/// What did not pass verification.
Outcome refused(Outcome outcome, const std::vector<Failure>& failures) {
  for (const Failure& failure : failures) outcome.checks.failed.push_back(failure.name());
  sort_failed(outcome.checks);
  outcome.checks.verified = false;
  return rejected(std::move(outcome), "verification failed: " + failures.front().name());
}

}  // namespace

/// One row on its way through the steps.
class StepChain::Passage {
 public:
  Passage(const Document& original, bool verify) : original_(original), verify_(verify) {
    total_.checks.verified = verify;
  }

  /// What the next step sees.
  const Document& document() const { return changes_ > 0 ? current_ : original_; }

  /// False, with the outcome ready, if the step rejects the document. `is_last`: none comes after.
  Result<bool> anonymise(const Refinery& refinery, RefineScratch& scratch, bool is_last) {
    Outcome outcome = refinery.refine(document(), scratch);
    add_checks(outcome.checks);
    if (outcome.state == RowState::kRejected) {
      total_ = rejected(std::move(total_), std::move(outcome.reason));
      return false;
    }
    if (is_last || !verify_) {
      if (outcome.state == RowState::kEdited) {
        LAUTER_TRY(advance(std::move(outcome.program), std::move(outcome.refined)));
      }
      return true;
    }
    const Document seen = document();
    if (outcome.state == RowState::kEdited) LAUTER_TRY(advance(outcome.program, outcome.refined));
    anonymised_.push_back({&refinery, &scratch, seen, std::move(outcome), {}});
    return true;
  }

  /// False, with the outcome ready, if the filter drops the document.
  Result<bool> filter(const DocumentFilter& filter, FilterScratch& scratch) {
    FilterVerdict verdict = filter.judge(document().text, scratch);
    const std::string name(filter.name());
    if (verdict.drop()) {
      return drop({"filter", name + "." + verdict.reason, "DROPPED"},
                  "filter " + name + ": " + verdict.reason);
    }
    if (verdict.edits.empty()) return true;
    EditProgram program;
    program.edits = std::move(verdict.edits);
    LAUTER_ASSIGN(std::string refined, apply_program(program, document().text));
    return edit(std::move(program), std::move(refined));
  }

  /// False, with the outcome ready, if the model drops the document or its edits do not pass.
  Result<bool> propose(const std::string& use, const ModelStep& step, RefinerScratch& scratch) {
    Proposal proposal;
    LAUTER_TRY(step.refiner->propose({&document(), 1}, scratch, {&proposal, 1}));
    if (proposal.drop_document) {
      const std::string reason = use + ": " + proposal.drop_cause.rule;
      return drop(std::move(proposal.drop_cause), reason);
    }
    total_.checks.found += static_cast<uint32_t>(proposal.edits.size());
    EditProgram program;
    program.edits = std::move(proposal.edits);
    std::string refined;
    if (!program.empty()) {
      LAUTER_ASSIGN(refined, apply_program(program, document().text));
    }
    if (verify_) {  // a text that is left as it is, too
      const std::string& result = program.empty() ? document().text : refined;
      const Verdict verdict = step.verifier->judge(document(), program, result);
      if (!verdict.ok()) {
        total_ = refused(std::move(total_), verdict.failures);
        return false;
      }
    }
    if (program.empty()) return true;
    return edit(std::move(program), std::move(refined));
  }

  /// The outcome of all steps, verified as a whole unless one step made and verified it.
  Outcome finish() {
    if (changes_ > 0) total_.refined = std::move(current_.text);
    const std::vector<Failure> failures = verify_ ? judge_whole() : std::vector<Failure>();
    if (!failures.empty()) return refused(std::move(total_), failures);
    sort_failed(total_.checks);
    total_.state = total_.program.empty() ? RowState::kKept : RowState::kEdited;
    return std::move(total_);
  }

  /// The outcome after a step said no, or failed.
  Outcome take() { return std::move(total_); }
  Outcome fail(const Error& error) { return rejected(std::move(total_), error.message); }

 private:
  /// An anonymising step, kept for a look at what later steps made of its result.
  struct Anonymised {
    const Refinery* refinery;
    RefineScratch* scratch;
    Document seen;
    Outcome outcome;
    EditProgram later;

    const std::string& result() const {
      return outcome.state == RowState::kEdited ? outcome.refined : seen.text;
    }
  };

  Result<bool> drop(Cause cause, std::string reason) {
    total_.program = {};
    total_.program.drop_document = true;
    total_.program.drop_cause = std::move(cause);
    total_ = rejected(std::move(total_), std::move(reason));
    return false;
  }

  /// A change by a step that does not verify the whole text itself.
  Result<bool> edit(EditProgram program, std::string refined) {
    judge_form_ = true;
    LAUTER_TRY(advance(std::move(program), std::move(refined)));
    return true;
  }

  static Result<void> extend(EditProgram& program, EditProgram by, std::string_view text) {
    if (program.empty()) {
      program = std::move(by);
      return {};
    }
    LAUTER_ASSIGN(program, compose(program, by, text));
    return {};
  }

  Result<void> advance(EditProgram program, std::string refined) {
    for (Anonymised& step : anonymised_) LAUTER_TRY(extend(step.later, program, step.result()));
    LAUTER_TRY(extend(total_.program, std::move(program), original_.text));
    if (changes_++ == 0) current_.id = original_.id;
    current_.text = std::move(refined);
    return {};
  }

  void add_checks(CheckSummary& of_step) {
    CheckSummary& checks = total_.checks;
    checks.verified = checks.verified && of_step.verified;
    checks.rounds = std::max(checks.rounds, of_step.rounds);
    checks.found += of_step.found;
    checks.repaired += of_step.repaired;
    std::move(of_step.failed.begin(), of_step.failed.end(), std::back_inserter(checks.failed));
  }

  std::vector<Failure> judge_whole() const {
    std::vector<Failure> failures;
    if (changes_ > 1 || judge_form_) {
      failures = judge_form(original_.text, total_.program, total_.refined).failures;
    }
    for (const Anonymised& step : anonymised_) {
      if (!failures.empty() || step.later.empty()) continue;
      failures =
          step.refinery
              ->judge_later(step.seen, step.outcome, step.later, total_.refined, *step.scratch)
              .failures;
    }
    return failures;
  }

  const Document& original_;
  bool verify_;
  Document current_;
  size_t changes_ = 0;  ///< of the text, so far
  bool judge_form_ = false;
  std::vector<Anonymised> anonymised_;
  Outcome total_;
};

Result<StepChain> StepChain::make(const JobOptions& job, const SecretKey& key) {
  LAUTER_ASSIGN(ModelSteps models, make_model_steps(job));
  return make(job, key, std::move(models));
}

Result<StepChain> StepChain::make(const JobOptions& job, const SecretKey& key, ModelSteps models) {
  const Recipe& recipe = job.recipe;
  LAUTER_ASSIGN(StepEngines<Refinery> engines,
                StepEngines<Refinery>::make(
                    recipe, job.inputs, job.models, [&](const FindOptions& find) {
                      return Refinery::make(refine_options(recipe, key, find));
                    }));
  StepChain chain(recipe, std::move(engines), std::move(models));
  std::shared_ptr<const EnglishWords> words;
  for (const RecipeStep& step : recipe.steps) {
    const auto* options = std::get_if<FilterOptions>(&step.options);
    if (options == nullptr) {
      chain.filters_.emplace_back();
      continue;
    }
    if (words == nullptr) words = std::make_shared<const EnglishWords>();
    LAUTER_ASSIGN(DocumentFilter filter, DocumentFilter::make(*options, words));
    chain.filters_.emplace_back(std::move(filter));
  }
  return chain;
}

ChainScratch StepChain::make_scratch() const {
  ChainScratch scratch;
  for (size_t i = 0; i < engines_.size(); ++i) {
    scratch.refine.push_back(engines_[i].make_scratch());
  }
  for (const auto& model : models_) {
    scratch.models.push_back(model ? model->refiner->make_scratch() : nullptr);
  }
  return scratch;
}

Result<bool> StepChain::take_step(size_t step, bool is_last, Format format, ChainScratch& scratch,
                                  Passage& passage) const {
  if (models_[step]) {
    return passage.propose(recipe_->steps[step].use, *models_[step], *scratch.models[step]);
  }
  if (filters_[step]) return passage.filter(*filters_[step], scratch.filter);
  const size_t engine = *engines_.of(step, format);
  return passage.anonymise(engines_[engine], *scratch.refine[engine], is_last);
}

std::optional<Outcome> StepChain::refine(const Row& row, ChainScratch& scratch) const {
  std::vector<size_t> steps;
  for (size_t i = 0; i < recipe_->steps.size(); ++i) {
    if (step_applies(recipe_->steps[i], row)) steps.push_back(i);
  }
  if (steps.empty()) return std::nullopt;
  Passage passage(row.doc, recipe_->verify.enabled);
  const uint64_t most = recipe_->limits.max_document_bytes;
  if (row.doc.text.size() > most) {
    return passage.fail(
        invalid_argument("larger than max_document_bytes (" + std::to_string(most) + ")"));
  }
  for (const size_t i : steps) {
    const bool is_last = i == steps.back();
    const Result<bool> goes_on = take_step(i, is_last, row.format, scratch, passage);
    if (!goes_on.ok()) return passage.fail(goes_on.error());
    if (!*goes_on) return passage.take();
  }
  return passage.finish();
}

ScanTicks StepChain::take_scan_ticks(ChainScratch& scratch) const {
  ScanTicks sum;
  for (size_t i = 0; i < engines_.size(); ++i) {
    for (const auto& [lap, ticks] : engines_[i].take_scan_ticks(*scratch.refine[i])) {
      sum[lap] += ticks;
    }
  }
  return sum;
}

}  // namespace lauter
