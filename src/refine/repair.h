/// The step `repair`: broken encodings are mended, what is well formed stays.
#pragma once

#include <memory>

#include "refine/refiner.h"
#include "refine/repair_options.h"

namespace lauter {

/// Edits with the label ENCODING whose rule says the charsets (text/mojibake/mojibake.h), and with the label
/// CHARACTER whose rule is the option that asked for them.
class RepairRefiner : public Refiner {
 public:
  explicit RepairRefiner(RepairOptions options) : options_(options) {}

  RefinerInfo info() const override { return {"repair", 1}; }
  std::unique_ptr<RefinerScratch> make_scratch() const override;
  /// Errors: those of compose(); none of a document.
  Result<void> propose(std::span<const Document> documents, RefinerScratch& scratch,
                       std::span<Proposal> proposals) const override;

 private:
  RepairOptions options_;
};

/// `repair`: each mended place, written as UTF-8 and read as the charsets that its rule names, is
/// again what stood there.
class RepairVerifier : public Verifier {
 public:
  Verdict judge(const Document& original, const EditProgram& program,
                std::string_view refined) const override;
};

}  // namespace lauter
