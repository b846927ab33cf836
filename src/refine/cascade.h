/// Find, edit, verify; and while verification objects, find again and edit more, up to a limit;
/// then either the refined text has passed or the document is held back.
///
/// All rounds write over the same original: what verification or a second look at the refined text
/// finds is mapped back to original bytes and joins the found values, and the program is made anew.
/// So stand-ins stay consistent over the rounds, and the program is always one over the original.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "doc/document.h"
#include "refine/anonymize/anonymize.h"
#include "refine/outcome.h"
#include "refine/verify/verifier.h"

namespace lauter {

/// Values in a text: the finder, or a test's own.
using FindValues = std::function<std::vector<Found>(std::string_view text)>;
/// The verifier, or a test's own. `accepted`: see PatternVerifier::judge().
using JudgeText =
    std::function<Verdict(const Document& original, const EditProgram& program,
                          std::string_view refined, std::span<const ByteSpan> accepted)>;

struct CascadeOptions {
  bool verify = true;
  int repair_rounds = 3;
  std::span<const ByteSpan> known{};  ///< sorted, apart: what earlier steps put into the text, and
                                      ///< is accepted as it is
};

/// The outcome for one document whose values `found` are known (sorted, non-overlapping). `find` is
/// only called for repair rounds. Fills everything of the outcome but `hits`. Never fails: what
/// does not pass verification comes back rejected.
Outcome run_cascade(const Document& document, std::vector<Found> found,
                    const Anonymizer& anonymizer, const FindValues& find, const JudgeText& judge,
                    const CascadeOptions& options);

}  // namespace lauter
