/// Times are counted in microseconds here, which 64 bits hold for 290,000 years.
#pragma once

#include <cstdint>

namespace lauter::llm {

inline constexpr int64_t kSecondUs = 1'000'000;
inline constexpr int64_t kMinuteUs = 60 * kSecondUs;

}  // namespace lauter::llm
