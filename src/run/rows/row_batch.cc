#include "run/rows/row_batch.h"

#include <algorithm>
#include <utility>

#include "run/rows/row_progress.h"
#include "run/rows/row_texts.h"

namespace lauter {

/// A row and how far it has come.
struct RowBatch::Traveller {
  Traveller(const Row& of_row, std::vector<size_t> its_steps, internal::RowProgress its_progress)
      : row(&of_row), steps(std::move(its_steps)), row_progress(std::move(its_progress)) {}

  bool is_untouched() const { return steps.empty() && !row_progress.has_values(); }

  const Row* row;
  std::vector<size_t> steps;
  size_t next = 0;  ///< of `steps`
  internal::RowProgress row_progress;
  std::optional<Outcome> outcome;  ///< once it has ended
};

RowBatch::RowBatch(const StepChain& chain, std::span<const Row> rows, ChainScratch& scratch,
                   std::vector<std::optional<Outcome>> settled)
    : chain_(chain) {
  travellers_.reserve(rows.size());
  settled.resize(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const Row& row = rows[i];
    const bool is_text = !row.error && !row.pass_through;
    Traveller& traveller = travellers_.emplace_back(
        row, is_text ? chain.steps_for(row) : std::vector<size_t>(), chain.begin(row));
    traveller.outcome = std::move(settled[i]);
    if (traveller.outcome || traveller.is_untouched()) continue;
    if (const auto fits = chain.check_size(row); !fits.ok()) {
      traveller.outcome = traveller.row_progress.fail(fits.error());
    }
  }
  go_on(scratch);
}

RowBatch::~RowBatch() = default;

std::span<const llm::Request> RowBatch::requests() const {
  return batch_ ? batch_->requests() : std::span<const llm::Request>();
}

/// Takes all rows to the next step that has something to ask, or to the end.
void RowBatch::go_on(ChainScratch& scratch) {
  for (; step_ < chain_.recipe_->steps.size(); ++step_) {
    if (chain_.llm_of_step_[step_]) {
      if (ask(step_, scratch)) return;
      continue;
    }
    for (Traveller& t : travellers_) {
      if (t.outcome || t.next == t.steps.size() || t.steps[t.next] != step_) continue;
      const Result<bool> goes_on =
          chain_.take_step(t.steps, t.next++, t.row->format, scratch, t.row_progress);
      if (!goes_on.ok()) {
        t.outcome = t.row_progress.fail(goes_on.error());
      } else if (!*goes_on) {
        t.outcome = t.row_progress.take();
      }
    }
  }
}

/// Whether there is something to wait for.
bool RowBatch::ask(size_t step, ChainScratch& scratch) {
  const size_t number = *chain_.llm_of_step_[step];
  std::vector<LlmRow> rows;
  asked_.clear();
  for (size_t i = 0; i < travellers_.size(); ++i) {
    Traveller& t = travellers_[i];
    if (t.outcome || t.next == t.steps.size() || t.steps[t.next] != step) continue;
    rows.push_back(t.row_progress.llm_row());
    asked_.push_back(i);
  }
  batch_.emplace(*chain_.llm_steps_[number], std::move(rows), scratch.llm[number]);
  if (!batch_->requests().empty()) return true;
  end_asking();
  return false;
}

void RowBatch::end_asking() {
  const LlmStep& step = *chain_.llm_steps_[*chain_.llm_of_step_[step_]];
  std::vector<LlmResult> results = batch_->finish();
  for (size_t i = 0; i < results.size(); ++i) {
    Traveller& t = travellers_[asked_[i]];
    const bool is_last = ++t.next == t.steps.size();
    const Result<bool> goes_on = t.row_progress.take_answered(
        std::move(results[i]), step, *chain_.llm_of_step_[step_], is_last);
    if (!goes_on.ok()) {
      t.outcome = t.row_progress.fail(goes_on.error());
    } else if (!*goes_on) {
      t.outcome = t.row_progress.take();
    }
  }
  figures_.add(batch_->figures());
  batch_.reset();
}

Result<void> RowBatch::take(std::vector<llm::Reply> replies, ChainScratch& scratch) {
  batch_->take(std::move(replies), scratch.llm[*chain_.llm_of_step_[step_]]);
  if (batch_->is_cancelled()) return unavailable("interrupted while waiting for a language model");
  if (!batch_->requests().empty()) return {};
  end_asking();
  ++step_;
  go_on(scratch);
  return {};
}

void RowBatch::skip(ChainScratch& scratch) {
  end_asking();
  ++step_;
  go_on(scratch);
}

std::vector<std::optional<Outcome>> RowBatch::finish(ChainScratch& scratch) {
  std::vector<std::optional<Outcome>> outcomes;
  outcomes.reserve(travellers_.size());
  for (Traveller& t : travellers_) {
    if (!t.outcome && !t.is_untouched()) t.outcome = chain_.finish(t.row_progress, scratch);
    if (t.outcome) t.outcome = keep_to_texts(*t.row, *std::move(t.outcome));
    outcomes.push_back(std::move(t.outcome));
  }
  return outcomes;
}

Result<std::vector<std::optional<Outcome>>> ask_and_finish(RowBatch& batch, llm::Asker& asker,
                                                           ChainScratch& scratch) {
  while (!batch.requests().empty()) {
    LAUTER_TRY(batch.take(asker.ask(batch.requests()), scratch));
  }
  return batch.finish(scratch);
}

}  // namespace lauter
