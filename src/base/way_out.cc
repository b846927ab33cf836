#include "base/way_out.h"

#include <cerrno>
#include <iterator>
#include <utility>

namespace lauter {

void WayOut::Step::drop() {
  if (way_ == nullptr) return;
  const std::lock_guard lock(way_->steps_mutex_);
  way_->steps_.erase(number_);
  way_ = nullptr;
}

WayOut::WayOut(std::function<void()> end) : end_(std::move(end)) {
  sem_init(&opened_, 0, 0);
  watcher_ = std::thread([this] { watch(); });
}

WayOut::~WayOut() {
  close();
  watcher_.join();
  sem_destroy(&opened_);
}

void WayOut::close() {
  {
    const std::lock_guard lock(mutex_);
    is_closed_ = true;
  }
  changed_.notify_all();
  sem_post(&opened_);
}

WayOut::Step WayOut::before(std::function<void()> what) {
  const std::lock_guard lock(steps_mutex_);
  steps_.emplace(next_, std::move(what));
  return {this, next_++};
}

void WayOut::do_steps() {
  {
    const std::lock_guard lock(steps_mutex_);
    while (!steps_.empty()) {
      steps_.rbegin()->second();
      steps_.erase(std::prev(steps_.end()));
    }
  }
  const std::lock_guard lock(mutex_);
  is_done_ = true;
  changed_.notify_all();
}

void WayOut::watch() {
  while (sem_wait(&opened_) != 0 && errno == EINTR) {
  }
  std::thread steps;
  {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, kGrace, [this] { return is_closed_; })) return;
    steps = std::thread([this] { do_steps(); });
    changed_.wait_for(lock, kPatience, [this] { return is_done_; });
    end_();
  }
  steps.join();
}

}  // namespace lauter
