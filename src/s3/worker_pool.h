/// Threads for requests that run at the same time. A task must not wait for another task.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lauter::s3 {

class WorkerPool {
 public:
  explicit WorkerPool(size_t max_threads) : max_threads_(max_threads) {}
  /// Waits for the tasks that run; those that wait are run too (their owners may wait for them).
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  /// Runs `task` on some thread, soon. Threads start when they are needed.
  void submit(std::function<void()> task);

 private:
  void work();

  const size_t max_threads_;
  std::mutex mutex_;  ///< guards what follows
  std::condition_variable available_;
  std::deque<std::function<void()>> tasks_;
  std::vector<std::thread> threads_;
  size_t idle_ = 0;
  bool stopping_ = false;
};

/// Runs `work(i)` for all i below `count`, as the pool has threads; returns when all are done.
void for_each_index(WorkerPool& pool, size_t count, const std::function<void(size_t)>& work);

}  // namespace lauter::s3
