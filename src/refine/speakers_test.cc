#include "refine/speakers.h"

#include <gtest/gtest.h>

namespace lauter::internal {
namespace {

using Speakers = std::vector<std::string>;

Speakers speakers(std::string_view text) {
  std::vector<Found> found;
  add_speakers(text, found);
  Speakers out;
  for (const Found& value : found) out.emplace_back(value.span.of(text));
  return out;
}

TEST(Dialogue, AreNamedBeforeTheirSpeech) {
  EXPECT_EQ(speakers("Alice: \"Who are you?\"\nHeather:\"I'm new.\""),
            (Speakers{"Alice", "Heather"}));
  EXPECT_EQ(speakers("tracy: \"i'm new\""), Speakers{"tracy"});
  EXPECT_EQ(speakers("Alice: who are you?\nHeather: I'm new."), (Speakers{"Alice", "Heather"}));
  EXPECT_EQ(speakers("Zzyzx: \"Who are you?\"\nHeather:\"I'm new.\""),
            (Speakers{"Zzyzx", "Heather"}));
  EXPECT_EQ(speakers("Result: \"fine\"\nVersion: \"2\""), Speakers{});
  EXPECT_EQ(speakers("Maria Keller: we start at nine"), Speakers{"Maria Keller"});
}

TEST(Dialogue, AreNoCaptions) {
  EXPECT_EQ(speakers("Alice: who are you?"), Speakers{});  // one line alone
  EXPECT_EQ(speakers("Rose: \"red\"\nMark: \"deep\""), Speakers{});
  EXPECT_EQ(speakers("Georgia: \"Tbilisi\"\nChad: \"N'Djamena\""), Speakers{});
  EXPECT_EQ(speakers("alice: who\nheather: me"), Speakers{});
  EXPECT_EQ(speakers("Alice: 12\nHeather: 13"), Speakers{});
  EXPECT_EQ(speakers("then Alice: \"no\""), Speakers{});
}

TEST(Dialogue, IsToldFromLogsByItsNames) {
  EXPECT_EQ(speakers("[09:02] marisol: did you?\n[09:03] dmitri: yes"),
            (Speakers{"marisol", "dmitri"}));
  EXPECT_EQ(speakers("[10:12:46] kernel_x: out of memory\n[10:12:47] sshd: bye"), Speakers{});
  EXPECT_EQ(speakers("12/09/2026, 18:41 - Zzyzx: on my way"), Speakers{"Zzyzx"});
}

TEST(Dialogue, IsTakenInTurnsByLogInNames) {
  EXPECT_EQ(speakers("jen_w: hey\nbruno.k: hi\njen_w: so"), (Speakers{"jen_w", "bruno.k", "jen_w"}));
  EXPECT_EQ(speakers("jen_w: hey\nbruno.k: hi"), Speakers{});
  EXPECT_EQ(speakers("warning: a\nnote: b\nwarning: c"), Speakers{});
}

TEST(Dialogue, IsNotWhatTheTaggerTookItFor) {
  const std::string_view text = "12/09/2026, 18:41 - Femi: no";
  std::vector<Found> found = {
      {{12, 28}, Category::kStreetAddress, {"tag", "tag/address", "STREET_ADDRESS", 0.8F}, false}};
  add_speakers(text, found);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].span.of(text), "Femi");
}

TEST(Dialogue, LeaveWhatIsFound) {
  const std::string_view text = "Alice: \"no\"";
  std::vector<Found> found = {
      {{0, 5}, Category::kPerson, {"tag", "tag/person", "PERSON", 0.9F}, false}};
  add_speakers(text, found);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].cause.stage, "tag");
}

}  // namespace
}  // namespace lauter::internal
