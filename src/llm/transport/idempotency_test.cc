// The key under which a try is sent: the same until an answer has ended it.
#include <gtest/gtest.h>

#include <map>

#include "llm/transport/dispatch.h"
#include "llm/transport/simulated_network_test_support.h"

namespace lauter::llm {
namespace {

/// Sends one request for `account` to a server with these outcomes, one after the other; the keys.
std::vector<std::string> keys_of(std::vector<HttpReply> outcomes, const std::string& account,
                                 const std::string& text = "row") {
  size_t next = 0;
  SimulatedNetwork network([&](const HttpRequest&, int64_t) {
    return SimulatedNetwork::Outcome{1000, outcomes.at(next++)};
  });
  Endpoint endpoint;
  endpoint.name = "a";
  endpoint.base_url = "http://a/v1";
  endpoint.model = "m";
  Dispatcher dispatcher({.endpoints = {endpoint}, .account = account}, network, network);
  Request request;
  request.messages = {{Role::kUser, text}};
  request.max_output_tokens = 10;
  bool is_done = false;
  dispatcher.add(request, {0}, [&](const Reply&) { is_done = true; });
  while (!dispatcher.idle()) dispatcher.turn(Dispatcher::kNoLimit);
  EXPECT_TRUE(is_done);
  EXPECT_EQ(network.sent.size(), outcomes.size());
  std::vector<std::string> keys;
  for (const auto& sent : network.sent) keys.push_back(sent.idempotency_key);
  return keys;
}

TEST(Idempotency, AKeyStaysUntilAnAnswerEndsItsTry) {
  const HttpReply good = chat_reply("ok", 20, 5);
  const std::vector<HttpReply> outcomes = {failed_reply(Exchange::kBroken),
                                           failed_reply(Exchange::kTimeout),
                                           failed_reply(Exchange::kNotSent),
                                           http_reply(429, ""),
                                           http_reply(409, ""),
                                           http_reply(500, ""),
                                           failed_reply(Exchange::kBroken),
                                           good};
  const auto keys = keys_of(outcomes, "run");
  ASSERT_EQ(keys.size(), 8U);
  for (int i = 1; i <= 5; ++i) EXPECT_EQ(keys[static_cast<size_t>(i)], keys[0]) << i;
  // A server that keeps its answers would give the 500 again.
  EXPECT_NE(keys[6], keys[0]);
  EXPECT_EQ(keys[7], keys[6]);
}

TEST(Idempotency, KeysAreOfRequestAndRun) {
  const std::vector<HttpReply> good = {chat_reply("ok", 20, 5)};
  const auto key = keys_of(good, "run")[0];
  EXPECT_EQ(keys_of(good, "run")[0], key) << "after a kill: the same";
  EXPECT_NE(keys_of(good, "another run")[0], key);
  EXPECT_NE(keys_of(good, "run", "another row")[0], key);
  EXPECT_EQ(key.size(), 7U + 32U);
}

}  // namespace
}  // namespace lauter::llm
