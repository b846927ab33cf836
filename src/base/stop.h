#pragma once

#include <atomic>

#include "base/work.h"

namespace lauter {

/// Asks work that may wait for long to end early: because somebody wants it to (a signal), or
/// because nobody needs it any more (the reader of the output went away). Not owned; null is never
/// set.
class StopToken {
 public:
  StopToken() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): most have one reason to stop
  StopToken(const std::atomic<bool>* wanted) : wanted_(wanted) {}

  /// The same, with a second reason.
  StopToken or_needless(const std::atomic<bool>* needless) const {
    StopToken both = *this;
    both.needless_ = needless;
    return both;
  }

  bool requested() const {
    return (wanted_ != nullptr && wanted_->load()) || (needless_ != nullptr && needless_->load());
  }

 private:
  const std::atomic<bool>* wanted_ = nullptr;
  const std::atomic<bool>* needless_ = nullptr;
};

/// Work of this thread that may be given up in the middle of a text, while the scope lives: what it has made then is
/// good for nothing, and whoever opened the scope throws it away. Models look here between their windows, so that a
/// document of megabytes ends as soon as a short one.
class GiveUpScope {
 public:
  explicit GiveUpScope(StopToken stop) : outer_(current()) { current() = stop; }
  ~GiveUpScope() { current() = outer_; }
  GiveUpScope(const GiveUpScope&) = delete;
  GiveUpScope& operator=(const GiveUpScope&) = delete;

  /// Whether this thread's work is to be given up: nobody wants it any more, or the text takes too much of it.
  static bool is_over() { return current().requested() || WorkBudget::is_over(); }

 private:
  static StopToken& current() {
    thread_local StopToken stop;
    return stop;
  }
  StopToken outer_;
};

}  // namespace lauter
