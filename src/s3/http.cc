#include "s3/http.h"

#include <curl/curl.h>

#include <charconv>

namespace lauter::s3::internal {
namespace {

constexpr long kConnectTimeoutMs = 10'000;
/// A transfer that stands still for so long is broken off.
constexpr long kStallSeconds = 60;
/// Whole exchanges may take this, and a second more for each 32 KiB.
constexpr long kBaseTimeoutMs = 120'000;
constexpr size_t kMaxHeadBytes = 64 << 10;

struct Exchange {
  const HttpRequest& request;
  HttpReply& reply;
  size_t head_bytes = 0;
};

bool curl_is_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

size_t on_header(char* bytes, size_t, size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.head_bytes += count;
  if (exchange.head_bytes > kMaxHeadBytes) return 0;
  const std::string_view line(bytes, count);
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name(line.substr(0, colon));
  for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  std::string_view value = line.substr(colon + 1);
  while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
  while (!value.empty() && static_cast<unsigned char>(value.back()) <= ' ') value.remove_suffix(1);
  HttpReply& reply = exchange.reply;
  if (name == "etag") {
    reply.etag = value;
  } else if (name == "content-range") {
    reply.content_range = value;
  } else if (name == "x-amz-bucket-region") {
    reply.bucket_region = value;
  } else if (name == "date") {
    reply.date = value;
  } else if (name == "last-modified") {
    reply.last_modified = value;
  } else if (name == "content-length") {
    std::from_chars(value.data(), value.data() + value.size(), reply.content_length);
    const bool is_body = exchange.request.method != "HEAD";
    if (is_body && reply.content_length <= exchange.request.max_reply_bytes) {
      reply.body.reserve(reply.content_length);
    }
  }
  return count;
}

size_t on_body(char* bytes, size_t, size_t count, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  std::string& body = exchange.reply.body;
  if (body.size() + count > exchange.request.max_reply_bytes) return 0;
  body.append(bytes, count);
  return count;
}

bool is_cancelled(const HttpRequest& request) {
  const auto is_set = [](const std::atomic<bool>* flag) { return flag != nullptr && flag->load(); };
  return is_set(request.stop) || is_set(request.cancelled);
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return is_cancelled(static_cast<Exchange*>(user)->request) ? 1 : 0;
}

Outcome outcome_of(CURLcode code, const HttpRequest& request) {
  switch (code) {
    case CURLE_OK:
      return Outcome::kDone;
    case CURLE_ABORTED_BY_CALLBACK:
      return is_cancelled(request) ? Outcome::kCancelled : Outcome::kBroken;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return Outcome::kHopeless;
    default:
      return Outcome::kBroken;
  }
}

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
  curl_easy_setopt(easy, option, value);
}

void set_up(CURL* easy, Exchange& exchange, const curl_slist* head, const std::string& ca_file) {
  const HttpRequest& request = exchange.request;
  set(easy, CURLOPT_URL, request.url.c_str());
  set(easy, CURLOPT_PATH_AS_IS, 1L);  // a key may be called a/../b
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);  // a signature is for one host
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
  set(easy, CURLOPT_USERAGENT, "lauter");
  set(easy, CURLOPT_HTTPHEADER, head);
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
  set(easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
  set(easy, CURLOPT_LOW_SPEED_TIME, kStallSeconds);
  const auto bytes = static_cast<long>(request.max_reply_bytes + request.body.size());
  set(easy, CURLOPT_TIMEOUT_MS, kBaseTimeoutMs + bytes / 32);
  set(easy, CURLOPT_BUFFERSIZE, 256L << 10);
  set(easy, CURLOPT_UPLOAD_BUFFERSIZE, 256L << 10);
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(easy, CURLOPT_XFERINFODATA, &exchange);
  set(easy, CURLOPT_HEADERFUNCTION, &on_header);
  set(easy, CURLOPT_HEADERDATA, &exchange);
  set(easy, CURLOPT_WRITEFUNCTION, &on_body);
  set(easy, CURLOPT_WRITEDATA, &exchange);
  if (!ca_file.empty()) set(easy, CURLOPT_CAINFO, ca_file.c_str());
  if (request.method == "HEAD") {
    set(easy, CURLOPT_NOBODY, 1L);
  } else if (request.method == "PUT" || request.method == "POST") {
    set(easy, CURLOPT_POST, 1L);
    set(easy, CURLOPT_POSTFIELDS, request.body.data());
    set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  }
  if (request.method == "PUT") set(easy, CURLOPT_CUSTOMREQUEST, "PUT");
  if (request.method == "DELETE") set(easy, CURLOPT_CUSTOMREQUEST, "DELETE");
}

}  // namespace

Http::~Http() {
  for (void* easy : idle_) curl_easy_cleanup(easy);
}

void* Http::take_handle() {
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      void* easy = idle_.back();
      idle_.pop_back();
      return easy;
    }
  }
  return curl_is_ready() ? curl_easy_init() : nullptr;
}

HttpReply Http::exchange(const HttpRequest& request) {
  HttpReply reply;
  CURL* easy = take_handle();
  if (easy == nullptr) {
    reply.why = "libcurl cannot start";
    return reply;
  }
  curl_easy_reset(easy);  // keeps the connection
  // libcurl's own headers that would not be signed, and a round trip before the body, go.
  curl_slist* head = nullptr;
  for (const char* none : {"Expect:", "Content-Type:", "Accept:"}) {
    head = curl_slist_append(head, none);
  }
  for (const auto& [name, value] : request.headers) {
    head = curl_slist_append(head, (name + ": " + value).c_str());
  }
  Exchange exchange{request, reply};
  set_up(easy, exchange, head, ca_file_);
  const CURLcode code = curl_easy_perform(easy);
  reply.outcome = outcome_of(code, request);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  if (code != CURLE_OK) reply.why = curl_easy_strerror(code);
  if (code == CURLE_SSL_CONNECT_ERROR) {
    reply.why += " (an endpoint without TLS is given as http://...)";
  }
  curl_slist_free_all(head);
  const std::lock_guard lock(mutex_);
  idle_.push_back(easy);
  return reply;
}

}  // namespace lauter::s3::internal
