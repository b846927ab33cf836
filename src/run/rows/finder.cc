#include "run/rows/finder.h"

#include <algorithm>

#include "base/stop.h"
#include "run/rows/row_texts.h"

namespace lauter {
namespace {

/// Adds what one more step found, in order of the spans. What an earlier step found stays.
void add_spans(const std::vector<FoundSpan>& more, std::vector<FoundSpan>& found) {
  const size_t n_before = found.size();
  for (const FoundSpan& span : more) {
    const auto before = found.begin() + static_cast<std::ptrdiff_t>(n_before);
    const auto at = std::partition_point(found.begin(), before, [&](const FoundSpan& other) {
      return other.span.end <= span.span.begin;
    });
    if (at == before || !at->span.overlaps(span.span)) found.push_back(span);
  }
  if (n_before == 0) return;
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundSpan& a, const FoundSpan& b) { return a.span < b.span; });
}

}  // namespace

Finder::Finder(const JobOptions& job, const StepEngines<ValueFinder>& engines, const ModelSteps& models,
               const FilterSteps& filters)
    : job_(job), engines_(engines), models_(models), filters_(filters) {
  for (size_t i = 0; i < engines.size(); ++i) looking_.push_back(engines[i].make_scratch());
  for (const auto& model : models) {
    proposing_.push_back(model ? model->refiner->make_scratch() : nullptr);
  }
  proposals_.resize(models.size());
  values_.resize(models.size());
}

Result<std::span<const FoundSpan>> Finder::find(const Row& row) {
  found_.clear();
  dropped_.clear();
  for (const size_t step : engines_.row_steps().of(row)) {
    of_step_.clear();
    const WorkBudget budget(row.doc.text.size());
    if (const auto engine = engines_.of(step, row.format)) {
      look(row.doc.text, step, *engine);
    } else if (filters_[step]) {
      const FilterVerdict verdict = filters_[step]->judge(texts_of(row), filtering_);
      if (verdict.drop() && dropped_.empty()) dropped_ = drop_reason(*filters_[step], verdict);
    } else if (models_[step]) {
      const bool has_values = texts_end(row) < row.doc.text.size();
      LAUTER_TRY(has_values ? propose({row.doc.id, std::string(texts_of(row))}, step) : propose(row.doc, step));
    }
    if (WorkBudget::is_over()) return resource_exhausted(kTooMuchWork);
    add_spans(of_step_, found_);
  }
  add_values(row);
  return std::span<const FoundSpan>(found_);
}

/// Values end the row, and are what their fields say.
void Finder::add_values(const Row& row) {
  row_values_ = values_of(row, job_.recipe.field_values);
  const uint64_t end = texts_end(row);
  if (end < row.doc.text.size()) {
    for (FoundSpan& span : found_) span.span.end = std::min(span.span.end, end);
    std::erase_if(found_, [end](const FoundSpan& span) { return span.span.begin >= end; });
  }
  for (const Found& value : row_values_) {
    found_.push_back({value.span, value.cause.label, value.cause.score, value.cause.rule, value.cause.reason});
  }
}

void Finder::look(std::string_view text, size_t step, size_t engine) {
  engines_[engine].judge(text, looking_[engine], values_[step]);
  for (const ValueCandidate& value : values_[step]) {
    if (!value.is_private && !job_.candidates) continue;
    of_step_.push_back(
        {value.span, value.label, value.score, value.rule, value.reason, !value.is_private});
  }
}

Result<void> Finder::propose(const Document& document, size_t step) {
  Proposal& proposal = proposals_[step];
  proposal = {};
  LAUTER_TRY(models_[step]->refiner->propose({&document, 1}, *proposing_[step], {&proposal, 1}));
  const auto add = [this](ByteSpan span, const Cause& cause) {
    of_step_.push_back({span, cause.label, cause.score, cause.rule});
  };
  if (proposal.drop_document && dropped_.empty()) {
    dropped_ = job_.recipe.steps[step].use + ": " + proposal.drop_cause.rule;
  }
  if (models_[step]->is_filter) return {};
  for (const Find& find : proposal.finds) add(find.span, find.cause);
  if (!proposal.finds.empty()) return {};
  if (proposal.drop_document) add({0, document.text.size()}, proposal.drop_cause);
  for (const Edit& edit : proposal.edits) add(edit.span, edit.cause);
  return {};
}

}  // namespace lauter
