#include "refine/detoxify/abusive_sentences.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

/// The text without them.
std::string left_of(std::string_view text) {
  std::string out;
  uint64_t at = 0;
  for (const AbusiveSentence& found : find_abusive_sentences(text)) {
    EXPECT_LE(at, found.sentence.begin);
    EXPECT_TRUE(found.sentence.contains(found.words));
    out += text.substr(at, found.sentence.begin - at);
    at = found.sentence.end;
  }
  return out += text.substr(at);
}

TEST(AbusiveSentences, GoWhole) {
  EXPECT_EQ(left_of("The bus was late. I'll find you and kill you! It rained."),
            "The bus was late. It rained.");
  EXPECT_EQ(left_of("Nice try. Go back to your own country."), "Nice try.");
  EXPECT_EQ(left_of("Just kill yourself\nIt rained."), "\nIt rained.");
  for (const std::string_view text :
       {"kys lol", "All women are stupid whores and belong in the kitchen.",
        "Muslims are terrorists and should all be deported.", "I hope you die in a fire",
        "Those people should all be shot.", "deport all the immigrants",
        "He deserves to rot in hell.", "If I ever see you here I will break your legs.",
        "Nobody likes you.", "Do everyone a favour and disappear.",
        "Muslims should not be allowed to vote.", "Jews control the banks, wake up!",
        "Women are too emotional to run a company.", "i know where you live",
        "drop dead, spammer", "you pathetic excuse for a human being"}) {
    EXPECT_EQ(left_of(text), "") << text;
  }
}

TEST(AbusiveSentences, AreNotWhatIsDeniedReportedOrQuoted) {
  for (const std::string_view text :
       {"Not all Muslims are terrorists.", "She said that he told her to kill yourself.",
        "The idea that women are inferior is old.", "He shouted \"I'll kill you\" and left.",
        "\u201CRot in hell, then,\u201D was all.", "> kill yourself",
        "Don't kill yourself over it.", "Go back where they came from, the effects belong there.",
        "I will kill him in chess", "Some said Jews control the banks, which is a myth.",
        "I will break your record", "If I know where you live I can ship it",
        "Children should not be allowed to vote", "Nobody likes your cooking", "If you feel like you want to kill yourself, call us."}) {
    EXPECT_EQ(left_of(text), text);
  }
}

TEST(AbusiveSentences, AreLookedForInLinearTime) {
  const std::string many(200'000, 'a');
  EXPECT_TRUE(find_abusive_sentences(many).empty());
  std::string threats;
  for (int i = 0; i < 5000; ++i) threats += "kill yourself. ";
  EXPECT_EQ(find_abusive_sentences(threats).size(), 5000U);
}

}  // namespace
}  // namespace lauter
