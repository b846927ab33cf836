/// From what patterns proposed and the judge read to one list of decisions.
#pragma once

#include <string_view>
#include <vector>

#include "find/candidate.h"
#include "find/judge.h"
#include "scan/scanner.h"

namespace lauter {

/// Which named things are edited (data/book/GUIDELINES.md).
enum class Scope : uint8_t {
  kPrivate,  ///< what is private
  kAll,      ///< and every named person, place and organisation
};

struct DecideOptions {
  Scope scope = Scope::kPrivate;
  float threshold = 0.5F;  ///< of the judge's odds; also given to Judge::read()
  /// Public names are wanted as well, also where nothing is private (always so with kAll).
  bool every_name = false;

  /// Gates are fitted for thresholds from .25 on.
  JudgeView view() const {
    const bool is_all = every_name || scope == Scope::kAll || threshold < 0.25F;
    return is_all ? JudgeView::kAll : JudgeView::kPrivate;
  }
};

/// The candidates of a text, sorted, apart, private and public ones. `hits`: of the scanner, sorted,
/// apart; `read`: what the judge read with them.
///
/// A custom rule's hit stands. A hit on access, contact or a log-in stands unless the judge is sure that it is
/// public; other names and ties are the judge's alone. One person, one decision: all mentions of a name
/// are private or none is. Linear in tokens and hits, but for sorting.
std::vector<ValueCandidate> decide(std::string_view text, const Scanner& scanner,
                              std::span<const Hit> hits, const JudgeScratch& read,
                              const DecideOptions& options);

}  // namespace lauter
