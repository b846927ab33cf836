/// The examples by which the published executors' defects are known, run through the imitations,
/// and through lauter's own reading of the same programs.
#include "edit/dialect/as_published_test_support.h"

#include <gtest/gtest.h>

#include <string>

#include "edit/dialect/dialect.h"

namespace lauter {
namespace {

std::string exact(std::string_view program, std::string_view text, Dialect dialect) {
  const auto parsed = parse_dialect(program, text, dialect);
  return parsed.ok() ? *apply_program(*parsed, text) : "error: " + parsed.error().message;
}

const std::string kTail = "\none two three four five six seven eight nine ten eleven";

TEST(ProxAsPublished, AParenthesisInATextCutsTheCall) {
  const std::string program = "normalize(source_str=\"(http://x.y/z)\", target_str=\"\")";
  const std::string text = "see (http://x.y/z) here" + kTail;
  // The text becomes `"(http://x.y/z`: one parameter, its `"` taken off, so that `)` stays behind.
  EXPECT_EQ(*run_prox_as_published(program, text), "see ) here" + kTail);
  EXPECT_EQ(exact(program, text, Dialect::kProx), "see  here" + kTail);
}

TEST(ProxAsPublished, ACommaInATextIsAnErrorOrNothing) {
  const std::string text = "a, b" + kTail;
  const std::string program = "normalize(source_str=\"a, b\", target_str=\"c\")";
  EXPECT_EQ(*run_prox_as_published(program, text), text);
  EXPECT_EQ(exact(program, text, Dialect::kProx), "c" + kTail);
}

TEST(ProxAsPublished, ReplacesInTheMiddleOfWords) {
  EXPECT_EQ(*run_prox_as_published("normalize(source_str=\"cat\")", "concatenation" + kTail),
            "conenation" + kTail);
}

TEST(ProxAsPublished, PositionalArgumentsAreErrors) {
  const std::string text = "nav" + kTail;
  EXPECT_EQ(*run_prox_as_published("remove_lines(0, 0)", text), text);
  EXPECT_EQ(*run_prox_as_published("remove_lines(line_start=0, line_end=0)", text),
            kTail.substr(1));
}

TEST(ProxAsPublished, TwoErrorsKeepAndFewWordsEmpty) {
  const std::string good = "remove_lines(line_start=0, line_end=0)";
  const std::string bad = "\nremove_lines(x)\nremove_lines(y)";
  EXPECT_EQ(*run_prox_as_published(good + bad, "nav" + kTail), "nav" + kTail);
  EXPECT_EQ(*run_prox_as_published("keep_all()", "ten words at most are too few to keep"), "");
}

TEST(ProxAsPublished, EmptyDocumentsDivideByZero) {
  EXPECT_FALSE(run_prox_as_published("keep_doc()", "").ok());
  EXPECT_EQ(exact("keep_doc()", "", Dialect::kProx), "");
}

TEST(UltraxAsPublished, LinesAreThoseOfSplitlines) {
  const std::string text = "first\xE2\x80\xA8line\nNAV\nlast";
  // The prompt's line 2 is NAV; the executor's is the second half of the first line.
  EXPECT_EQ(run_ultrax_as_published("remove_lines(2, 2)", text), "first\xE2\x80\xA8NAV\nlast");
  EXPECT_EQ(exact("remove_lines(2, 2)", text, Dialect::kUltrax), "first\xE2\x80\xA8line\nlast");
}

TEST(UltraxAsPublished, AnyEditCollapsesBlankLines) {
  EXPECT_EQ(run_ultrax_as_published("remove_lines(5, 5)", "A\n\nB\n\nNAV\n\nC"), "A\nB\nC");
  EXPECT_EQ(exact("remove_lines(5, 5)", "A\n\nB\n\nNAV\n\nC", Dialect::kUltrax), "A\n\nB\n\n\nC");
}

TEST(UltraxAsPublished, WhatDoesNotFitIsSkipped) {
  EXPECT_EQ(run_ultrax_as_published("replace_str(1, 'a', 'b')\nnonsense\nremove_lines(2, 2)",
                                    "a a\nx\ny"),
            "a a\ny");
  EXPECT_EQ(run_ultrax_as_published("replace_str(1, 'a', 'b')", "a c\n"), "b c");
  EXPECT_EQ(run_ultrax_as_published("add_line(1, 1, 'new')", "a\nb"), "a\nnew\nb");
  EXPECT_EQ(run_ultrax_as_published("keep_all()", "a\r\nb"), "a\nb");
  EXPECT_EQ(run_ultrax_as_published("remove_all()", "a"), "");
}

TEST(RefinexAsPublished, SpansAcrossLinesAreLost) {
  const std::string text = "keep this NAV\nNAV and keep that";
  const std::string program = print_refinex_as_published({{9, 17}}, text);
  EXPECT_EQ(program, "remove_str(1, \" NAV\\nNAV\")\nremove_str(2, \" NAV\\nNAV\")");
  EXPECT_EQ(run_refinex_as_published(program, text), text);
  EditProgram wanted;
  wanted.edits.push_back({{9, 17}, "", {}});
  const DialectText said = print_dialect(wanted, text, Dialect::kRefinex);
  EXPECT_EQ(exact(said.program, text, Dialect::kRefinex), "keep this\n and keep that");
  EXPECT_EQ(said.lost[static_cast<size_t>(Loss::kLineBreak)], 1U);
}

TEST(RefinexAsPublished, FullLinesAndSkippedCalls) {
  const std::string text = "a\nb\nc c\nd";
  EXPECT_EQ(print_refinex_as_published({{0, 3}}, text), "remove_lines(1, 2)");
  EXPECT_EQ(print_refinex_as_published({}, text), "keep_all()");
  EXPECT_EQ(run_refinex_as_published("remove_lines(1, 2)\nremove_str(3, \"c\")\nwords(", text),
            "c c\nd");
  EXPECT_EQ(run_refinex_as_published("remove_lines(4, 9)", text), "a\nb\nc c");
}

}  // namespace
}  // namespace lauter
