/// Splices: places where a value may have been broken, by a line end with its quote prefix, a soft
/// line break, an escaped line end, or the seam of concatenated string literals; and disguises of
/// addresses.
///
///   "dce8.b9ba.\n5e84"      "550612-\n# 2248018"      "jane=\n.doe"      `"AKIAAA5QZF" + "HEE6FS"`
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter::scan {

struct Splice {
  uint32_t begin, end;    ///< bytes of the text that do not belong to the value
  bool literal;           ///< a seam of literals: the pieces are values of their own
  const char* with = "";  ///< what the bytes stand for: "." for "[.]", "tt" for the "xx" of "hxxp"
};

/// Appends the splices of `text`, in order, apart. A line end counts only where the words at both
/// sides could be pieces of one value (digits in them, not cells of a table, not a list). Linear;
/// one vectorised search for line ends and quotes where there are none.
void find_splices(std::string_view text, std::vector<Splice>& splices);

/// A stretch of the text with its splices taken out.
struct SplicedWindow {
  std::string text;
  std::vector<uint32_t> seams;       ///< offsets in `text` after what was taken out or replaced
  std::vector<uint32_t> seam_begin;  ///< the same place in the original: where the gap begins
  std::vector<uint32_t> seam_end;    ///< and where it ends
  std::vector<bool> literal;
  /// Stretches of `text` before the seams, apart: what crosses a seam begins in one.
  std::vector<ByteSpan> focus;
  uint32_t begin = 0;  ///< of the stretch in the original

  /// Original bytes of window bytes [b, e): one span over the gaps, or at literal seams one for
  /// each piece.
  void to_original(size_t b, size_t e, std::vector<ByteSpan>& spans) const;
  bool crosses_seam(size_t b, size_t e) const;
};

/// Cuts the window of splices [first, returned) that stand close together: at most 256 bytes before
/// the first, 160 after the last, 4 KiB in all, ending at white space where there is some.
size_t cut_window(std::string_view text, const std::vector<Splice>& splices, size_t first,
                  SplicedWindow& window);

}  // namespace lauter::scan
