/// What the fields beside the texts hold: private values that a run does not touch, so that it is said.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "io/row.h"
#include "refine/anonymize/value_finder.h"
#include "run/output/report_data.h"
#include "run/recipe/recipe.h"
#include "run/steps/models.h"

namespace lauter {

/// Looks for what the recipe's first anonymising step would find, by patterns alone if it has none, and in ids, in long strings and
/// behind the first kJudgedBytes: a model takes time, and nobody waits for this.
class OtherFields {
 public:
  /// Keeps a reference to `fields`. Errors: those of ValueFinder::make().
  static Result<OtherFields> make(const RecordFields& fields, const Recipe& recipe, const Models& models);

  /// Reads the strings of a row of JSON that are none of its texts, up to kMaxBytes in all.
  void look(const Row& row);

  const UntreatedFields& found() const { return found_; }

 private:
  static constexpr uint64_t kMaxBytes = uint64_t{4} << 20;
  static constexpr uint64_t kJudgedBytes = uint64_t{128} << 10;
  static constexpr uint64_t kLongestJudged = uint64_t{4} << 10;

  OtherFields(ValueFinder finder, ValueFinder patterns, std::string text, std::string id, std::vector<std::string> others)
      : finder_(std::move(finder)), patterns_(std::move(patterns)), scratch_(finder_.make_scratch()),
        of_patterns_(patterns_.make_scratch()), text_(std::move(text)), id_(std::move(id)), others_(std::move(others)) {}

  ValueFinder finder_;
  ValueFinder patterns_;
  FindScratch scratch_;
  FindScratch of_patterns_;
  std::vector<ValueCandidate> candidates_;
  std::string text_;  ///< the field of rows with one text
  std::string id_;    ///< made of letters and digits at random: for patterns alone
  std::vector<std::string> others_;  ///< that nobody need hear of, without the numbers of lists
  uint64_t bytes_ = 0;
  UntreatedFields found_;
};

/// "author (PERSON, 37 rows), cc[] (EMAIL_ADDRESS, 2 rows)"; empty if nothing was found.
std::string untreated_text(const UntreatedFields& untreated);

}  // namespace lauter
