/// Decides which request goes where and when, and what becomes of its reply. One thread, no waiting
/// but in the transport: with a simulated transport and clock, days pass in milliseconds and every
/// run is reproducible (dispatch_test.cc).
///
///   waiting, by value  ->  an endpoint in service, with room, in pace  ->  budget reserved, on
///   disk
///   ->  sent  ->  reply judged, budget settled, reply on disk  ->  done(), or waiting again
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "llm/transport/breaker.h"
#include "llm/transport/budget.h"
#include "llm/transport/cache.h"
#include "llm/transport/chat.h"
#include "llm/transport/pace.h"
#include "llm/transport/pool.h"
#include "llm/transport/retry.h"
#include "llm/transport/transport.h"

namespace lauter::llm {

class Dispatcher {
 public:
  using Done = std::function<void(Reply)>;
  static constexpr int64_t kNoLimit = INT64_MAX;

  /// `options.endpoints` are checked. Transport and clock outlive this.
  Dispatcher(PoolOptions options, Transport& transport, const Clock& clock);

  /// `request` lives until `done` was called (from turn() or fail_all()); `endpoints` are indices
  /// of those that may answer, at least one.
  void add(const Request& request, std::vector<size_t> endpoints, Done done);

  /// Sends what may go, waits for something to happen until `until_us` at most, takes replies.
  void turn(int64_t until_us);

  /// Ends everything. What is under way stays on the account: the servers may charge for it.
  void fail_all(Failure failure, const std::string& why);

  bool idle() const { return jobs_.empty(); }
  std::vector<EndpointStats> stats() const;
  /// The budget's account as last seen.
  const Cost& committed() const { return committed_; }

 private:
  using JobId = uint64_t;  ///< in the order of arrival

  struct Job {
    const Request* request = nullptr;
    std::vector<size_t> endpoints;
    Done done;
    int faults = 0;    ///< tries that failed by a fault of the server or the network
    int unusable = 0;  ///< tries whose answer was paid and of no use
    int answered = 0;  ///< tries that an answer has ended, whatever it said
    int64_t first_sent_us = -1;
    std::optional<size_t> failed_at;  ///< endpoint of the last fault: avoided if another is there
    Failure failure = Failure::kNoEndpoint;
    std::string why;
    Usage usage;
  };

  /// A try under way.
  struct Flight {
    JobId job = 0;
    size_t endpoint = 0;
    Pace::Ticket ticket;
    Cost bound;
    int64_t input_bound = 0;
    int64_t output_bound = 0;
    Sha256Digest cache_key{};
  };

  struct Server {
    Server(const Endpoint& endpoint, uint64_t seed);
    Endpoint endpoint;
    std::string url;
    Pace pace;
    Breaker breaker;
    Backoff backoff;
    std::unordered_map<uint64_t, TokenEstimator> estimators;  ///< by kind of request
    int64_t paused_until_us = 0;                              ///< it asked for that
    int pauses = 0;                                           ///< in a row
    EndpointStats stats;
  };

  /// The highest value first, then who came first.
  struct Rank {
    double value = 0;
    JobId job = 0;
    bool operator<(const Rank& other) const {
      return value != other.value ? value < other.value : job > other.job;
    }
  };
  /// Jobs that may go to the same endpoints.
  using Queue = std::priority_queue<Rank>;
  using Delayed = std::pair<int64_t, JobId>;  ///< when it may go again

  /// What became of an attempt to send the first of a queue.
  enum class Sending : uint8_t { kSent, kFailed, kBlocked, kBlockedByBudget };

  // Sending.
  void release_delayed(int64_t now_us);
  void send_what_may_go(int64_t now_us);
  Sending try_send(JobId id, Job& job, int64_t now_us);
  std::optional<size_t> choose(const Job& job, int64_t now_us);
  int64_t ready_us(Server& server, const Job& job, int64_t now_us);
  bool out_of_service(const Job& job, int64_t now_us) const;
  Result<bool> reserve(const Cost& bound);
  void start(JobId id, Job& job, size_t index, const Cost& bound, int64_t now_us);
  TokenEstimator& estimator_of(Server& server, const Request& request) const;
  TokenGuess guess_of(Server& server, const Request& request) const;

  // Receiving.
  void take(HttpReply reply, int64_t now_us);
  Usage settle(const Flight& flight, const HttpReply& reply, const Completion& answer);
  void note_outcome(Server& server, const HttpReply& reply, Failure failure, int64_t now_us);
  void pause(Server& server, const HttpReply& reply, int64_t now_us);
  bool worth_another_try(Job& job, const Server& server, const HttpReply& reply, Failure failure,
                         int64_t now_us) const;
  void try_again_later(JobId id, Job& job, Server& server, int64_t now_us);

  // The turn's transaction, and what waits for its commit.
  bool in_transaction();
  void storage_failed(const Error& error);
  void commit();
  void finish(JobId id, Reply reply);
  void fail(JobId id, Failure failure, std::string why);

  PoolOptions options_;
  Transport& transport_;
  const Clock& clock_;
  std::vector<Server> servers_;
  std::unordered_map<JobId, Job> jobs_;
  std::unordered_map<uint64_t, Flight> flights_;
  std::map<std::vector<size_t>, Queue> queues_;
  std::priority_queue<Delayed, std::vector<Delayed>, std::greater<>> delayed_;
  std::vector<std::pair<uint64_t, HttpRequest>> to_send_;
  std::vector<std::pair<Done, Reply>> to_deliver_;
  Cost committed_;  ///< the account, if there is no cache
  bool transaction_ = false;
  std::string storage_why_;  ///< not empty: nothing more is sent
  int64_t wake_us_ = 0;      ///< when something waiting may go
  JobId next_job_ = 1;
  uint64_t next_flight_ = 1;
};

}  // namespace lauter::llm
