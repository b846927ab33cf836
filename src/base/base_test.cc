#include <gtest/gtest.h>

#include <ctime>

#include "base/hash.h"
#include "base/http_date.h"
#include "base/result.h"
#include "base/stop.h"

namespace lauter {
namespace {

Result<int> half(int x) {
  if (x % 2) return invalid_argument("odd");
  return x / 2;
}
Result<int> quarter(int x) {
  LAUTER_ASSIGN(const int h, half(x));
  LAUTER_ASSIGN(const int q, half(h));
  return q;
}

TEST(Result, AssignBindsOrReturnsTheError) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_FALSE(quarter(6).ok());
  EXPECT_EQ(quarter(6).error().message, "odd");
  EXPECT_EQ(Error(invalid_argument("odd")).context("six").message, "six: odd");
}

TEST(Hash, Sha256OfFips180Example) {
  EXPECT_EQ(to_hex(sha256("abc").data(), 32),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hash, KeyedHashIsHmacUnderTheDerivedKey) {
  const SecretKey key{std::string(16, 'k')};
  const KeyedHash a(key, "a");
  const KeyedHash b(key, "b");
  EXPECT_EQ(a.hex("x"), KeyedHash(key, "a").hex("x"));
  EXPECT_NE(a.hex("x"), b.hex("x"));
  // HMAC written out from RFC 2104.
  const Sha256Digest k = sha256(key.bytes + "a");
  std::string inner(64, '\x36'), outer(64, '\x5c');
  for (size_t i = 0; i < 32; ++i) {
    inner[i] = static_cast<char>(inner[i] ^ static_cast<char>(k[i]));
    outer[i] = static_cast<char>(outer[i] ^ static_cast<char>(k[i]));
  }
  const Sha256Digest in = sha256(inner + "message");
  outer.append(reinterpret_cast<const char*>(in.data()), in.size());
  EXPECT_EQ(a.digest("message"), sha256(outer));
}

TEST(Hash, KeyFileRoundTripAndErrors) {
  const SecretKey key = *SecretKey::random();
  EXPECT_EQ(SecretKey::parse(key.to_file_content())->bytes, key.bytes);
  EXPECT_FALSE(SecretKey::parse("abc").ok());
  EXPECT_FALSE(SecretKey::parse(std::string(31, 'a')).ok());
  EXPECT_FALSE(SecretKey::parse(std::string(32, 'g')).ok());
}

TEST(Hash, KeyedRandomStaysBelow) {
  KeyedRandom random(sha256("seed"));
  bool seen[7] = {};
  for (int i = 0; i < 1000; ++i) seen[random.below(7)] = true;
  for (const bool s : seen) EXPECT_TRUE(s);
}

TEST(WorkBudgetTest, CountsWithinItsScope) {
  WorkBudget::take(1'000'000'000'000);  // nobody counts here
  EXPECT_FALSE(WorkBudget::is_over());
  {
    const WorkBudget outer(1000);
    WorkBudget::take(7);
    {
      const WorkBudget inner(0);
      EXPECT_EQ(WorkBudget::taken(), 0U);
      WorkBudget::take(WorkBudget::steps_for(0));
      EXPECT_FALSE(WorkBudget::is_over());
      WorkBudget::take(1);
      EXPECT_TRUE(WorkBudget::is_over());
      EXPECT_TRUE(GiveUpScope::is_over());
    }
    EXPECT_EQ(WorkBudget::taken(), 7U);
    EXPECT_FALSE(GiveUpScope::is_over());
  }
  EXPECT_FALSE(WorkBudget::is_over());
}

TEST(WorkBudgetTest, IsLinearInTheText) {
  uint64_t last = 0;
  for (uint64_t bytes = 1; bytes < uint64_t{1} << 34; bytes *= 2) {
    const uint64_t steps = WorkBudget::steps_for(bytes);
    EXPECT_GE(steps, last);
    EXPECT_LE(steps, (uint64_t{1} << 28) + 8000 * bytes);
    EXPECT_GE(steps, 1000 * bytes);
    last = steps;
  }
  // A row of 16 MiB has 20 s, also where a step takes a sixth more than its nanosecond.
  EXPECT_LE(WorkBudget::steps_for(uint64_t{1} << 24) * 7 / 6, 20'000'000'000U);
}

TEST(HttpDate, AgreesWithTheSystem) {
  for (int64_t time = 0; time < 4'102'444'800; time += 12'345'678) {
    const time_t seconds = time;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    char text[64];
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    EXPECT_EQ(parse_http_date(text), time) << text;
  }
  for (const char* bad : {"", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Foo 1994 08:49:37 GMT",
                          "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                          "Sun, 06 Nov 1994 08:49:37 GMT "}) {
    EXPECT_FALSE(parse_http_date(bad)) << bad;
  }
}

}  // namespace
}  // namespace lauter
