/// One HTTP exchange, and connections that are used again. Internal to s3.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "s3/sigv4.h"

namespace lauter::s3::internal {

struct HttpRequest {
  std::string_view method;
  std::string url;
  Pairs headers{};
  std::string_view body{};            ///< must outlive the exchange
  uint64_t max_reply_bytes = 1 << 20;  ///< a longer body ends the exchange
  const std::atomic<bool>* stop = nullptr;       ///< once true, the exchange ends
  const std::atomic<bool>* cancelled = nullptr;  ///< the same, of one reader
};

enum class Outcome : uint8_t {
  kDone,       ///< a status and a whole body
  kBroken,     ///< no connection, a reset, a timeout, a body cut off: may be tried again
  kHopeless,   ///< a certificate that does not verify, a host without a name: trying again is vain
  kCancelled,  ///< `stop` or `cancelled`
};

struct HttpReply {
  Outcome outcome = Outcome::kBroken;
  int status = 0;
  std::string body{};
  std::string etag{};
  std::string content_range{};
  std::string bucket_region{};
  std::string date{};           ///< by the server's clock
  std::string last_modified{};
  uint64_t content_length = 0;  ///< as the head says; of a HEAD the object's size
  std::string why{};            ///< if not kDone: libcurl's words
};

/// Safe from any thread. As many connections as there are callers at a time.
class Http {
 public:
  explicit Http(std::string ca_file) : ca_file_(std::move(ca_file)) {}
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  HttpReply exchange(const HttpRequest& request);

 private:
  void* take_handle();

  const std::string ca_file_;
  std::mutex mutex_;         ///< guards idle_
  std::vector<void*> idle_;  ///< CURL handles; the last one used is the next one taken
};

}  // namespace lauter::s3::internal
