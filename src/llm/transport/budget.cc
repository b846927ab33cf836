#include "llm/transport/budget.h"

#include <cmath>

namespace lauter::llm {
namespace {

/// Tokens of a chat template: per message (role, separators) and per request (a default system
/// prompt, the opening of the answer). The largest met among public templates is 40 and about 100.
constexpr int64_t kMaxTemplatePerMessage = 64;
constexpr int64_t kMaxTemplatePerRequest = 256;

/// A price per million tokens as 1e-12 per token.
int64_t pico_per_token(double per_million) { return std::llround(std::ceil(per_million * 1e6)); }

bool within(int64_t committed, int64_t bound, int64_t limit) {
  return limit <= 0 || (committed <= limit && bound <= limit - committed);
}

}  // namespace

Cost& Cost::operator+=(const Cost& other) {
  tokens += other.tokens;
  picomoney += other.picomoney;
  requests += other.requests;
  return *this;
}

Cost& Cost::operator-=(const Cost& other) {
  tokens -= other.tokens;
  picomoney -= other.picomoney;
  requests -= other.requests;
  return *this;
}

Cost cost_of(const Endpoint& endpoint, int64_t input_tokens, int64_t output_tokens) {
  return {.tokens = input_tokens + output_tokens,
          .picomoney = input_tokens * pico_per_token(endpoint.price_per_million_input) +
                       output_tokens * pico_per_token(endpoint.price_per_million_output),
          .requests = 1};
}

int64_t guess_input(const Request& request) {
  constexpr size_t kBytesPerToken = 4;
  constexpr size_t kTemplatePerMessage = 4;
  size_t tokens = 0;
  for (const Message& message : request.messages) {
    tokens += message.content.size() / kBytesPerToken + kTemplatePerMessage;
  }
  return static_cast<int64_t>(tokens);
}

int64_t input_bound(const Request& request) {
  // The schema counts twice: some servers put it into the prompt, escaped.
  size_t bytes = 2 * request.schema.size() + request.schema_name.size();
  for (const Message& message : request.messages) bytes += message.content.size();
  return static_cast<int64_t>(bytes) + kMaxTemplatePerRequest +
         kMaxTemplatePerMessage * static_cast<int64_t>(request.messages.size());
}

int64_t output_bound(const Request& request, const Endpoint& endpoint) {
  return request.max_output_tokens + endpoint.reasoning_tokens;
}

int64_t pico_of(double money) { return std::llround(std::floor(money * 1e12)); }

bool fits(const Cost& committed, const Cost& bound, const BudgetLimits& limits) {
  return within(committed.tokens, bound.tokens, limits.tokens) &&
         within(committed.requests, bound.requests, limits.requests) &&
         (limits.money <= 0 || within(committed.picomoney, bound.picomoney, pico_of(limits.money)));
}

}  // namespace lauter::llm
