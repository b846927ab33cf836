// The pool over real sockets, against the stub server and each of its faults.
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "llm/stub_server.h"
#include "llm/transport/curl_transport.h"
#include "llm/transport/pool.h"
#include "llm/transport/probe.h"

namespace lauter::llm {
namespace {

constexpr const char* kSchema =
    R"({"type":"object","properties":{"edits":{"type":"array"}},"required":["edits"]})";
constexpr const char* kContent = R"({"edits":[{"quote":"Ann","category":"PERSON"}]})";

std::unique_ptr<stub::Server> start_server(stub::Options options = {}) {
  if (!options.answer) options.answer = [](const stub::Question&) { return kContent; };
  auto server = stub::Server::start(std::move(options));
  EXPECT_TRUE(server.ok()) << server.error().message;
  return std::move(*server);
}

Endpoint endpoint_of(const stub::Server& server) {
  Endpoint endpoint;
  endpoint.name = "main";
  endpoint.base_url = server.base_url();
  endpoint.model = "stub";
  endpoint.first_byte_timeout_s = 1;
  endpoint.timeout_s = 2;
  endpoint.retries = 20;
  endpoint.max_in_flight = 256;
  return endpoint;
}

std::unique_ptr<Pool> start_pool(PoolOptions options) {
  auto pool = Pool::start(std::move(options));
  EXPECT_TRUE(pool.ok()) << pool.error().message;
  return std::move(*pool);
}

std::vector<Request> make_requests(int count) {
  std::vector<Request> requests(static_cast<size_t>(count));
  for (int i = 0; i < count; ++i) {
    Request& request = requests[static_cast<size_t>(i)];
    request.messages = {{Role::kSystem, "Find names."}, {Role::kUser, "Row " + std::to_string(i)}};
    request.schema_name = "edits";
    request.schema = kSchema;
    request.max_output_tokens = 100;
  }
  return requests;
}

TEST(Network, AnswersComeInTheOrderOfTheRequests) {
  const auto server = start_server({.answer = [](const stub::Question& question) {
    return "{\"edits\":[\"" + question.last_message + "\"]}";
  }});
  const auto pool = start_pool({.endpoints = {endpoint_of(*server)}});
  const auto replies = pool->ask(make_requests(500));
  ASSERT_EQ(replies.size(), 500U);
  for (size_t i = 0; i < replies.size(); ++i) {
    ASSERT_TRUE(replies[i].ok()) << name_of(replies[i].failure) << replies[i].why;
    EXPECT_EQ(replies[i].content, "{\"edits\":[\"Row " + std::to_string(i) + "\"]}");
    EXPECT_EQ(replies[i].endpoint, "main");
    EXPECT_EQ(replies[i].usage.requests, 1);
    EXPECT_GT(replies[i].usage.input_tokens, 0);
  }
  EXPECT_LE(server->stats().connections, 256) << "connections are reused";
}

TEST(Network, EveryFaultIsSurvivedAndCountedAsWhatItIs) {
  struct Row {
    stub::Fault fault;
    Failure failure;
  };
  const Row rows[] = {
      {stub::Fault::kRateLimit, Failure::kRateLimited},
      {stub::Fault::kServerError, Failure::kServer},
      {stub::Fault::kUnavailable, Failure::kServer},
      {stub::Fault::kClose, Failure::kNetwork},
      {stub::Fault::kReset, Failure::kNetwork},
      {stub::Fault::kDrip, Failure::kTimeout},
      {stub::Fault::kHang, Failure::kTimeout},
      {stub::Fault::kGzipBomb, Failure::kMalformed},
      {stub::Fault::kGarbage, Failure::kMalformed},
      {stub::Fault::kCutJson, Failure::kMalformed},
      {stub::Fault::kError200, Failure::kServer},
      {stub::Fault::kNoChoices, Failure::kEmpty},
      {stub::Fault::kEmpty, Failure::kEmpty},
      {stub::Fault::kToolCall, Failure::kMalformed},
      {stub::Fault::kRefusal, Failure::kRefused},
      {stub::Fault::kLength, Failure::kTruncated},
      {stub::Fault::kFilter, Failure::kFiltered},
      {stub::Fault::kUsage, Failure::kNone},
      {stub::Fault::kWrongSchema, Failure::kMalformed},
      {stub::Fault::kChatter, Failure::kNone},
      {stub::Fault::kDuplicate, Failure::kNone},
      {stub::Fault::kThink, Failure::kNone},
      {stub::Fault::kHalfAnswer, Failure::kMalformed},
  };
  ASSERT_EQ(std::size(rows), static_cast<size_t>(stub::kFaults - 1));
  const auto check = [](const Row& row) {
    const auto server = start_server({.fault_rate = 1, .faults = {row.fault}, .retry_after = "0"});
    Endpoint endpoint = endpoint_of(*server);
    endpoint.timeout_s = row.fault == stub::Fault::kDrip ? 0.5 : 60;
    endpoint.first_byte_timeout_s = row.fault == stub::Fault::kHang ? 0.5 : 60;
    endpoint.retries = 1;
    endpoint.give_up_after_s = row.fault == stub::Fault::kRateLimit ? 0.1 : 60;
    const auto pool = start_pool({.endpoints = {endpoint}});
    const auto replies = pool->ask(make_requests(3));
    for (const Reply& reply : replies) {
      EXPECT_EQ(reply.failure, row.failure)
          << stub::name_of(row.fault) << ": " << name_of(reply.failure) << ": " << reply.why;
      EXPECT_EQ(reply.content, reply.ok() ? kContent : "");
      EXPECT_EQ(reply.why.empty(), reply.ok());
    }
  };
  std::vector<std::thread> threads;  // they mostly wait
  for (const Row& row : rows) threads.emplace_back(check, row);
  for (std::thread& thread : threads) thread.join();
}

TEST(Network, AFifthOfFaultsOfEveryKindLosesNothing) {
  const auto server =
      start_server({.fault_rate = 0.2, .seed = 7, .retry_after = "0", .drip_us = 100'000});
  const auto pool = start_pool({.endpoints = {endpoint_of(*server)}});
  const auto replies = pool->ask(make_requests(1000));
  int judged = 0;
  for (const Reply& reply : replies) {
    if (reply.ok()) {
      EXPECT_EQ(reply.content, kContent);
      continue;
    }
    // The model's own refusals stand; everything else was tried again until it came right.
    ++judged;
    EXPECT_TRUE(reply.failure == Failure::kTruncated || reply.failure == Failure::kFiltered ||
                reply.failure == Failure::kRefused || reply.failure == Failure::kMalformed)
        << name_of(reply.failure) << ": " << reply.why;
    EXPECT_EQ(reply.content, "");
  }
  EXPECT_GT(judged, 10);
  EXPECT_LT(judged, 100);
  // Only an answer that came too late on a busy machine may be asked for again.
  const auto seen = server->stats();
  const auto faults = [&](stub::Fault fault) { return seen.faults[static_cast<size_t>(fault)]; };
  const int64_t timeouts = pool->stats().endpoints[0].tries[static_cast<size_t>(Failure::kTimeout)];
  EXPECT_LE(seen.paid_again, timeouts - faults(stub::Fault::kHang) - faults(stub::Fault::kDrip));
}

TEST(Network, ASilentPeerIsLeftAtTheConnectTimeout) {
  // A listener that accepts nothing: once its queue is full, the system drops what comes.
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  ASSERT_EQ(::bind(listener, any, size), 0);
  ASSERT_EQ(::listen(listener, 0), 0);
  ASSERT_EQ(::getsockname(listener, any, &size), 0);
  std::array<int, 4> fillers{};
  for (int& fd : fillers) {
    fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    ::connect(fd, any, size);
  }
  Endpoint endpoint;
  endpoint.name = "silent";
  endpoint.base_url = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  endpoint.model = "m";
  endpoint.connect_timeout_s = 0.2;
  endpoint.retries = 0;
  const auto pool = start_pool({.endpoints = {endpoint}});
  const auto begin = std::chrono::steady_clock::now();
  const auto replies = pool->ask(make_requests(1));
  EXPECT_EQ(replies[0].failure, Failure::kNetwork) << replies[0].why;
  EXPECT_EQ(replies[0].usage.requests, 0) << "the server has seen nothing";
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));
  for (const int fd : fillers) ::close(fd);
  ::close(listener);
}

TEST(Network, AnotherEndpointTakesOver) {
  const auto broken = start_server({.fault_rate = 1, .faults = {stub::Fault::kServerError}});
  const auto sound = start_server();
  Endpoint first = endpoint_of(*broken), second = endpoint_of(*sound);
  first.name = "broken";
  second.name = "sound";
  const auto pool = start_pool({.endpoints = {first, second}});
  for (const Reply& reply : pool->ask(make_requests(300))) {
    EXPECT_TRUE(reply.ok()) << reply.why;
    EXPECT_EQ(reply.endpoint, "sound");
  }
  const PoolStats stats = pool->stats();
  EXPECT_GE(stats.endpoints[0].times_broken, 1);
  EXPECT_FALSE(stats.endpoints[0].in_service);
}

TEST(Network, AWrongKeyIsRejectedAndTheKeyIsNowhere) {
  const auto server = start_server({.api_key = "right-key"});
  Endpoint endpoint = endpoint_of(*server);
  endpoint.api_key = "wrong-key";
  const auto pool = start_pool({.endpoints = {endpoint}});
  const auto refused = pool->ask(make_requests(1));
  EXPECT_EQ(refused[0].failure, Failure::kRejected);
  EXPECT_EQ(refused[0].why, "HTTP 401 (invalid_api_key)");
  EXPECT_EQ(*probe(endpoint), 401);
  endpoint.api_key = "right-key";
  EXPECT_EQ(*probe(endpoint), 200);
  const auto open = start_pool({.endpoints = {endpoint}});
  EXPECT_TRUE(open->ask(make_requests(1))[0].ok());
}

TEST(Network, CancelEndsWhatWaits) {
  const auto server = start_server({.fault_rate = 1, .faults = {stub::Fault::kHang}});
  Endpoint endpoint = endpoint_of(*server);
  endpoint.first_byte_timeout_s = endpoint.timeout_s = 60;
  std::atomic<bool> stop = false;
  const auto pool = start_pool({.endpoints = {endpoint}, .stop = &stop});
  std::thread canceller([&] {
    while (server->stats().in_flight < 256)
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    stop = true;
  });
  for (const Reply& reply : pool->ask(make_requests(300))) {
    EXPECT_EQ(reply.failure, Failure::kCancelled);
  }
  canceller.join();
  EXPECT_EQ(pool->ask(make_requests(1))[0].failure, Failure::kCancelled);
}

TEST(Network, TheSameQuestionIsPaidOnceByManyCallers) {
  const auto server = start_server({.latency_us = 20'000});
  const auto pool = start_pool({.endpoints = {endpoint_of(*server)}});
  std::vector<std::thread> callers;
  std::array<std::vector<Reply>, 8> replies;
  for (auto& mine : replies) {
    callers.emplace_back([&] { mine = pool->ask(make_requests(100)); });
  }
  for (std::thread& caller : callers) caller.join();
  for (const auto& mine : replies) {
    for (const Reply& reply : mine) EXPECT_TRUE(reply.ok());
  }
  // Without a cache a caller that comes after the answer asks again.
  EXPECT_LT(server->stats().requests, 8 * 100);
}

TEST(Network, Kill9CostsOnlyWhatWasUnderWay) {
  constexpr int kRequests = 2000, kInFlight = 64;
  const std::string path = std::filesystem::temp_directory_path() /
                           ("llm_network_test" + std::to_string(::getpid()) + ".sqlite");
  const SecretKey key{std::string(32, 'k')};
  const auto server = start_server({.latency_us = 5'000});
  Endpoint endpoint = endpoint_of(*server);
  endpoint.max_in_flight = kInFlight;
  endpoint.first_byte_timeout_s = endpoint.timeout_s = 60;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto cache = Cache::open(path, key);
    const auto pool = Pool::start({.endpoints = {endpoint}, .cache = cache->get()});
    (*pool)->ask(make_requests(kRequests));
    ::_exit(0);
  }
  while (server->stats().requests < kRequests / 2) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status)) << "killed in the middle";

  const auto cache = Cache::open(path, key);
  ASSERT_TRUE(cache.ok());
  const auto pool = start_pool({.endpoints = {endpoint}, .cache = cache->get()});
  int64_t kept = 0;
  for (const Reply& reply : pool->ask(make_requests(kRequests))) {
    EXPECT_TRUE(reply.ok());
    EXPECT_EQ(reply.content, kContent);
    kept += reply.from_cache ? 1 : 0;
  }
  EXPECT_GT(kept, kRequests / 4);
  EXPECT_LE(server->stats().paid_again, kInFlight);
  const auto again = pool->ask(make_requests(kRequests));
  EXPECT_LE(server->stats().requests, kRequests + kInFlight) << "the second time nothing is asked";
  EXPECT_TRUE(again[0].from_cache);
  for (const char* suffix : {"", "-wal", "-shm"}) std::filesystem::remove(path + suffix);
}

TEST(Network, ManyRequestsAreInFlightFromOneCaller) {
  const auto server = start_server({.latency_us = 2'000'000});
  Endpoint endpoint = endpoint_of(*server);
  endpoint.max_in_flight = 600;
  endpoint.first_byte_timeout_s = endpoint.timeout_s = 20;
  const auto pool = start_pool({.endpoints = {endpoint}});
  for (const Reply& reply : pool->ask(make_requests(600))) EXPECT_TRUE(reply.ok()) << reply.why;
  EXPECT_GE(server->stats().most_in_flight, 500);
}

}  // namespace
}  // namespace lauter::llm
