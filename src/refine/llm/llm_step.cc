#include "refine/llm/llm_step.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "base/check.h"
#include "base/sorted_spans.h"
#include "base/work.h"
#include "refine/anonymize/same_person.h"
#include "refine/detoxify/seams.h"
#include "refine/llm/explained_rewrite.h"
#include "refine/verify/verify_form.h"
#include "text/ascii.h"
#include "text/tokens.h"
#include "text/utf8.h"

namespace lauter {
namespace {

llm::Ask ask_of_attacker(const LlmOptions& options) {
  llm::Ask ask;
  ask.task = llm::Task::kAttack;
  ask.allow = options.ask.allow;
  ask.seed = options.ask.seed;
  return ask;
}

RewriteTask rewrite_task_of(llm::Task task) {
  if (task == llm::Task::kDetoxify) return RewriteTask::kDetoxify;
  return task == llm::Task::kClean ? RewriteTask::kClean : RewriteTask::kAnonymize;
}

/// A deletion of all that a line holds takes the line's end too.
void delete_whole_lines(std::string_view text, std::vector<Edit>& edits) {
  for (Edit& edit : edits) {
    const bool from_begin = edit.span.begin == 0 || text[edit.span.begin - 1] == '\n';
    if (!edit.with.empty() || !from_begin || edit.span.end >= text.size()) continue;
    if (text[edit.span.end] == '\n') ++edit.span.end;
  }
}

/// `edits` (sorted, apart) as they are at the copies of the doubts that they touch. What goes
/// beyond the doubt's words has no like there.
std::vector<Edit> edits_at_copies(std::span<const Edit> edits, std::span<const DoubtCopy> copies) {
  std::vector<Edit> more;
  for (const DoubtCopy& one : copies) {
    auto edit = std::partition_point(edits.begin(), edits.end(),
                                     [&](const Edit& e) { return e.span.end <= one.shown.begin; });
    for (; edit != edits.end() && edit->span.begin < one.shown.end; ++edit) {
      const uint64_t begin = std::max(edit->span.begin, one.shown.begin);
      const uint64_t end = std::min(edit->span.end, one.shown.end);
      const bool is_whole = end - begin == edit->span.size();
      const uint64_t at = one.copy.begin + (begin - one.shown.begin);
      more.push_back({{at, at + (end - begin)}, is_whole ? edit->with : "", edit->cause});
    }
  }
  return more;
}

bool cuts_no_word(std::string_view text, ByteSpan span) {
  const auto joins = [text](size_t at) {
    if (at == 0 || at >= text.size()) return false;
    size_t before = previous_utf8(text, at), behind = at;
    return is_word_character(decode_utf8(text, before)) &&
           is_word_character(decode_utf8(text, behind));
  };
  return !joins(span.begin) && !joins(span.end);
}

/// Whether a value may be known again by its form: a small word may not ("the", "will"), and a reply that names one, by
/// mistake or on purpose, must not reach beyond what the model was asked about.
bool is_distinctive(std::string_view value) {
  return std::any_of(value.begin(), value.end(), [](char c) { return !is_ascii_lower(c); });
}

/// The values of `edits` at their other places in `text`, as far as nobody has shown those to the
/// model: there it was asked about the same words. Only of labels whose values stand for
/// themselves. Linear in the text for each value; of the first 256 values. Errors: kResourceExhausted for too many places.
Result<std::vector<Edit>> edits_elsewhere(std::string_view text, std::span<const Edit> edits,
                                  std::span<const AskWindow> shown,
                                  std::span<const llm::Label> labels) {
  constexpr size_t kMaxValues = 256;
  constexpr size_t kLeastBytes = 3;
  constexpr size_t kMaxPlaces = 100'000;
  std::set<std::string_view> values;
  std::vector<Edit> more;
  for (const Edit& edit : edits) {
    const std::string_view value = edit.span.of(text);
    const bool is_everywhere = std::any_of(labels.begin(), labels.end(), [&](const auto& label) {
      return label.everywhere && label.name == edit.cause.label;
    });
    if (!is_everywhere || value.size() < kLeastBytes || !is_distinctive(value) ||
        values.size() >= kMaxValues || !values.insert(value).second) {
      continue;
    }
    for (size_t at = text.find(value); at != std::string_view::npos;
         at = text.find(value, at + value.size())) {
      const ByteSpan place{at, at + value.size()};
      const auto window = std::partition_point(
          shown.begin(), shown.end(), [&](const AskWindow& w) { return w.span.end <= at; });
      const bool is_shown = window != shown.end() && window->span.overlaps(place);
      if (is_shown || !cuts_no_word(text, place)) continue;
      if (more.size() == kMaxPlaces) return resource_exhausted("values of the reply stand at too many places");
      more.push_back({place, edit.with, edit.cause});
    }
  }
  return more;
}

}  // namespace

LlmStep::LlmStep(LlmOptions options, LlmParts parts)
    : options_(std::move(options)),
      parts_(std::move(parts)),
      asking_(*parts_.prompts, options_.ask, parts_.key),
      attacking_(*parts_.prompts, ask_of_attacker(options_), parts_.key) {}

Result<std::shared_ptr<const LlmStep>> LlmStep::make(LlmOptions options, LlmParts parts) {
  options.ask.model_wording = options.wording == LlmWording::kModel;
  // Where only doubts are shown, what patterns reach stands among them, with its category.
  const bool anonymizes = options.ask.task == llm::Task::kAnonymize || options.ask.task == llm::Task::kAnonymizeCode;
  options.ask.brief = anonymizes && options.scope == LlmScope::kUnsure && parts.doubts != nullptr;
  if (std::string why = llm::objection(options.ask); !why.empty()) {
    return invalid_argument("use: llm: " + why);
  }
  return std::shared_ptr<const LlmStep>(new LlmStep(std::move(options), std::move(parts)));
}

LlmScratch LlmStep::make_scratch() const {
  LlmScratch scratch;
  if (parts_.doubts) scratch.doubts = parts_.doubts->make_scratch();
  if (parts_.refinery) scratch.refine = parts_.refinery->make_scratch();
  return scratch;
}

LlmStep::Asked LlmStep::asked_of(std::string_view text, std::span<const ByteSpan> known, bool all,
                                 LlmScratch& scratch) const {
  const AskWindowOptions how{.context_bytes = options_.context_bytes,
                             .max_window_bytes = options_.max_window_bytes,
                             .whole_lines = is_code() || options_.ask.task == llm::Task::kClean};
  std::vector<Doubt> doubts;
  if (parts_.doubts) {
    const WorkBudget budget(text.size());
    parts_.doubts->find(text, *scratch.doubts, doubts);
    all = all || WorkBudget::is_over();
  }
  Asked asked;
  if (is_anonymizing()) asked.suspects = suspects_of(doubts, known);
  if (all || options_.scope == LlmScope::kAll || !parts_.doubts) {
    asked.windows = windows_of_all(text, doubts, how);
    return asked;
  }
  // Abuse and junk are what they are by their place; a value is the same wherever it stands.
  if (is_anonymizing() && !is_code()) asked.copies = take_copies(text, known, doubts);
  asked.windows = windows_around(text, doubts, known, how);
  std::erase_if(asked.copies, [&asked](const DoubtCopy& one) {
    return std::any_of(asked.windows.begin(), asked.windows.end(),
                       [&](const AskWindow& window) { return window.span.contains(one.copy); });
  });
  return asked;
}

/// Of doubts that overlap the riskiest one. What surely gives access is so by its form: there the reply may only say what
/// it is. Whom a name means the form does not tell, however sure the finder is that it is one.
std::vector<llm::Suspect> LlmStep::suspects_of(std::span<const Doubt> doubts,
                                               std::span<const ByteSpan> known) const {
  constexpr float kPrivate = 0.5F;
  constexpr float kSure = 0.95F;
  std::vector<const Doubt*> order;
  for (const Doubt& doubt : doubts) {
    const auto& labels = asking_.ask().labels;
    const bool is_asked = std::any_of(labels.begin(), labels.end(),
                                      [&doubt](const llm::Label& label) { return label.name == doubt.label; });
    if (is_asked && !touches(known, doubt.span)) order.push_back(&doubt);
  }
  std::stable_sort(order.begin(), order.end(), [](const Doubt* a, const Doubt* b) { return a->risk > b->risk; });
  std::map<ByteSpan, llm::Suspect> apart;
  for (const Doubt* doubt : order) {
    const auto next = apart.lower_bound(doubt->span);
    if (next != apart.end() && next->first.overlaps(doubt->span)) continue;
    if (next != apart.begin() && std::prev(next)->first.overlaps(doubt->span)) continue;
    const bool is_private = doubt->risk >= kPrivate;
    const auto category = category_from_name(doubt->label);
    const bool is_access = category && privacy_class(*category) == PrivacyClass::kAccess;
    apart.emplace(doubt->span, llm::Suspect{doubt->span, std::string(doubt->label), is_private,
                                            is_access && doubt->risk >= kSure});
  }
  std::vector<llm::Suspect> suspects;
  for (auto& [span, suspect] : apart) suspects.push_back(std::move(suspect));
  return suspects;
}

std::vector<Edit> LlmStep::edits_of(const llm::Question& question, const llm::Answer& answer,
                                    LlmScratch& scratch, LlmFigures& figures) const {
  for (int i = 0; i < llm::kRefusals; ++i) {
    const uint32_t count = answer.refusals[static_cast<size_t>(i)];
    if (count > 0) {
      figures.refused[std::string(llm::refusal_name(static_cast<llm::Refusal>(i)))] += count;
    }
  }
  std::vector<Edit> edits;
  if (question.ask->mode == llm::Mode::kRewrite) {
    edits = edits_of_rewrite(question, answer, scratch, figures);
  } else {
    const std::string rule = "llm/" + std::string(llm::task_name(question.ask->task));
    for (const llm::Proposal& proposal : answer.proposals) {
      edits.push_back({proposal.span,
                       proposal.replacement,
                       {"llm", proposal.is_suspect ? "llm/found" : rule, proposal.category,
                        static_cast<float>(proposal.score)}});
    }
    figures.dropped += answer.dropped.size();
  }
  figures.proposals += edits.size();
  return edits;
}

std::vector<Edit> LlmStep::edits_of_rewrite(const llm::Question& question,
                                            const llm::Answer& answer, LlmScratch& scratch,
                                            LlmFigures& figures) const {
  const ByteSpan window = question.windows.front().shown;  // one for each question, see llm_batch.cc
  const std::string_view text = window.of(question.text);
  std::vector<Explanation> reasons;
  std::vector<Doubt> doubts;
  if (parts_.doubts) parts_.doubts->find(text, *scratch.doubts, doubts);
  for (const Doubt& doubt : doubts) {
    if (!doubt.label.empty()) reasons.push_back({doubt.span, std::string(doubt.label), false});
  }
  for (const llm::Proposal& proposal : answer.proposals) {
    if (!window.contains(proposal.span)) continue;
    const ByteSpan span{proposal.span.begin - window.begin, proposal.span.end - window.begin};
    reasons.push_back({span, proposal.category, true});
  }
  ExplainedRewrite rewrite = explain_rewrite(text, answer.rewritten, reasons,
                                             {.task = rewrite_task_of(question.ask->task),
                                              .model_wording = question.ask->model_wording},
                                             scratch.differ);
  for (int i = 0; i < kUnexplainedReasons; ++i) {
    const uint32_t count = rewrite.refusals[static_cast<size_t>(i)];
    if (count == 0) continue;
    figures.refused["rewrite-" + std::string(unexplained_name(static_cast<Unexplained>(i)))] +=
        count;
  }
  for (Edit& edit : rewrite.edits) {
    edit.span = {edit.span.begin + window.begin, edit.span.end + window.begin};
  }
  return std::move(rewrite.edits);
}

Outcome LlmStep::outcome_of(const Document& document, std::span<const std::vector<Edit>> edits,
                            const Asked& asked, std::span<const ByteSpan> known,
                            LlmScratch& scratch, LlmFigures& figures) const {
  std::vector<ProposalList> lists;
  for (const std::vector<Edit>& of_round : edits) {
    ProposalList& list = lists.emplace_back();
    list.rank = static_cast<int>(lists.size());
    for (const Edit& edit : of_round) {
      if (is_anonymizing() && is_covered(known, edit.span)) {
        ++figures.stand_ins;
      } else {
        list.edits.push_back(edit);
      }
    }
  }
  auto merged = merge(document.text, std::move(lists));
  if (merged.ok() && is_anonymizing() && !is_code()) {
    ProposalList said{1, std::move(merged->program.edits)};
    auto elsewhere = edits_elsewhere(document.text, said.edits, asked.windows, asking_.ask().labels);
    if (!elsewhere.ok()) return rejected({}, "llm: " + elsewhere.error().message);
    ProposalList same{2, std::move(*elsewhere)};
    ProposalList alike{3, edits_at_copies(said.edits, asked.copies)};
    for (ProposalList* list : {&same, &alike}) {
      std::erase_if(list->edits, [&](const Edit& edit) { return touches(known, edit.span); });
    }
    merged = merge(document.text, {std::move(said), std::move(same), std::move(alike)});
  }
  if (!merged.ok()) return rejected({}, "llm: " + merged.error().message);
  if (is_anonymizing()) {
    return anonymised(document, std::move(merged->program), known, scratch);
  }
  return edited(document, std::move(merged->program));
}

Outcome LlmStep::anonymised(const Document& document, EditProgram program,
                            std::span<const ByteSpan> known, LlmScratch& scratch) const {
  std::vector<Found> found;
  for (Edit& edit : program.edits) {
    const Category category = category_of_label(edit.cause.label);
    found.push_back({edit.span, category, std::move(edit.cause), false, std::move(edit.with)});
  }
  if (!is_code() && !found.empty()) {
    internal::add_same_persons(document.text, found);
    std::erase_if(found, [&](const Found& value) {
      return value.cause.stage != "llm" && touches(known, value.span);
    });
  }
  return parts_.refinery->refine_found(document, std::move(found), known, *scratch.refine);
}

Outcome LlmStep::edited(const Document& document, EditProgram program) const {
  Outcome outcome;
  outcome.checks.rounds = 1;
  outcome.checks.found = static_cast<uint32_t>(program.edits.size());
  if (options_.ask.task == llm::Task::kClean) {
    delete_whole_lines(document.text, program.edits);
  } else {
    program.edits = repair_seams(document.text, std::move(program.edits));
  }
  auto refined = apply_program(program, document.text);
  if (!refined.ok()) return rejected(std::move(outcome), "llm: " + refined.error().message);
  Verdict verdict = judge_form(document.text, program, *refined);
  if (verdict.ok() && parts_.verifier) {
    verdict = parts_.verifier->judge(document, program, *refined);
  }
  outcome.program = std::move(program);
  for (const Failure& failure : verdict.failures) outcome.checks.failed.push_back(failure.name());
  if (!verdict.ok()) {
    return rejected(std::move(outcome), "verification failed: " + verdict.failures.front().name());
  }
  outcome.checks.verified = true;
  outcome.state = outcome.program.empty() ? RowState::kKept : RowState::kEdited;
  if (outcome.state == RowState::kEdited) outcome.refined = std::move(*refined);
  return outcome;
}

}  // namespace lauter
