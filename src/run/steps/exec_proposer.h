/// The step `exec`: what a program of the user's finds.
///
/// One program for each worker, started at its first row. It gets a line {"id","text"} and answers
/// with a line {"id","spans":[{"start","end","label","score"}]}: bytes of the text, or "quote" in
/// place of them, which stands in the text once. What it says is believed as little as a model: every
/// span is checked, and the row is held back if one is wrong.
#pragma once

#include <memory>
#include <set>
#include <string>

#include "refine/refiner.h"
#include "run/recipe/exec_options.h"

namespace lauter {

class ExecProposer : public Refiner {
 public:
  explicit ExecProposer(ExecOptions options)
      : options_(std::move(options)), labels_(options_.labels.begin(), options_.labels.end()) {}

  RefinerInfo info() const override { return {"exec", 1}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;
  /// Edits without `with`: a stand-in comes later. Errors, which hold the row back: those of Child,
  /// after `tries` of them; kDataLoss for an answer that is none, or not of this text.
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  ExecOptions options_;
  std::set<std::string, std::less<>> labels_;
};

/// The edits of an answer; `labels`: those besides the categories'. Errors: kDataLoss, without words of
/// the answer or the text.
Result<std::vector<Edit>> exec_edits(std::string_view answer, const Document& document,
                                     const std::set<std::string, std::less<>>& labels);

}  // namespace lauter
