/// A libstdc++ that was built on Debian 12 takes its random_device from arc4random, which glibc has since 2.36. This one
/// stands in for it, so that what links libstdc++ statically runs on glibc 2.34 too (docs/design/0027-packages.md).
#include <sys/random.h>

#include <cerrno>
#include <exception>

extern "C" [[gnu::visibility("hidden")]] unsigned arc4random() noexcept {
  unsigned value = 0;
  // A call for so few bytes is never cut short; before the kernel's pool is filled it may be interrupted.
  while (::getrandom(&value, sizeof value, 0) != sizeof value) {
    if (errno != EINTR) std::terminate();
  }
  return value;
}
