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

/// Runs until the input ends, `write` returns false, or something fails; returns the first error.
///   read:   Result<std::optional<In>>()    one call at a time; nothing = the end
///   work:   Result<Out>(In, int thread)    many at a time, each `thread` number once
///   write:  Result<bool>(Out)              one at a time, in order; false = enough
/// After an error of `read`, the items before it are still written. Exceptions of third parties
/// become kInternal, and kResourceExhausted for std::bad_alloc.
template <typename In, typename Out, typename Read, typename Work, typename Write>
Result<void> run_ordered(const OrderedOptions& options, Read read, Work work, Write write) {
  struct Shared {
    std::mutex reading;  // held while an item is read
    std::mutex mutex;    // guards all below
    std::condition_variable changed;
    uint64_t next_in = 0;
    uint64_t next_out = 0;
    bool no_more = false;  // nothing is read any more
    bool writing = false;
    bool stopped = false;  // nothing is written any more
    std::map<uint64_t, Out> ready;
    std::map<uint64_t, uint64_t> weights;  // of the items between the two
    uint64_t weight = 0;
    std::optional<Error> error;
  } shared;
  const size_t threads = options.threads < 1 ? 1 : static_cast<size_t>(options.threads);
  const size_t window = options.window != 0 ? std::max(options.window, threads) : 2 * threads + 2;

  const auto stop = [&shared](std::optional<Error> error) {
    const std::lock_guard lock(shared.mutex);
    if (error && !shared.error) shared.error = std::move(error);
    shared.no_more = true;
    shared.stopped = true;
    shared.changed.notify_all();
  };

  // Takes one item; false when there is none left.
  const auto take = [&](std::optional<In>& item, uint64_t& number) {
    const std::lock_guard reading(shared.reading);
    {
      std::unique_lock lock(shared.mutex);
      shared.changed.wait(lock, [&] {
        const uint64_t between = shared.next_in - shared.next_out;
        return shared.no_more || between == 0 ||
               (between < window && shared.weight < options.max_weight);
      });
      if (shared.no_more) return false;
    }
    Result<std::optional<In>> got = read();
    const std::lock_guard lock(shared.mutex);
    if (!got.ok() || !got->has_value()) {
      if (!got.ok() && !shared.error) shared.error = std::move(got.error());
      shared.no_more = true;
      shared.changed.notify_all();
      return false;
    }
    item = std::move(*got);
    number = shared.next_in++;
    shared.weights[number] = item_weight(*item);
    shared.weight += shared.weights[number];
    return true;
  };

  // Puts one result in its place, and writes while the next one in order is there.
  const auto put = [&](uint64_t number, Out out) {
    std::unique_lock lock(shared.mutex);
    shared.ready.emplace(number, std::move(out));
    if (shared.writing) return;
    shared.writing = true;
    while (!shared.stopped && !shared.ready.empty() &&
           shared.ready.begin()->first == shared.next_out) {
      Out next = std::move(shared.ready.begin()->second);
      shared.ready.erase(shared.ready.begin());
      lock.unlock();
      Result<bool> more = write(std::move(next));
      if (!more.ok()) {
        stop(std::move(more.error()));
      } else if (!*more) {
        stop(std::nullopt);
      }
      lock.lock();
      if (auto weight = shared.weights.extract(shared.next_out)) shared.weight -= weight.mapped();
      ++shared.next_out;
      shared.changed.notify_all();
    }
    shared.writing = false;
  };

  const auto body = [&](int thread) {
    try {
      std::optional<In> item;
      uint64_t number = 0;
      while (take(item, number)) {
        Result<Out> out = work(std::move(*item), thread);
        if (!out.ok()) return stop(std::move(out.error()));
        put(number, std::move(*out));
      }
    } catch (const std::bad_alloc&) {
      stop(resource_exhausted("out of memory"));
    } catch (const std::exception& e) {
      stop(internal_error(std::string("unexpected exception: ") + e.what()));
    }
  };

  std::vector<std::jthread> others;
  for (size_t i = 1; i < threads; ++i) others.emplace_back(body, static_cast<int>(i));
  body(0);
  others.clear();
  if (shared.error) return std::move(*shared.error);
  return {};
}

}  // namespace lauter
