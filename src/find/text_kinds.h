/// How the parts of a text are to be read: what is source code, and what is a notice of copyright.
///
/// Lines that look like code for sure are code, and so is all that lies in their comments and
/// literals: a file's doc strings are read with the file. What is unsure is text.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "find/candidate.h"
#include "scan/page.h"
#include "tag/line_kinds.h"

namespace lauter {

/// Both sorted, apart, whole lines.
struct TextKinds {
  std::vector<ByteSpan> code;
  std::vector<ByteSpan> notices;  ///< of copyright and licence, in code too
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
/// comments and string literals are not. `is_sure`: the code was found by find_text_kinds().
/// `candidates`: sorted, apart.
void erase_in_code(std::string_view text, std::span<const ByteSpan> code, bool is_sure,
                   TextKindScratch& scratch, std::vector<ValueCandidate>& candidates);

/// What a notice says of its own is public: who holds the copyright, since when, where; so are these
/// names wherever the text has them. Numbers, mail addresses and keys are judged as everywhere.
void keep_notices(std::string_view text, std::span<const ByteSpan> notices,
                  std::vector<ValueCandidate>& candidates);

}  // namespace lauter
