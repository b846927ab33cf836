#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

namespace lauter {

/// Places to compute at, fewer than there are workers: a worker that waits for a server leaves its
/// place, with all the working memory there, to another one. So hundreds of workers may wait while
/// as many compute as the machine has cores.
template <typename Desk>
class Desks {
 public:
  /// At least one.
  explicit Desks(std::vector<Desk> desks) : desks_(std::move(desks)) {
    for (Desk& desk : desks_) free_.push_back(&desk);
  }
  Desks(const Desks&) = delete;
  Desks& operator=(const Desks&) = delete;

  /// Holds a desk until it is left or destroyed.
  class Seat {
   public:
    Seat(Desks& desks, Desk& desk) : desks_(&desks), desk_(&desk) {}
    Seat(Seat&& other) noexcept : desks_(other.desks_), desk_(std::exchange(other.desk_, nullptr)) {}
    Seat& operator=(Seat&& other) noexcept {
      leave();
      desks_ = other.desks_;
      desk_ = std::exchange(other.desk_, nullptr);
      return *this;
    }
    ~Seat() { leave(); }
    void leave() {
      if (desk_ != nullptr) desks_->put_back(*std::exchange(desk_, nullptr));
    }
    Desk& operator*() const { return *desk_; }
    Desk* operator->() const { return desk_; }

   private:
    Desks* desks_;
    Desk* desk_;
  };

  /// Waits for a free desk.
  Seat take() {
    std::unique_lock lock(mutex_);
    freed_.wait(lock, [this] { return !free_.empty(); });
    Desk* desk = free_.back();
    free_.pop_back();
    return Seat(*this, *desk);
  }

 private:
  void put_back(Desk& desk) {
    const std::lock_guard lock(mutex_);
    free_.push_back(&desk);
    freed_.notify_one();
  }

  std::vector<Desk> desks_;
  std::mutex mutex_;
  std::condition_variable freed_;
  std::vector<Desk*> free_;
};

}  // namespace lauter
