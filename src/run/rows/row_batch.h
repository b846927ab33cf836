/// The rows of one chunk on their way through a chain that asks language models, so that all their
/// questions are asked at once.
///
///   RowBatch batch(chain, rows, scratch);
///   while (!batch.requests().empty()) {
///     auto replies = asker.ask(batch.requests());          // no scratch is needed meanwhile
///     batch.take(std::move(replies), scratch);
///   }
///   std::vector<std::optional<Outcome>> outcomes = batch.finish(scratch);
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "refine/llm/llm_batch.h"
#include "run/steps/step_chain.h"

namespace lauter {

/// One thread at a time; any scratch of the chain will do each time.
class RowBatch {
 public:
  /// Goes on to the first questions. `rows` and `chain` must outlive it; rows with an error or
  /// that pass through are left alone. `settled`: for each row its outcome if it has one already;
  /// empty: none has.
  RowBatch(const StepChain& chain, std::span<const Row> rows, ChainScratch& scratch,
           std::vector<std::optional<Outcome>> settled = {});
  RowBatch(const RowBatch&) = delete;
  RowBatch& operator=(const RowBatch&) = delete;
  ~RowBatch();

  /// Empty when there is nothing more to ask. Good until take().
  std::span<const llm::Request> requests() const;
  /// One reply for each request. Errors: kUnavailable if a reply was cancelled: then the rows are
  /// not finished, and nothing of them may be written.
  Result<void> take(std::vector<llm::Reply> replies, ChainScratch& scratch);

  /// Goes on as if nothing were to be edited: for an estimate of what would be asked.
  void skip(ChainScratch& scratch);

  /// For each row what StepChain::refine() would say.
  std::vector<std::optional<Outcome>> finish(ChainScratch& scratch);
  const LlmFigures& figures() const { return figures_; }

 private:
  struct Traveller;
  void go_on(ChainScratch& scratch);
  bool ask(size_t step, ChainScratch& scratch);
  void end_asking();

  const StepChain& chain_;
  std::vector<Traveller> travellers_;  ///< one for each row
  size_t step_ = 0;                    ///< of the recipe, the next to take
  std::optional<LlmBatch> batch_;
  std::vector<size_t> asked_;  ///< rows of the batch
  LlmFigures figures_;
};

/// Asks until there is nothing more to ask. Errors: those of RowBatch::take().
Result<std::vector<std::optional<Outcome>>> ask_and_finish(RowBatch& batch, llm::Asker& asker,
                                                           ChainScratch& scratch);

}  // namespace lauter
