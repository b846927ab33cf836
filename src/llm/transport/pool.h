/// The asker that talks to servers: any number of endpoints behind one ask(). One thread of its own
/// does all sending and receiving (dispatch.h decides, transport.h carries); callers only wait.
///
///   LAUTER_ASSIGN(std::unique_ptr<Pool> pool, Pool::start({.endpoints = {...}, .cache = &cache}));
///   std::vector<Reply> replies = pool->ask(requests);
#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "llm/asker.h"
#include "llm/transport/budget.h"
#include "llm/transport/cache.h"
#include "llm/transport/endpoint.h"
#include "llm/transport/transport.h"

namespace lauter::llm {

struct PoolOptions {
  std::vector<Endpoint> endpoints = {};
  BudgetLimits budget = {};
  /// Kept replies and the account of what was spent; outlives the pool. Null: every request is
  /// paid, and the budget is that of this pool's life.
  Cache* cache = nullptr;
  /// The budget's account within the cache: the same for a run and its resumption and for all its
  /// processes.
  std::string account = "run";
  uint64_t seed = 0;  ///< of the jitter between tries; never shows in a reply
  /// Once true, everything that is waiting or under way, and all that is asked later, fails with kCancelled within half
  /// a second.
  const std::atomic<bool>* stop = nullptr;
};

/// What an endpoint has done in this pool's life.
struct EndpointStats {
  std::string name;
  Usage usage;
  std::array<int64_t, kFailures> tries{};  ///< by outcome, the Failure as index
  int64_t retries = 0;                     ///< tries that were followed by another
  int64_t misreports = 0;                  ///< usage figures that cannot be true
  int64_t in_flight = 0;
  int64_t most_in_flight = 0;
  int64_t times_broken = 0;  ///< how often the breaker opened
  bool in_service = true;    ///< the breaker is closed
};

struct PoolStats {
  std::vector<EndpointStats> endpoints;
  int64_t asked = 0;
  int64_t from_cache = 0;  ///< also those that waited for the same request of another caller
  Usage usage;             ///< of all endpoints
  /// The budget's account: what this pool and, with a cache, all others under its name have spent
  /// and reserved.
  Cost committed;
};

class Pool final : public Asker {
 public:
  /// Errors: kInvalidArgument `endpoints.NAME.KEY: why`, a name twice, no endpoint; those of the
  /// transport.
  static Result<std::unique_ptr<Pool>> start(PoolOptions options);
  /// The same over another network and clock; `clock` outlives the pool.
  static Result<std::unique_ptr<Pool>> start(PoolOptions options,
                                             std::unique_ptr<Transport> transport,
                                             const Clock& clock);
  /// Cancels what is under way. No ask() may be running.
  ~Pool() override;

  std::vector<Reply> ask(std::span<const Request> requests) override;

  PoolStats stats() const;

 private:
  struct State;
  explicit Pool(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter::llm
