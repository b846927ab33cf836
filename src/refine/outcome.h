/// What became of one document: the only thing that the rest of the program sees of refining.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "edit/edit.h"
#include "edit/log.h"
#include "refine/anonymize/anonymize.h"
#include "refine/anonymize/described.h"

namespace lauter {

struct Outcome {
  RowState state = RowState::kKept;
  std::string reason;   ///< kRejected: why, in words that hold no value of the text
  EditProgram program;  ///< over the original; empty if kept. If rejected: what was tried
  std::string
      refined;  ///< kEdited only: the refined text. Empty if kept (it is the original) or rejected
  CheckSummary checks;
  /// TieHash::of() what an anonymising step left in the original; nothing: none looked.
  std::optional<uint64_t> ties{};
  std::vector<DescribedPerson> persons{};  ///< in the text as that step met it
  uint64_t tokens = 0;  ///< as the recipe's last step `tokens` counted them
  std::vector<Found> found;  ///< in the original, by the first look at it; sorted by span
};

/// The outcome of a document that is held back: it keeps what was found and tried, no text.
inline Outcome rejected(Outcome outcome, std::string reason) {
  outcome.state = RowState::kRejected;
  outcome.reason = std::move(reason);
  outcome.refined.clear();
  return outcome;
}

}  // namespace lauter
