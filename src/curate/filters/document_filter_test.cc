// Each rule of each filter once, and the texts that c4 leaves. That all decisions are those of the
// reference is for tests/cli/filters_test.py.
#include "curate/filters/document_filter.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

std::string repeat(std::string_view piece, size_t n) {
  std::string out;
  for (size_t i = 0; i < n; ++i) out += piece;
  return out;
}

FilterVerdict judge(const FilterOptions& options, std::string_view text) {
  static const auto words = std::make_shared<const EnglishWords>();
  Result<DocumentFilter> filter = DocumentFilter::make(options, words);
  EXPECT_TRUE(filter.ok());
  FilterScratch scratch;
  return filter->judge(text, scratch);
}

const std::string kProse =
    "The keeper of the lamp said that the boats have been with us to the end of the road.\n";
/// Lines with words of their own, so that nothing repeats.
std::string prose(size_t n) {
  std::string text;
  for (size_t i = 0; i < n; ++i) {
    std::string name(1, static_cast<char>('a' + i % 26));
    name += static_cast<char>('a' + i / 26 % 26);
    text += "The " + name + "keeper of " + name + "lamp said that " + name + "boats have " + name +
            "been with " + name + "folk.\n";
  }
  return text;
}

TEST(GopherQuality, NamesTheRule) {
  const GopherQualityOptions options;
  const std::pair<std::string, const char*> cases[] = {
      {"", "gopher_short_doc"},
      {prose(10), ""},
      {repeat("the ", 100'001), "gopher_long_doc"},
      {repeat("of a b ", 40), "gopher_below_avg_threshold"},
      {repeat("incomprehensibilities of ", 60), "gopher_above_avg_threshold"},
      {prose(10) + repeat(" #", 40), "gopher_too_many_hashes"},
      {prose(10) + repeat("... ", 40), "gopher_too_many_ellipsis"},
      {repeat("- the keeper of the lamp\n", 20), "gopher_too_many_bullets"},
      {repeat("the keeper of the lamp sees many other boats and more ...\n", 10),
       "gopher_too_many_end_ellipsis"},
      {prose(10) + repeat(" 12345", 60), "gopher_below_alpha_threshold"},
      {repeat("lamps boats ", 40), "gopher_enough_stop_words"},
  };
  for (const auto& [text, reason] : cases) EXPECT_EQ(judge(options, text).reason, reason) << text;
}

TEST(GopherQuality, ZeroTurnsARuleOff) {
  GopherQualityOptions options;
  options.min_doc_words = 0;
  options.min_stop_words = 0;
  EXPECT_FALSE(judge(options, "Short words alone and nothing but those.").drop());
  EXPECT_FALSE(judge(options, "").drop());
}

TEST(GopherQuality, LineRuleDecides) {
  GopherQualityOptions options;
  options.min_doc_words = 0;
  options.min_avg_word_length = 0;
  options.max_non_alpha_words_ratio = 0;
  const std::string text = "the lamp\u2028- of\u2028- of\u2028- of\u2028- of\u2028- of\u2028- of" +
                           repeat("\u2028- of the lamp", 20);
  EXPECT_EQ(judge(options, text).reason, "");
  options.lines = LineRule::kPython;
  EXPECT_EQ(judge(options, text).reason, "gopher_too_many_bullets");
}

TEST(GopherRepetition, NamesTheRule) {
  const GopherRepetitionOptions options;
  const std::pair<std::string, const char*> cases[] = {
      {"", ""},
      {prose(40), ""},
      {repeat(kProse + "\n", 4), "dup_para_frac"},
      {repeat(kProse, 4), "dup_line_frac"},
      {prose(10) + repeat("a\n", 12), "dup_line_frac"},
      {prose(20) + "\n" + repeat(prose(3) + "\n", 3), "dup_para_frac"},
      {repeat("lamp post ", 20), "top_2_gram"},
  };
  for (const auto& [text, reason] : cases) EXPECT_EQ(judge(options, text).reason, reason) << text;
  // A text of three words is its own most frequent pair: as in datatrove.
  EXPECT_EQ(judge(options, "one two three").reason, "top_2_gram");
}

TEST(GopherRepetition, JoinsWordsWithoutBlanks) {
  // "no where" and "now here" are the same five-gram when joined.
  GopherRepetitionOptions options;
  options.top_n_grams = {};
  options.dup_n_grams = {{2, 0.01}};
  EXPECT_EQ(judge(options, "no where else but now here again").reason, "duplicated_2_n_grams");
  EXPECT_EQ(judge(options, "no where else but noon then again").reason, "");
}

TEST(GopherRepetition, RefusesImpossibleNgrams) {
  GopherRepetitionOptions options;
  options.dup_n_grams = {{0, 0.1}};
  const auto words = std::make_shared<const EnglishWords>();
  EXPECT_FALSE(DocumentFilter::make(options, words).ok());
}

TEST(FineWeb, NamesTheRule) {
  const FineWebOptions options;
  const std::pair<std::string, const char*> cases[] = {
      {"", "line_punct_ratio"},
      {prose(10), ""},
      {repeat("no end here\n", 10), "line_punct_ratio"},
      {repeat("Short.\n", 10), "short_line_ratio"},
      {prose(10) + prose(1), "char_dup_ratio"},
      {prose(4) + repeat("\n", 12) + "lamps " + repeat("x", 40), "short_line_ratio"},
  };
  for (const auto& [text, reason] : cases) EXPECT_EQ(judge(options, text).reason, reason) << text;
  FineWebOptions lists;
  lists.short_line_thr = 2;
  lists.char_duplicates_ratio = 1;
  EXPECT_EQ(judge(lists, repeat("A b.\n", 30)).reason, "list_ratio");
}

/// What c4 leaves, or `!reason`.
std::string left(const C4Options& options, const std::string& text) {
  const FilterVerdict verdict = judge(options, text);
  if (verdict.drop()) return "!" + verdict.reason;
  EditProgram program;
  program.edits = verdict.edits;
  const auto refined = apply_program(program, text);
  EXPECT_TRUE(refined.ok()) << text;
  return refined.ok() ? *refined : "";
}

TEST(C4, LeavesWhatDatatroveWrites) {
  C4Options options;
  options.min_num_sentences = 1;
  const std::pair<std::string, std::string> cases[] = {
      {"", "!too_few_sentences"},
      {"Home | News\n  The lamp is lit.  \nShare\n", "The lamp is lit."},
      {"It was cold [1] and [citation needed] wet.\n\nThe end was near.\n",
       "It was cold  and  wet.\nThe end was near."},
      {"The lamp is lit...\nThe boat is in.", "The boat is in."},
      {"Too short.\nThe boat is in.", "The boat is in."},
      {"Please enable JavaScript to go on.\nThe boat is in.", "The boat is in."},
      {"This site uses cookies, you know.\nThe boat is in.", "The boat is in."},
      {"Coo\u212Aies: use coo\u212Aies when asked.\nThe boat is in.", "The boat is in."},
      {"Lorem ipsum dolor sit amet.\nThe boat is in.", "!lorem_ipsum"},
      {"The { is a brace.\nThe boat is in.", "!curly_bracket"},
      {repeat("x", 1001) + " is too long.\nThe boat is in.", "The boat is in."},
      {"[1] The lamp is lit.", "The lamp is lit."},
  };
  for (const auto& [text, refined] : cases) EXPECT_EQ(left(options, text), refined) << text;
}

TEST(C4, PythonLinesBecomeLineFeeds) {
  C4Options options;
  options.min_num_sentences = 1;
  const std::string text = "The lamp is lit.\u2028Share\r\nThe boat is in.\r\nThe end is near.";
  EXPECT_EQ(left(options, text), "The boat is in.\nThe end is near.");
  options.lines = LineRule::kPython;
  EXPECT_EQ(left(options, text), "The lamp is lit.\nThe boat is in.\nThe end is near.");
}

TEST(C4, OnlyDeletesWithLinesOfLf) {
  C4Options options;
  options.min_num_sentences = 1;
  for (const Edit& edit : judge(options, "Nav\n The lamp [2] is lit. \r\nNav\nIt is dark.\n\n").edits) {
    EXPECT_EQ(edit.with, "");
    EXPECT_EQ(edit.cause.stage, "filter");
  }
}

}  // namespace
}  // namespace lauter
