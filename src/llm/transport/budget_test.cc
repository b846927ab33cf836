// The budget and the cache that outlives a process, in simulated time.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <random>
#include <set>

#include "llm/transport/dispatch_test_support.h"

namespace lauter::llm {
namespace {

/// What a misbehaving provider does in one run, and what it really did.
struct Provider {
  explicit Provider(uint64_t seed) : random(seed) {
    fault_rate = static_cast<double>(random() % 6) / 10;
    misreport_rate = random() % 3 == 0 ? 0.5 : 0;
  }

  SimulatedNetwork::Outcome serve(const HttpRequest& request) {
    const auto parsed = parse_json(request.body);
    const int64_t most = parsed->find("max_tokens")->int_or(0);
    const auto bytes = static_cast<int64_t>(content_of(request.body).size());
    const auto draw = [&](int64_t low, int64_t high) {
      return low + static_cast<int64_t>(random() % static_cast<uint64_t>(high - low + 1));
    };
    const int64_t input = draw(bytes / 8 + 1, bytes + 60), output = draw(1, most);
    const int64_t after_us = draw(1000, 30 * kSecondUs);
    if (static_cast<double>(random() % 1000) / 1000 < fault_rate) {
      switch (random() % 6) {
        case 0:
          return {after_us, http_reply(429, "")};
        case 1:
          return {after_us, http_reply(500, "")};
        case 2:
          return {after_us, failed_reply(Exchange::kNotSent)};
        default:
          break;
      }
      // The tokens were made, though nobody got them.
      spend(request, input, output);
      switch (random() % 3) {
        case 0:
          return {after_us, failed_reply(Exchange::kTimeout)};
        case 1:
          return {after_us, failed_reply(Exchange::kBroken)};
        default:
          return {after_us, http_reply(200, "<html>")};
      }
    }
    spend(request, input, output);
    if (static_cast<double>(random() % 1000) / 1000 < misreport_rate) {
      switch (random() % 4) {
        case 0:
          return {after_us, chat_reply("ok", 10 * (bytes + 1000), 10 * most)};
        case 1:
          return {after_us, chat_reply("ok", -1, -1)};
        case 2:
          return {after_us, chat_reply("ok", 0, 0)};
        default:
          return {after_us, http_reply(200, R"({"choices":[{"message":{"content":"ok"}}]})")};
      }
    }
    return {after_us, chat_reply("ok", input, output)};
  }

  void spend(const HttpRequest& request, int64_t input, int64_t output) {
    real += cost_of(request.url.starts_with("http://a/") ? a : b, input, output);
  }

  std::mt19937_64 random;
  double fault_rate, misreport_rate;
  Endpoint a, b;
  Cost real;
};

struct BudgetRun {
  explicit BudgetRun(uint64_t seed) : provider(seed) {
    std::mt19937_64& random = provider.random;
    a = endpoint_named("a");
    b = endpoint_named("b");
    for (Endpoint* endpoint : {&a, &b}) {
      endpoint->price_per_million_input = static_cast<double>(random() % 5000) / 1000;
      endpoint->price_per_million_output = static_cast<double>(random() % 15000) / 1000;
      endpoint->retries = static_cast<int>(random() % 4);
      endpoint->max_in_flight = 1 + static_cast<int>(random() % 30);
      endpoint->give_up_after_s = 120;
    }
    provider.a = a;
    provider.b = b;
    const auto kind = random() % 4;
    if (kind == 0 || kind == 3) limits.tokens = 1 + static_cast<int64_t>(random() % 40'000);
    if (kind == 1 || kind == 3) limits.money = static_cast<double>(1 + random() % 1000) * 1e-4;
    if (kind == 2 || kind == 3) limits.requests = 1 + static_cast<int64_t>(random() % 120);
    for (int i = 0; i < 80; ++i) {
      Request request = numbered_request(i, static_cast<double>(random() % 100));
      request.messages[0].content += std::string(random() % 2000, 'x');
      request.max_output_tokens = 1 + static_cast<int>(random() % 500);
      requests.push_back(request);
    }
  }

  Provider provider;
  Endpoint a, b;
  BudgetLimits limits;
  std::vector<Request> requests;
};

bool within(const Cost& spent, const BudgetLimits& limits) { return fits(spent, {}, limits); }

TEST(Budget, IsNeverExceededInAThousandRandomRuns) {
  int ran_out = 0, under_used = 0;
  for (uint64_t seed = 1; seed <= 1000; ++seed) {
    SCOPED_TRACE(seed);
    BudgetRun setup(seed);
    SimulatedNetwork network(
        [&](const HttpRequest& request, int64_t) { return setup.provider.serve(request); });
    Simulation run({.endpoints = {setup.a, setup.b}, .budget = setup.limits, .seed = seed},
                   network);
    for (const Request& request : setup.requests) run.add(request, {0, 1});
    while (!run.dispatcher.idle()) {
      run.dispatcher.turn(Dispatcher::kNoLimit);
      ASSERT_TRUE(within(run.dispatcher.committed(), setup.limits));
      ASSERT_TRUE(within(setup.provider.real, setup.limits)) << "what really was spent";
    }
    Usage total;
    bool out = false;
    for (const Reply& reply : run.replies) {
      total += reply.usage;
      out = out || reply.failure == Failure::kBudget;
    }
    // Everything is settled: the account holds what the replies say.
    EXPECT_EQ(run.dispatcher.committed().tokens, total.input_tokens + total.output_tokens);
    EXPECT_EQ(run.dispatcher.committed().requests, total.requests);
    EXPECT_NEAR(static_cast<double>(run.dispatcher.committed().picomoney) * 1e-12, total.money,
                1e-9);
    ran_out += out ? 1 : 0;
    // With nothing under way, what is left is less than a request may cost.
    if (out) {
      Cost largest{.tokens = 10'000, .picomoney = 0, .requests = 1};
      largest.picomoney =
          std::max(cost_of(setup.a, 3000, 500).picomoney, cost_of(setup.b, 3000, 500).picomoney);
      under_used += fits(run.dispatcher.committed(), largest, setup.limits) ? 1 : 0;
    }
  }
  EXPECT_GT(ran_out, 300) << "the runs must meet their limits to say something";
  EXPECT_EQ(under_used, 0);
}

TEST(Budget, GoesToTheHighestValue) {
  SimulatedNetwork network(answering(kSecondUs));
  Simulation run({.endpoints = {endpoint_named("a")}, .budget = {.requests = 30}}, network);
  for (int i = 0; i < 100; ++i) run.add(numbered_request(i, (i * 37) % 100));
  run.finish();
  for (int i = 0; i < 100; ++i) {
    const bool should = (i * 37) % 100 >= 70;
    EXPECT_EQ(run.replies[static_cast<size_t>(i)].failure,
              should ? Failure::kNone : Failure::kBudget);
  }
}

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& name)
      : path_(std::filesystem::temp_directory_path() / (name + std::to_string(::getpid()))) {
    remove();
  }
  ~TemporaryFile() { remove(); }
  std::string path() const { return path_.string(); }

 private:
  void remove() const {
    for (const char* suffix : {"", "-wal", "-shm"}) {
      std::filesystem::remove(path_.string() + suffix);
    }
  }
  std::filesystem::path path_;
};

/// A run that is killed again and again: what was under way at a kill is neither known nor free.
TEST(Budget, OutlivesKills) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE(seed);
    const TemporaryFile file("llm_budget_test");
    BudgetRun setup(seed);
    SimulatedNetwork network([&](const HttpRequest& request, int64_t) {
      auto outcome = setup.provider.serve(request);
      return outcome;
    });
    std::set<std::string> done;
    for (int life = 0; life < 5; ++life) {
      auto cache = Cache::open(file.path(), test_key());
      ASSERT_TRUE(cache.ok()) << cache.error().message;
      network.cancel_all();
      Simulation run({.endpoints = {setup.a, setup.b},
                      .budget = setup.limits,
                      .cache = cache->get(),
                      .account = "run",
                      .seed = seed},
                     network);
      for (const Request& request : setup.requests) {
        const std::string body = chat_body(request, setup.a);
        const auto kept = (*cache)->find((*cache)->key_of(body));
        ASSERT_TRUE(kept.ok());
        if (done.contains(request.messages[0].content)) {
          ASSERT_TRUE(kept->has_value()) << "an answer that was given is on disk";
        }
        if (!kept->has_value()) run.add(request, {0, 1});
      }
      const int64_t killed_at = network.now_us() + 40 * kSecondUs;
      while (!run.dispatcher.idle() && (life == 4 || network.now_us() < killed_at)) {
        run.dispatcher.turn(life == 4 ? Dispatcher::kNoLimit : killed_at);
        ASSERT_TRUE(within(setup.provider.real, setup.limits));
        const auto committed = (*cache)->committed("run");
        ASSERT_TRUE(committed.ok());
        ASSERT_TRUE(within(*committed, setup.limits));
        ASSERT_GE(committed->tokens, setup.provider.real.tokens);
      }
      for (size_t i = 0; i < run.replies.size(); ++i) {
        if (run.done_at_us.contains(i) && run.replies[i].ok()) {
          done.insert(run.requests[i]->messages[0].content);
        }
      }
    }
  }
}

TEST(Dispatch, WhatCannotBeKeptIsNotAnswered) {
  const TemporaryFile file("llm_storage_test");
  auto cache = Cache::open(file.path(), test_key());
  ASSERT_TRUE(cache.ok());
  SimulatedNetwork network(answering(kSecondUs));
  Simulation run({.endpoints = {endpoint_named("a")}, .cache = cache->get()}, network);
  run.add(numbered_request(0));
  run.dispatcher.turn(0);
  // Another writer that never ends: the commit of the reply fails after the busy time.
  ASSERT_TRUE((*cache)->begin().ok());
  run.add(numbered_request(1));
  run.finish();
  for (const Reply& reply : run.replies) {
    EXPECT_EQ(reply.failure, Failure::kStorage);
    EXPECT_EQ(reply.content, "");
  }
  EXPECT_EQ(network.sent.size(), 1U) << "nothing is sent that could not be kept";
}

}  // namespace
}  // namespace lauter::llm
