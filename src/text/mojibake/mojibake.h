/// Text that was UTF-8, read as another charset: "cafÃ©" for "café", once or several times over.
///
///   MojibakeScratch scratch;
///   for (const MojibakeRepair& r : find_mojibake(text, scratch)) r.span, r.with;   // "Ã©", "é"
///
/// As ftfy (Speer 2019) does: a line is repaired if what looks broken reads, in one of ten charsets
/// and whole, as UTF-8; else what reads so is repaired piece by piece; then C1 controls are read as
/// Windows-1252. docs/design/0034-steps.md has the signs by which well-formed text is told apart.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"

namespace lauter {

struct MojibakeRepair {
  ByteSpan span;
  std::string with;  ///< not empty
  std::string how;   ///< charsets, the first mistake first: `windows-1252`, `latin-1 windows-1252`; `c1`
};

namespace internal {
/// A character of a line, with the bytes that it came from.
struct MojibakePiece {
  char32_t code;
  uint32_t begin;
  uint32_t end;
  uint32_t known;   ///< its number in the table of characters; 0: in no charset
  uint32_t how;     ///< up to seven charsets, 4 bits each, the first repair lowest; 0: as it was
};
}  // namespace internal

/// Working memory of one thread. Reusable, never shared.
struct MojibakeScratch {
  std::vector<internal::MojibakePiece> line;
  std::vector<internal::MojibakePiece> made;
  std::vector<internal::MojibakePiece> other;
  std::vector<MojibakeRepair> repairs;
};

/// Sorted, apart, the least that has to change. `text` is valid UTF-8. Good until the next call with
/// this scratch. Lines are looked at alone, those above 64 KiB in parts. Memory speed where nothing looks like it;
/// linear.
const std::vector<MojibakeRepair>& find_mojibake(std::string_view text, MojibakeScratch& scratch);

/// Whether `broken` is what `repaired` becomes by the mistakes `how`: written as UTF-8 and read as
/// those charsets. Blanks are not compared, and bytes that were lost (U+FFFD) say nothing.
bool breaks_to(std::string_view repaired, std::string_view how, std::string_view broken);

}  // namespace lauter
