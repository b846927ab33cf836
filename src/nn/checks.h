/// What a caller must keep to on every device; breaking it is a programmer's error. Internal to nn.
#pragma once

#include <algorithm>
#include <span>

#include "nn/encoder.h"

namespace lauter::internal {

/// Aborts if the arrays of `input` differ in length or a number leaves its table.
void check_input(const ModelConfig& config, const EncoderInput& input);

template <typename Values>
bool all_below(const Values& values, uint32_t limit) {
  uint32_t highest = 0;
  for (const uint32_t value : values) highest = std::max(highest, value);
  return highest < limit;
}

/// Aborts if the sizes of `request` do not fit its head and a text of `tokens` tokens.
void check_request(std::span<const HeadConfig> heads, const HeadRequest& request, size_t tokens);

/// Lines of a line head's request.
inline size_t lines_of(const HeadRequest& request) {
  return request.line_begin.empty() ? 0 : request.line_begin.size() - 1;
}

}  // namespace lauter::internal
