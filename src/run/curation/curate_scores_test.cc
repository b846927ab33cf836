// Scores and their judges: what judges proxies has taught no score.
#include "run/curation/curate_scores.h"

#include <gtest/gtest.h>

#include <random>

#include "io/test_support.h"
#include "run/curation/curate_hygiene.h"

namespace lauter {
namespace {

using test::TempDir;

constexpr size_t kContents = 60;

std::string words_of(std::mt19937& rng, char letter) {
  std::string text;
  for (int i = 0; i < 30; ++i) {
    text += std::string(1, letter) + static_cast<char>('a' + rng() % 20) + "n ";
  }
  return text + ".";
}

/// A human text and a machine-made one of each content; the words of the contents for which
/// `is_other` holds are of other letters.
struct Sources {
  std::string human;
  std::string machine;
};
template <typename IsOther>
Sources sources_with(IsOther is_other) {
  std::mt19937 rng(7);
  Sources rows;
  for (size_t i = 0; i < kContents; ++i) {
    const std::string head = "{\"pair\":" + std::to_string(i) +
                             ",\"bad\":" + (i % 3 == 0 ? "true" : "false") + ",\"text\":\"";
    const char letter = is_other(i) ? 'w' : 'k';
    rows.human += head + words_of(rng, letter) + "\"}\n";
    rows.machine += head + words_of(rng, static_cast<char>(letter + 1)) + "\"}\n";
  }
  return rows;
}

/// The documents of both sources, scored: human texts first.
std::vector<CorpusDocument> scored(const TempDir& dir, const Sources& rows,
                                   const std::string& more = {}) {
  const std::string source = ", group_field: pair, label_field: bad}\n";
  const std::string yaml =
      "sources:\n  - {name: people, kind: human, inputs: [" + dir.put("people.jsonl", rows.human) +
      "]" + source + "  - {name: made, kind: machine, inputs: [" +
      dir.put("made.jsonl", rows.machine) + "]" + source +
      "dedup: {exact: false, near: 0}\nscores: {likeness: lm, quality: true}\n" + more;
  const auto recipe = parse_curate_recipe(yaml, "test.yaml");
  EXPECT_TRUE(recipe.ok()) << recipe.error().message;
  auto corpus = Corpus::make(*recipe, {});
  EXPECT_TRUE(corpus.ok() && read_corpus(*corpus).ok());
  EXPECT_TRUE(score_corpus(*corpus, std::nullopt, dir.path()).ok());
  return std::move(corpus->documents);
}

TEST(CurateScores, LearnNothingFromTheJudges) {
  const TempDir dir;
  const std::vector<CorpusDocument> before =
      scored(dir, sources_with([](size_t) { return false; }));
  ASSERT_EQ(before.size(), 2 * kContents);
  const auto judges = [&](size_t content) { return before[content].fold == kJudgeFold; };
  const auto same_as_before = [&](const std::vector<CorpusDocument>& after) {
    size_t same = 0, asked = 0;
    for (size_t i = kContents; i < 2 * kContents; ++i) {
      EXPECT_EQ(after[i].fold, before[i].fold);
      if (judges(i - kContents)) continue;
      ++asked;
      same += after[i].surprise == before[i].surprise && after[i].likeness == before[i].likeness &&
              after[i].p_bad == before[i].p_bad;
    }
    EXPECT_GT(asked, kContents / 2);
    return static_cast<double>(same) / static_cast<double>(asked);
  };
  // Judges of other words change no score of the texts that they judge ...
  EXPECT_EQ(same_as_before(scored(dir, sources_with(judges))), 1);
  // ... as other teachers do; and if held-out text judges, that fold teaches too.
  EXPECT_LT(same_as_before(scored(
                dir, sources_with([&](size_t i) { return before[i].fold == kJudgeFold + 1; }))),
            0.5);
  EXPECT_LT(same_as_before(scored(dir, sources_with([](size_t) { return false; }),
                                  "proxy: {held_out: [held.jsonl]}\n")),
            0.5);
}

}  // namespace
}  // namespace lauter
