/// How the parts of a text are to be read: what is source code, and what is a notice of copyright.
///
/// Lines that look like code for sure are code, and so is all that lies in their comments and
/// literals: a file's doc strings are read with the file. What is unsure is text, and so are settings,
/// JSON and dumps of tables, which are data.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "find/candidate.h"
#include "scan/views/page.h"
#include "tag/line_kinds.h"

namespace lauter {

/// All sorted, apart.
struct TextKinds {
  std::vector<ByteSpan> code;     ///< whole lines
  std::vector<ByteSpan> notices;  ///< of copyright and licence, in code too; whole lines
  std::vector<ByteSpan> heads;    ///< the same with the whole comment in which one stands
};

/// Reusable, never shared by threads.
struct TextKindScratch {
  LineKindScratch lines;
  std::vector<KindPassage> passages;
  std::vector<std::pair<uint32_t, scan::Region>> regions;
  std::vector<std::pair<uint32_t, scan::Region>> of_part;
};

/// Replaces `kinds`. Depends on the text and the model alone. Linear.
void find_text_kinds(std::string_view text, const LineKinds& model, TextKindScratch& scratch,
                     TextKinds& kinds);

/// Takes out what the judge alone proposed amid code: identifiers, paths and types are the program's;
/// comments and string literals are not, nor what looks like one of them. `is_sure`: the code was found by find_text_kinds(), which the
/// reasons of the candidates in it say. `candidates`: sorted, apart.
void erase_in_code(std::string_view text, std::span<const ByteSpan> code, bool is_sure,
                   TextKindScratch& scratch, std::vector<ValueCandidate>& candidates);

/// What a notice says of its own is public: who holds the copyright, since when, where, and how to reach
/// him by mail or on the web. So are the names in the comment around it; and these names and addresses
/// wherever the text has them. All else is judged as everywhere.
void keep_notices(std::string_view text, const TextKinds& kinds,
                  std::vector<ValueCandidate>& candidates);

}  // namespace lauter
