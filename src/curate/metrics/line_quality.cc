#include "curate/metrics/line_quality.h"

#include <algorithm>
#include <utility>

#include "base/check.h"
#include "curate/metrics/share.h"
#include "text/ascii.h"

namespace lauter {
namespace {

DocumentFilter line_rules(std::shared_ptr<const EnglishWords> words) {
  C4Options options;
  options.min_num_sentences = 0;
  options.remove_citations = false;
  options.filter_lorem_ipsum = false;
  options.filter_curly_bracket = false;
  Result<DocumentFilter> filter = DocumentFilter::make(options, std::move(words));
  LAUTER_CHECK(filter.ok(), "C4 has no options that can be wrong");
  return std::move(*filter);
}

uint64_t dark_chars(std::string_view text) {
  return static_cast<uint64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !is_ascii_space(c); }));
}

}  // namespace

LineQuality::LineQuality(std::shared_ptr<const EnglishWords> words)
    : line_rules_(line_rules(std::move(words))) {}

double LineQuality::of(std::string_view text, FilterScratch& scratch) const {
  const uint64_t all = dark_chars(text);
  const FilterVerdict verdict = line_rules_.judge(text, scratch);
  uint64_t gone = 0;
  for (const Edit& edit : verdict.edits) gone += dark_chars(edit.span.of(text));
  return share(all - gone, all);
}

}  // namespace lauter
