#include "refine/cascade.h"

#include <gtest/gtest.h>

#include "refine/verify/verifier.h"
#include "text/ascii.h"

namespace lauter {
namespace {

const SecretKey kKey{std::string(32, 'k')};

/// Finds every occurrence of the given words, with a category for each.
struct Words {
  std::vector<std::pair<std::string, Category>> list;

  std::vector<Found> operator()(std::string_view text) const {
    std::vector<Found> found;
    for (const auto& [word, category] : list) {
      for (size_t at = text.find(word); at != std::string_view::npos;
           at = text.find(word, at + word.size())) {
        found.push_back({{at, at + word.size()},
                         category,
                         {"scan", "word", std::string(category_name(category)), 0.9F},
                         false});
      }
    }
    std::sort(found.begin(), found.end(),
              [](const Found& a, const Found& b) { return a.span < b.span; });
    return found;
  }
};

/// A stand-in that keeps the length: letters rotate, digits become 0.
std::vector<std::string> simple_stand_ins(std::string_view text, std::string_view,
                                          std::span<const Mention> mentions) {
  std::vector<std::string> out;
  for (const Mention& mention : mentions) {
    std::string value(mention.span.of(text));
    for (char& c : value) {
      if (is_ascii_digit(c)) c = '0';
      if (is_ascii_lower(c)) c = static_cast<char>('a' + (c - 'a' + 7) % 26);
      if (is_ascii_upper(c)) c = static_cast<char>('A' + (c - 'A' + 7) % 26);
    }
    out.push_back(value);
  }
  return out;
}

Outcome cascade(const std::string& text, const Words& words, const Words& later = {},
                OperatorTable operators = {}, CascadeOptions options = {},
                MakeStandIns stand_ins = simple_stand_ins) {
  const Anonymizer anonymizer(operators, kKey, std::move(stand_ins));
  VerifyOptions verify;
  for (size_t i = 0; i < kCategoryCount; ++i) {
    if (operators.by_category[i] == Operator::kKeep) verify.enabled.reset(i);
  }
  const PatternVerifier verifier(verify);
  VerifyScratch scratch;
  const Document document{"id", text};
  return run_cascade(
      document, words(text), anonymizer, later,
      [&](const Document& original, const EditProgram& program, std::string_view refined,
          std::span<const ByteSpan> accepted) {
        return verifier.judge(original, program, refined, accepted, {}, scratch);
      },
      options);
}

std::string result(const std::string& text, const Outcome& outcome) {
  if (outcome.state == RowState::kRejected) return "rejected: " + outcome.reason;
  return outcome.state == RowState::kKept ? text : outcome.refined;
}

TEST(Operators, EachDoesWhatItsNameSays) {
  const std::string text = "Jane Doe-Roe, jane.doe@corp.de, Jane  doe-roe, jim@corp.de";
  const Words words{{{"Jane Doe-Roe", Category::kPerson},
                     {"Jane  doe-roe", Category::kPerson},
                     {"jane.doe@corp.de", Category::kEmailAddress},
                     {"jim@corp.de", Category::kEmailAddress}}};
  const auto with = [&](Operator op) {
    OperatorTable operators;
    operators.set_all(op);
    const Outcome outcome = cascade(text, words, {}, operators);
    EXPECT_NE(outcome.state, RowState::kRejected) << outcome.reason;
    return result(text, outcome);
  };
  EXPECT_EQ(with(Operator::kPlaceholder),
            "[PERSON_1], [EMAIL_ADDRESS_1], [PERSON_1], [EMAIL_ADDRESS_2]");
  EXPECT_EQ(with(Operator::kMask), "**** ***-***, ****.***@****.**, ****  ***-***, ***@****.**");
  EXPECT_EQ(with(Operator::kRemove), ", , , ");
  EXPECT_EQ(with(Operator::kKeep), text);
  EXPECT_EQ(with(Operator::kSurrogate),
            "Qhul Kvl-Yvl, qhul.kvl@jvyw.kl, Qhul  kvl-yvl, qpt@jvyw.kl");
  const std::string hashed = with(Operator::kHash);
  EXPECT_EQ(hashed.size(), 4 * 16 + 3 * 2);
  EXPECT_EQ(hashed, with(Operator::kHash));
  for (size_t i = 0; i < 6; ++i) {
    const auto op = static_cast<Operator>(i);
    EXPECT_EQ(operator_from_name(operator_name(op)), op);
  }
  EXPECT_FALSE(operator_from_name("shred").has_value());
}

TEST(Operators, AValueIsNeverItsOwnStandIn) {
  const Words words{{{"jim@corp.de", Category::kEmailAddress}}};
  for (const char* stand_in : {"", "jim@corp.de", "JIM@corp.de", "\xFF"}) {
    const Outcome outcome = cascade("to jim@corp.de", words, {}, {}, {},
                                    [&](auto, auto, std::span<const Mention> mentions) {
                                      return std::vector<std::string>(mentions.size(), stand_in);
                                    });
    EXPECT_EQ(outcome.refined, "to [EMAIL_ADDRESS_1]") << stand_in;
  }
}

TEST(Operators, AStandInBringsNoEscapeOfItsOwn) {
  const std::string address = R"(jim\\\n@corp.de)";
  const Words words{{{address, Category::kEmailAddress}}};
  for (const auto& [stand_in, is_used] :
       {std::pair(R"(ann\\\n@corp.de)", true), std::pair(R"(ann\\\q@corp.de)", false),
        std::pair(R"(ann@corp.de\)", false)}) {
    const Outcome outcome = cascade("to " + address, words, {}, {}, {},
                                    [&](auto, auto, std::span<const Mention> mentions) {
                                      return std::vector<std::string>(mentions.size(), stand_in);
                                    });
    EXPECT_EQ(outcome.refined, is_used ? std::string("to ") + stand_in : "to [EMAIL_ADDRESS_1]");
  }
}

TEST(Cascade, ATextWithoutHitsIsKeptAndVerified) {
  const Outcome outcome = cascade("Nothing to see here.", {});
  EXPECT_EQ(outcome.state, RowState::kKept);
  EXPECT_TRUE(outcome.program.empty());
  EXPECT_TRUE(outcome.refined.empty());
  EXPECT_TRUE(outcome.checks.verified);
  EXPECT_EQ(outcome.checks.rounds, 1U);
}

TEST(Cascade, WhatTheFinderMissesTheVerifierRepairs) {
  const std::string text = "Write to jane.doe@corp.de or call +49 561 1234567 soon.";
  const Outcome outcome = cascade(text, {});
  EXPECT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  EXPECT_EQ(outcome.checks.rounds, 2U);
  EXPECT_EQ(outcome.checks.found, 0U);
  EXPECT_EQ(outcome.checks.repaired, 2U);
  EXPECT_EQ(outcome.checks.failed,
            (std::vector<std::string>{"rescan:EMAIL_ADDRESS", "rescan:PHONE_NUMBER"}));
  ASSERT_EQ(outcome.program.edits.size(), 2U);
  EXPECT_EQ(outcome.program.edits[0].cause.stage, "verify");
  EXPECT_EQ(*apply_program(outcome.program, text), outcome.refined);
  EXPECT_EQ(outcome.refined.find("jane"), std::string::npos);
}

TEST(Cascade, AForgottenSecondMentionIsEditedToo) {
  const std::string text = "Account AB-77431-Q of Jim. Later: account ab-77431-q again.";
  const Words words{{{"AB-77431-Q", Category::kCustomerId}}};
  const Outcome outcome = cascade(text, words);
  EXPECT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  EXPECT_EQ(outcome.checks.failed, (std::vector<std::string>{"survives:CUSTOMER_ID"}));
  EXPECT_EQ(outcome.refined, "Account HI-00000-X of Jim. Later: account hi-00000-x again.");
}

TEST(Cascade, ASecondLookGoesBeforeTheVerifiersOwnGuess) {
  // The finder knows on its second look that the title belongs to the value.
  const std::string text = "Card: nr 77431-Q1-22. Again nr 77431-q1-22.";
  const Words first{{{"77431-Q1-22", Category::kCustomerId}}};
  const Words later{{{"nr 77431-q1-22", Category::kCustomerId}}};
  const Outcome outcome = cascade(text, first, later);
  EXPECT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  ASSERT_EQ(outcome.program.edits.size(), 2U);
  EXPECT_EQ(outcome.program.edits[1].span.of(text), "nr 77431-q1-22");
  EXPECT_EQ(outcome.program.edits[1].cause.stage, "scan");
  EXPECT_EQ(outcome.checks.repaired, 0U);
}

TEST(Cascade, AStandInThatBringsAValueBackBecomesAPlaceholder) {
  // The stand-in of the first value is the second value.
  const std::string text = "a: jane.doe@corp.de, b: jim.roe@corp.de";
  const Words words{{{"jane.doe@corp.de", Category::kEmailAddress},
                     {"jim.roe@corp.de", Category::kEmailAddress}}};
  const Outcome outcome =
      cascade(text, words, {}, {}, {}, [](auto, auto, std::span<const Mention> mentions) {
        std::vector<std::string> out = {"jim.roe@corp.de", "x@y.example"};
        out.resize(mentions.size(), "x@y.example");
        if (mentions.size() == 1) out[0] = "x@y.example";
        return out;
      });
  EXPECT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  EXPECT_EQ(outcome.refined, "a: [EMAIL_ADDRESS_1], b: x@y.example");
}

TEST(Cascade, PartOfAnAddressIsNotEnough) {
  // Only the domain was replaced; what is left of the address makes the edit grow.
  const std::string text = "mail jane.doe.kassel@corp.de now";
  const Words words{{{"corp.de", Category::kUrl}}};
  const Outcome outcome = cascade(text, words);
  EXPECT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  ASSERT_EQ(outcome.program.edits.size(), 1U);
  EXPECT_EQ(outcome.program.edits[0].span.of(text), "jane.doe.kassel@corp.de");
}

/// Against a plain statement of the rule: of many repairs among many values, each takes what it
/// overlaps into one value, or turns the value that covers it into a placeholder.
TEST(Cascade, ManyRepairsAmongManyValuesKeepThemSortedAndApart) {
  std::string text;
  Words words{{{"10", Category::kCustomerId}}};
  for (int i = 0; i < 3000; ++i) text += "10 20 30 ";
  std::vector<ByteSpan> failing;
  for (uint64_t at = 0; at + 9 <= text.size(); at += 9) {
    if (at % 27 == 0) failing.push_back({at + 3, at + 5});  // free
    if (at % 27 == 9) failing.push_back({at + 1, at + 5});  // a part of one and more
    if (at % 27 == 18) failing.push_back({at, at + 2});     // one itself
  }
  int judged = 0;
  const auto judge = [&](const Document&, const EditProgram&, std::string_view,
                         std::span<const ByteSpan>) {
    Verdict verdict;
    if (judged++ > 0) return verdict;
    for (const ByteSpan& span : failing) verdict.failures.push_back({"rescan", span, "US_SSN"});
    return verdict;
  };
  const Anonymizer anonymizer({}, kKey, simple_stand_ins);
  const Document document{"id", text};
  const Outcome outcome = run_cascade(document, words(text), anonymizer, Words{}, judge, {});
  ASSERT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  EXPECT_EQ(outcome.checks.repaired, 3000U);
  std::vector<std::string> expected;
  for (uint64_t at = 0; at + 9 <= text.size(); at += 9) {
    if (at % 27 == 0) expected.insert(expected.end(), {"10", "20"});
    if (at % 27 == 9) expected.push_back("10 20");
    if (at % 27 == 18) expected.push_back("10");
  }
  ASSERT_EQ(outcome.program.edits.size(), expected.size());
  for (size_t i = 0; i < expected.size(); ++i) {
    const Edit& edit = outcome.program.edits[i];
    ASSERT_EQ(edit.span.of(text), expected[i]) << i;
    const bool placeholder = edit.with.starts_with("[CUSTOMER_ID");
    ASSERT_EQ(placeholder, edit.span.begin % 27 == 18) << i;
  }
}

TEST(Cascade, WhatCannotBeRepairedIsHeldBack) {
  const std::string text = "mail jane.doe@corp.de now";
  // A judge that is never content.
  const Anonymizer anonymizer({}, kKey, simple_stand_ins);
  int judged = 0;
  const auto judge = [&](const Document&, const EditProgram&, std::string_view,
                         std::span<const ByteSpan>) {
    ++judged;
    return Verdict{{{"json", {}, {}}}};
  };
  const Document document{"id", text};
  const Words words{{{"jane.doe@corp.de", Category::kEmailAddress}}};
  Outcome outcome = run_cascade(document, words(text), anonymizer, Words{}, judge, {});
  EXPECT_EQ(outcome.state, RowState::kRejected);
  EXPECT_EQ(outcome.reason, "verification failed: json");
  EXPECT_TRUE(outcome.refined.empty());
  EXPECT_FALSE(outcome.checks.verified);
  EXPECT_EQ(judged, 1);  // nothing new to try

  // One that always finds another place: the rounds are limited.
  judged = 0;
  const auto restless = [&](const Document&, const EditProgram&, std::string_view refined,
                            std::span<const ByteSpan>) {
    const auto at = static_cast<uint64_t>(judged++);
    (void)refined;
    return Verdict{{{"rescan", {at, at + 1}, "US_SSN"}}};
  };
  outcome = run_cascade(document, {}, anonymizer, Words{}, restless, {.repair_rounds = 3});
  EXPECT_EQ(outcome.state, RowState::kRejected);
  EXPECT_EQ(judged, 4);
}

TEST(Cascade, WithoutVerificationNothingIsJudged) {
  const Anonymizer anonymizer({}, kKey, simple_stand_ins);
  const Document document{"id", "mail jane.doe@corp.de now"};
  const Outcome outcome = run_cascade(
      document, {}, anonymizer, Words{},
      [](const Document&, const EditProgram&, std::string_view, std::span<const ByteSpan>) {
        ADD_FAILURE();
        return Verdict{};
      },
      {.verify = false});
  EXPECT_EQ(outcome.state, RowState::kKept);
  EXPECT_FALSE(outcome.checks.verified);
}

TEST(Cascade, KeptCategoriesAreNotHeldAgainstTheText) {
  const std::string text = "mail jane.doe@corp.de, ssn 536-22-8145";
  const Words words{
      {{"jane.doe@corp.de", Category::kEmailAddress}, {"536-22-8145", Category::kUsSsn}}};
  OperatorTable operators;
  operators.set(Category::kEmailAddress, Operator::kKeep);
  const Outcome outcome = cascade(text, words, {}, operators);
  EXPECT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  EXPECT_EQ(outcome.refined, "mail jane.doe@corp.de, ssn 000-00-0000");
}

}  // namespace
}  // namespace lauter
