/// Which passages of a text a model is shown.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "refine/llm/doubts.h"

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

/// A doubt's words at another place: what is said of `shown` holds for `copy`, which has its bytes.
struct DoubtCopy {
  ByteSpan shown;
  ByteSpan copy;

  bool operator==(const DoubtCopy&) const = default;
};

/// Of doubts with the same words ("Weber ... Weber") only the one of most risk, the first of
/// several, stays in `doubts` (sorted); the others are returned, in the order of the text. Doubts
/// inside of `known` (sorted, apart) are left alone. Linear in the doubts' bytes.
std::vector<DoubtCopy> take_copies(std::string_view text, std::span<const ByteSpan> known,
                                   std::vector<Doubt>& doubts);

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
