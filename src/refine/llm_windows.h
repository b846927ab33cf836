/// Which passages of a text a model is shown.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "refine/doubts.h"

namespace lauter {

struct AskWindow {
  ByteSpan span;
  double risk = 0;  ///< sum of the risks of its doubts
};

struct AskWindowOptions {
  uint64_t context_bytes = 160;
  uint64_t max_window_bytes = 4000;
  bool whole_lines = false;  ///< cut between lines only where that is possible (code, lists)
};

/// Passages around `doubts` (sorted): as many whole sentences or lines before and behind as fit into
/// the context, neighbours joined, cut at sentences or lines where they get too long. Doubts inside
/// of `known` (sorted, apart: what lauter put there itself) do not count. The result is sorted and
/// apart, without blanks at its ends, on UTF-8 boundaries; every doubt that counts is covered.
std::vector<AskWindow> windows_around(std::string_view text, std::span<const Doubt> doubts,
                                      std::span<const ByteSpan> known,
                                      const AskWindowOptions& options);

/// All of the text but blanks, in passages. `doubts` only say what they are worth.
std::vector<AskWindow> windows_of_all(std::string_view text, std::span<const Doubt> doubts,
                                      const AskWindowOptions& options);

/// Groups of windows for one request each: consecutive, at most `max_bytes` unless one is longer.
std::vector<std::span<const AskWindow>> pack_windows(std::span<const AskWindow> windows,
                                                     uint64_t max_bytes);

}  // namespace lauter
