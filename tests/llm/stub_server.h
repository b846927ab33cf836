/// An OpenAI-compatible server that misbehaves on purpose, on 127.0.0.1. One thread, epoll, its own
/// small HTTP/1.1: no code in common with the client that it tests.
///
///   POST .../chat/completions   an answer, or a fault by probability and seed
///   GET  .../models             200
///   GET  /stats                 what it has seen and done, as JSON
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "llm/stub_answers.h"

namespace lauter::llm::stub {

struct Options {
  int port = 0;  ///< 0: any
  double fault_rate = 0;
  std::vector<Fault> faults = {};  ///< which, equally often; empty: all
  uint64_t seed = 1;
  int64_t latency_us = 0;           ///< of every answer
  std::string retry_after = "1";    ///< of 429 and 503; empty: none is sent
  int64_t drip_us = 50'000;         ///< between the bytes of a drip
  bool idempotent = false;          ///< a repeated Idempotency-Key gets the answer it got, unpaid
  std::string api_key = {};         ///< not empty: others get 401
  int64_t requests_per_second = 0;  ///< more get 429 until the second is over; 0: no limit
  /// The content of an answer.
  std::function<std::string(const Question&)> answer = {};
};

struct Stats {
  int64_t requests = 0;
  int64_t sound = 0;                            ///< answers that a client can use
  int64_t replayed = 0;                         ///< answers given again for a key, unpaid
  int64_t paid_again = 0;                       ///< sound answers to a body that had got one before
  int64_t input_tokens = 0, output_tokens = 0;  ///< of answers with status 200
  int64_t in_flight = 0, most_in_flight = 0;
  int64_t connections = 0;
  std::vector<int64_t> faults = std::vector<int64_t>(kFaults);
};

class Server {
 public:
  static Result<std::unique_ptr<Server>> start(Options options);
  ~Server();
  int port() const;
  std::string base_url() const;  ///< http://127.0.0.1:PORT/v1
  Stats stats() const;

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

std::string print_stats(const Stats& stats);

}  // namespace lauter::llm::stub
