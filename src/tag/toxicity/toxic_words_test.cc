#include "tag/toxicity/toxic_words.h"

#include <gtest/gtest.h>

#include <string>

namespace lauter {
namespace {

/// FNV-1a of "a" and "foobar", from the authors' page of test vectors; "a" is the greater one.
constexpr uint32_t kHashOfA = 0xe40c292c;
constexpr uint32_t kHashOfFoobar = 0xbf9cf968;

template <typename T>
void append(std::string& file, T value) {
  file.append(reinterpret_cast<const char*>(&value), sizeof value);
}

std::string table(uint32_t first, uint32_t second, int8_t of_first, int8_t of_second) {
  std::string file = "LTW1";
  append(file, uint32_t{2});
  append(file, 0.5F);
  append(file, first);
  append(file, second);
  append(file, of_first);
  append(file, of_second);
  return file;
}

TEST(ToxicWords, KnowsItsWordsInAnyCase) {
  const std::string file = table(kHashOfFoobar, kHashOfA, 7, -4);
  const auto words = ToxicWords::load(file);
  ASSERT_TRUE(words.ok());
  EXPECT_EQ(words->size(), 2U);
  EXPECT_EQ(words->log_odds("foobar"), 3.5F);
  EXPECT_EQ(words->log_odds("FooBar"), 3.5F);
  EXPECT_EQ(words->log_odds("a"), -2.0F);
  EXPECT_EQ(words->log_odds("foobars"), 0.0F);
  EXPECT_EQ(words->log_odds(""), 0.0F);
  EXPECT_EQ(ToxicWords().log_odds("foobar"), 0.0F);
}

TEST(ToxicWords, RefusesOtherFiles) {
  const std::string sound = table(kHashOfFoobar, kHashOfA, 7, -4);
  EXPECT_FALSE(ToxicWords::load("").ok());
  EXPECT_FALSE(ToxicWords::load("LTX1" + sound.substr(4)).ok());
  EXPECT_FALSE(ToxicWords::load(sound.substr(0, sound.size() - 1)).ok());
  EXPECT_FALSE(ToxicWords::load(sound + "x").ok());
  EXPECT_FALSE(ToxicWords::load(table(kHashOfA, kHashOfFoobar, 7, -4)).ok());
  EXPECT_FALSE(ToxicWords::load(table(kHashOfA, kHashOfA, 7, -4)).ok());
}

}  // namespace
}  // namespace lauter
