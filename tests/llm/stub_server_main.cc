// stub_server [--port N] [--rules FILE] [--content TEXT] [--fault-rate P] [--faults a,b,...|all]
//             [--seed N] [--latency-ms N] [--retry-after TEXT] [--drip-ms N] [--api-key KEY]
//             [--requests-per-second N] [--idempotent 1] [--greedy-rules FILE] [--rewrite 1]
//
// --greedy-rules: what it finds besides for every odd half of a seed (candidates are two apart).
// --rewrite: it answers with the whole text, and drifts. --idempotent: stub_server.h.
// Prints `port N`, serves until its standard input ends (so that it never outlives the test that
// started it) or it is killed, then prints its statistics. See stub_server.h, stub_answers.h.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "llm/stub_server.h"

using namespace lauter::llm::stub;

namespace {

[[noreturn]] void die(const std::string& why) {
  std::fprintf(stderr, "stub_server: %s\n", why.c_str());
  std::exit(2);
}

std::vector<Fault> parse_faults(const std::string& list) {
  std::vector<Fault> faults;
  if (list == "all") return faults;
  size_t at = 0;
  while (at <= list.size()) {
    const size_t comma = std::min(list.find(',', at), list.size());
    const auto fault = fault_named(list.substr(at, comma - at));
    if (!fault.ok()) die(fault.error().message);
    faults.push_back(*fault);
    at = comma + 1;
  }
  return faults;
}

void read_rules(const std::string& path, Rules& rules) {
  std::ifstream file(path, std::ios::binary);
  if (!file) die("cannot read " + path);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (const auto parsed = rules.parse(text); !parsed.ok()) die(parsed.error().message);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  std::string rules_file, greedy_file, content;
  bool rewrites = false;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string flag = argv[i];
    const std::string value = argv[i + 1];
    if (flag == "--port") {
      options.port = std::atoi(value.c_str());
    } else if (flag == "--rules") {
      rules_file = value;
    } else if (flag == "--greedy-rules") {
      greedy_file = value;
    } else if (flag == "--rewrite") {
      rewrites = value == "1";
    } else if (flag == "--content") {
      content = value;
    } else if (flag == "--fault-rate") {
      options.fault_rate = std::atof(value.c_str());
    } else if (flag == "--faults") {
      options.faults = parse_faults(value);
    } else if (flag == "--seed") {
      options.seed = std::strtoull(value.c_str(), nullptr, 10);
    } else if (flag == "--latency-ms") {
      options.latency_us = 1000 * std::atoll(value.c_str());
    } else if (flag == "--idempotent") {
      options.idempotent = value == "1";
    } else if (flag == "--retry-after") {
      options.retry_after = value;
    } else if (flag == "--drip-ms") {
      options.drip_us = 1000 * std::atoll(value.c_str());
    } else if (flag == "--api-key") {
      options.api_key = value;
    } else if (flag == "--requests-per-second") {
      options.requests_per_second = std::atoll(value.c_str());
    } else {
      die("no flag " + flag);
    }
  }
  Rules rules, greedy;
  if (!rules_file.empty()) read_rules(rules_file, rules);
  if (!greedy_file.empty()) {
    read_rules(rules_file, greedy);
    read_rules(greedy_file, greedy);
  }
  options.answer = [&](const Question& question) {
    if (!content.empty()) return content;
    const bool is_greedy = !greedy_file.empty() && question.seed / 2 % 2 == 1;
    const Rules& in_force = is_greedy ? greedy : rules;
    return rewrites ? in_force.rewrite(question.last_message)
                    : in_force.answer(question.last_message);
  };
  const auto server = Server::start(std::move(options));
  if (!server.ok()) die(server.error().message);
  std::printf("port %d\n", (*server)->port());
  std::fflush(stdout);
  std::string line;
  while (std::getline(std::cin, line)) {
  }
  std::printf("%s\n", print_stats((*server)->stats()).c_str());
  return 0;
}
