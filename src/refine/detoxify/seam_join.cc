#include "refine/detoxify/seam_join.h"

#include <algorithm>
#include <string>
#include <utility>

#include "refine/detoxify/seam_words.h"
#include "text/ascii.h"

namespace lauter {
namespace {

using namespace seam_words;

/// Whether `gap` is "piece of" and the like.
bool is_measure_of(std::string_view gap) {
  const size_t of = gap.find(" of");
  return of != gap.npos && is_one_of(to_ascii_lower(trim_ascii(gap.substr(0, of))), kMeasures) &&
         trim_ascii(gap.substr(of)) == "of";
}

/// Whether deletions on both sides leave `gap` without a reason: blanks, marks, a conjunction.
bool is_loose(std::string_view gap) {
  std::vector<std::string> words(1);
  for (const char c : gap) {
    if (is_blank(c) || c == ',' || c == '/' || c == '-') {
      if (!words.back().empty()) words.emplace_back();
    } else if (is_wordlike(c)) {
      words.back() += ascii_lower(c);
    } else {
      return false;
    }
  }
  if (words.back().empty()) words.pop_back();
  if (words.size() == 2 && is_one_of(words[0], kConjunctions))
    return is_one_of(words[1], kDegreeAdverbs);
  return words.empty() || is_measure_of(gap) ||
         (words.size() == 1 && (words[0] == "the" || words[0] == "of" || is_one_of(words[0], kConjunctions)));
}

}  // namespace

std::vector<Edit> join_edits(std::string_view text, std::vector<Edit> edits) {
  std::vector<Edit> out;
  for (Edit& edit : edits) {
    if (!out.empty()) {
      Edit& last = out.back();
      const std::string_view gap = text.substr(last.span.end, edit.span.begin - last.span.end);
      const bool blank = std::all_of(gap.begin(), gap.end(), is_blank);
      const bool deletes = last.with.empty() && edit.with.empty();
      if ((blank && (last.with.empty() || edit.with.empty())) || (deletes && is_loose(gap))) {
        last.span.end = edit.span.end;
        last.with += edit.with;
        if (edit.cause.score > last.cause.score) last.cause = std::move(edit.cause);
        continue;
      }
    }
    out.push_back(std::move(edit));
  }
  return out;
}

}  // namespace lauter
