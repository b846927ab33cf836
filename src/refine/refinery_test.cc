#include "refine/refinery.h"

#include <gtest/gtest.h>

#include <thread>

#include "scan/index/laps.h"

namespace lauter {
namespace {

RefineOptions options() {
  RefineOptions o;
  o.key = SecretKey{std::string(32, 'k')};
  return o;
}

const Refinery& refinery() {
  static const auto kRefinery = Refinery::make(options());
  EXPECT_TRUE(kRefinery.ok()) << kRefinery.error().message;
  return *kRefinery;
}

Outcome refine(const Refinery& with, const std::string& text, const std::string& id = "id") {
  const auto scratch = with.make_scratch();
  return with.refine({id, text}, *scratch);
}

const char kMail[] =
    "From: Jane Kowalski <jane.kowalski@corp.de>\nSSN 536-22-8145, card 4539 1488 0343 6467, call "
    "+49 561 1234567.\nAgain: JANE.KOWALSKI@corp.de\n";

/// What a language model found is subject to the lists, too.
TEST(Refinery, ListsHoldForValuesThatOthersFound) {
  RefineOptions with = options();
  with.operators.set_all(Operator::kPlaceholder);
  auto lists = ValueLists::make(
      {.allow = {{.words = {"Jane"}}}, .deny = {{.words = {"Bluebird"}, .labels = {"PROJECT"}}}}, &with.key);
  ASSERT_TRUE(lists.ok());
  with.find.lists = *lists;
  const auto made = Refinery::make(with);
  ASSERT_TRUE(made.ok());
  const auto scratch = made->make_scratch();
  const auto found = [](ByteSpan span) {
    return Found{span, Category::kPerson, {"llm", "llm/anonymize", "PERSON", 0.9F}};
  };
  const Outcome outcome = made->refine_found({"id", "Jane and Bluebird Miller, bluebird; Tom"},
                                             {found({0, 4}), found({9, 24}), found({36, 39})}, {}, *scratch);
  EXPECT_EQ(outcome.refined, "Jane and [PROJECT_1], [PROJECT_2]; [PERSON_1]") << outcome.reason;
}

TEST(Refinery, ReplacesAndVerifies) {
  const Outcome outcome = refine(refinery(), kMail);
  ASSERT_EQ(outcome.state, RowState::kEdited) << outcome.reason;
  EXPECT_TRUE(outcome.checks.verified);
  EXPECT_FALSE(outcome.found.empty());
  EXPECT_EQ(*apply_program(outcome.program, kMail), outcome.refined);
  for (const char* value :
       {"jane.kowalski@corp.de", "JANE.KOWALSKI", "536-22-8145", "4539 1488", "1234567"}) {
    EXPECT_EQ(outcome.refined.find(value), std::string::npos) << value;
  }
  for (const char* kept : {"From: ", "SSN ", ", card ", ", call ", "\nAgain: "}) {
    EXPECT_NE(outcome.refined.find(kept), std::string::npos) << kept;
  }
}

TEST(Refinery, IsAFunctionOfDocumentAndOptions) {
  const Outcome once = refine(refinery(), kMail);
  const auto other = Refinery::make(options());
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(refine(*other, kMail).refined, once.refined);
  RefineOptions rekeyed = options();
  rekeyed.key = SecretKey{std::string(32, 'x')};
  const auto third = Refinery::make(rekeyed);
  ASSERT_TRUE(third.ok());
  EXPECT_NE(refine(*third, kMail).refined, once.refined);

  std::vector<std::thread> threads;
  std::vector<std::string> refined(4);
  for (size_t i = 0; i < refined.size(); ++i) {
    threads.emplace_back([&, i] {
      const auto scratch = refinery().make_scratch();
      for (int k = 0; k < 50; ++k) refined[i] = refinery().refine({"id", kMail}, *scratch).refined;
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::string& text : refined) EXPECT_EQ(text, once.refined);
}

/// What was refined once passes on its own: no stand-in looks like a leak to the verifier, and the
/// finder's second run on it still ends verified.
TEST(Refinery, RefiningTwiceEndsVerified) {
  const Outcome once = refine(refinery(), kMail);
  const Outcome twice = refine(refinery(), once.refined);
  EXPECT_NE(twice.state, RowState::kRejected) << twice.reason;
  EXPECT_TRUE(twice.checks.verified);
}

TEST(Refinery, LimitsFailClosed) {
  RefineOptions small = options();
  small.max_document_bytes = 100;
  const auto made = Refinery::make(small);
  ASSERT_TRUE(made.ok());
  EXPECT_EQ(refine(*made, std::string(100, 'a')).state, RowState::kKept);
  const Outcome large = refine(*made, std::string(101, 'a'));
  EXPECT_EQ(large.state, RowState::kRejected);
  EXPECT_NE(large.reason.find("max_document_bytes"), std::string::npos);
  RefineOptions keyless = options();
  keyless.key.bytes.clear();
  EXPECT_FALSE(Refinery::make(keyless).ok());
}

TEST(Refinery, EmptyAndBlankTextsAreKept) {
  for (const std::string& text : {std::string(), std::string(24000, ' '), std::string("\n\n")}) {
    const Outcome outcome = refine(refinery(), text);
    EXPECT_EQ(outcome.state, RowState::kKept);
    EXPECT_TRUE(outcome.checks.verified);
  }
}

TEST(Refinery, TellsWhereASampleOfScansSpentItsTime) {
  const auto made = Refinery::make(options());
  ASSERT_TRUE(made.ok());
  const auto scratch = made->make_scratch();
  EXPECT_TRUE(made->take_scan_ticks(*scratch).empty());
  const Document document{"id", "My name is Jane Holloway, call +49 561 1234567."};
  const Outcome timed = made->refine(document, *scratch);  // the first one is in the sample
  const Outcome plain = made->refine(document, *scratch);
  EXPECT_EQ(timed.refined, plain.refined);
  const auto ticks = made->take_scan_ticks(*scratch);
  EXPECT_TRUE(ticks.contains("phones"));
  EXPECT_TRUE(ticks.contains("(finding anchors)"));
  EXPECT_TRUE(made->take_scan_ticks(*scratch).empty());
  EXPECT_EQ(scan_group_of_rule(timed.found[0].cause.rule), "phones");
  EXPECT_EQ(scan_group_of_rule("no such rule"), "");
}

}  // namespace
}  // namespace lauter
