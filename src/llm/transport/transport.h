/// The seam between what is decided (dispatch.h) and what is done on the network
/// (curl_transport.h). Tests put a simulated network with its own time behind it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "llm/transport/endpoint.h"

namespace lauter::llm {

/// Time, injected. Microseconds.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Never goes back; its zero means nothing.
  virtual int64_t now_us() const = 0;
  /// Since 1970, for dates that servers name.
  virtual int64_t unix_us() const = 0;
};

/// The machine's clocks.
class SystemClock final : public Clock {
 public:
  int64_t now_us() const override;
  int64_t unix_us() const override;
};

/// One POST of a JSON body.
struct HttpRequest {
  std::string url;
  std::string api_key;  ///< sent as `Authorization: Bearer`; empty: none
  std::string idempotency_key;  ///< sent as `Idempotency-Key`; empty: none
  std::string body;
  int64_t connect_timeout_us = 0;
  int64_t first_byte_timeout_us = 0;  ///< from the start to the first byte of the reply
  int64_t timeout_us = 0;
  int64_t max_reply_bytes = 0;  ///< after decompression; the head alike
  Http2 http2 = Http2::kAuto;
  std::string ca_file;  ///< empty: the system's authorities
};

enum class Exchange : uint8_t {
  kDone,      ///< there is a status and a whole body
  kNotSent,   ///< no connection: the server has seen nothing
  kTimeout,   ///< sent, but the answer did not come in time
  kBroken,    ///< sent, but the answer was cut off or is no HTTP
  kTooLarge,  ///< sent, but the answer is over max_reply_bytes
};

struct HttpReply {
  uint64_t id = 0;
  Exchange exchange = Exchange::kBroken;
  int status = 0;
  /// Names in lower case; only those that begin with `retry-after` or `x-ratelimit`.
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string why;  ///< if not kDone: the transport's words
};

/// Carries exchanges, any number at a time. All but wake() belong to one thread.
class Transport {
 public:
  virtual ~Transport() = default;
  /// Begins an exchange; its reply comes from wait(), exactly once.
  virtual void send(uint64_t id, HttpRequest request) = 0;
  /// Drops all exchanges; their replies do not come.
  virtual void cancel_all() = 0;
  /// Waits until a reply is there, wake() was called or the clock shows `until_us`; returns the
  /// replies that are there.
  virtual std::vector<HttpReply> wait(int64_t until_us) = 0;
  /// Ends the current wait, or the next one if there is none. From any thread.
  virtual void wake() = 0;
};

}  // namespace lauter::llm
