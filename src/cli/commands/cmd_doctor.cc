// `lauter doctor`: what this machine has, what is missing and how to get it.
#include <unistd.h>

#include <cstdio>
#include <thread>
#include <vector>

#include "cli/commands/commands.h"
#include "cli/doctor.h"
#include "cli/endpoint_check.h"
#include "cli/job_setup.h"
#include "cli/low_args.h"
#include "cli/object_storage.h"
#include "cli/terminal.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "io/parquet.h"
#include "run/recipe/recipe.h"
#include "tag/embedded_models.h"

namespace lauter {
namespace {

std::string cpu_features() {
  std::string have;
#if defined(__x86_64__)
  const std::pair<const char*, bool> features[] = {
      {"sse4.2", __builtin_cpu_supports("sse4.2") != 0},
      {"avx2", __builtin_cpu_supports("avx2") != 0},
      {"bmi2", __builtin_cpu_supports("bmi2") != 0},
      {"avx512f", __builtin_cpu_supports("avx512f") != 0},
      {"avx512bw", __builtin_cpu_supports("avx512bw") != 0},
      {"avx512vbmi", __builtin_cpu_supports("avx512vbmi") != 0},
  };
  for (const auto& [name, present] : features) {
    if (present) have += (have.empty() ? "" : " ") + std::string(name);
  }
#endif
  return have.empty() ? "none that are used" : have;
}

std::string cpu_name() {
  const auto info = read_file("/proc/cpuinfo");
  if (!info.ok()) return "unknown";
  const size_t at = info->find("model name");
  if (at == std::string::npos) return "unknown";
  const size_t begin = info->find(": ", at);
  const size_t end = info->find('\n', at);
  if (begin == std::string::npos || begin > end) return "unknown";
  return info->substr(begin + 2, end - begin - 2);
}

uint64_t memory_bytes() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long size = ::sysconf(_SC_PAGE_SIZE);
  return pages > 0 && size > 0 ? static_cast<uint64_t>(pages) * static_cast<uint64_t>(size) : 0;
}

std::string graphics() {
  const bool device = path_exists("/dev/nvidia0") || path_exists("/dev/nvidiactl");
  bool driver = false;
  for (const char* path :
       {"/usr/lib/x86_64-linux-gnu/libcuda.so.1", "/usr/lib64/libcuda.so.1",
        "/usr/lib/aarch64-linux-gnu/libcuda.so.1", "/usr/local/cuda/compat/libcuda.so.1"}) {
    driver = driver || path_exists(path);
  }
  if (device && driver) return "NVIDIA card with driver (not used by this version)";
  if (device)
    return "NVIDIA card, but no libcuda.so.1: install the driver (not used by this version)";
  return "none (not needed: this version runs on the processor)";
}

std::string models() {
  std::string have;
  for (const EmbeddedModel& model : embedded_models()) {
    have += (have.empty() ? "" : ", ") + model.name + " (" +
            human_bytes(model.weights().size()) + ")";
  }
  if (!have.empty()) return have;
  return "none: everything is found by rules; put models/small.safetensors in place and build again";
}

std::string endpoint_line(llm::Endpoint endpoint) {
  std::string key;
  if (!endpoint.api_key_env.empty()) {
    endpoint.api_key = environment_variable(endpoint.api_key_env).value_or("");
    key = "; " + endpoint.api_key_env + (endpoint.api_key.empty() ? " is NOT set" : " is set");
  }
  const Result<std::string> said = ask_endpoint(endpoint);
  return (said.ok() ? *said : said.error().message) + key;
}

Result<void> add_endpoints(const Config& config, MachineFacts& facts) {
  LAUTER_ASSIGN(const Recipe recipe, load_recipe(config.recipe, config.overrides));
  for (const llm::Endpoint& endpoint : recipe.endpoints) {
    facts.emplace_back("endpoint " + endpoint.name, endpoint_line(endpoint));
  }
  if (recipe.endpoints.empty()) {
    facts.emplace_back("endpoints", "none in the recipe " + recipe.name + "; --recipe FILE asks those of a recipe");
  }
  return {};
}

Result<MachineFacts> machine_facts(const Config& config) {
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const uint64_t memory = memory_bytes();
  // The stated bound: 300 MB and 64 MB a thread.
  const uint64_t needed = (uint64_t{300} + 64 * cores) * 1'000'000;
  MachineFacts facts;
  facts.emplace_back("lauter", lauter_version());
  facts.emplace_back("processor", cpu_name());
  facts.emplace_back("features", cpu_features());
  facts.emplace_back("cores", std::to_string(cores) + " (--threads " + std::to_string(cores) + " unless told otherwise)");
  facts.emplace_back("memory", human_bytes(memory) + "; a run on all cores takes up to " + human_bytes(needed) +
                                   (memory < needed ? ": use fewer --threads" : ""));
  facts.emplace_back("graphics", graphics());
  std::string more;
  for (const Compression kind : {Compression::kXz, Compression::kBzip2}) {
    if (can_compress(kind)) more += ", " + std::string(compression_suffix(kind));
  }
  facts.emplace_back("formats", "jsonl, json, csv, tsv, text, code, warc, wet; .gz, .zst" + more + " of all of them");
  const auto parquet = parquet_library_version(parquet_library(config));
  facts.emplace_back("parquet", parquet.ok() ? "yes, by " + *parquet : "no: " + parquet.error().message);
  facts.emplace_back("object storage", object_storage_state(config));
  facts.emplace_back("models", models());
  LAUTER_TRY(add_endpoints(config, facts));
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") == 0) {
    facts.emplace_back("missing", "AVX2; build with -DLAUTER_MARCH=x86-64-v2 for this processor");
  }
#endif
  return facts;
}

}  // namespace

Result<MachineFacts> examine_machine(const std::vector<std::string>& args) {
  std::vector<std::string> all = {"doctor"};
  all.insert(all.end(), args.begin(), args.end());
  LAUTER_ASSIGN(const LowArgs low, parse_low_args(all));
  LAUTER_ASSIGN(const Config config, make_config(low));
  return machine_facts(config);
}

int run_doctor(const Config& config) {
  const auto facts = machine_facts(config);
  if (!facts.ok()) return fail(facts.error());
  std::string text;
  for (const auto& [name, words] : *facts) {
    std::string line = name;
    line.resize(std::max<size_t>(18, name.size() + 1), ' ');
    text += line + words + "\n";
  }
  const int code = print(text);
  return code == kExitOk && facts->back().first == "missing" ? kExitRejected : code;
}

}  // namespace lauter
