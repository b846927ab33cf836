#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace lauter {

/// Working memory for fewer workers than there are: one that waits for a server gives its scratch
/// back to another one. So hundreds of workers may wait while as many compute as the machine has cores.
template <typename Scratch>
class ScratchPool {
 public:
  /// At least one.
  explicit ScratchPool(std::vector<Scratch> scratches) : scratches_(std::move(scratches)) {
    for (Scratch& scratch : scratches_) free_.push_back(&scratch);
  }
  ScratchPool(const ScratchPool&) = delete;
  ScratchPool& operator=(const ScratchPool&) = delete;

  /// Holds a scratch until it is given back or destroyed.
  class Lease {
   public:
    Lease(ScratchPool& pool, Scratch& scratch) : pool_(&pool), scratch_(&scratch) {}
    Lease(Lease&& other) noexcept : pool_(other.pool_), scratch_(std::exchange(other.scratch_, nullptr)) {}
    Lease& operator=(Lease&& other) noexcept {
      give_back();
      pool_ = other.pool_;
      scratch_ = std::exchange(other.scratch_, nullptr);
      return *this;
    }
    ~Lease() { give_back(); }
    void give_back() {
      if (scratch_ != nullptr) pool_->put_back(*std::exchange(scratch_, nullptr));
    }
    Scratch& operator*() const { return *scratch_; }
    Scratch* operator->() const { return scratch_; }

   private:
    ScratchPool* pool_;
    Scratch* scratch_;
  };

  /// Waits for a free scratch.
  Lease take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return !free_.empty(); });
    Scratch* scratch = free_.back();
    free_.pop_back();
    return Lease(*this, *scratch);
  }

 private:
  void put_back(Scratch& scratch) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&scratch);
    freed_.notify_one();
  }

  std::vector<Scratch> scratches_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Scratch*> free_;
};

}  // namespace lauter
