#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace lauter {

/// Lets parallel workers through one at a time, in the order of their numbers (from 0, no gaps).
/// It cannot stall if numbers are given out in order and every number's Turn is destroyed: whoever
/// has the least number waits for nobody.
class Sequencer {
 public:
  /// One worker's way through. Made before anything can fail: the destructor passes in any case.
  class Turn {
   public:
    Turn(Sequencer& sequencer, uint64_t number) : sequencer_(sequencer), number_(number) {}
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    ~Turn() {
      if (!passed_) pass();
    }
    /// Returns when all lesser numbers have passed.
    void wait() {
      std::unique_lock lock(sequencer_.mutex_);
      sequencer_.changed_.wait(lock, [this] { return sequencer_.next_ == number_; });
    }
    /// Lets the next number through; waits first if need be.
    void pass() {
      wait();
      const std::lock_guard lock(sequencer_.mutex_);
      ++sequencer_.next_;
      passed_ = true;
      sequencer_.changed_.notify_all();
    }

   private:
    Sequencer& sequencer_;
    uint64_t number_;
    bool passed_ = false;
  };

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  uint64_t next_ = 0;
};

}  // namespace lauter
