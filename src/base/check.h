/// LAUTER_CHECK(cond, "why"): a programmer's error; prints the place and aborts. Always on, and never
/// reachable from input. LAUTER_DCHECK: the same in debug builds only, for hot paths.
#pragma once

#include <cstdio>
#include <cstdlib>

namespace lauter::internal {
[[noreturn]] inline void check_failed(const char* file, int line, const char* condition,
                                      const char* why) {
  std::fprintf(stderr, "%s:%d: check failed: %s (%s)\n", file, line, condition, why);
  std::abort();
}
}  // namespace lauter::internal

#define LAUTER_CHECK(cond, why)                                                     \
  do {                                                                              \
    if (!(cond)) ::lauter::internal::check_failed(__FILE__, __LINE__, #cond, why);  \
  } while (false)

#ifdef LAUTER_DCHECK_ON
#define LAUTER_DCHECK(cond, why) LAUTER_CHECK(cond, why)
#else
#define LAUTER_DCHECK(cond, why) \
  do {                           \
  } while (false)
#endif
