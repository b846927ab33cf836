#include "llm/transport/retry.h"

#include <gtest/gtest.h>

#include <cmath>
#include <ctime>

#include "llm/transport/breaker.h"
#include "llm/transport/microseconds.h"

namespace lauter::llm {
namespace {

using Headers = std::vector<std::pair<std::string, std::string>>;

TEST(Backoff, IsUniformUpToADoublingCap) {
  Backoff backoff(1000, 50'000, 1);
  for (int failures = 1; failures <= 60; ++failures) {
    const double most = std::min(50'000.0, 1000 * std::pow(2, failures - 1));
    double sum = 0;
    int64_t highest = 0;
    constexpr int kDraws = 3000;
    for (int i = 0; i < kDraws; ++i) {
      const int64_t wait = backoff.wait_us(failures);
      ASSERT_GE(wait, 0);
      ASSERT_LE(wait, static_cast<int64_t>(most));
      sum += static_cast<double>(wait);
      highest = std::max(highest, wait);
    }
    // Mean of a uniform: most / 2, its error most / sqrt(12 n); five of them.
    EXPECT_NEAR(sum / kDraws, most / 2, 5 * most / std::sqrt(12.0 * kDraws));
    EXPECT_GT(static_cast<double>(highest), 0.98 * most);
  }
}

TEST(Backoff, IsTheSameForTheSameSeedOnly) {
  Backoff a(1000, 50'000, 1), b(1000, 50'000, 1), c(1000, 50'000, 2);
  bool differs = false;
  for (int i = 0; i < 100; ++i) {
    const int64_t wait = a.wait_us(5);
    EXPECT_EQ(wait, b.wait_us(5));
    differs = differs || wait != c.wait_us(5);
  }
  EXPECT_TRUE(differs);
}

TEST(AskedWait, ReadsWhatServersSend) {
  constexpr int64_t kNowUs = 784'111'770 * kSecondUs;  // Sun, 06 Nov 1994 08:49:30 GMT
  struct AskedRow {
    Headers headers;
    double seconds;  ///< < 0: none
  };
  const AskedRow rows[] = {
      {{}, -1},
      {{{"retry-after", "7"}}, 7},
      {{{"retry-after", " 7 "}}, 7},
      {{{"retry-after", "1.5"}}, 1.5},
      {{{"retry-after", "0"}}, 0},
      {{{"retry-after", "-1"}}, -1},
      {{{"retry-after", "soon"}}, -1},
      {{{"retry-after", ""}}, -1},
      {{{"retry-after", "999999999999999999999999"}}, 3600},
      {{{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}}, 7},
      {{{"retry-after", "Sun, 06 Nov 1994 08:49:00 GMT"}}, 0},
      {{{"retry-after", "Fri, 01 Jan 2077 00:00:07 GMT"}, {"date", "Fri, 01 Jan 2077 00:00:00 GMT"}}, 7},
      {{{"retry-after", "Sun, 06 Nov 1994 08:49:37 GMT"}, {"date", "soon"}}, 7},
      {{{"retry-after-ms", "250"}, {"retry-after", "9"}}, 0.25},
      {{{"x-ratelimit-reset-requests", "1m30s"}, {"x-ratelimit-remaining-requests", "0"}}, 90},
      {{{"x-ratelimit-reset-requests", "1m30s"}, {"x-ratelimit-remaining-requests", "3"}}, -1},
      {{{"x-ratelimit-reset-requests", "20ms"}, {"x-ratelimit-reset-tokens", "6.5s"}}, 6.5},
      {{{"x-ratelimit-reset-tokens", "1h0m1s"}}, 3600},
      {{{"x-ratelimit-reset-tokens", "12"}}, 12},
      {{{"x-ratelimit-reset-tokens", "12 parsecs"}}, -1},
      {{{"retry-after", "3"}, {"x-ratelimit-reset-tokens", "50s"}}, 3},
  };
  for (const AskedRow& row : rows) {
    const auto wait = asked_wait_us(row.headers, kNowUs);
    SCOPED_TRACE(row.headers.empty() ? "" : row.headers[0].second);
    EXPECT_EQ(wait.has_value(), row.seconds >= 0);
    if (wait) {
      EXPECT_EQ(*wait, std::llround(row.seconds * 1e6));
    }
  }
}

TEST(Breaker, OpensProbesAndCloses) {
  Breaker breaker;
  int64_t now = 0;
  for (int i = 0; i < 9; ++i) breaker.failed(now, 0);
  EXPECT_EQ(breaker.ready_us(now), now) << "nine in a row are chance";
  breaker.succeeded();
  for (int i = 0; i < 10; ++i) breaker.failed(now, 0);
  EXPECT_EQ(breaker.state(now), Breaker::State::kOpen);
  EXPECT_EQ(breaker.ready_us(now), kSecondUs);

  int64_t pause = kSecondUs;
  for (int i = 0; i < 10; ++i) {
    now = breaker.ready_us(now);
    EXPECT_EQ(breaker.state(now), Breaker::State::kHalfOpen);
    breaker.sent();
    EXPECT_EQ(breaker.ready_us(now), INT64_MAX) << "one probe at a time";
    breaker.failed(now, 0);
    pause = std::min(2 * pause, 60 * kSecondUs);
    EXPECT_EQ(breaker.ready_us(now), now + pause);
  }
  now = breaker.ready_us(now);
  breaker.sent();
  breaker.unknown();
  EXPECT_EQ(breaker.ready_us(now), now) << "another probe";
  breaker.sent();
  breaker.succeeded();
  EXPECT_EQ(breaker.state(now), Breaker::State::kClosed);
  EXPECT_EQ(breaker.times_opened(), 11);
}

}  // namespace
}  // namespace lauter::llm
