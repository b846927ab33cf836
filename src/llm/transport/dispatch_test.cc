// The dispatcher in simulated time: days of it in a second.
#include "llm/transport/dispatch.h"

#include <gtest/gtest.h>

#include "llm/transport/dispatch_test_support.h"

namespace lauter::llm {
namespace {

TEST(Dispatch, TheHighestValueGoesFirst) {
  SimulatedNetwork network(answering(1000));
  Endpoint endpoint = endpoint_named("a");
  endpoint.max_in_flight = 1;
  Simulation run({.endpoints = {endpoint}}, network);
  for (int i = 0; i < 50; ++i) run.add(numbered_request(i, (i * 17) % 50));
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
  for (int i = 0; i < 70; ++i) run.add(numbered_request(i));
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
  for (int i = 0; i < 10; ++i) run.add(numbered_request(i));
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
  for (int i = 0; i < 100; ++i) run.add(numbered_request(i), {0, 1});
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
  for (int i = 0; i < 50; ++i) run.add(numbered_request(i));
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
  for (int i = 0; i < 400; ++i) run.add(numbered_request(i), {0, 1});
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
  run.add(numbered_request(0));
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
  run.add(numbered_request(0));
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
    run.add(numbered_request(0));
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
  for (int i = 0; i < 1000; ++i) run.add(numbered_request(i));
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
  for (int i = 0; i < 1000; ++i) run.add(numbered_request(i));
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
  for (int i = 0; i < 20; ++i) run.add(numbered_request(i));
  run.finish();
  alive = true;
  run.dispatcher.turn(network.now_us() + 1000 * kMinuteUs);
  for (int i = 0; i < 200; ++i) run.add(numbered_request(100 + i));
  run.finish();
  for (size_t i = 20; i < run.replies.size(); ++i) EXPECT_TRUE(run.replies[i].ok());
}

TEST(Dispatch, AStormOf429sForMinutesLosesNothing) {
  SimulatedNetwork network([&](const HttpRequest&, int64_t now) {
    if (now < 5 * kMinuteUs) return SimulatedNetwork::Outcome{1000, http_reply(429, "")};
    return SimulatedNetwork::Outcome{1000, chat_reply("ok", 20, 5)};
  });
  Simulation run({.endpoints = {endpoint_named("a")}}, network);
  for (int i = 0; i < 500; ++i) run.add(numbered_request(i));
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
    for (int i = 0; i < minutes * cap; ++i) run.add(numbered_request(i));
    run.finish();
    size_t first = 0;
    for (size_t i = 0; i < network.sent.size(); ++i) {
      while (network.sent[first].at_us <= network.sent[i].at_us - kMinuteUs) ++first;
      ASSERT_LE(i - first + 1, static_cast<size_t>(cap));
    }
    EXPECT_LE(network.sent.back().at_us, minutes * kMinuteUs * 102 / 100);
  }
}

}  // namespace
}  // namespace lauter::llm
