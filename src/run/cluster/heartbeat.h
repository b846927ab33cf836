#pragma once

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "run/cluster/shard_folder.h"
#include "run/output/report_data.h"
#include "run/output/run_totals.h"

namespace lauter {

/// Says every few seconds how the task is, from a thread of its own.
class Heartbeat {
 public:
  Heartbeat(const ShardFolder& folder, TaskState state)
      : folder_(folder), state_(std::move(state)), seconds_before_(state_.seconds) {
    write();
    thread_ = std::jthread([this](const std::stop_token& stop) {
      std::unique_lock lock(mutex_);
      while (!stop.stop_requested()) {
        if (!changed_.wait_for(lock, stop, kHeartbeat, [] { return false; })) write();
      }
    });
  }

  void add(uint64_t shards, uint64_t rows, uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    state_.shards += shards;
    state_.rows += rows;
    state_.bytes += bytes;
    if (shards > 0) write();
  }

  /// `state`: `done`, `stopped`, `failed`.
  void end(const std::string& state, const std::string& error) {
    const std::lock_guard lock(mutex_);
    state_.state = state;
    state_.error = error;
    write();
    ended_ = true;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kHeartbeat{3};

  /// What cannot be written now is written the next time.
  void write() {
    if (ended_) return;
    state_.updated_unix = unix_now();
    state_.seconds = seconds_before_ + std::chrono::duration<double>(Clock::now() - began_).count();
    state_.peak_memory_bytes = std::max(state_.peak_memory_bytes, peak_memory_bytes());
    (void)folder_.set_task(state_).ok();
  }

  const ShardFolder& folder_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  TaskState state_;
  const double seconds_before_;
  const Clock::time_point began_ = Clock::now();
  bool ended_ = false;
  std::jthread thread_;  ///< last: it starts when all else is there
};

}  // namespace lauter
