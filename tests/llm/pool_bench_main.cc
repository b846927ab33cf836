// pool_bench URL [requests] [in flight] [cache file]
//
// How much processor time the client takes for a request, against a server that answers at once
// (stub_server in a process of its own, so that its time does not count). Prints one line of JSON.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "llm/transport/pool.h"

using namespace lauter::llm;

namespace {

double processor_s() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peak_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: pool_bench URL [requests] [in flight] [cache file]\n");
    return 2;
  }
  const int total = argc > 2 ? std::atoi(argv[2]) : 100'000;
  const int in_flight = argc > 3 ? std::atoi(argv[3]) : 512;
  std::unique_ptr<Cache> cache;
  if (argc > 4) {
    auto opened = Cache::open(argv[4], lauter::SecretKey{std::string(32, 'k')});
    if (!opened.ok()) {
      std::fprintf(stderr, "pool_bench: %s\n", opened.error().message.c_str());
      return 1;
    }
    cache = std::move(*opened);
  }
  Endpoint endpoint;
  endpoint.name = "stub";
  endpoint.base_url = argv[1];
  endpoint.model = "stub";
  endpoint.max_in_flight = in_flight;
  auto pool = Pool::start({.endpoints = {endpoint}, .cache = cache.get()});
  if (!pool.ok()) {
    std::fprintf(stderr, "pool_bench: %s\n", pool.error().message.c_str());
    return 1;
  }
  const std::string text(2000, 'x');  // a window and its prompt
  constexpr int kTogether = 2048;
  const double begin_s = processor_s();
  const auto begin = std::chrono::steady_clock::now();
  int answered = 0;
  long kib_at_a_tenth = 0;
  for (int done = 0; done < total; done += kTogether) {
    std::vector<Request> requests(static_cast<size_t>(std::min(kTogether, total - done)));
    for (size_t i = 0; i < requests.size(); ++i) {
      requests[i].messages = {{Role::kSystem, "Find names."},
                              {Role::kUser, std::to_string(done + static_cast<int>(i)) + text}};
      requests[i].schema = R"({"type":"object","required":["edits"]})";
      requests[i].max_output_tokens = 100;
    }
    for (const Reply& reply : (*pool)->ask(requests)) answered += reply.ok() ? 1 : 0;
    if (kib_at_a_tenth == 0 && done >= total / 10) kib_at_a_tenth = peak_kib();
  }
  const double used_s = processor_s() - begin_s;
  const double wall_s =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  const PoolStats stats = (*pool)->stats();
  std::printf(
      "{\"requests\":%d,\"answered\":%d,\"cpu_us_each\":%.1f,\"per_core_second\":%.0f,"
      "\"per_wall_second\":%.0f,\"most_in_flight\":%lld,\"peak_mib_at_a_tenth\":%.1f,"
      "\"peak_mib\":%.1f}\n",
      total, answered, used_s / total * 1e6, total / used_s, total / wall_s,
      static_cast<long long>(stats.endpoints[0].most_in_flight),
      static_cast<double>(kib_at_a_tenth) / 1024, static_cast<double>(peak_kib()) / 1024);
  return answered == total ? 0 : 1;
}
