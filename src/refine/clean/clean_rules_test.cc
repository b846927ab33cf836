#include "refine/clean/clean_rules.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "edit/diff/subsequence.h"
#include "refine/clean/clean.h"

namespace lauter {
namespace {

/// A text from lines of `S text` with S the score: 9 sure, 8 junk, 0 clean.
struct Scored {
  std::string text;
  JunkScores scores{.lines = {}, .spans = {}, .small_words = 0.3F};
};

Scored scored(const std::vector<std::string>& lines) {
  Scored out;
  for (const std::string& line : lines) {
    out.text += (line.empty() ? line : line.substr(2)) + "\n";
    const char level = line.empty() ? '0' : line[0];
    out.scores.lines.push_back(level == '9' ? 0.99F : level == '8' ? 0.85F : 0.05F);
  }
  return out;
}

Proposal propose(const Scored& in, float max_loss = 1) {
  CleanOptions options;
  options.min_score = 0.8F;
  options.list_score = 0.95F;
  options.min_span_score = 0.9F;
  options.max_loss = max_loss;
  return propose_cleaning(in.text, LineIndex(in.text), in.scores, options);
}

std::string cleaned(const Scored& in) {
  const Proposal proposal = propose(in);
  EXPECT_FALSE(proposal.drop_document);
  const auto refined = apply_program({.edits = proposal.edits, .drop_cause = {}}, in.text);
  return refined.ok() ? *refined : "broken";
}

const std::string kProse =
    "0 The keeper of the lighthouse has been with all the boats that ever came to the harbour "
    "before the "
    "long winter of that year.";

TEST(CleanRules, JunkLinesGoWithTheirEnds) {
  const Scored in = scored({"9 Home", "8 About", kProse, "8 Share", "0 The end"});
  EXPECT_EQ(cleaned(in), kProse.substr(2) + "\nThe end\n");
  const Proposal proposal = propose(in);
  ASSERT_EQ(proposal.edits.size(), 2U);
  EXPECT_EQ(proposal.edits[0].span, (ByteSpan{0, 11}));
  EXPECT_EQ(proposal.edits[0].cause.label, "JUNK");
  EXPECT_FLOAT_EQ(proposal.edits[0].cause.score, 0.92F);
}

TEST(CleanRules, ALastLineWithoutAnEndGoesWithTheOneBefore) {
  Scored in = scored({"0 a", "9 Home", "9 Share"});
  in.text.pop_back();
  EXPECT_EQ(cleaned(in), "a");
}

TEST(CleanRules, NothingGoesWhereNothingIsSure) {
  const Scored in = scored({"8 Home", "8 About", kProse, "8 Share"});
  EXPECT_TRUE(propose(in).edits.empty());
}

TEST(CleanRules, ListsNeedMore) {
  Scored in = scored({"9 Home", "8 About", "0 Lamps", "8 Share", "0 Boats"});
  EXPECT_EQ(cleaned(in), "Lamps\nBoats\n");
  in.scores.small_words = 0.1F;
  EXPECT_EQ(cleaned(in), "About\nLamps\nShare\nBoats\n");
}

TEST(CleanRules, SurestLinesGoUntilTooMuchWouldBeLost) {
  const auto lines_that_go = [](const Scored& in, float max_loss) {
    uint64_t lines = 0;
    for (const Edit& edit : propose(in, max_loss).edits) {
      const std::string_view gone = edit.span.of(in.text);
      lines += static_cast<uint64_t>(std::count(gone.begin(), gone.end(), '\n'));
    }
    return lines;
  };
  Scored in = scored({"8 Home", "9 About", kProse, "9 Share", "9 " + kProse.substr(2)});
  // Of some 23 words that stay, a short line costs .01 or .15, the long one .24.
  EXPECT_EQ(lines_that_go(in, 0), 0U);
  EXPECT_EQ(lines_that_go(in, 0.0006F), 1U);
  EXPECT_EQ(lines_that_go(in, 0.002F), 2U);
  EXPECT_EQ(lines_that_go(in, 0.014F), 3U);
  EXPECT_EQ(lines_that_go(in, 0.03F), 4U);
  in = scored({"9 Home", "9 About"});
  EXPECT_TRUE(propose(in, 0).drop_document) << "nothing stays that could be lost";
}

TEST(CleanRules, BlankLinesGoWithTheJunkAroundThem) {
  EXPECT_EQ(cleaned(scored({"9 Home", "", "9 About", "", "0 Text", "", "9 Share", "", "0 More", "",
                            "9 End", ""})),
            "Text\n\nMore\n\n");
  EXPECT_EQ(cleaned(scored({"0 a", "9 Home", "", "0 b"})), "a\n\nb\n") << "a break stays a break";
}

TEST(CleanRules, BlocksGoWholeOrNotAtAll) {
  EXPECT_EQ(cleaned(scored({"9 Home", "0 ```", "9 Share", "0 ```"})), "```\nShare\n```\n");
  EXPECT_EQ(cleaned(scored({"9 Home", "9 ```", "9 Share", "9 ```", "0 a"})), "a\n");
  EXPECT_EQ(cleaned(scored({"9 Home", "9 | a |", "0 |---|", "9 | 1 |", "0 a"})),
            "| a |\n|---|\n| 1 |\na\n");
  EXPECT_EQ(cleaned(scored({"9 Home", "0 $$", "9 x", "0 $$"})), "$$\nx\n$$\n");
}

TEST(CleanRules, ADocumentOfJunkIsDroppedOrStays) {
  const Proposal dropped = propose(scored({"9 Home", "", "9 Share"}));
  EXPECT_TRUE(dropped.drop_document);
  EXPECT_EQ(dropped.drop_cause.rule, "nothing but junk");
  EXPECT_FLOAT_EQ(dropped.drop_cause.score, 0.99F);
  const Proposal unsure = propose(scored({"9 Home", "8 Share", "8 Menu"}));
  EXPECT_FALSE(unsure.drop_document);
  EXPECT_TRUE(unsure.edits.empty());
  EXPECT_TRUE(propose(scored({})).edits.empty());
  EXPECT_TRUE(propose(scored({"", ""})).edits.empty());
}

TEST(CleanRules, MostOfTheRunningTextStays) {
  std::string junk_prose = kProse;
  junk_prose[0] = '9';
  EXPECT_EQ(cleaned(scored({"9 Home", junk_prose, kProse})), kProse.substr(2) + "\n");
  EXPECT_EQ(cleaned(scored({"9 Home", junk_prose, junk_prose, kProse})),
            kProse.substr(2) + "\n" + kProse.substr(2) + "\n" + kProse.substr(2) + "\n");
}

TEST(CleanRules, MarksAloneAreNoWords) {
  Scored in = scored({"0 Ingredients: flour and butter, eggs, salt", kProse});
  in.scores.spans = {{{11, 12}, 0.99F}};  // the colon
  EXPECT_TRUE(propose(in).edits.empty());
}

TEST(CleanRules, WordsGoWithOneBlank) {
  const auto with_span = [](std::string text, std::string_view junk) {
    Scored in = scored({"0 " + text});
    const size_t at = in.text.find(junk);
    in.scores.spans.push_back({{at, at + junk.size()}, 0.95F});
    return cleaned(in);
  };
  const std::string rest = "The lamp was lit and the boats came in.";
  EXPECT_EQ(with_span("Share this " + rest, "Share this"), rest + "\n");
  EXPECT_EQ(with_span(rest + " Read more", "Read more"), rest + "\n");
  EXPECT_EQ(with_span("The lamp. Advertisement The boats came in.", "Advertisement"),
            "The lamp. The boats came in.\n");
  EXPECT_EQ(with_span("In this video the lamp was lit.", "this"),
            "In this video the lamp was lit.\n")
      << "a sentence would be torn";
  EXPECT_EQ(with_span("Show me the facts of the matter.", "Show"),
            "Show me the facts of the matter.\n");
  EXPECT_EQ(
      with_span("The lamp was lit and the boats came in. (opens in a tab)", "(opens in a tab)"),
      "The lamp was lit and the boats came in.\n");
  EXPECT_EQ(with_span("One (Share this) and two and three.", "Share this)"),
            "One (Share this) and two and three.\n")
      << "a bracket would lose its partner";
  EXPECT_EQ(with_span("Share this one", "Share this"), "Share this one\n") << "half of the line";
}

TEST(CleanRules, TheVerifierAcceptsWhatTheRulesPropose) {
  std::mt19937 random(9);
  const std::string_view parts[] = {"Home",  "",           "```",      "| a |",
                                    "|---|", "$$",         "\\[",      "\\]",
                                    "x",     "\\begin{a}", "\\end{a}", "(Share) this [and] that"};
  const CleanVerifier verifier;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> lines;
    const size_t n = random() % 14;
    for (size_t i = 0; i < n; ++i) {
      const std::string score = random() % 2 == 0 ? "9 " : "0 ";
      const size_t kind = random() % (std::size(parts) + 2);
      lines.push_back(score +
                      (kind < std::size(parts) ? std::string(parts[kind]) : kProse.substr(2)));
    }
    const Scored in = scored(lines);
    const Proposal proposal = propose(in);
    const EditProgram program{.edits = proposal.edits, .drop_cause = {}};
    ASSERT_TRUE(validate(program, in.text).ok()) << in.text;
    const std::string refined = *apply_program(program, in.text);
    const Verdict verdict = verifier.judge({"a", in.text}, program, refined);
    ASSERT_TRUE(verdict.ok()) << verdict.failures.front().check << "\n"
                              << in.text << "\n->\n"
                              << refined;
  }
}

TEST(CleanVerifier, ObjectsToEachHarm) {
  const CleanVerifier verifier;
  const auto objection = [&](std::string_view text, std::string_view refined) {
    const Verdict verdict =
        verifier.judge({"a", std::string(text)}, EditProgram{}, std::string(refined));
    return verdict.ok() ? std::string() : verdict.failures.front().check;
  };
  EXPECT_EQ(objection("abc", "ac"), "");
  EXPECT_EQ(objection("abc", "ca"), "deletes-only");
  EXPECT_EQ(objection("abc", "abcd"), "deletes-only");
  const std::string prose = kProse.substr(2) + "\n";
  EXPECT_EQ(objection(prose + prose + prose, prose), "");
  EXPECT_EQ(objection(prose + "x", "x"), "restraint");
  EXPECT_EQ(objection("```\na\nb\n```\n", "```\na\n```\n"), "fence");
  EXPECT_EQ(objection("```\na\n```\nb\n", "```\na\nb\n"), "fence");
  EXPECT_EQ(objection("```\na\n```\nb\n", "b\n"), "");
  EXPECT_EQ(objection("| a |\n|--|\n| b |\n", "| a |\n| b |\n"), "table");
  EXPECT_EQ(objection("| a |\n|--|\nb\n| c |\n|--|\n", "| a |\n|--|\n| c |\n|--|\n"), "table");
  EXPECT_EQ(objection("| a |\n|--|\n| b |\nads\n", "| a |\n|--|\n| b |"), "");
  EXPECT_EQ(objection("```\na\n```\r\nads\n", "```\na\n```"), "");
  EXPECT_EQ(objection("a $$ b $$ c", "a $$ b c"), "formula");
  EXPECT_EQ(objection("\\begin{a} x \\end{a}", "\\begin{a} x"), "formula");
  EXPECT_EQ(objection("costs $$ 5", "costs 5"), "");
}

}  // namespace
}  // namespace lauter
