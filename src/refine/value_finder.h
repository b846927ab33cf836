/// Everything private in a text: what patterns find, and what the learned tagger adds.
#pragma once

#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/lap_clock.h"
#include "base/result.h"
#include "refine/anonymize.h"
#include "scan/scanner.h"
#include "tag/span_tagger.h"

namespace lauter {

struct FindOptions {
  ScanOptions scan{};
  std::shared_ptr<const TagModel> model{};  ///< none: patterns alone
  float model_score = 0.4F;                 ///< learned spans below are not taken; lower finds more
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

/// The measure_scans() of scan/laps.h for the scans of this scratch.
void measure_scans(FindScratch& scratch, LapClock* clock);

/// Immutable after make(); find() is const and safe from any thread with its own scratch.
class ValueFinder {
 public:
  /// Errors: those of Scanner::make() and SpanTagger::make().
  static Result<ValueFinder> make(FindOptions options);

  FindScratch make_scratch() const;

  /// Replaces `found`: sorted by span, non-overlapping. Causes have stage `scan` or `tag`. Depends
  /// on the text and the options alone. Linear.
  void find(std::string_view text, FindScratch& scratch, std::vector<Found>& found) const;

 private:
  /// What the tagger finds, merged into `found`.
  void add_learned(std::string_view text, FindScratch::Impl& scratch,
                   std::vector<Found>& found) const;

  ValueFinder(FindOptions options, Scanner scanner, std::optional<SpanTagger> tagger)
      : options_(std::move(options)), scanner_(std::move(scanner)), tagger_(std::move(tagger)) {}

  FindOptions options_;
  Scanner scanner_;
  std::optional<SpanTagger> tagger_;
};

}  // namespace lauter
