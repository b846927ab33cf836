#include "find/repeats.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

/// A text in which every word has the odds `elsewhere`, and the word at `at` is found with `found`.
struct RepeatedTie {
  RepeatedTie(std::string_view whole, std::string_view value, Category category, float found, float elsewhere)
      : text(whole) {
    tokenize(text, scratch.model.tokens);
    scratch.tokens.assign(scratch.model.tokens.size(), {.odds = elsewhere, .private_odds = elsewhere});
    const uint64_t at = text.find(value);
    const ByteSpan span{at, at + value.size()};
    for (size_t t = token_at(scratch.model.tokens, at); scratch.model.tokens[t].begin < span.end; ++t) {
      scratch.tokens[t].private_odds = found;
      if (t + 1 == scratch.tokens.size()) break;
    }
    judged = {{.span = span, .category = category, .score = found, .rule = {}, .label = {}, .reason = {}}};
  }
  std::vector<std::string> after() {
    add_repeats(text, scratch, 0.5F, judged);
    std::vector<std::string> out;
    for (const ValueCandidate& value : judged) out.emplace_back(value.span.of(text));
    return out;
  }

  std::string_view text;
  JudgeScratch scratch;
  std::vector<ValueCandidate> judged;
};

using Words = std::vector<std::string>;

TEST(Repeats, WhatAnAnswerSaysAgainGoesWithTheQuestion) {
  EXPECT_EQ(RepeatedTie("My dad is a night nurse. A Night Nurse like him should rest.", "night nurse", Category::kJobTitle, 0.9F, 0.3F).after(),
            (Words{"night nurse", "Night Nurse"}));
}

TEST(Repeats, OddsThatTogetherSayPublicAddNothing) {
  EXPECT_EQ(RepeatedTie("He lives in Leeds. Leeds United lost, and Leeds has a castle.", "Leeds", Category::kCity, 0.7F, 0.1F).after(),
            Words{"Leeds"});
}

TEST(Repeats, SurelyBothIsBoth) {
  EXPECT_EQ(RepeatedTie("He has asthma. Asthma is common.", "asthma", Category::kMedicalCondition, 0.99F, 0.01F).after(), Words{"asthma"});
}

TEST(Repeats, PartsOfWordsAndBareNumbersAreNoRepetition) {
  EXPECT_EQ(RepeatedTie("He is a baker. The bakery, the bakers.", "baker", Category::kJobTitle, 0.9F, 0.4F).after(), Words{"baker"});
  EXPECT_EQ(RepeatedTie("He is 4321 days old, 4321 of them.", "4321", Category::kAge, 0.9F, 0.4F).after(), Words{"4321"});
}

TEST(Repeats, NamesAreSettledElsewhere) {
  EXPECT_EQ(RepeatedTie("I met Petra. Petra is a ruin.", "Petra", Category::kFirstName, 0.9F, 0.4F).after(), Words{"Petra"});
}

}  // namespace
}  // namespace lauter
