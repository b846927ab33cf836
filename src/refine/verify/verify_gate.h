/// Where the verifier has to look closer. Internal to `refine`.
///
/// One vectorised pass over the text for cheap signs that every shape of its table must show: an
/// '@', a cluster of digits, a token of 16 characters, a label before ':' or '='. Patterns run only
/// in the windows around such signs; ordinary prose has next to none.
#pragma once

#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::internal {

/// Sorted, non-overlapping spans of the text for each kind of sign.
struct GateWindows {
  std::vector<ByteSpan> mail;    ///< '@', "[at", "(at"
  std::vector<ByteSpan> digits;  ///< 6 digits close together, 4 with a capital letter, 5 of ':' '-'
  std::vector<ByteSpan> tokens;  ///< runs of 16 and more of [A-Za-z0-9_-] with a digit, or "eyJ"
  std::vector<ByteSpan> labels;  ///< a word like "password" or "key" before ':' or '='
  std::vector<ByteSpan> armour;  ///< "-----BEGIN"
};

/// Replaces `windows`. Cost: about 4 GB/s without signs.
void find_gate_windows(std::string_view text, GateWindows& windows);

/// Drops windows whose signs all lie inside `replaced` (sorted, apart) where nothing of the text
/// around can take part: a finding there would be a stand-in and nothing else. In a refined text
/// that is most of them. Linear in the windows.
void drop_windows_of_stand_ins(std::string_view text, const std::vector<ByteSpan>& replaced,
                               GateWindows& windows);

}  // namespace lauter::internal
