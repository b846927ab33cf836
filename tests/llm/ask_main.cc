// llm_ask [--ca-file FILE] URL COUNT MAX_TOKENS [SCHEMA]
//
// Asks COUNT questions of a server at once, with different seeds, and prints a line of JSON for
// each reply: what engine_test.py checks.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "json/writer.h"
#include "llm/transport/pool.h"

using namespace lauter::llm;

int main(int argc, char** argv) {
  Endpoint endpoint;
  if (argc > 2 && std::strcmp(argv[1], "--ca-file") == 0) {
    endpoint.ca_file = argv[2];
    argv += 2;
    argc -= 2;
  }
  if (argc < 4) {
    std::fprintf(stderr, "usage: llm_ask [--ca-file FILE] URL COUNT MAX_TOKENS [SCHEMA]\n");
    return 2;
  }
  endpoint.name = "engine";
  endpoint.base_url = argv[1];
  endpoint.model = "tiny";
  endpoint.max_in_flight = 16;
  endpoint.retries = 2;
  auto pool = Pool::start({.endpoints = {endpoint}});
  if (!pool.ok()) {
    std::fprintf(stderr, "llm_ask: %s\n", pool.error().message.c_str());
    return 1;
  }
  std::vector<Request> requests(static_cast<size_t>(std::atoi(argv[2])));
  for (size_t i = 0; i < requests.size(); ++i) {
    requests[i].messages = {{Role::kSystem, "Which category?"},
                            {Role::kUser, "row " + std::to_string(i)}};
    requests[i].max_output_tokens = std::atoi(argv[3]);
    requests[i].temperature = 1;
    requests[i].seed = static_cast<int64_t>(i);
    if (argc > 4) {
      requests[i].schema_name = "answer";
      requests[i].schema = argv[4];
    }
  }
  for (const Reply& reply : (*pool)->ask(requests)) {
    std::string line;
    lauter::JsonWriter json(line);
    json.begin_object().member("failure", name_of(reply.failure)).member("why", reply.why);
    json.member("content", reply.content).key("input").integer(reply.usage.input_tokens);
    json.key("output").integer(reply.usage.output_tokens).end_object();
    std::printf("%s\n", line.c_str());
  }
  const PoolStats stats = (*pool)->stats();
  std::printf("{\"most_in_flight\":%lld}\n",
              static_cast<long long>(stats.endpoints[0].most_in_flight));
  return 0;
}
