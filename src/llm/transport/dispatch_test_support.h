/// Requests that are dispatched to their end in simulated time.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "json/value.h"
#include "llm/test_support.h"
#include "llm/transport/dispatch.h"
#include "llm/transport/microseconds.h"
#include "llm/transport/simulated_network_test_support.h"

namespace lauter::llm {

inline Endpoint endpoint_named(const std::string& name) {
  Endpoint endpoint;
  endpoint.name = name;
  endpoint.base_url = "http://" + name + "/v1";
  endpoint.model = "m";
  return endpoint;
}

inline Request numbered_request(int number, double value = 0) {
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

inline SimulatedNetwork::Server answering(int64_t after_us) {
  return [after_us](const HttpRequest&, int64_t) {
    return SimulatedNetwork::Outcome{after_us, chat_reply("ok", 20, 5)};
  };
}

inline std::string content_of(const std::string& body) {
  const auto parsed = parse_json(body);
  return std::string(parsed->find("messages")->if_array()->back().find("content")->string_or(""));
}

}  // namespace lauter::llm
