#include "find/coreference.h"

#include <gtest/gtest.h>

namespace lauter {
namespace {

/// A text read by hand: for each token the odds of being private and of being a person's name.
struct Reading {
  explicit Reading(std::string_view whole) : text(whole) {
    tokenize(text, scratch.model.tokens);
    scratch.tokens.resize(scratch.model.tokens.size());
  }
  void say(std::string_view word, size_t which, float private_odds, float person_odds = 1) {
    for (size_t t = 0, seen = 0; t < scratch.tokens.size(); ++t) {
      const Token& token = scratch.model.tokens[t];
      if (text.substr(token.begin, token.end - token.begin) != word || seen++ != which) continue;
      scratch.tokens[t] = {.odds = private_odds, .private_odds = private_odds, .person_odds = person_odds};
    }
  }
  /// The words that are private names in the end, with their categories.
  std::vector<std::string> after(std::vector<ValueCandidate> judged) {
    resolve_persons(text, scratch, 0.5F, judged);
    std::vector<std::string> out;
    for (const ValueCandidate& value : judged) {
      out.push_back(std::string(value.span.of(text)) + " " + std::string(category_name(value.category)));
    }
    return out;
  }
  ValueCandidate name(std::string_view value, Category category) const {
    const size_t at = text.find(value);
    return {.span = {at, at + value.size()}, .category = category, .score = 0.9F, .rule = {}, .label = {}, .reason = {}};
  }

  std::string_view text;
  JudgeScratch scratch;
};

using Names = std::vector<std::string>;

TEST(Persons, AllMentionsGoWithTheirPerson) {
  Reading read("Maria Keller called. Keller said that Maria is ill. A keller, Berlin.");
  read.say("Maria", 0, 0.9F);
  read.say("Keller", 0, 0.9F);
  read.say("Keller", 1, 0.3F);
  read.say("Maria", 1, 0.4F);
  EXPECT_EQ(read.after({read.name("Maria Keller", Category::kPerson)}),
            (Names{"Maria Keller PERSON", "Keller LAST_NAME", "Maria FIRST_NAME"}));
}

TEST(Persons, AWholeNameIsAMentionOfEachOfItsWords) {
  Reading read("Maria is ill. Maria Keller, that is.");
  read.say("Maria", 0, 0.9F);
  read.say("Maria", 1, 0.4F);
  read.say("Keller", 0, 0.2F);
  read.scratch.names = {{0, 1, Category::kFirstName, 0.9F, NameKind::kPerson},
                        {4, 6, Category::kPerson, 0.9F, NameKind::kPerson}};
  EXPECT_EQ(read.after({read.name("Maria", Category::kFirstName)}),
            (Names{"Maria FIRST_NAME", "Maria Keller PERSON"}));
}

TEST(Persons, ATitleIsNoPartOfAMention) {
  Reading read("Keller is ill. They asked Dr. Keller, not J. Keller.");
  read.say("Keller", 0, 0.9F);
  read.say("Keller", 1, 0.4F);
  read.say("Keller", 2, 0.4F);
  read.scratch.names = {{0, 1, Category::kLastName, 0.9F, NameKind::kPerson},
                        {6, 9, Category::kPerson, 0.9F, NameKind::kPerson},
                        {11, 14, Category::kPerson, 0.9F, NameKind::kPerson}};
  EXPECT_EQ(read.after({read.name("Keller", Category::kLastName)}),
            (Names{"Keller LAST_NAME", "Keller LAST_NAME", "J. Keller PERSON"}));
}

TEST(Persons, AWordOfTwoLettersGoesWithItsOtherMentions) {
  Reading read("Mr. Carker left. Mr. Toots and Mr. Dombey stayed.");
  read.say("Mr", 0, 0.6F);
  read.say("Mr", 1, 0.1F);
  read.say("Mr", 2, 0.1F);
  EXPECT_EQ(read.after({read.name("Mr", Category::kPerson)}), Names{});
}

TEST(Persons, AnAddressTellsOfItsOwner) {
  Reading read("Ask Natalia Schramm: natalia@schramm-bau.de. Natalie is out.");
  read.scratch.names = {{1, 3, Category::kPerson, 0.9F, NameKind::kPerson},
                        {13, 14, Category::kFirstName, 0.9F, NameKind::kPerson}};
  std::vector<ValueCandidate> judged;
  add_owners(read.text, read.scratch, {read.name("natalia@schramm-bau.de", Category::kEmailAddress)},
             judged);
  ASSERT_EQ(judged.size(), 1U);
  EXPECT_EQ(judged[0].span.of(read.text), "Natalia Schramm");
  add_owners(read.text, read.scratch, {read.name("natalia@schramm-bau.de", Category::kEmailAddress)},
             judged);
  EXPECT_EQ(judged.size(), 1U);
}

TEST(Persons, OneWhomMostMentionsShowToBePublicStays) {
  Reading read("Curie won. Curie won again. Curie died.");
  read.say("Curie", 0, 0.1F);
  read.say("Curie", 1, 0.2F);
  read.say("Curie", 2, 0.6F);
  ValueCandidate last = read.name("Curie", Category::kLastName);
  last.span = {29, 34};
  EXPECT_EQ(read.after({last}), Names{});
}

TEST(Persons, ANamesakeOfThePublicRecordStaysApart) {
  Reading read("I showed Dickens to my cousin Dickens.");
  read.say("Dickens", 0, 0.01F);
  read.say("Dickens", 1, 0.99F);
  ValueCandidate cousin = read.name("Dickens", Category::kLastName);
  cousin.span = {30, 37};
  EXPECT_EQ(read.after({cousin}), (Names{"Dickens LAST_NAME"}));
}

TEST(Persons, WordsThatAreNoNamesThereStay) {
  Reading read("Rose called. The Rose garden.");
  read.say("Rose", 0, 0.9F);
  read.say("Rose", 1, 0.0F, 0.1F);
  EXPECT_EQ(read.after({read.name("Rose", Category::kFirstName)}), (Names{"Rose FIRST_NAME"}));
}

}  // namespace
}  // namespace lauter
