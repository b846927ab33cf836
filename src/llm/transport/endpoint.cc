#include "llm/transport/endpoint.h"

#include <string_view>

#include "json/value.h"

namespace lauter::llm {
namespace {

Error bad(std::string_view key, std::string_view why) {
  return invalid_argument(std::string(key) + ": " + std::string(why));
}

bool in_range(double value, double low, double high) { return value >= low && value <= high; }

Result<void> check_extra(const std::string& extra) {
  if (extra.empty()) return {};
  const auto parsed = parse_json(extra);
  if (!parsed.ok()) return bad("extra", parsed.error().message);
  if (!parsed->is_object()) return bad("extra", "not an object");
  // These decide what is asked and what a reply looks like; they are not the recipe's to set.
  for (const char* owned : {"messages", "stream", "n", "response_format"}) {
    if (parsed->find(owned) != nullptr) return bad("extra", std::string(owned) + " cannot be set");
  }
  return {};
}

}  // namespace

Result<void> check_endpoint(const Endpoint& endpoint) {
  const std::string& url = endpoint.base_url;
  if (!url.starts_with("http://") && !url.starts_with("https://")) {
    return bad("base_url", "not an http or https URL");
  }
  if (url.find_first_of(" \t\r\n#?") != std::string::npos) {
    return bad("base_url", "white space, # or ? in the URL");
  }
  if (url.find('@') != std::string::npos) {
    return bad("base_url", "a user or password in the URL (use api_key_env)");
  }
  if (endpoint.model.empty()) return bad("model", "empty");
  if (endpoint.api_key.find_first_of("\r\n") != std::string::npos) {
    return bad("api_key_env", "the key has a line end in it");
  }
  const std::string& field = endpoint.max_tokens_field;
  if (field != "max_tokens" && field != "max_completion_tokens") {
    return bad("max_tokens_field", "not max_tokens or max_completion_tokens");
  }
  constexpr double kWeek = 7 * 86400.0;
  constexpr double kMany = 1e12;
  struct Range {
    const char* key;
    double value, low, high;
  };
  const Range ranges[] = {
      {"requests_per_minute", static_cast<double>(endpoint.requests_per_minute), 0, kMany},
      {"tokens_per_minute", static_cast<double>(endpoint.tokens_per_minute), 0, kMany},
      {"max_in_flight", static_cast<double>(endpoint.max_in_flight), 1, 10000},
      {"connect_timeout_s", endpoint.connect_timeout_s, 0.001, kWeek},
      {"first_byte_timeout_s", endpoint.first_byte_timeout_s, 0.001, kWeek},
      {"timeout_s", endpoint.timeout_s, 0.001, kWeek},
      {"give_up_after_s", endpoint.give_up_after_s, 0.001, kWeek},
      {"retries", static_cast<double>(endpoint.retries), 0, 1000},
      {"price_per_million_input", endpoint.price_per_million_input, 0, 1e6},
      {"price_per_million_output", endpoint.price_per_million_output, 0, 1e6},
      {"weight", endpoint.weight, 1e-6, 1e6},
      {"reasoning_tokens", static_cast<double>(endpoint.reasoning_tokens), 0, 1e7},
      {"max_reply_bytes", static_cast<double>(endpoint.max_reply_bytes), 1024, 1 << 30},
  };
  for (const Range& range : ranges) {
    if (!in_range(range.value, range.low, range.high)) return bad(range.key, "out of range");
  }
  return check_extra(endpoint.extra);
}

}  // namespace lauter::llm
