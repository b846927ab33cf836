/// What may be spent. A request's upper bound is reserved before it is sent and settled when its
/// answer is there, so that the sum of what was spent and what may still be asked for by servers
/// is never above the limits.
#pragma once

#include <cstdint>

#include "llm/asker.h"
#include "llm/transport/endpoint.h"

namespace lauter::llm {

/// An amount in whole numbers, so that sums are exact. Money counts in 1e-12 of the currency: a
/// price per million tokens is then a whole number per token down to 1e-6 of the currency.
struct Cost {
  int64_t tokens = 0;
  int64_t picomoney = 0;
  int64_t requests = 0;

  Cost& operator+=(const Cost& other);
  Cost& operator-=(const Cost& other);
  bool operator==(const Cost&) const = default;
};

/// Rounded up per token. `requests` is 1.
Cost cost_of(const Endpoint& endpoint, int64_t input_tokens, int64_t output_tokens);

/// About how many input tokens a request has, before any server has counted: four bytes a token.
int64_t guess_input(const Request& request);

/// No more input tokens than this can be counted for a request: every tokenizer in use makes at
/// least one byte a token, and a chat template adds a few tokens a message (design/0014).
int64_t input_bound(const Request& request);
int64_t output_bound(const Request& request, const Endpoint& endpoint);

/// Money as Cost counts it, rounded down.
int64_t pico_of(double money);

/// Whether `committed` plus `bound` is within the limits.
bool fits(const Cost& committed, const Cost& bound, const BudgetLimits& limits);

}  // namespace lauter::llm
