// Words and lines of Rae et al. 2021, in datatrove's order: the first rule that a document breaks
// names the reason.
#include <algorithm>

#include "curate/detector/word_head.h"
#include "curate/filters/filter_scratch.h"
#include "text/ascii.h"
#include "text/byte_block.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

struct WordFigures {
  uint64_t words = 0;
  uint64_t non_symbol = 0;        ///< words that are not punctuation alone
  uint64_t non_symbol_chars = 0;
  uint64_t with_letter = 0;
  int64_t stop_words = 0;  ///< counted up to the number that is asked for
};

WordFigures count_words(const GopherQualityOptions& options, const CharClasses& classes,
                        std::string_view text, const std::vector<Word>& words) {
  uint64_t stop_lengths = 0;
  for (const std::string& stop : options.stop_words) {
    stop_lengths |= uint64_t{1} << std::min<size_t>(stop.size(), 63);
  }
  WordFigures figures;
  figures.words = words.size();
  for (const Word& word : words) {
    const std::string_view form = text.substr(word.begin, word.end - word.begin);
    bool letter = is_ascii_alpha(form[0]);
    bool non_symbol = letter;
    for (size_t at = 0; at < form.size() && !(letter && non_symbol);) {
      const uint16_t bits = classes.next(form, at);
      letter = letter || (bits & kCharLetter) != 0;
      non_symbol = non_symbol || (bits & kCharSymbol) == 0;
    }
    if (letter) ++figures.with_letter;
    if (non_symbol) {
      ++figures.non_symbol;
      const bool is_short = form.size() <= kHeadBytes && word.begin + kHeadBytes <= text.size();
      figures.non_symbol_chars +=
          is_short ? form.size() - Head::of(form.data(), form.size()).continuations()
                   : count_code_points(form);
    }
    if (figures.stop_words < options.min_stop_words &&
        ((stop_lengths >> std::min<size_t>(form.size(), 63)) & 1U) != 0 &&
        std::find(options.stop_words.begin(), options.stop_words.end(), form) !=
            options.stop_words.end()) {
      ++figures.stop_words;
    }
  }
  return figures;
}

uint64_t count_of(std::string_view text, std::string_view needle) {
  uint64_t n = 0;
  for (size_t at = text.find(needle); at != std::string_view::npos;
       at = text.find(needle, at + needle.size())) {
    ++n;
  }
  return n;
}

struct LineFigures {
  uint64_t lines = 0;
  uint64_t bullets = 0;
  uint64_t ellipses = 0;
};

LineFigures count_line_ends(const GopherQualityOptions& options, const CharClasses& classes,
                            std::string_view text) {
  LineFigures figures;
  for (size_t begin = 0; begin < text.size();) {
    const LineCut cut = cut_line(text, begin, options.lines);
    const std::string_view line =
        strip_spaces(classes, text.substr(begin, cut.end - begin));
    ++figures.lines;
    if (line.starts_with("•") || line.starts_with('-')) ++figures.bullets;
    if (line.ends_with("...") || line.ends_with("…")) ++figures.ellipses;
    begin = cut.next;
  }
  return figures;
}

}  // namespace

std::string judge_gopher_quality(const GopherQualityOptions& options, const EnglishWords& english,
                                 std::string_view text, FilterScratch::Impl& scratch) {
  english.split(text, scratch.words);
  const WordFigures words = count_words(options, english.classes(), text, scratch.words);
  const auto n = static_cast<int64_t>(words.non_symbol);
  if (options.min_doc_words != 0 && n < options.min_doc_words) return "gopher_short_doc";
  if (options.max_doc_words != 0 && n > options.max_doc_words) return "gopher_long_doc";

  if (words.non_symbol > 0) {
    const double mean = ratio(words.non_symbol_chars, words.non_symbol);
    if (options.min_avg_word_length != 0 && mean < options.min_avg_word_length) {
      return "gopher_below_avg_threshold";
    }
    if (options.max_avg_word_length != 0 && mean > options.max_avg_word_length) {
      return "gopher_above_avg_threshold";
    }
  }
  if (options.max_symbol_word_ratio != 0) {
    const auto hashes = count_byte(text, '#');
    if (ratio(hashes, words.words) > options.max_symbol_word_ratio) return "gopher_too_many_hashes";
    const uint64_t ellipses = count_of(text, "...") + count_of(text, "…");
    if (ratio(ellipses, words.words) > options.max_symbol_word_ratio) {
      return "gopher_too_many_ellipsis";
    }
  }
  if (options.max_bullet_lines_ratio != 0 || options.max_ellipsis_lines_ratio != 0) {
    const LineFigures lines = count_line_ends(options, english.classes(), text);
    if (options.max_bullet_lines_ratio != 0 &&
        ratio(lines.bullets, lines.lines) > options.max_bullet_lines_ratio) {
      return "gopher_too_many_bullets";
    }
    if (options.max_ellipsis_lines_ratio != 0 &&
        ratio(lines.ellipses, lines.lines) > options.max_ellipsis_lines_ratio) {
      return "gopher_too_many_end_ellipsis";
    }
  }
  if (options.max_non_alpha_words_ratio != 0 && words.words > 0 &&
      ratio(words.with_letter, words.words) < options.max_non_alpha_words_ratio) {
    return "gopher_below_alpha_threshold";
  }
  if (words.stop_words < options.min_stop_words) return "gopher_enough_stop_words";
  return {};
}

}  // namespace lauter::internal
