/// For tests: a network and a clock that exist only in numbers. Time passes when someone waits.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "llm/transport/transport.h"

namespace lauter::llm {

class SimulatedNetwork final : public Transport, public Clock {
 public:
  /// What becomes of an exchange, and how long that takes.
  struct Outcome {
    int64_t after_us = 0;
    HttpReply reply;
  };
  using Server = std::function<Outcome(const HttpRequest&, int64_t now_us)>;
  struct Sent {
    int64_t at_us = 0;
    std::string url;
    std::string body;
    std::string idempotency_key;
  };

  explicit SimulatedNetwork(Server server) : server_(std::move(server)) {}

  int64_t now_us() const override { return now_us_; }
  int64_t unix_us() const override { return kEpochUs + now_us_; }
  static constexpr int64_t kEpochUs = 1'700'000'000'000'000;

  void send(uint64_t id, HttpRequest request) override {
    sent.push_back({now_us_, request.url, request.body, request.idempotency_key});
    Outcome outcome = server_(request, now_us_);
    outcome.reply.id = id;
    events_.emplace(now_us_ + outcome.after_us, std::move(outcome.reply));
  }

  void cancel_all() override { events_.clear(); }

  std::vector<HttpReply> wait(int64_t until_us) override {
    if (woken_) until_us = now_us_;
    woken_ = false;
    const int64_t next = events_.empty() ? INT64_MAX : events_.begin()->first;
    const int64_t to = std::min(next, until_us);
    LAUTER_CHECK(to != INT64_MAX, "nothing will ever happen");
    now_us_ = std::max(now_us_, to);
    std::vector<HttpReply> replies;
    while (!events_.empty() && events_.begin()->first <= now_us_) {
      replies.push_back(std::move(events_.begin()->second));
      events_.erase(events_.begin());
    }
    return replies;
  }

  void wake() override { woken_ = true; }

  std::vector<Sent> sent;

 private:
  Server server_;
  int64_t now_us_ = 0;
  std::multimap<int64_t, HttpReply> events_;
  bool woken_ = false;
};

/// A reply with a status and, for 200, a chat completion.
inline HttpReply http_reply(int status, std::string body) {
  HttpReply reply;
  reply.exchange = Exchange::kDone;
  reply.status = status;
  reply.body = std::move(body);
  return reply;
}

inline HttpReply chat_reply(const std::string& content, int64_t input_tokens,
                            int64_t output_tokens) {
  return http_reply(200, R"({"choices":[{"message":{"content":")" + content +
                             R"("},"finish_reason":"stop"}],"usage":{"prompt_tokens":)" +
                             std::to_string(input_tokens) + R"(,"completion_tokens":)" +
                             std::to_string(output_tokens) + "}}");
}

inline HttpReply failed_reply(Exchange exchange) {
  HttpReply reply;
  reply.exchange = exchange;
  reply.why = "simulated";
  return reply;
}

}  // namespace lauter::llm
