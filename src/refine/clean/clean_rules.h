/// From scores to a deletion-only program, with restraint.
#pragma once

#include <string_view>
#include <vector>

#include "refine/clean/clean_options.h"
#include "refine/refiner.h"
#include "tag/junk_tagger.h"
#include "text/lines.h"

namespace lauter {

/// What `clean` proposes for a text whose lines and spans have these scores.
///
/// Lines of min_score go, whole with their LF, as do blank lines between them. But
/// * only so many go, the surest first, that at most max_loss of the words that should stay are
///   expected to go: long lines need more than short ones, and all lines more where little stays;
/// * a document in which no line is sure to be junk stays as it is;
/// * in a list (few small words, or hardly a line of running text) lines need list_score: of its
///   short lines nobody can say by their looks which ones are what the page is about;
/// * a fence, table or formula goes as a whole or not at all;
/// * at most kMaxProseShare of the running text goes, else its lines stay;
/// * if every line would go, the document is dropped (drop_score) or stays untouched.
/// Spans of min_span_score (in a list list_score) with a letter inside of lines that stay go with
/// one blank, but not inside of fences, tables and formulas, not if brackets or quotes would lose
/// their partner, and not if they are half of the line.
Proposal propose_cleaning(std::string_view text, const LineIndex& lines, const JunkScores& scores,
                          const CleanOptions& options);

inline constexpr float kSureLine = 0.95F;
inline constexpr float kListSmallWords = 0.12F;
inline constexpr double kListProseShare = 0.02;
inline constexpr size_t kListLines = 50;  ///< a page of fewer lines is no list for want of prose
inline constexpr double kMaxProseShare = 0.6;

}  // namespace lauter
