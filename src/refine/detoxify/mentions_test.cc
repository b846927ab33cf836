#include "refine/detoxify/mentions.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

bool mentioned(std::string_view text, std::string_view words) {
  const size_t at = text.find(words);
  EXPECT_NE(at, text.npos) << words;
  return is_mention(text, {at, at + words.size()});
}

TEST(Mentions, WordsThatAreSpokenOf) {
  EXPECT_TRUE(mentioned("The word 'bitch' once meant a dog.", "bitch"));
  EXPECT_TRUE(mentioned("the slur moron is old", "moron"));
  EXPECT_TRUE(mentioned("slurs like \"moron\" hurt", "moron"));
  EXPECT_TRUE(mentioned("words such as moron hurt", "moron"));
  EXPECT_FALSE(mentioned("in other words moron, go", "moron"));
  EXPECT_FALSE(mentioned("You 'moron' of a man", "moron"));
}

TEST(Mentions, WordsThatAreDefined) {
  EXPECT_TRUE(mentioned("Moron is an old and offensive term.", "Moron"));
  EXPECT_TRUE(mentioned("\"Moron\" was a slur", "Moron"));
  EXPECT_FALSE(mentioned("That moron is a driver of words", "moron"));
}

TEST(Mentions, PeoplesAreNoInsults) {
  EXPECT_TRUE(names_people("Muslims"));
  EXPECT_TRUE(names_people("women"));
  EXPECT_FALSE(names_people("morons"));
}

TEST(Mentions, QuotationsAreOpen) {
  const auto quoted = [](std::string_view text) { return is_in_quotes(text, text.find("moron")); };
  EXPECT_TRUE(quoted("He said \"you moron\" and left"));
  EXPECT_TRUE(quoted("\u201COh, moron, come\u201D"));
  EXPECT_TRUE(quoted("> you moron"));
  EXPECT_TRUE(quoted("the 'moron' of the town"));
  EXPECT_FALSE(quoted("He said \"go\", the moron"));
  EXPECT_FALSE(quoted("\"Go\n moron"));
}

TEST(Mentions, AnimalsAreNobody) {
  EXPECT_TRUE(mentioned("The dog is a bitch of the Labrador breed", "bitch"));
  EXPECT_TRUE(mentioned("Both bitches whelped in May", "bitches"));
  EXPECT_FALSE(mentioned("what a bitch she is", "bitch"));
  EXPECT_FALSE(mentioned("that moron with the dog", "moron"));
  EXPECT_TRUE(mentioned("he put the ass in the stable", "put the ass"));
  EXPECT_TRUE(mentioned("the cock crowed at dawn", "cock"));
  EXPECT_FALSE(mentioned("move your ass", "ass"));
}

TEST(Mentions, WordsThatWereSaidToTheWriter) {
  EXPECT_TRUE(mentioned("He called me a stupid cow and left.", "stupid cow"));
  EXPECT_TRUE(mentioned("they keep calling my son an idiot", "idiot"));
  EXPECT_TRUE(mentioned("I've been called a faggot often", "faggot"));
  EXPECT_FALSE(mentioned("I call you an idiot", "idiot"));
  EXPECT_FALSE(mentioned("He called me. You idiot", "idiot"));
}

TEST(Mentions, WordsThatTheWriterSaysOfHimself) {
  EXPECT_TRUE(mentioned("I'm such an idiot, I forgot", "idiot"));
  EXPECT_TRUE(mentioned("then i felt like a total moron", "moron"));
  EXPECT_TRUE(mentioned("im so dumb lol", "dumb"));
  EXPECT_FALSE(mentioned("you are such an idiot", "idiot"));
  EXPECT_FALSE(mentioned("I hate an idiot", "idiot"));
}

TEST(Mentions, WordsOfHarmlessTerms) {
  EXPECT_TRUE(mentioned("Shoot me a mail", "Shoot"));
  EXPECT_TRUE(mentioned("Kill the process first", "Kill"));
  EXPECT_TRUE(mentioned("a dumb terminal", "dumb"));
  EXPECT_TRUE(mentioned("purge the zombie children", "zombie"));
  EXPECT_FALSE(mentioned("kill the cook", "kill"));
  EXPECT_FALSE(mentioned("you dumb person", "dumb"));
}

}  // namespace
}  // namespace lauter
