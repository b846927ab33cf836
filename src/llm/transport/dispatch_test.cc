// The dispatcher in simulated time: days of it in a second.
#include "llm/transport/dispatch.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <filesystem>
#include <memory>
#include <random>
#include <set>

#include "json/value.h"
#include "llm/test_support.h"
#include "llm/transport/microseconds.h"
#include "llm/transport/simulated_network_test_support.h"

namespace lauter::llm {
namespace {

Endpoint endpoint_named(const std::string& name) {
  Endpoint endpoint;
  endpoint.name = name;
  endpoint.base_url = "http://" + name + "/v1";
  endpoint.model = "m";
  return endpoint;
}

Request make_request(int number, double value = 0) {
  Request request;
  request.messages = {{Role::kUser, "row " + std::to_string(number)}};
  request.max_output_tokens = 100;
  request.value = value;
  return request;
}

/// Runs requests to their end, all there from the start.
struct Simulation {
  Simulation(PoolOptions options, SimulatedNetwork& carrier)
      : network(carrier), dispatcher(std::move(options), carrier, carrier) {}

  void add(const Request& request, std::vector<size_t> endpoints = {0}) {
    requests.push_back(std::make_unique<Request>(request));
    const size_t index = replies.size();
    replies.emplace_back();
    dispatcher.add(*requests.back(), std::move(endpoints), [this, index](Reply reply) {
      EXPECT_EQ(done_at_us.count(index), 0U) << "answered twice";
      done_at_us[index] = network.now_us();
      replies[index] = std::move(reply);
    });
  }

  void finish() {
    while (!dispatcher.idle()) dispatcher.turn(Dispatcher::kNoLimit);
  }
  void run_until(int64_t end_us) {
    while (!dispatcher.idle() && network.now_us() < end_us) dispatcher.turn(end_us);
  }

  SimulatedNetwork& network;
  std::vector<std::unique_ptr<Request>> requests;
  std::vector<Reply> replies;
  std::map<size_t, int64_t> done_at_us;
  Dispatcher dispatcher;
};

SimulatedNetwork::Server answering(int64_t after_us) {
  return [after_us](const HttpRequest&, int64_t) {
    return SimulatedNetwork::Outcome{after_us, chat_reply("ok", 20, 5)};
  };
}

std::string content_of(const std::string& body) {
  const auto parsed = parse_json(body);
  return std::string(parsed->find("messages")->if_array()->back().find("content")->string_or(""));
}

TEST(Dispatch, TheHighestValueGoesFirst) {
  SimulatedNetwork network(answering(1000));
  Endpoint endpoint = endpoint_named("a");
  endpoint.max_in_flight = 1;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 50; ++i) run.add(make_request(i, (i * 17) % 50));
  run.finish();
  ASSERT_EQ(network.sent.size(), 50U);
  for (int i = 0; i < 50; ++i) {
    const int number = std::stoi(content_of(network.sent[static_cast<size_t>(i)].body).substr(4));
    EXPECT_EQ((number * 17) % 50, 49 - i);
  }
}

TEST(Dispatch, NoMoreInFlightThanAllowed) {
  SimulatedNetwork network(answering(kSecondUs));
  Endpoint endpoint = endpoint_named("a");
  endpoint.max_in_flight = 7;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 70; ++i) run.add(make_request(i));
  run.finish();
  EXPECT_EQ(run.dispatcher.stats()[0].most_in_flight, 7);
  EXPECT_EQ(network.now_us(), 10 * kSecondUs);
}

TEST(Dispatch, RetryAfterSilencesTheEndpoint) {
  int count = 0;
  SimulatedNetwork network([&](const HttpRequest&, int64_t) {
    if (++count == 3) {
      HttpReply reply = http_reply(429, "");
      reply.headers = {{"retry-after", "20"}};
      return SimulatedNetwork::Outcome{1000, reply};
    }
    return SimulatedNetwork::Outcome{1000, chat_reply("ok", 20, 5)};
  });
  Endpoint endpoint = endpoint_named("a");
  endpoint.max_in_flight = 1;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 10; ++i) run.add(make_request(i));
  run.finish();
  for (const Reply& reply : run.replies) EXPECT_TRUE(reply.ok());
  ASSERT_EQ(network.sent.size(), 11U);
  EXPECT_GE(network.sent[3].at_us - network.sent[2].at_us, 20 * kSecondUs);
  EXPECT_LE(network.sent[3].at_us - network.sent[2].at_us, 21 * kSecondUs);
}

TEST(Dispatch, AnotherEndpointNeedNotWait) {
  SimulatedNetwork network([&](const HttpRequest& request, int64_t) {
    if (request.url.starts_with("http://a/")) {
      HttpReply reply = http_reply(429, "");
      reply.headers = {{"retry-after", "3000"}};
      return SimulatedNetwork::Outcome{1000, reply};
    }
    return SimulatedNetwork::Outcome{1000, chat_reply("ok", 20, 5)};
  });
  Simulation run({.endpoints = {endpoint_named("a"), endpoint_named("b")}}, network);
  for (int i = 0; i < 100; ++i) run.add(make_request(i), {0, 1});
  run.finish();
  for (const Reply& reply : run.replies) EXPECT_EQ(reply.endpoint, "b");
  EXPECT_LT(network.now_us(), kSecondUs);
}

TEST(Dispatch, AServerThatAsksForYearsIsGivenUpInTime) {
  SimulatedNetwork network([](const HttpRequest&, int64_t) {
    HttpReply reply = http_reply(429, "");
    reply.headers = {{"retry-after", "999999999"}};
    return SimulatedNetwork::Outcome{1000, reply};
  });
  Endpoint endpoint = endpoint_named("a");
  endpoint.max_in_flight = 2;
  endpoint.give_up_after_s = 30;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 50; ++i) run.add(make_request(i));
  run.finish();
  for (const Reply& reply : run.replies) {
    EXPECT_TRUE(reply.failure == Failure::kRateLimited || reply.failure == Failure::kNoEndpoint);
  }
  EXPECT_LT(network.now_us(), 2 * kMinuteUs);
}

TEST(Dispatch, WeightsShareTheLoad) {
  SimulatedNetwork network(answering(kSecondUs));
  Endpoint a = endpoint_named("a"), b = endpoint_named("b");
  a.weight = 3;
  a.max_in_flight = b.max_in_flight = 1000;
  Simulation run({.endpoints = {a, b}}, network);
  for (int i = 0; i < 400; ++i) run.add(make_request(i), {0, 1});
  run.finish();
  EXPECT_NEAR(static_cast<double>(run.dispatcher.stats()[0].usage.requests), 300, 2);
}

TEST(Dispatch, AFaultIsTriedAgainAsOftenAsAllowed) {
  SimulatedNetwork network([](const HttpRequest&, int64_t) {
    return SimulatedNetwork::Outcome{1000, http_reply(500, "")};
  });
  Endpoint endpoint = endpoint_named("a");
  endpoint.retries = 4;
  Simulation run({.endpoints = {endpoint}}, network);
  run.add(make_request(0));
  run.finish();
  EXPECT_EQ(run.replies[0].failure, Failure::kServer);
  EXPECT_EQ(run.replies[0].why, "HTTP 500");
  EXPECT_EQ(run.replies[0].usage.requests, 5);
  EXPECT_EQ(run.replies[0].usage.input_tokens, 0) << "a failed request is not charged";
}

TEST(Dispatch, AnUnusableAnswerIsPaidThreeTimesAtMost) {
  SimulatedNetwork network([](const HttpRequest&, int64_t) {
    return SimulatedNetwork::Outcome{1000, http_reply(200, "no json")};
  });
  Simulation run({.endpoints = {endpoint_named("a")}}, network);
  run.add(make_request(0));
  run.finish();
  EXPECT_EQ(run.replies[0].failure, Failure::kMalformed);
  EXPECT_EQ(network.sent.size(), 3U);
}

TEST(Dispatch, JudgementsStand) {
  for (const char* reason : {"length", "content_filter"}) {
    SimulatedNetwork network([&](const HttpRequest&, int64_t) {
      return SimulatedNetwork::Outcome{
          1000, http_reply(200, std::string(
                                    R"({"choices":[{"message":{"content":"x"},"finish_reason":")") +
                                    reason + "\"}]}")};
    });
    Simulation run({.endpoints = {endpoint_named("a")}}, network);
    run.add(make_request(0));
    run.finish();
    EXPECT_FALSE(run.replies[0].ok());
    EXPECT_EQ(run.replies[0].content, "");
    EXPECT_EQ(network.sent.size(), 1U);
  }
}

TEST(Dispatch, ADeadEndpointIsProbedAndNotStormed) {
  bool alive = false;
  SimulatedNetwork network([&](const HttpRequest&, int64_t) {
    if (!alive) return SimulatedNetwork::Outcome{1000, failed_reply(Exchange::kNotSent)};
    return SimulatedNetwork::Outcome{1000, chat_reply("ok", 20, 5)};
  });
  Endpoint endpoint = endpoint_named("a");
  endpoint.retries = 1000;
  endpoint.give_up_after_s = 3600;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 1000; ++i) run.add(make_request(i));
  run.run_until(10 * kMinuteUs);
  // 64 at first, then one for each pause of 1, 2, 4 ... 60 s.
  EXPECT_LE(network.sent.size(), 64U + 20U);
  EXPECT_FALSE(run.dispatcher.stats()[0].in_service);
  alive = true;
  run.finish();
  for (const Reply& reply : run.replies) EXPECT_TRUE(reply.ok()) << reply.why;
  EXPECT_LT(network.now_us(), 13 * kMinuteUs);
  EXPECT_TRUE(run.dispatcher.stats()[0].in_service);
}

TEST(Dispatch, ADeadEndpointIsGivenUpInTime) {
  SimulatedNetwork network([&](const HttpRequest&, int64_t) {
    return SimulatedNetwork::Outcome{1000, failed_reply(Exchange::kNotSent)};
  });
  Endpoint endpoint = endpoint_named("a");
  endpoint.retries = 1000;
  endpoint.give_up_after_s = 300;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 1000; ++i) run.add(make_request(i));
  run.finish();
  for (const Reply& reply : run.replies) {
    EXPECT_TRUE(reply.failure == Failure::kNetwork || reply.failure == Failure::kNoEndpoint);
    EXPECT_EQ(reply.usage.requests, 0);
  }
  EXPECT_LT(network.now_us(), 7 * kMinuteUs);
}

TEST(Dispatch, IdleTimeIsNoTimeWithoutSuccess) {
  bool alive = false;
  SimulatedNetwork network([&](const HttpRequest&, int64_t) {
    if (!alive) return SimulatedNetwork::Outcome{1000, http_reply(500, "")};
    return SimulatedNetwork::Outcome{kSecondUs, chat_reply("ok", 20, 5)};
  });
  Endpoint endpoint = endpoint_named("a");
  endpoint.retries = 0;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 20; ++i) run.add(make_request(i));
  run.finish();
  alive = true;
  run.dispatcher.turn(network.now_us() + 1000 * kMinuteUs);
  for (int i = 0; i < 200; ++i) run.add(make_request(100 + i));
  run.finish();
  for (size_t i = 20; i < run.replies.size(); ++i) EXPECT_TRUE(run.replies[i].ok());
}

TEST(Dispatch, AStormOf429sForMinutesLosesNothing) {
  SimulatedNetwork network([&](const HttpRequest&, int64_t now) {
    if (now < 5 * kMinuteUs) return SimulatedNetwork::Outcome{1000, http_reply(429, "")};
    return SimulatedNetwork::Outcome{1000, chat_reply("ok", 20, 5)};
  });
  Simulation run({.endpoints = {endpoint_named("a")}}, network);
  for (int i = 0; i < 500; ++i) run.add(make_request(i));
  run.finish();
  for (const Reply& reply : run.replies) EXPECT_TRUE(reply.ok()) << reply.why;
  EXPECT_LT(network.sent.size(), 500U + 500U * 20U) << "the storm is not fed";
}

TEST(Dispatch, KeepsToTheRequestsAMinute) {
  for (const int64_t cap : {30, 600, 3000}) {
    SimulatedNetwork network(answering(3 * kSecondUs));
    Endpoint endpoint = endpoint_named("a");
    endpoint.requests_per_minute = cap;
    endpoint.max_in_flight = 10'000;
    Simulation run({.endpoints = {endpoint}}, network);
    const int64_t minutes = 5;
    for (int i = 0; i < minutes * cap; ++i) run.add(make_request(i));
    run.finish();
    size_t first = 0;
    for (size_t i = 0; i < network.sent.size(); ++i) {
      while (network.sent[first].at_us <= network.sent[i].at_us - kMinuteUs) ++first;
      ASSERT_LE(i - first + 1, static_cast<size_t>(cap));
    }
    EXPECT_LE(network.sent.back().at_us, minutes * kMinuteUs * 102 / 100);
  }
}

// The budget.

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
      Request request = make_request(i, static_cast<double>(random() % 100));
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
  for (int i = 0; i < 100; ++i) run.add(make_request(i, (i * 37) % 100));
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
  run.add(make_request(0));
  run.dispatcher.turn(0);
  // Another writer that never ends: the commit of the reply fails after the busy time.
  ASSERT_TRUE((*cache)->begin().ok());
  run.add(make_request(1));
  run.finish();
  for (const Reply& reply : run.replies) {
    EXPECT_EQ(reply.failure, Failure::kStorage);
    EXPECT_EQ(reply.content, "");
  }
  EXPECT_EQ(network.sent.size(), 1U) << "nothing is sent that could not be kept";
}

}  // namespace
}  // namespace lauter::llm
