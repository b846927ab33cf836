// Questions: does the sketch's overlap agree with Jaccard's of the sets, are planted duplicates
// found and others left alone, and does a split ever part a group?
#include "curate/selection/near_duplicates.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace lauter {
namespace {

using List = std::vector<std::string>;

List random_words(std::mt19937& random, size_t n) {
  List words;
  for (size_t i = 0; i < n; ++i) {
    std::string word;
    for (size_t k = 0; k < 5; ++k) word += static_cast<char>('a' + random() % 26);
    words.push_back(std::move(word));
  }
  return words;
}

std::string joined(const List& words) {
  std::string text;
  for (const std::string& word : words) text += word + " ";
  return text;
}

/// `share` of the words replaced.
List edited(const List& words, double share, std::mt19937& random) {
  List out = words;
  for (std::string& word : out) {
    if (static_cast<double>(random() % 1000) < 1000 * share) word = random_words(random, 1)[0];
  }
  return out;
}

double jaccard(const List& a, const List& b) {
  const auto runs = [](const List& words) {
    std::set<List> set;
    for (size_t i = 0; i + 5 <= words.size(); ++i) {
      set.insert(List(words.begin() + static_cast<std::ptrdiff_t>(i),
                      words.begin() + static_cast<std::ptrdiff_t>(i + 5)));
    }
    return set;
  };
  const std::set<List> x = runs(a);
  const std::set<List> y = runs(b);
  size_t both = 0;
  for (const List& run : x) both += y.count(run);
  return static_cast<double>(both) / static_cast<double>(x.size() + y.size() - both);
}

DocumentSketch sketch_of(std::string_view text) {
  SketchScratch scratch;
  return sketch(text, scratch);
}

TEST(NearDuplicates, OverlapEstimatesJaccard) {
  std::mt19937 random(11);
  double error = 0;
  int n = 0;
  for (const double share : {0.01, 0.03, 0.06, 0.15}) {
    for (int i = 0; i < 50; ++i, ++n) {
      const List a = random_words(random, 400);
      const List b = edited(a, share, random);
      const double exact = jaccard(a, b);
      const double estimate = overlap(sketch_of(joined(a)), sketch_of(joined(b)));
      EXPECT_NEAR(estimate, exact, 0.2);  // five standard errors
      error += estimate - exact;
    }
  }
  EXPECT_NEAR(error / n, 0, 0.015);
}

TEST(NearDuplicates, CaseMarksAndDigitsDoNotMatter) {
  const DocumentSketch a = sketch_of("The keeper of the lamp said that it is lit, 1893.");
  const DocumentSketch b = sketch_of("the KEEPER of the lamp said: that it is lit; 1894");
  EXPECT_EQ(overlap(a, b), 1);
  EXPECT_NE(a.text_hash, b.text_hash);
  EXPECT_EQ(overlap(sketch_of("..."), sketch_of("!")), 0);
  EXPECT_EQ(overlap(sketch_of("two words"), sketch_of("two WORDS!")), 1);
  EXPECT_LT(overlap(sketch_of("two words"), sketch_of("words two")), 0.1);
}

TEST(NearDuplicates, FindsPlantedOnesAndNoOthers) {
  std::mt19937 random(5);
  std::vector<DocumentSketch> texts;
  std::vector<uint32_t> truth;
  uint64_t exact = 0;
  for (uint32_t source = 0; source < 200; ++source) {
    const List words = random_words(random, 60 + random() % 300);
    const auto first = static_cast<uint32_t>(texts.size());
    texts.push_back(sketch_of(joined(words)));
    truth.push_back(first);
    for (size_t copy = random() % 3; copy > 0; --copy) {
      const bool same = random() % 2 == 0;
      exact += same ? 1 : 0;
      List near = words;
      if (!same) near[near.size() / 2] = "changed" + random_words(random, 1)[0];
      texts.push_back(sketch_of(joined(near)));
      truth.push_back(first);
    }
  }
  texts.push_back(sketch_of(""));
  truth.push_back(static_cast<uint32_t>(truth.size()));
  texts.push_back(sketch_of("..."));
  truth.push_back(static_cast<uint32_t>(truth.size()));
  const ContentGroups found = find_duplicates(texts, {});
  EXPECT_EQ(found.group, truth);
  EXPECT_EQ(found.exact, exact);
  uint64_t later = 0;
  for (uint32_t i = 0; i < truth.size(); ++i) later += truth[i] != i ? 1 : 0;
  EXPECT_EQ(found.exact + found.near, later);
}

TEST(NearDuplicates, FoldsKeepGroupsAndBalance) {
  std::mt19937 random(6);
  std::vector<uint32_t> group(1000);
  std::vector<uint64_t> keys(1000);
  for (uint32_t i = 0; i < group.size(); ++i) {
    group[i] = random() % 3 == 0 ? i : group[random() % (i + 1)];
    if (i > 0 && group[i] > i) group[i] = i;
    keys[i] = i < 20 ? 7 : 100 + i;
  }
  group[0] = 0;
  join_groups(group, keys);
  for (uint32_t i = 1; i < 20; ++i) EXPECT_EQ(group[i], group[0]);
  const auto folds = grouped_folds(group, 5, 42);
  ASSERT_TRUE(folds.ok());
  std::map<uint32_t, std::set<uint32_t>> of_group;
  std::map<uint32_t, size_t> sizes;
  std::map<uint32_t, size_t> group_sizes;
  for (size_t i = 0; i < group.size(); ++i) {
    of_group[group[i]].insert((*folds)[i]);
    ++sizes[(*folds)[i]];
    ++group_sizes[group[i]];
  }
  for (const auto& [name, in] : of_group) EXPECT_EQ(in.size(), 1U) << name;
  size_t largest_group = 0;
  for (const auto& [name, n] : group_sizes) largest_group = std::max(largest_group, n);
  for (const auto& [fold, n] : sizes) EXPECT_LE(n, std::max<size_t>(201, largest_group));
  EXPECT_EQ(*grouped_folds(group, 5, 42), *folds);
  EXPECT_NE(*grouped_folds(group, 5, 43), *folds);
  EXPECT_FALSE(grouped_folds(group, 0, 1).ok());
}

}  // namespace
}  // namespace lauter
