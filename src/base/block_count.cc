#ifdef LAUTER_COUNT_WORK
#include "base/block_count.h"

#include <cstddef>

namespace {
thread_local constinit uint64_t blocks = 0;
}

#define LAUTER_UNCOUNTED __attribute__((no_sanitize_coverage, no_sanitize("address", "undefined")))

namespace lauter {
uint64_t blocks_run() { return blocks; }
}  // namespace lauter

// Called by the compiler at the begin of each block, and by the linker's --wrap in place of the C library's functions.
extern "C" {
void __sanitizer_cov_trace_pc();
void* __real_memchr(const void* p, int c, size_t n);
void* __real_memrchr(const void* p, int c, size_t n);
void* __real_memmem(const void* p, size_t n, const void* q, size_t m);
int __real_memcmp(const void* p, const void* q, size_t n);
void* __real_memcpy(void* to, const void* from, size_t n);
void* __real_memmove(void* to, const void* from, size_t n);
void* __wrap_memchr(const void* p, int c, size_t n);
void* __wrap_memrchr(const void* p, int c, size_t n);
void* __wrap_memmem(const void* p, size_t n, const void* q, size_t m);
int __wrap_memcmp(const void* p, const void* q, size_t n);
void* __wrap_memcpy(void* to, const void* from, size_t n);
void* __wrap_memmove(void* to, const void* from, size_t n);

LAUTER_UNCOUNTED void __sanitizer_cov_trace_pc() { ++blocks; }

LAUTER_UNCOUNTED void* __wrap_memchr(const void* p, int c, size_t n) {
  void* const at = __real_memchr(p, c, n);
  blocks += at == nullptr ? n : static_cast<size_t>(static_cast<char*>(at) - static_cast<const char*>(p));
  return at;
}

LAUTER_UNCOUNTED void* __wrap_memrchr(const void* p, int c, size_t n) {
  void* const at = __real_memrchr(p, c, n);
  blocks += at == nullptr ? n : n - static_cast<size_t>(static_cast<char*>(at) - static_cast<const char*>(p));
  return at;
}

LAUTER_UNCOUNTED void* __wrap_memmem(const void* p, size_t n, const void* q, size_t m) {
  void* const at = __real_memmem(p, n, q, m);
  blocks += at == nullptr ? n : static_cast<size_t>(static_cast<char*>(at) - static_cast<const char*>(p));
  return at;
}

LAUTER_UNCOUNTED int __wrap_memcmp(const void* p, const void* q, size_t n) {
  blocks += n / 8;
  return __real_memcmp(p, q, n);
}

LAUTER_UNCOUNTED void* __wrap_memcpy(void* to, const void* from, size_t n) {
  blocks += n / 8;
  return __real_memcpy(to, from, n);
}

LAUTER_UNCOUNTED void* __wrap_memmove(void* to, const void* from, size_t n) {
  blocks += n / 8;
  return __real_memmove(to, from, n);
}
}
#endif
