#include "refine/llm/least_change.h"

#include <gtest/gtest.h>

#include <random>

#include "refine/llm/token_diff.h"

namespace lauter {
namespace {

/// Against the definition: token strings compared by the plain quadratic recurrence.
TEST(TokenDiff, IsMinimalAndCutsNoWord) {
  std::mt19937 random(8);
  constexpr const char* kTokens[] = {"a", "bb", " ", "\n", ",", "\u00E9t\u00E9", "b", "ab"};
  Differ differ;
  for (int trial = 0; trial < 2000; ++trial) {
    const auto tokens = [&] {
      std::vector<std::string> out;
      for (size_t n = random() % 10; n > 0; --n) {
        const std::string token = kTokens[random() % std::size(kTokens)];
        const bool word = token != " " && token != "\n" && token != ",";
        const bool after_word =
            !out.empty() && out.back() != " " && out.back() != "\n" && out.back() != ",";
        if (!(word && after_word)) out.push_back(token);
      }
      return out;
    };
    const auto a = tokens();
    const auto b = tokens();
    std::string raw;
    std::string refined;
    for (const std::string& token : a) raw += token;
    for (const std::string& token : b) refined += token;
    std::vector<std::vector<size_t>> lcs(a.size() + 1, std::vector<size_t>(b.size() + 1));
    for (size_t i = 0; i < a.size(); ++i) {
      for (size_t j = 0; j < b.size(); ++j) {
        lcs[i + 1][j + 1] = a[i] == b[j] ? lcs[i][j] + 1 : std::max(lcs[i][j + 1], lcs[i + 1][j]);
      }
    }
    size_t changed = 0;
    const auto count = [](const std::vector<std::string>& of, ByteSpan span) {
      size_t at = 0;
      size_t n = 0;
      for (const std::string& token : of) {
        n += span.begin <= at && at < span.end;
        at += token.size();
      }
      return n;
    };
    std::string made;
    uint64_t at = 0;
    for (const DiffRun& run : internal::diff_tokens(raw, refined, differ)) {
      changed += count(a, run.raw) + count(b, run.refined);
      made += raw.substr(at, run.raw.begin - at) + std::string(run.refined.of(refined));
      at = run.raw.end;
    }
    made += raw.substr(at);
    ASSERT_EQ(made, refined);
    ASSERT_EQ(changed, a.size() + b.size() - 2 * lcs[a.size()][b.size()]) << raw << "|" << refined;
  }
}

TEST(LeastChange, TakesTheLeastThatIsAccepted) {
  const std::string text = "Anna Lind, 34";
  const auto program = [](std::vector<Edit> edits) {
    return EditProgram{.edits = std::move(edits), .drop_cause = {}};
  };
  const std::vector<EditProgram> candidates = {
      program({{{0, 9}, "Ida Berg", {}}, {{11, 13}, "36", {}}}),  // 9 + 8 + 2 + 2
      program({{{0, 4}, "Ida", {}}}),                             // 4 + 3
      program({{{0, 9}, "Ida Berg", {}}}),                        // 9 + 8
      program({{{0, 4}, "Ida", {"llm", "x", "y"}}}),              // as the second
      program({{{0, 9}, "I. Bergs", {}}}),                        // 9 + 8 as well
      {.edits = {}, .drop_document = true, .drop_cause = {}},     // 13
  };
  EXPECT_EQ(change_of(candidates[0], text), 21U);
  EXPECT_EQ(change_of(candidates[5], text), 13U);
  std::vector<uint64_t> asked;
  const auto accept_from = [&](uint64_t least) {
    asked.clear();
    return least_change(text, candidates, [&, least](const EditProgram& one) {
      asked.push_back(change_of(one, text));
      return change_of(one, text) >= least;
    });
  };
  EXPECT_EQ(accept_from(0), 1U);
  EXPECT_EQ(accept_from(8), 5U);
  EXPECT_EQ(asked, (std::vector<uint64_t>{7, 13}));  // the second is judged once
  EXPECT_EQ(accept_from(14), 2U);
  EXPECT_EQ(accept_from(18), 0U);
  EXPECT_EQ(accept_from(22), std::nullopt);
  EXPECT_EQ(asked.size(), 5U);
}

}  // namespace
}  // namespace lauter
