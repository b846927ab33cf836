/// Everything private in a text: what patterns and the learned judge propose, decided as one.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <optional>
#include <string_view>
#include <vector>

#include "base/lap_clock.h"
#include "base/result.h"
#include "find/decide.h"
#include "find/text_kinds.h"
#include "find/value_lists.h"
#include "refine/anonymize/anonymize.h"
#include "refine/anonymize/ties.h"
#include "scan/scanner.h"

namespace lauter {

struct FindOptions {
  ScanOptions scan{};
  /// Tells code and notices in a text; none: all of it is what `scan.mode` says.
  const LineKinds* kinds = nullptr;
  std::shared_ptr<const TagModel> judge{};  ///< with a head `judge`; none: patterns alone
  std::shared_ptr<const SecondJudge> second_judge{};  ///< asked beside it, if there is one
  DecideOptions decide{};
  /// By label: finds that are less sure stay, unless the same value is sure enough elsewhere.
  std::map<std::string, float, std::less<>> min_scores{};
  std::shared_ptr<const ValueLists> lists{};  ///< none: nothing is allowed or denied
  /// Categories that the judge is left alone with: what are their patterns worth (find_ablation)?
  std::bitset<kCategoryCount> without_patterns{};
};

/// Working memory of one thread. Reusable, never shared.
class FindScratch {
 public:
  FindScratch();
  ~FindScratch();
  FindScratch(FindScratch&&) noexcept;
  FindScratch& operator=(FindScratch&&) noexcept;
  struct Impl;
  std::unique_ptr<Impl> impl;
};

/// The measure_scans() of scan/index/laps.h for the scans of this scratch.
void measure_scans(FindScratch& scratch, LapClock* clock);

/// Immutable after make(); find() is const and safe from any thread with its own scratch.
class ValueFinder {
 public:
  /// Errors: those of Scanner::make() and Judge::make().
  static Result<ValueFinder> make(FindOptions options);

  FindScratch make_scratch() const;

  /// How the parts of `text` are to be read. Of mode code all of it is code.
  void read_kinds(std::string_view text, FindScratch& scratch, TextKinds& kinds) const;

  /// Replaces `candidates`: sorted by span, apart, private and public ones (of patterns alone: public
  /// is what the lists allow), of the enabled categories, and what is denied. Rule and label are the
  /// finder's. Depends on the text and the options alone. Linear.
  void judge(std::string_view text, FindScratch& scratch, std::vector<ValueCandidate>& candidates) const;

  /// Replaces `found` by the private candidates, with causes of stage `scan` (a
  /// pattern proposed it) or `tag`. `left`, if given: the public ones.
  void find(std::string_view text, FindScratch& scratch, std::vector<Found>& found,
            std::vector<LeftValue>* left = nullptr) const;
  /// The same for a text whose parts are known.
  void find(std::string_view text, const TextKinds& kinds, FindScratch& scratch,
            std::vector<Found>& found, std::vector<LeftValue>* left = nullptr) const;

 private:
  ValueFinder(FindOptions options, Scanner scanner, std::optional<Scanner> code_scanner,
              std::optional<Judge> judge)
      : options_(std::move(options)),
        scanner_(std::move(scanner)),
        code_scanner_(std::move(code_scanner)),
        judge_(std::move(judge)) {}

  void judge(std::string_view text, const TextKinds& kinds, FindScratch& scratch,
             std::vector<ValueCandidate>& candidates) const;
  void find_hits(std::string_view text, std::span<const ByteSpan> code, FindScratch& scratch) const;
  void propose(std::string_view text, const TextKinds& kinds, FindScratch& scratch,
               std::vector<ValueCandidate>& candidates) const;
  float min_score(const Hit& hit) const;
  void leave_unsure(std::string_view text, std::vector<ValueCandidate>& candidates) const;

  FindOptions options_;
  Scanner scanner_;
  std::optional<Scanner> code_scanner_;  ///< of the code in texts; its rules are the scanner's
  std::optional<Judge> judge_;
};

}  // namespace lauter
