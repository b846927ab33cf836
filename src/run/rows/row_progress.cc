#include "run/rows/row_progress.h"

#include <algorithm>
#include <iterator>

#include "base/sorted_spans.h"
#include "base/work.h"
#include "refine/verify/verify_form.h"

namespace lauter::internal {
namespace {

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

Result<void> extend(EditProgram& program, EditProgram by, std::string_view text) {
  if (program.empty()) {
    program = std::move(by);
    return {};
  }
  LAUTER_ASSIGN(program, compose(program, by, text));
  return {};
}

}  // namespace

RowProgress::RowProgress(const Document& original, bool verify, uint64_t texts_end, std::vector<Found> values)
    : original_(&original),
      verify_(verify),
      has_values_(texts_end < original.text.size()),
      texts_end_(texts_end),
      values_(std::move(values)) {
  total_.checks.verified = verify;
  if (has_values_) set_texts();
}

void RowProgress::set_texts() {
  texts_.id = original_->id;
  texts_.text.assign(document().text, 0, texts_end_);
}

Result<bool> RowProgress::anonymise(const Refinery& refinery, size_t engine, ChainScratch& scratch,
                                bool is_last, bool has_appeal) {
  const bool takes = !values_.empty();
  Outcome outcome = takes ? refinery.refine_with(document(), values_, *scratch.refine[engine])
                          : refinery.refine(texts(), *scratch.refine[engine]);
  if (!takes && outcome.state == RowState::kEdited) outcome.refined += document().text.substr(texts().text.size());
  const bool is_objection = !outcome.checks.failed.empty();
  add_checks(outcome.checks);
  if (!total_.ties) {  // of the text as near to the original as it was seen
    total_.ties = outcome.ties;
    total_.persons = std::move(outcome.persons);
  }
  if (outcome.state == RowState::kRejected) {
    if (has_appeal && is_objection) return appeal();
    total_ = rejected(std::move(total_), std::move(outcome.reason));
    return false;
  }
  values_.clear();
  return accept({&refinery, engine, Maker::kEngine, {}, {}, std::move(outcome), {}}, is_last);
}

Result<bool> RowProgress::accept(Anonymised step, bool is_last) {
  Outcome& outcome = step.outcome;
  const bool is_edited = outcome.state == RowState::kEdited;
  const bool is_kept = verify_ && !is_last;
  if (is_kept) step.seen = document();  // with the values: no step edits them twice
  if (is_edited) {
    const std::vector<ByteSpan> fresh = replacement_spans(outcome.program);
    LAUTER_TRY(is_kept ? advance(outcome.program, outcome.refined)
                       : advance(std::move(outcome.program), std::move(outcome.refined)));
    for (const ByteSpan& span : fresh) {
      if (!span.empty()) stand_ins_.push_back(span);
    }
    std::sort(stand_ins_.begin(), stand_ins_.end());
  }
  if (is_kept) anonymised_.push_back(std::move(step));
  return true;
}

Result<bool> RowProgress::appeal() {
  is_doubted_ = true;
  total_.checks.verified = verify_;
  return true;
}

Result<bool> RowProgress::filter(const DocumentFilter& filter, FilterScratch& scratch) {
  FilterVerdict verdict = filter.judge(texts().text, scratch);
  if (verdict.drop()) {
    return drop({"filter", std::string(filter.name()) + "." + verdict.reason, "DROPPED"},
                drop_reason(filter, verdict));
  }
  if (verdict.edits.empty()) return true;
  EditProgram program;
  program.edits = std::move(verdict.edits);
  LAUTER_ASSIGN(std::string refined, apply_program(program, document().text));
  return edit(std::move(program), std::move(refined));
}

Result<bool> RowProgress::propose(const std::string& use, const ModelStep& step,
                              RefinerScratch& scratch, bool has_appeal) {
  const WorkBudget budget(document().text.size());
  Proposal proposal;
  LAUTER_TRY(step.refiner->propose({&texts(), 1}, scratch, {&proposal, 1}));
  if (proposal.tokens > 0) total_.tokens = proposal.tokens;
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
  if (verify_ && step.verifier != nullptr) {  // a text that is left as it is, too
    std::string_view result = program.empty() ? document().text : refined;
    result.remove_suffix(document().text.size() - texts().text.size());
    const Verdict verdict = step.verifier->judge(texts(), program, result);
    if (!verdict.ok() && !WorkBudget::is_over()) {
      if (has_appeal) {
        for (const Failure& failure : verdict.failures) {
          total_.checks.failed.push_back(failure.name());
        }
        return appeal();
      }
      total_ = refused(std::move(total_), verdict.failures);
      return false;
    }
  }
  if (WorkBudget::is_over()) return resource_exhausted(kTooMuchWork);  // nobody has looked at the whole of it
  if (program.empty()) return true;
  return edit(std::move(program), std::move(refined));
}

Result<bool> RowProgress::edit_found(const ModelStep& step, size_t number, const Refinery& refinery,
                                 ChainScratch& scratch, bool is_last) {
  Proposal proposal;
  LAUTER_TRY(step.refiner->propose({&texts(), 1}, *scratch.models[number], {&proposal, 1}));
  std::vector<Found> found;
  for (Edit& edit : proposal.edits) {
    if (touches(stand_ins_, edit.span)) continue;  // what an earlier step put there
    const Category category = category_of_label(edit.cause.label);
    found.push_back({edit.span, category, std::move(edit.cause), false, {}});
  }
  std::vector<ByteSpan> known = stand_ins_;
  Outcome outcome = refinery.refine_found(document(), std::move(found), known, *scratch.found[number]);
  add_checks(outcome.checks);
  if (outcome.state == RowState::kRejected) {
    total_ = rejected(std::move(total_), std::move(outcome.reason));
    return false;
  }
  return accept({&refinery, number, Maker::kFound, {}, std::move(known), std::move(outcome), {}}, is_last);
}

LlmRow RowProgress::llm_row() const {
  return {.document = &texts(), .known = stand_ins_, .is_doubted = is_doubted_};
}

Result<bool> RowProgress::take_answered(LlmResult result, const LlmStep& step, size_t llm_step,
                                    bool is_last) {
  Outcome& outcome = result.outcome;
  add_checks(outcome.checks);
  if (outcome.state == RowState::kRejected) {
    total_ = rejected(std::move(total_), std::move(outcome.reason));
    return false;
  }
  is_doubted_ = false;
  if (outcome.state == RowState::kEdited) outcome.refined += document().text.substr(texts().text.size());
  if (step.is_anonymizing()) {
    return accept({step.refinery(), llm_step, Maker::kLlm, {}, std::move(result.known),
                   std::move(outcome), {}},
                  is_last);
  }
  if (outcome.state == RowState::kKept) return true;
  return edit(std::move(outcome.program), std::move(outcome.refined));
}

Outcome RowProgress::finish(const Refinery* of_values, size_t engine, ChainScratch& scratch) {
  if (!values_.empty()) {
    const Result<bool> goes_on = anonymise(*of_values, engine, scratch, /*is_last=*/true, /*has_appeal=*/false);
    if (!goes_on.ok()) return fail(goes_on.error());
    if (!*goes_on) return take();
  }
  if (is_doubted_) return rejected(std::move(total_), "verification failed, and nobody settled it");
  if (changes_ > 0) total_.refined = std::move(current_.text);
  const std::vector<Failure> failures = verify_ ? judge_whole(scratch) : std::vector<Failure>();
  if (!failures.empty()) return refused(std::move(total_), failures);
  sort_failed(total_.checks);
  total_.state = total_.program.empty() ? RowState::kKept : RowState::kEdited;
  return std::move(total_);
}

Outcome RowProgress::fail(const Error& error) { return rejected(std::move(total_), error.message); }

Result<bool> RowProgress::drop(Cause cause, std::string reason) {
  total_.program = {};
  total_.program.drop_document = true;
  total_.program.drop_cause = std::move(cause);
  total_ = rejected(std::move(total_), std::move(reason));
  return false;
}

/// A change by a step that does not verify the whole text itself.
Result<bool> RowProgress::edit(EditProgram program, std::string refined) {
  judge_form_ = true;
  LAUTER_TRY(advance(std::move(program), std::move(refined)));
  return true;
}

Result<void> RowProgress::advance(EditProgram program, std::string refined) {
  const OffsetMap map(program);
  for (ByteSpan& span : stand_ins_) {
    span = {map.to_refined(span.begin), map.to_refined(span.end)};
  }
  std::erase_if(stand_ins_, [](const ByteSpan& span) { return span.empty(); });
  // What is not taken yet lies behind all edits.
  for (Found& value : values_) value.span = {map.to_refined(value.span.begin), map.to_refined(value.span.end)};
  texts_end_ = map.to_refined(texts_end_);
  for (Anonymised& step : anonymised_) LAUTER_TRY(extend(step.later, program, step.result()));
  LAUTER_TRY(extend(total_.program, std::move(program), original_->text));
  if (changes_++ == 0) current_.id = original_->id;
  current_.text = std::move(refined);
  if (has_values_) set_texts();
  return {};
}

void RowProgress::add_checks(CheckSummary& of_step) {
  CheckSummary& checks = total_.checks;
  checks.verified = checks.verified && of_step.verified;
  checks.rounds = std::max(checks.rounds, of_step.rounds);
  checks.found += of_step.found;
  checks.repaired += of_step.repaired;
  std::move(of_step.failed.begin(), of_step.failed.end(), std::back_inserter(checks.failed));
}

std::vector<Failure> RowProgress::judge_whole(ChainScratch& scratch) const {
  std::vector<Failure> failures;
  if (changes_ > 1 || judge_form_) {
    failures = judge_form(original_->text, total_.program, total_.refined).failures;
  }
  for (const Anonymised& step : anonymised_) {
    if (!failures.empty() || step.later.empty()) continue;
    RefineScratch& of_step = step.maker == Maker::kLlm     ? *scratch.llm[step.engine].refine
                             : step.maker == Maker::kFound ? *scratch.found[step.engine]
                                                           : *scratch.refine[step.engine];
    failures = step.refinery
                   ->judge_later(step.seen, step.outcome, step.known, step.later, total_.refined,
                                 of_step)
                   .failures;
    // What another step put there looks like private data, as it should.
    std::erase_if(failures, [this](const Failure& failure) {
      return failure.check == "rescan" &&
             std::any_of(stand_ins_.begin(), stand_ins_.end(),
                         [&](const ByteSpan& s) { return s.overlaps(failure.span); });
    });
  }
  return failures;
}

}  // namespace lauter::internal
