/// What the published executors do, defects included, for comparison only: nothing of lauter's own
/// goes through here. docs/design/0006-dialects.md names each defect.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/byte_span.h"
#include "base/result.h"

namespace lauter {

/// GAIR-NLP/ProX, utils/chunk_utils.py, with its default thresholds. Defects reproduced:
///  - a call ends at its first `)` and its arguments are cut at `,` and `=`, inside quotes too;
///  - quotes are stripped from both ends of a string, escapes are not read;
///  - normalize() replaces everywhere in the document, in the middle of words;
///  - lines are removed after normalize() has run, by the numbers of the text before it;
///  - two errors keep the raw document; 10 words or less, or 5 % of the words, empty it.
/// Errors: kInvalidArgument for a document without words, where the original divides by zero.
Result<std::string> run_prox_as_published(std::string_view program, std::string_view document);

/// openbmb/UltraX, post_process_and_execute.py, but for its merging of several replace_str() in one
/// line and its detectors of repetition (programs here have at most one call a line). Defects:
///  - lines are those of Python's splitlines(), while the prompt numbers those of split("\n");
///  - any edit collapses all blank lines and strips the ends; CRs become LFs;
///  - calls that cannot be parsed or do not fit are skipped in silence.
std::string run_ultrax_as_published(std::string_view program, std::string_view document);

/// RefineX, Algorithm 1: from deleted spans to calls. Defect: a span that crosses a line end
/// becomes a remove_str() of the *whole* span for each line that it covers in part, which can match
/// in none. Lines are numbered from 1, spans sorted and apart.
std::string print_refinex_as_published(const std::vector<ByteSpan>& spans,
                                       std::string_view document);

/// RefineX, section 3: calls in sequence; a remove_str() whose text does not occur exactly once in
/// its line is skipped, lines that do not exist are ignored, anything else that is malformed too.
std::string run_refinex_as_published(std::string_view program, std::string_view document);

}  // namespace lauter
