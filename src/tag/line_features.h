/// What a line looks like and where it stands: the numbers that the junk head gets beside the
/// encoder's states, and the form in which lines are compared and counted.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/lines.h"

namespace lauter {

/// Numbers of one line; line_features.cc lists them in their order. Trained weights are void if
/// their number, order or meaning changes.
inline constexpr uint32_t kLineFeatures = 64;
/// The number that is the share of the, of, and the like among the words of the whole text.
inline constexpr uint32_t kSmallWordShare = 59;

/// Two lines with the same letters: case, digits (a run counts as one) and the amount of white
/// space do not matter. 0 for a line without anything but white space.
uint64_t folded_line_hash(std::string_view line, std::string& scratch);

/// Kept between texts to save allocations. One a thread.
struct LineScratch;

/// Makes line features; reusable, one a thread.
class LineFeaturizer {
 public:
  LineFeaturizer();
  LineFeaturizer(LineFeaturizer&&) noexcept;
  LineFeaturizer& operator=(LineFeaturizer&&) noexcept;
  ~LineFeaturizer();

  /// Replaces `out` by kLineFeatures numbers for each line of `text` (valid UTF-8), in order.
  /// `documents`: for each line, how many other documents of the corpus hold it; empty if that is
  /// not known. Linear in the text.
  void extract(std::string_view text, const LineIndex& lines, std::span<const uint32_t> documents,
               std::vector<float>& out);

 private:
  std::unique_ptr<LineScratch> scratch_;
};

}  // namespace lauter
