// The baseline filters over arbitrary text: words are apart, in order, on UTF-8 boundaries and miss
// nothing but white space; a second look with the same scratch decides the same; what c4 leaves are
// edits that apply. The first byte picks the line rule; what is no UTF-8 ends the text.
#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "curate/filters/document_filter.h"
#include "edit/edit.h"
#include "text/utf8.h"

namespace {

using lauter::C4Options;
using lauter::DocumentFilter;
using lauter::EnglishWords;
using lauter::FilterVerdict;
using lauter::Word;

const std::shared_ptr<const EnglishWords>& english() {
  static const auto kWords = std::make_shared<const EnglishWords>();
  return kWords;
}

DocumentFilter make(lauter::FilterOptions options) {
  auto made = DocumentFilter::make(std::move(options), english());
  LAUTER_CHECK(made.ok(), "the options are valid");
  return std::move(*made);
}

/// Filters that let short texts go on to their last rule.
std::vector<DocumentFilter> filters(lauter::LineRule lines) {
  lauter::GopherQualityOptions quality;
  quality.min_doc_words = 1;
  quality.lines = lines;
  lauter::GopherRepetitionOptions repetition;
  repetition.dup_line_frac = repetition.dup_para_frac = 0;
  repetition.dup_line_char_frac = repetition.dup_para_char_frac = 0;
  repetition.top_n_grams = {{2, 1}, {3, 1}};
  C4Options c4;
  c4.min_num_sentences = 1;
  c4.min_words_per_line = 1;
  c4.filter_no_terminal_punct = false;
  c4.lines = lines;
  std::vector<DocumentFilter> list;
  list.push_back(make(quality));
  list.push_back(make(repetition));
  list.push_back(make(c4));
  list.push_back(make(lauter::FineWebOptions()));
  return list;
}

void words(std::string_view text) {
  std::vector<Word> list;
  english()->split(text, list);
  size_t end = 0;
  const auto blank = [text](size_t at, size_t to) {
    const lauter::CharClasses& classes = english()->classes();
    while (at < to) {
      if ((classes.next(text, at) & lauter::kCharSpace) == 0) return false;
    }
    return true;
  };
  for (const Word& word : list) {
    LAUTER_CHECK(end <= word.begin && word.begin < word.end && word.end <= text.size(),
                 "words are in order, apart and not empty");
    LAUTER_CHECK(
        lauter::is_utf8_boundary(text, word.begin) && lauter::is_utf8_boundary(text, word.end),
        "words are whole characters");
    LAUTER_CHECK(blank(end, word.begin), "only white space is no word");
    end = word.end;
  }
  LAUTER_CHECK(blank(end, text.size()), "only white space is no word");
}

bool same(const FilterVerdict& a, const FilterVerdict& b) {
  return a.reason == b.reason && a.edits.size() == b.edits.size();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const std::array<std::vector<DocumentFilter>, 2> kFilters = {
      filters(lauter::LineRule::kLf), filters(lauter::LineRule::kPython)};
  if (size == 0) return 0;
  std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (const auto error = lauter::find_utf8_error(text)) text = text.substr(0, error->offset);
  words(text);
  lauter::FilterScratch scratch;
  for (const DocumentFilter& filter : kFilters[data[0] & 1U]) {
    lauter::EditProgram program;
    const FilterVerdict verdict = filter.judge(text, scratch);
    LAUTER_CHECK(same(verdict, filter.judge(text, scratch)), "a used scratch changes nothing");
    program.edits = verdict.edits;
    const auto left = lauter::apply_program(program, text);
    LAUTER_CHECK(left.ok() && lauter::is_utf8(*left), "what is left is UTF-8");
  }
  return 0;
}
