/// Thresholds of the baseline filters. Names and defaults are datatrove's; a threshold of 0 (and
/// `null` in a recipe) turns its rule off where datatrove's None does.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "curate/filters/char_classes.h"

namespace lauter {

/// A length of n-grams and the share of the text's characters that they may take.
using NgramLimit = std::pair<int64_t, double>;

/// Rae et al. 2021, table A1 (quality).
struct GopherQualityOptions {
  int64_t min_doc_words = 50;
  int64_t max_doc_words = 100'000;
  double min_avg_word_length = 3;
  double max_avg_word_length = 10;
  double max_symbol_word_ratio = 0.1;
  double max_bullet_lines_ratio = 0.9;
  double max_ellipsis_lines_ratio = 0.3;
  double max_non_alpha_words_ratio = 0.8;  ///< the least share of words with a letter, despite its name
  int64_t min_stop_words = 2;
  std::vector<std::string> stop_words = {"the", "be", "to", "of", "and", "that", "have", "with"};
  LineRule lines = LineRule::kLf;
};

/// Rae et al. 2021, table A1 (repetition).
struct GopherRepetitionOptions {
  double dup_line_frac = 0.3;
  double dup_para_frac = 0.3;
  double dup_line_char_frac = 0.2;
  double dup_para_char_frac = 0.2;
  std::vector<NgramLimit> top_n_grams = {{2, 0.2}, {3, 0.18}, {4, 0.16}};
  std::vector<NgramLimit> dup_n_grams = {{5, 0.15}, {6, 0.14}, {7, 0.13},
                                         {8, 0.12}, {9, 0.11}, {10, 0.10}};
};

/// Raffel et al. 2020, section 2.2, as in datatrove's C4QualityFilter.
struct C4Options {
  bool remove_citations = true;
  bool filter_no_terminal_punct = true;
  int64_t min_num_sentences = 5;
  int64_t min_words_per_line = 3;
  int64_t max_word_length = 1000;  ///< characters; -1: any
  bool filter_lorem_ipsum = true;
  bool filter_javascript = true;
  bool filter_curly_bracket = true;
  bool filter_policy = true;
  LineRule lines = LineRule::kLf;
};

/// Penedo et al. 2024, section 3.6.
struct FineWebOptions {
  double line_punct_thr = 0.12;
  bool line_punct_exclude_zero = false;
  double short_line_thr = 0.67;
  int64_t short_line_length = 30;
  double char_duplicates_ratio = 0.01;
  double new_line_ratio = 0.3;
};

/// By the language that the text is written in (curate/detector/language_model.h).
struct LanguageOptions {
  std::vector<std::string> keep;  ///< the others are dropped; empty: all are kept
  std::vector<std::string> drop;
  double min_score = 0;  ///< texts that are less sure to be of any one language are dropped
};

using FilterOptions = std::variant<GopherQualityOptions, GopherRepetitionOptions, C4Options,
                                   FineWebOptions, LanguageOptions>;

/// What a recipe calls each, in the order of FilterOptions.
inline constexpr std::string_view kFilterNames[] = {"gopher_quality", "gopher_repetition", "c4",
                                                    "fineweb", "language"};
inline std::string_view filter_name(const FilterOptions& options) {
  return kFilterNames[options.index()];
}

/// Calls `visit(name, value)` for every option in turn; values are references to int64_t, double,
/// bool, LineRule, std::vector<std::string> or std::vector<NgramLimit>. The one list of names, for
/// reading a recipe and for printing it.
template <typename Options, typename Visit>
  requires requires(Options o) { o.min_doc_words; }
void for_each_option(Options& o, Visit visit) {
  visit("min_doc_words", o.min_doc_words);
  visit("max_doc_words", o.max_doc_words);
  visit("min_avg_word_length", o.min_avg_word_length);
  visit("max_avg_word_length", o.max_avg_word_length);
  visit("max_symbol_word_ratio", o.max_symbol_word_ratio);
  visit("max_bullet_lines_ratio", o.max_bullet_lines_ratio);
  visit("max_ellipsis_lines_ratio", o.max_ellipsis_lines_ratio);
  visit("max_non_alpha_words_ratio", o.max_non_alpha_words_ratio);
  visit("min_stop_words", o.min_stop_words);
  visit("stop_words", o.stop_words);
  visit("lines", o.lines);
}
template <typename Options, typename Visit>
  requires requires(Options o) { o.dup_line_frac; }
void for_each_option(Options& o, Visit visit) {
  visit("dup_line_frac", o.dup_line_frac);
  visit("dup_para_frac", o.dup_para_frac);
  visit("dup_line_char_frac", o.dup_line_char_frac);
  visit("dup_para_char_frac", o.dup_para_char_frac);
  visit("top_n_grams", o.top_n_grams);
  visit("dup_n_grams", o.dup_n_grams);
}
template <typename Options, typename Visit>
  requires requires(Options o) { o.remove_citations; }
void for_each_option(Options& o, Visit visit) {
  visit("remove_citations", o.remove_citations);
  visit("filter_no_terminal_punct", o.filter_no_terminal_punct);
  visit("min_num_sentences", o.min_num_sentences);
  visit("min_words_per_line", o.min_words_per_line);
  visit("max_word_length", o.max_word_length);
  visit("filter_lorem_ipsum", o.filter_lorem_ipsum);
  visit("filter_javascript", o.filter_javascript);
  visit("filter_curly_bracket", o.filter_curly_bracket);
  visit("filter_policy", o.filter_policy);
  visit("lines", o.lines);
}
template <typename Options, typename Visit>
  requires requires(Options o) { o.line_punct_thr; }
void for_each_option(Options& o, Visit visit) {
  visit("line_punct_thr", o.line_punct_thr);
  visit("line_punct_exclude_zero", o.line_punct_exclude_zero);
  visit("short_line_thr", o.short_line_thr);
  visit("short_line_length", o.short_line_length);
  visit("char_duplicates_ratio", o.char_duplicates_ratio);
  visit("new_line_ratio", o.new_line_ratio);
}
template <typename Options, typename Visit>
  requires requires(Options o) { o.keep; }
void for_each_option(Options& o, Visit visit) {
  visit("keep", o.keep);
  visit("drop", o.drop);
  visit("min_score", o.min_score);
}

}  // namespace lauter
