// Penedo et al. 2024, section 3.6. Lines end at LF, as there.
#include <algorithm>

#include "curate/filters/filter_scratch.h"
#include "text/ascii.h"
#include "text/byte_block.h"
#include "text/utf8.h"

namespace lauter::internal {
namespace {

bool is_terminal(char c) {
  return c == '.' || c == '\'' || c == '"' || c == '!' || c == '?';
}

/// More line feeds than `limit` times the words. Words are counted only where their bounds do not
/// decide: a byte that is no blank behind one that is begins a word, and a word has a byte.
bool has_too_many_lines(uint64_t line_feeds, double limit, const EnglishWords& english,
                        std::string_view text, std::vector<Word>& words) {
  uint64_t least_words = 0;
  bool blank_before = true;
  for (const char c : text) {
    const bool blank = is_ascii_space(c) || (c >= 0x1C && c <= 0x1F);
    least_words += blank_before && !blank && is_ascii(c) ? 1 : 0;
    blank_before = blank;
  }
  if (least_words > 0) {
    if (ratio(line_feeds, least_words) <= limit) return false;
    if (ratio(line_feeds, text.size()) > limit) return true;
  }
  english.split(text, words);
  return ratio(line_feeds, words.size()) > limit;
}

}  // namespace

std::string judge_fineweb(const FineWebOptions& options, const EnglishWords& english,
                          std::string_view text, FilterScratch::Impl& scratch) {
  uint64_t lines = 0;
  uint64_t terminal = 0;
  uint64_t short_lines = 0;
  Duplicates duplicates;
  const auto line_feeds = count_byte(text, '\n');
  scratch.counter.reset(line_feeds + 1);
  for (size_t begin = 0; begin <= text.size(); ++lines) {
    const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
    if (!line.empty() && is_terminal(line.back())) ++terminal;
    const auto short_length = static_cast<uint64_t>(options.short_line_length);
    if (line.size() <= short_length ||
        (line.size() <= 4 * short_length && count_code_points(line) <= short_length)) {
      ++short_lines;
    }
    if (!strip_spaces(english.classes(), line).empty()) duplicates.add(line, scratch.counter);
    begin += line.size() + 1;
  }
  const double punctuated = ratio(terminal, lines);
  if (punctuated <= options.line_punct_thr &&
      !(punctuated == 0 && options.line_punct_exclude_zero)) {
    return "line_punct_ratio";
  }
  if (ratio(short_lines, lines) >= options.short_line_thr) return "short_line_ratio";
  if (duplicates.duplicate_chars > 0 || options.char_duplicates_ratio <= 0) {
    const uint64_t chars = count_code_points(text) - line_feeds;
    if (ratio(duplicates.duplicate_chars, chars) >= options.char_duplicates_ratio) {
      return "char_dup_ratio";
    }
  }
  if (has_too_many_lines(line_feeds, options.new_line_ratio, english, text, scratch.words)) {
    return "list_ratio";
  }
  return {};
}

}  // namespace lauter::internal
