/// A pipeline with one input, many workers and one output in the order of the input.
///
/// There are no queues and no special threads: each worker takes the next item under the reader's
/// lock, works on it, puts the result into a window of results, and, if it holds the next one in
/// order and nobody is writing, writes all that are ready. So one thread is a plain loop, a slow
/// reader or writer never idles more than itself, and at most `window` items are between the two.
///
/// Why it cannot stall: an item may be read only while fewer than `window` are unwritten, and the
/// oldest unwritten item is always with a worker that waits for nothing, or ready to be written.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/result.h"

namespace lauter {

struct OrderedOptions {
  int threads = 1;
  /// Items between reading and the end of writing; at least `threads`. 0: twice the threads and 2.
  size_t window = 0;
  /// Sum of the weights of those items from which on no further one is read.
  uint64_t max_weight = UINT64_MAX;
};

/// The weight of an item that is none of the overloads below.
template <typename T>
uint64_t item_weight(const T&) {
  return 0;
}

/// What the workers of run_ordered() share.
template <typename In, typename Out, typename Read, typename Work, typename Write>
class OrderedRun {
 public:
  OrderedRun(const OrderedOptions& options, Read& read, Work& work, Write& write)
      : threads_(options.threads < 1 ? 1 : static_cast<size_t>(options.threads)),
        window_(options.window != 0 ? std::max(options.window, threads_) : 2 * threads_ + 2),
        max_weight_(options.max_weight), read_(read), work_(work), write_(write) {}

  Result<void> run() {
    std::vector<std::jthread> others;
    for (size_t i = 1; i < threads_; ++i) others.emplace_back([this, i] { worker(static_cast<int>(i)); });
    worker(0);
    others.clear();
    if (error_) return std::move(*error_);
    return {};
  }

 private:
  void worker(int thread) {
    try {
      std::optional<In> item;
      uint64_t number = 0;
      while (take(item, number)) {
        Result<Out> out = work_(std::move(*item), thread);
        if (!out.ok()) return stop(std::move(out.error()));
        put(number, std::move(*out));
      }
    } catch (const std::bad_alloc&) {
      stop(resource_exhausted("out of memory"));
    } catch (const std::exception& e) {
      stop(internal_error(std::string("unexpected exception: ") + e.what()));
    }
  }

  /// Takes one item; false when there is none left.
  bool take(std::optional<In>& item, uint64_t& number) {
    const std::lock_guard reading(reading_);
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [&] {
        const uint64_t between = next_in_ - next_out_;
        return no_more_ || between == 0 || (between < window_ && weight_ < max_weight_);
      });
      if (no_more_) return false;
    }
    Result<std::optional<In>> got = read_();
    const std::lock_guard lock(mutex_);
    if (!got.ok() || !got->has_value()) {
      if (!got.ok() && !error_) error_ = std::move(got.error());
      no_more_ = true;
      changed_.notify_all();
      return false;
    }
    item = std::move(*got);
    number = next_in_++;
    weights_[number] = item_weight(*item);
    weight_ += weights_[number];
    return true;
  }

  /// Puts one result in its place, and writes while the next one in order is there.
  void put(uint64_t number, Out out) {
    std::unique_lock lock(mutex_);
    ready_.emplace(number, std::move(out));
    if (writing_) return;
    writing_ = true;
    while (!stopped_ && !ready_.empty() && ready_.begin()->first == next_out_) {
      Out next = std::move(ready_.begin()->second);
      ready_.erase(ready_.begin());
      lock.unlock();
      Result<bool> more = write_(std::move(next));
      if (!more.ok()) {
        stop(std::move(more.error()));
      } else if (!*more) {
        stop(std::nullopt);
      }
      lock.lock();
      if (auto weight = weights_.extract(next_out_)) weight_ -= weight.mapped();
      ++next_out_;
      changed_.notify_all();
    }
    writing_ = false;
  }

  void stop(std::optional<Error> error) {
    const std::lock_guard lock(mutex_);
    if (error && !error_) error_ = std::move(error);
    no_more_ = true;
    stopped_ = true;
    changed_.notify_all();
  }

  const size_t threads_, window_;
  const uint64_t max_weight_;
  Read& read_;
  Work& work_;
  Write& write_;
  std::mutex reading_;  // held while an item is read
  std::mutex mutex_;    // guards all below
  std::condition_variable changed_;
  uint64_t next_in_ = 0;
  uint64_t next_out_ = 0;
  bool no_more_ = false;  // nothing is read any more
  bool writing_ = false;
  bool stopped_ = false;  // nothing is written any more
  std::map<uint64_t, Out> ready_;
  std::map<uint64_t, uint64_t> weights_;  // of the items between the two
  uint64_t weight_ = 0;
  std::optional<Error> error_;
};

/// Runs until the input ends, `write` returns false, or something fails; returns the first error.
///   read:   Result<std::optional<In>>()    one call at a time; nothing = the end
///   work:   Result<Out>(In, int thread)    many at a time, each `thread` number once
///   write:  Result<bool>(Out)              one at a time, in order; false = enough
/// After an error of `read`, the items before it are still written. Exceptions of third parties
/// become kInternal, and kResourceExhausted for std::bad_alloc.
template <typename In, typename Out, typename Read, typename Work, typename Write>
Result<void> run_ordered(const OrderedOptions& options, Read read, Work work, Write write) {
  return OrderedRun<In, Out, Read, Work, Write>(options, read, work, write).run();
}

}  // namespace lauter
