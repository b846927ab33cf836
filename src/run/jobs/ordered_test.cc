#include "run/jobs/ordered.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace lauter {
namespace {

struct Trial {
  std::vector<int> written;
  Result<void> result;
  int most_in_flight = 0;
};

/// Squares 0 .. n-1 with uneven work, so that results come out of order.
Trial square(int threads, size_t window, int n, int fail_work_at = -1, int stop_after = -1,
             int fail_read_at = -1) {
  Trial trial;
  int next = 0;
  std::atomic<int> in_flight{0};
  std::atomic<int> most{0};
  trial.result = run_ordered<int, int>(
      {.threads = threads, .window = window},
      [&]() -> Result<std::optional<int>> {
        if (next == fail_read_at) return data_loss("broken");
        if (next == n) return std::optional<int>();
        const int now = ++in_flight;
        if (now > most) most = now;
        return std::optional<int>(next++);
      },
      [&](int i, int) -> Result<int> {
        if (i == fail_work_at) return internal_error("no");
        std::this_thread::sleep_for(std::chrono::microseconds((i * 37) % 200));
        return i * i;
      },
      [&](int value) -> Result<bool> {
        trial.written.push_back(value);
        --in_flight;
        return static_cast<int>(trial.written.size()) != stop_after;
      });
  trial.most_in_flight = most;
  return trial;
}

TEST(Ordered, WritesEverythingInOrderWhateverTheThreads) {
  for (const int threads : {1, 2, 3, 8}) {
    const Trial trial = square(threads, 0, 500);
    ASSERT_TRUE(trial.result.ok());
    ASSERT_EQ(trial.written.size(), 500U);
    for (int i = 0; i < 500; ++i) EXPECT_EQ(trial.written[static_cast<size_t>(i)], i * i);
  }
}

TEST(Ordered, NeverHoldsMoreThanTheWindow) {
  EXPECT_LE(square(8, 9, 300).most_in_flight, 9);
  EXPECT_EQ(square(1, 1, 50).most_in_flight, 1);
}

struct Heavy {
  uint64_t weight = 0;
};
uint64_t item_weight(const Heavy& item) { return item.weight; }

TEST(Ordered, NeverReadsOnWhileTooMuchIsInFlight) {
  uint64_t in_flight = 0;
  uint64_t most_before_read = 0;
  std::mutex mutex;
  uint64_t n = 0;
  const auto ran = run_ordered<Heavy, uint64_t>(
      {.threads = 8, .window = 64, .max_weight = 100},
      [&]() -> Result<std::optional<Heavy>> {
        const std::lock_guard lock(mutex);
        most_before_read = std::max(most_before_read, in_flight);
        if (n == 300) return std::optional<Heavy>();
        const Heavy item{n % 7 == 0 ? 1000U : n % 40};  // some alone are over the bound
        ++n;
        in_flight += item.weight;
        return std::optional<Heavy>(item);
      },
      [](Heavy item, int) -> Result<uint64_t> {
        std::this_thread::sleep_for(std::chrono::microseconds(50));
        return item.weight;
      },
      [&](uint64_t weight) -> Result<bool> {
        const std::lock_guard lock(mutex);
        in_flight -= weight;
        return true;
      });
  EXPECT_TRUE(ran.ok());
  EXPECT_EQ(n, 300U);
  EXPECT_LT(most_before_read, 100U);
}

TEST(Ordered, AnErrorOfTheReaderComesAfterAllThatWasRead) {
  const Trial trial = square(4, 0, 100, -1, -1, /*fail_read_at=*/60);
  ASSERT_FALSE(trial.result.ok());
  EXPECT_EQ(trial.result.error().code, ErrorCode::kDataLoss);
  EXPECT_EQ(trial.written.size(), 60U);
}

TEST(Ordered, AnErrorOfAWorkerStopsTheRun) {
  const Trial trial = square(4, 0, 1000, /*fail_work_at=*/20);
  ASSERT_FALSE(trial.result.ok());
  EXPECT_LE(trial.written.size(), 20U);
}

TEST(Ordered, TheWriterCanHaveEnough) {
  const Trial trial = square(4, 0, 1000, -1, /*stop_after=*/7);
  EXPECT_TRUE(trial.result.ok());
  EXPECT_EQ(trial.written.size(), 7U);
}

TEST(Ordered, AnEmptyInputIsFine) { EXPECT_TRUE(square(3, 0, 0).result.ok()); }

}  // namespace
}  // namespace lauter
