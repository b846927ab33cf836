#include "llm/asker.h"

#include <array>

namespace lauter::llm {

std::string_view name_of(Failure failure) {
  static constexpr std::array<std::string_view, kFailures> kNames = {
      "none",      "timeout", "network",   "server", "rate_limited", "rejected", "truncated", "filtered",     "refused",
      "empty",     "malformed", "budget", "no_endpoint", "storage",  "cancelled", "not_recorded", "pending"};
  static_assert(!kNames.back().empty());
  return kNames[static_cast<size_t>(failure)];
}

Usage& Usage::operator+=(const Usage& other) {
  input_tokens += other.input_tokens;
  output_tokens += other.output_tokens;
  requests += other.requests;
  money += other.money;
  return *this;
}

}  // namespace lauter::llm
