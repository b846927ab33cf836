#include "surrogate/draws.h"

#include <gtest/gtest.h>

#include "base/work.h"
#include "surrogate/guard.h"
#include "surrogate/names/initials.h"
#include "text/ascii.h"

namespace lauter::surrogate {
namespace {

/// A text full of names, ages and numbers, and the draws of some of them.
struct Case {
  explicit Case(size_t n_values, const std::string& more_text = "") {
    static constexpr std::string_view kGiven[] = {"Jane", "Robert", "Anna", "Paul", "Emma", "Ivo"};
    static constexpr std::string_view kFamily[] = {"Holloway", "Turnbull", "Weber", "Smith"};
    const auto value = [&](Category category, const std::string& bytes) {
      mentions.push_back({{text.size(), text.size() + bytes.size()}, category});
      text += bytes + " and ";
    };
    for (size_t i = 0; i < n_values; ++i) {
      text += "It was said that the meeting was held there, ";
      value(Category::kPerson, std::string(kGiven[i % 6]) + " " + std::string(kFamily[i / 6 % 4]));
      value(Category::kAge, std::to_string(20 + i % 70));
      value(Category::kPhoneNumber,
            "+81 3561 " + std::to_string(1'000'000 + i * 37));        // 10^6 free ones
      value(Category::kLastName, " " + std::string(kFamily[i % 4]));  // begins with a blank
    }
    text += more_text;
    guard.emplace(text, mentions);
    document.emplace(DocumentState{text, "doc", *guard});
  }
  std::vector<Draw> draws() const {
    std::vector<Draw> out;
    for (const Mention& mention : mentions) {
      out.emplace_back(Request{world, *document, mention.category, mention.span.of(text)});
    }
    return out;
  }

  KeyedHash hash{SecretKey{std::string(32, 'k')}, "test"};
  Initials initials{hash};
  NameImages names{hash, initials};
  World world{hash, initials, &names};
  std::string text;
  std::vector<Mention> mentions;
  std::optional<Guard> guard;
  std::optional<DocumentState> document;
};

/// Values whose first candidates all stand in the text, where nobody mentioned them.
Case hard_case(size_t n_values) {
  const Case easy(n_values);
  std::vector<Draw> draws = easy.draws();
  std::string taken;
  for (const std::string& stand_in : settle(draws, easy.text)) taken += stand_in + "; ";
  return Case(n_values, taken);
}

/// Searches the text for every candidate, as a reader would.
bool stands_in(std::string_view text, std::string_view candidate) {
  const auto in_word = [&](size_t i) { return is_ascii_alnum(text[i]) || !is_ascii(text[i]); };
  for (size_t at = text.find(candidate); at != std::string_view::npos;
       at = text.find(candidate, at + 1)) {
    const size_t end = at + candidate.size();
    const bool joined_left = at > 0 && is_ascii_alnum(text[at]) && in_word(at - 1);
    const bool joined_right = end < text.size() && is_ascii_alnum(text[end - 1]) && in_word(end);
    if (!joined_left && !joined_right) return true;
  }
  return false;
}

TEST(Draws, TakeTheFirstCandidateThatNeitherTextNorAnotherValueHolds) {
  const Case values = hard_case(60);
  std::vector<Draw> draws = values.draws();
  const std::vector<std::string> settled = settle(draws, values.text);
  std::vector<Draw> again = values.draws();
  const auto by_another = [&](size_t i, const std::string& candidate) {
    for (size_t j = 0; j < settled.size(); ++j) {
      if (settled[j] == candidate && again[j].own() != again[i].own()) return true;
    }
    return false;
  };
  size_t refused = 0;
  uint32_t spent = 0;
  for (size_t i = 0; i < again.size(); ++i) {
    std::string expected;
    while (true) {
      const std::optional<std::string> candidate = again[i].next(spent);
      expected = candidate ? *candidate : again[i].last_resort();
      if (!candidate) break;
      const bool taken = by_another(i, *candidate);
      if (!taken && !stands_in(values.text, *candidate)) break;
      if (taken && settled[i] == *candidate) break;  // it was there first
      ++refused;
    }
    ASSERT_EQ(settled[i], expected) << values.mentions[i].span.of(values.text);
  }
  EXPECT_GT(refused, 100u);  // the case is no easy one
}

/// Text and values grow four times; a search for each value would take 16 times the work.
TEST(Draws, WorkGrowsWithTheTextNotWithItsProductWithTheValues) {
  const auto cost_of = [](size_t n_values) {
    const Case values = hard_case(n_values);
    std::vector<Draw> draws = values.draws();
    DrawCost cost;
    settle(draws, values.text, &cost);
    return cost;
  };
  const DrawCost small = cost_of(500);
  const DrawCost large = cost_of(2000);
  EXPECT_LE(small.passes, 8u);
  EXPECT_LE(large.passes, 8u);
  EXPECT_LE(large.compared, 6 * small.compared);
}

/// Of American telephone numbers a hundred an area are nobody's: 3,000 values must not draw 64 times each to learn it.
TEST(Draws, AUsedUpFormIsNotTriedAgainByEachValue) {
  Case values(0);
  for (int i = 0; i < 3000; ++i) {
    const std::string number = "(212) 7" + std::to_string(10 + i % 90) + "-" + std::to_string(1000 + i * 3);
    values.mentions.push_back({{values.text.size(), values.text.size() + number.size()}, Category::kPhoneNumber});
    values.text += number + " ";
  }
  values.guard.emplace(values.text, values.mentions);
  std::vector<Draw> draws = values.draws();
  const uint64_t before = WorkBudget::taken();
  const std::vector<std::string> settled = settle(draws, values.text);
  EXPECT_LT((WorkBudget::taken() - before) / settled.size(), 20'000);
  for (const std::string& stand_in : settled) ASSERT_FALSE(stands_in(values.text, stand_in)) << stand_in;
}

}  // namespace
}  // namespace lauter::surrogate
