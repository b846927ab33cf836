/// When a failed try is worth another one, and when that one begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "llm/asker.h"
#include "llm/transport/transport.h"

namespace lauter::llm {

/// Exponential backoff with full jitter: the n-th wait is uniform in [0, min(cap, base * 2^n)], so
/// that clients that failed together do not come back together (Brooker, "Exponential Backoff And
/// Jitter", AWS Architecture Blog 2015).
class Backoff {
 public:
  Backoff(int64_t base_us, int64_t cap_us, uint64_t seed);
  /// `failures`: how many tries have failed, from 1.
  int64_t wait_us(int failures);
  /// Uniform in [0, most_us].
  int64_t jitter_us(int64_t most_us);

 private:
  int64_t base_us_, cap_us_;
  KeyedRandom random_;
};

/// Whether another try could end otherwise. Judgements of the model (cut at the cap, filtered,
/// declined) and of the server about this request (4xx) stand.
bool is_fault(Failure failure);

/// The `Idempotency-Key` of a try: the same for the same request of a run and its resumption, until
/// an answer has ended the try (ends_try()). A server that honours it gives again the answer that a
/// broken connection, a timeout or a kill has lost, and is paid once; others pass over it.
/// `account`: of the run; `answers`: how many tries of this request have ended. It tells nothing
/// that the server has not seen.
std::string idempotency_key(std::string_view account, std::string_view body, int answers);

/// Whether a server that honours these keys has done with the try's: under the same key it would
/// answer the same again. With 409 it is still at work on it, with 429 it did not begin.
bool ends_try(const HttpReply& reply);

/// How long a server asks to wait, from `retry-after-ms`, `retry-after` (seconds or an HTTP date)
/// or, if none is there, the longest `x-ratelimit-reset-*` of a kind of which none remains
/// (`1m30.5s`, `250ms`, `12`). Header names are in lower case; `unix_us` is now. At most an hour;
/// nothing if no header says so or makes sense.
std::optional<int64_t> asked_wait_us(
    const std::vector<std::pair<std::string, std::string>>& headers, int64_t unix_us);

}  // namespace lauter::llm
