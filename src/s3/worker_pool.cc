#include "s3/worker_pool.h"

#include <algorithm>
#include <latch>

namespace lauter::s3 {

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  available_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void WorkerPool::submit(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  tasks_.push_back(std::move(task));
  if (tasks_.size() > idle_ && threads_.size() < max_threads_) {
    threads_.emplace_back([this] { work(); });
  }
  available_.notify_one();
}

void WorkerPool::work() {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    available_.wait(lock, [this] { return stopping_ || !tasks_.empty(); });
    --idle_;
    if (tasks_.empty()) return;
    const std::function<void()> task = std::move(tasks_.front());
    tasks_.pop_front();
    lock.unlock();
    task();
    lock.lock();
  }
}

void for_each_index(WorkerPool& pool, size_t count, const std::function<void(size_t)>& work) {
  std::latch left(static_cast<ptrdiff_t>(count));
  for (size_t i = 0; i < count; ++i) {
    pool.submit([&work, &left, i] {
      work(i);
      left.count_down();
    });
  }
  left.wait();
}

}  // namespace lauter::s3
