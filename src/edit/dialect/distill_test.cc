#include "edit/dialect/distill.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "edit/random_program_test_support.h"

namespace lauter {
namespace {

using testing_support::below;
using testing_support::Random;
using testing_support::random_text;

Distilled distill(const std::string& raw, const std::string& refined, DistillOptions options = {}) {
  auto result = Distiller(options).distill("id", raw, refined);
  EXPECT_TRUE(result.ok());
  return *result;
}

std::string executed(const Distilled& pair, const std::string& raw) {
  auto text = apply_program(pair.program, raw);
  EXPECT_TRUE(text.ok());
  return *text;
}

/// The definition, by the shortest way to say it: the last characters first.
bool is_subsequence_reference(std::string_view text, std::string_view of) {
  if (text.empty()) return true;
  if (of.empty()) return false;
  if (text.back() == of.back()) text.remove_suffix(1);
  of.remove_suffix(1);
  return is_subsequence_reference(text, of);
}

TEST(Distill, KeepsDeletionsAndDropsTheRest) {
  const std::string raw = "Home | Login | Help\nThe colour of teh sea is blue.\nIt is deep.\n";
  const std::string refined = "The colour of the sea is dark blue.\nIt is deep.\n";
  const Distilled pair = distill(raw, refined);
  EXPECT_EQ(pair.state, DistillState::kEdited);
  EXPECT_EQ(executed(pair, raw), "The colour of teh sea is blue.\nIt is deep.\n");
  EXPECT_EQ(pair.deletions, 1U);
  EXPECT_EQ(pair.insertions, 1U);
  EXPECT_EQ(pair.replacements, 1U);
  EXPECT_EQ(pair.folded, 1U);
  EXPECT_TRUE(pair.proven);
  ASSERT_EQ(pair.program.edits.size(), 1U);
  EXPECT_EQ(pair.program.edits[0].cause.rule, "deletion");
}

TEST(Distill, LimitsAreThoseOfThePaper) {
  const std::string menu = "Home | Login\n";  // 13 characters
  const std::string body = "A quiet morning.\n";
  const std::string nineteen(19, 'x');
  struct Row {
    const char* name;
    std::string raw;
    std::string refined;
    DistillState state;
  };
  const Row rows[] = {
      {"19 inserted", menu + body, body + nineteen, DistillState::kEdited},
      {"20 inserted", menu + body, body + nineteen + "x", DistillState::kLongInsertion},
      {"19 replacing", menu + body + "12345", body + nineteen, DistillState::kEdited},
      {"20 replacing", menu + body + "12345", body + nineteen + "x",
       DistillState::kLongReplacement},
      {"20 of two bytes each", menu + body,
       body + "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9",
       DistillState::kEdited},
      {"9 deleted", "Ten, 4567" + body, body, DistillState::kFewDeleted},
      {"10 deleted", "Ten, 45678" + body, body, DistillState::kEdited},
      {"only insertions", body, body + "End.", DistillState::kFewDeleted},
      {"equal", body, body, DistillState::kUnchanged},
      {"both empty", "", "", DistillState::kUnchanged},
      {"all deleted", menu, "", DistillState::kEdited},
      {"from nothing", "", "new", DistillState::kFewDeleted},
  };
  for (const Row& row : rows) {
    const Distilled pair = distill(row.raw, row.refined);
    EXPECT_EQ(pair.state, row.state) << row.name;
    EXPECT_EQ(pair.rejected(), !distill_reason(pair.state, {}).empty()) << row.name;
    EXPECT_TRUE(!pair.rejected() || pair.program.empty()) << row.name;
  }
  EXPECT_EQ(distill("Ten, 4567" + body, body, {.min_deleted = 9}).state, DistillState::kEdited);
  EXPECT_EQ(distill(menu + body, body + nineteen, {.max_insert = 19}).state,
            DistillState::kLongInsertion);
}

TEST(Distill, WordsAreNeverCutByHalfARewrite) {
  // Each would lose letters if single deletions of the minimal difference were kept.
  const std::string menu = "Home | Login | Help | Search\n";
  const std::pair<const char*, const char*> words[] = {{"teh", "the"},
                                                       {"recieve", "receive"},
                                                       {"walked", "strolled"},
                                                       {"cat", "act"},
                                                       {"na\xC3\xAFve", "n\xC3\xA4ive"}};
  for (const auto& [wrong, right] : words) {
    const std::string rest = std::string(" is ") + wrong + " word.\n";
    const Distilled pair = distill(menu + "It" + rest, std::string("It is ") + right + " word.\n");
    EXPECT_EQ(executed(pair, menu + "It" + rest), "It" + rest) << wrong;
  }
}

TEST(Distill, LettersOfADeletedPassageDoNotStay) {
  // The cheapest way to the added "s" is that of "[advertisement]".
  const std::string raw = "Two cat [advertisement] sat on teh mat.\n";
  const Distilled pair = distill(raw, "Two cats sat on the mat.\n");
  EXPECT_EQ(executed(pair, raw), "Two cat sat on teh mat.\n");
  // Alone it is a pair that only deletes, and stays as it is.
  const std::string alone = "Two cat [advertisement] sat.\n";
  EXPECT_EQ(executed(distill(alone, "Two cats sat.\n"), alone), "Two cats sat.\n");
}

TEST(Distill, AProgramThatKeepsAllGivesTheExpertsText) {
  Random random(1);
  const DistillOptions all{.keep = KeepEdits::kAll};
  for (int i = 0; i < 2000 && !HasFailure(); ++i) {
    const std::string raw = random_text(random, 60);
    const std::string refined = random_text(random, 60);
    const Distilled pair = distill(raw, refined, all);
    EXPECT_FALSE(pair.rejected());
    EXPECT_EQ(executed(pair, raw), refined);
    EXPECT_EQ(pair.folded, 0U);
  }
}

TEST(Distill, DeletionsOnlyNeverAddAnything) {
  Random random(2);
  const DistillOptions lax{.max_insert = 1000, .min_deleted = 0};
  for (int i = 0; i < 5000 && !HasFailure(); ++i) {
    const std::string raw = random_text(random, 40);
    const std::string refined = random_text(random, 40);
    const Distilled pair = distill(raw, refined, lax);
    EXPECT_TRUE(pair.proven);
    EXPECT_TRUE(is_subsequence_reference(executed(pair, raw), raw));
    for (const Edit& edit : pair.program.edits) EXPECT_TRUE(edit.with.empty());
  }
}

TEST(Distill, SubsequenceCheckEqualsItsDefinition) {
  Random random(3);
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = random_text(random, 4);
    const std::string of = random_text(random, 12);
    EXPECT_EQ(is_subsequence(text, of), is_subsequence_reference(text, of));
  }
}

TEST(Distill, UnchangedPairsAreDrawnByTheirIds) {
  Distiller half({.keep_unchanged = 0.5, .seed = 7});
  Distiller third({.keep_unchanged = 0.3, .seed = 7});
  Distiller other({.keep_unchanged = 0.5, .seed = 8});
  Distiller none({.keep_unchanged = 0});
  int kept = 0;
  int differ = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string id = "doc-" + std::to_string(i);
    const bool in_half = !half.distill(id, "same", "same")->rejected();
    kept += in_half ? 1 : 0;
    EXPECT_EQ(in_half, !half.distill(id, "other", "other")->rejected()) << "depends on the id only";
    EXPECT_TRUE(in_half || third.distill(id, "same", "same")->rejected()) << "shares nest";
    differ += in_half != !other.distill(id, "same", "same")->rejected() ? 1 : 0;
    EXPECT_EQ(none.distill(id, "same", "same")->state, DistillState::kNotSampled);
  }
  EXPECT_NEAR(kept, 1000, 90);  // four standard deviations
  EXPECT_GT(differ, 500);
}

TEST(Distill, ThousandsOfThousandsOfPlacesAreNoRefinement) {
  std::string raw;
  for (size_t i = 0; i <= kMaxDistilledRuns; ++i) raw += "ab";
  EXPECT_EQ(distill(raw, std::string(kMaxDistilledRuns + 1, 'b')).state,
            DistillState::kTooManyRuns);
  EXPECT_EQ(distill(raw, std::string(kMaxDistilledRuns, 'b')).state, DistillState::kEdited);
}

TEST(Distill, BrokenUtf8IsRefused) {
  EXPECT_FALSE(Distiller({}).distill("id", "\xFF", "").ok());
  EXPECT_FALSE(Distiller({}).distill("id", "", "\xC3").ok());
}

}  // namespace
}  // namespace lauter
