#include "llm/transport/pace.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "llm/transport/microseconds.h"

namespace lauter::llm {
namespace {

struct Event {
  int64_t at_us;
  double amount;
};

/// The most that any window (t - 60 s, t] holds: only windows that end at an event can be the most.
double most_in_a_window(const std::vector<Event>& events) {
  double most = 0, sum = 0;
  size_t first = 0;
  for (const Event& event : events) {
    sum += event.amount;
    while (events[first].at_us <= event.at_us - kMinuteUs) sum -= events[first++].amount;
    most = std::max(most, sum);
  }
  return most;
}

/// The least in a window of a whole minute between the first event and `end_us`.
double least_in_a_minute(const std::vector<Event>& events, int64_t end_us) {
  double least = INFINITY;
  for (int64_t begin = 0; begin + kMinuteUs <= end_us; begin += kMinuteUs / 7) {
    double sum = 0;
    for (const Event& event : events) {
      if (event.at_us > begin && event.at_us <= begin + kMinuteUs) sum += event.amount;
    }
    least = std::min(least, sum);
  }
  return least;
}

TEST(Pace, RequestsAreNeverAboveTheCapAndWithin2PercentOfIt) {
  for (const int64_t cap : {1, 7, 60, 600, 10'000, 150'000}) {
    SCOPED_TRACE(cap);
    Pace pace(cap, 0);
    std::vector<Event> events;
    const int64_t minutes = cap > 100'000 ? 2 : 4;
    int64_t now = 0;
    while (now < minutes * kMinuteUs) {
      const int64_t ready = pace.ready_us(now, {});
      if (ready <= now) {
        pace.settle(pace.take(now, {}), 100);
        events.push_back({now, 1});
      } else {
        ASSERT_GT(ready, now);
        // A loop that looks again a little late, as real ones do.
        now = ready + 300;
      }
    }
    EXPECT_LE(most_in_a_window(events), static_cast<double>(cap));
    EXPECT_GE(least_in_a_minute(events, now), std::floor(0.98 * static_cast<double>(cap)));
  }
}

TEST(Pace, ASecondsWorthGoesAtOnceAndNoMore) {
  Pace pace(600, 0);
  int at_once = 0;
  while (pace.ready_us(1'000'000'000, {}) <= 1'000'000'000) {
    pace.take(1'000'000'000, {});
    ++at_once;
  }
  EXPECT_GE(at_once, 10);
  EXPECT_LE(at_once, 11);
}

TEST(Pace, IdleTimeIsNotSavedUp) {
  Pace pace(60, 0);
  std::vector<Event> events;
  for (const int64_t start : {int64_t{0}, 10 * kMinuteUs}) {
    for (int64_t now = start; now < start + kMinuteUs; now += 1000) {
      if (pace.ready_us(now, {}) <= now) {
        pace.take(now, {});
        events.push_back({now, 1});
      }
    }
  }
  EXPECT_LE(most_in_a_window(events), 60);
}

struct Traffic {
  const char* name;
  double mean_output, spread;  ///< of a lognormal
  int64_t latency_us;
  bool bimodal;
  bool follows;  ///< the text: the mean of an answer is this much for a text of mean length
  int64_t cap;
  double least_use;  ///< of the cap
};

class TokenPace : public testing::TestWithParam<Traffic> {};

/// Requests as many as may go, each settled when its answer comes; what they took counts at the
/// time at which they went.
TEST_P(TokenPace, IsNeverAboveTheCapAndCloseToIt) {
  const Traffic& traffic = GetParam();
  constexpr double kMeanBytes = 3250;
  constexpr int64_t kMostOutput = 4000, kWarmUp = 4, kMinutes = 10;
  constexpr int kSeeds = 20;
  double sum_of_use = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 random(seed);
    Pace pace(0, traffic.cap);
    TokenEstimator estimator;
    struct Open {
      int64_t end_us, bytes, input, output;
      Pace::Ticket ticket;
      bool operator<(const Open& other) const { return end_us > other.end_us; }
    };
    std::vector<Open> open;
    std::vector<Event> events;
    std::lognormal_distribution<double> output(
        std::log(traffic.mean_output) - traffic.spread * traffic.spread / 2, traffic.spread);
    std::normal_distribution<double> per_byte(0.27, 0.02);
    std::uniform_int_distribution<int64_t> bytes(500, 6000);
    int64_t now = 0;
    int64_t next_bytes = bytes(random);
    while (now < kMinutes * kMinuteUs) {
      const TokenGuess guess = estimator.guess_input(next_bytes, next_bytes + 300) +
                               estimator.guess_output(next_bytes / 4, kMostOutput);
      const int64_t ready = pace.ready_us(now, guess);
      if (ready <= now) {
        const double length = traffic.follows ? static_cast<double>(next_bytes) / kMeanBytes : 1;
        const auto said =
            length * (traffic.bimodal && random() % 10 == 0 ? 10 * output(random) : output(random));
        const auto out_tokens = std::clamp<int64_t>(std::llround(said), 1, kMostOutput);
        const auto in_tokens =
            std::llround(static_cast<double>(next_bytes) * std::clamp(per_byte(random), 0.15, 0.4));
        open.push_back(
            {now + traffic.latency_us / 2 +
                 static_cast<int64_t>(random() % static_cast<uint64_t>(traffic.latency_us)),
             next_bytes, in_tokens, out_tokens, pace.take(now, guess)});
        std::push_heap(open.begin(), open.end());
        events.push_back({now, static_cast<double>(in_tokens + out_tokens)});
        next_bytes = bytes(random);
        continue;
      }
      const int64_t answer = open.empty() ? INT64_MAX : open.front().end_us;
      now = std::min(ready, answer);
      while (!open.empty() && open.front().end_us <= now) {
        std::pop_heap(open.begin(), open.end());
        const Open done = open.back();
        open.pop_back();
        pace.settle(done.ticket, done.input + done.output);
        estimator.learn(done.bytes, done.bytes / 4, done.input, done.output);
      }
    }
    EXPECT_LE(most_in_a_window(events), static_cast<double>(traffic.cap));
    double total = 0;
    for (const Event& event : events) {
      if (event.at_us >= kWarmUp * kMinuteUs) total += event.amount;
    }
    const double use = total / static_cast<double>((kMinutes - kWarmUp) * traffic.cap);
    sum_of_use += use;
  }
  EXPECT_GE(sum_of_use / kSeeds, traffic.least_use);
  std::printf("%s: %.4f of the cap\n", traffic.name, sum_of_use / kSeeds);
}

INSTANTIATE_TEST_SUITE_P(
    Traffic, TokenPace,
    testing::Values(
        Traffic{"edits", 60, 0.8, 2'000'000, false, false, 200'000, 0.98},
        Traffic{"edits large cap", 60, 0.8, 2'000'000, false, false, 2'000'000, 0.98},
        Traffic{"rewrites that follow the text", 900, 0.1, 8'000'000, false, true, 200'000, 0.97},
        Traffic{"rewrites large cap", 900, 0.5, 8'000'000, false, false, 2'000'000, 0.97},
        Traffic{"rewrites", 900, 0.5, 8'000'000, false, false, 200'000, 0.93},
        Traffic{"slow", 300, 1.0, 20'000'000, false, false, 200'000, 0.91},
        Traffic{"two kinds", 80, 0.5, 4'000'000, true, false, 200'000, 0.95}),
    [](const auto& row) {
      std::string name = row.param.name;
      std::ranges::replace(name, ' ', '_');
      return name;
    });

TEST(Pace, AnExcessIsMadeUpFor) {
  Pace pace(0, 10'000);
  const auto ticket = pace.take(0, {.mean = 100});
  pace.settle(ticket, 9'900);
  EXPECT_GT(pace.ready_us(2'000'000, {.mean = 200}), 50'000'000);
}

TEST(Pace, ARequestAboveTheCapGoesAloneInsteadOfNever) {
  Pace pace(0, 1000);
  EXPECT_EQ(pace.ready_us(0, {.mean = 5000}), 0);
  pace.settle(pace.take(0, {.mean = 5000}), 5000);
  EXPECT_GE(pace.ready_us(1, {.mean = 10}), kMinuteUs);
}

TEST(TokenEstimator, UsesTheUpperBoundUntilItHasSeenEnough) {
  TokenEstimator estimator;
  for (int i = 0; i < 15; ++i) estimator.learn(1000, 9, 250, 20);
  EXPECT_EQ(estimator.guess_output(9, 4000).mean, 4000);
  estimator.learn(1000, 9, 250, 20);
  EXPECT_NEAR(estimator.guess_output(9, 4000).mean, 20, 1e-9);
  EXPECT_GT(estimator.guess_output(9, 4000).variance, 500 * 500) << "the tail is not known yet";
  EXPECT_NEAR(estimator.guess_input(2000, 9000).mean, 500, 1e-9);
  EXPECT_EQ(estimator.guess_input(2000, 300).mean, 300) << "never above the bound";
}

TEST(TokenEstimator, OutputIsALineOverWhatIsExpected) {
  TokenEstimator estimator;
  for (int i = 0; i < 2000; ++i) {
    const int expected = 100 + (i * 37) % 900;
    estimator.learn(1000, expected, 250, 30 + 2 * expected);
  }
  const TokenGuess guess = estimator.guess_output(500, 9000);
  EXPECT_NEAR(guess.mean, 1030, 1);
  EXPECT_LT(guess.variance, 100);
  EXPECT_EQ(estimator.guess_output(500, 700).mean, 700) << "never above the bound";
}

}  // namespace
}  // namespace lauter::llm
