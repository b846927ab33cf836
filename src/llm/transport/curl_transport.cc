#include "llm/transport/curl_transport.h"

#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <unordered_map>

#include "text/ascii.h"

namespace lauter::llm {
namespace {

/// First-byte deadlines are looked at this often; curl itself keeps the other two.
constexpr int64_t kDeadlineStepUs = 20'000;
constexpr size_t kMaxHeadBytes = 64 << 10;
constexpr long kMaxIdleConnectionS = 60;

int64_t monotonic_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

/// libcurl's own set-up, once a process; it is not undone, as others may use libcurl too.
bool curl_is_ready() {
  static const bool ready = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return ready;
}

/// One exchange: what curl reads from and writes to. Its handle keeps settings and memory for the
/// next exchange.
struct Transfer {
  uint64_t id = 0;
  CURL* easy = nullptr;
  curl_slist* head = nullptr;
  std::string request_body;
  HttpReply reply;
  size_t head_bytes = 0;
  int64_t max_reply_bytes = 0;
  int64_t first_byte_by_us = 0;
  bool has_first_byte = false;
  bool too_large = false;
};

size_t on_header(char* bytes, size_t, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.has_first_byte = true;
  transfer.head_bytes += count;
  if (transfer.head_bytes > kMaxHeadBytes) {
    transfer.too_large = true;
    return 0;
  }
  const std::string_view line(bytes, count);
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos) return count;
  std::string name = to_ascii_lower(line.substr(0, colon));
  if (name.starts_with("retry-after") || name.starts_with("x-ratelimit") || name == "date") {
    transfer.reply.headers.emplace_back(std::move(name), trim_ascii(line.substr(colon + 1)));
  }
  return count;
}

/// Sees the body after decompression, in pieces of at most 16 KiB: a bomb is cut off at the cap.
size_t on_body(char* bytes, size_t, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  transfer.has_first_byte = true;
  std::string& body = transfer.reply.body;
  if (body.size() + count > static_cast<size_t>(transfer.max_reply_bytes)) {
    transfer.too_large = true;
    return 0;
  }
  body.append(bytes, count);
  return count;
}

long whole_ms(int64_t us) { return static_cast<long>(std::max<int64_t>((us + 999) / 1000, 1)); }

/// libcurl 7.88 fails with a framing error when a second request joins an HTTP/2 connection without
/// TLS (its own program does, too, with --parallel --http2-prior-knowledge).
bool multiplexes_without_tls() {
  static const bool works = curl_version_info(CURLVERSION_NOW)->version_num >= 0x080000;
  return works;
}

void set_http_version(CURL* easy, const HttpRequest& request) {
  const bool has_tls = request.url.starts_with("https:");
  long version = CURL_HTTP_VERSION_1_1;
  if (has_tls && request.http2 != Http2::kOff) version = CURL_HTTP_VERSION_2TLS;
  if (!has_tls && request.http2 == Http2::kOn && multiplexes_without_tls()) {
    version = CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE;
  }
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, version);
  // To wait for a connection that may turn out to carry many is right only where it can: with 1.1
  // the first answer would have to come before the second request goes.
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, version == CURL_HTTP_VERSION_1_1 ? 0L : 1L);
}

Exchange exchange_of(CURLcode code, const Transfer& transfer) {
  if (code == CURLE_OK) return Exchange::kDone;
  if (transfer.too_large) return Exchange::kTooLarge;
  curl_off_t sent_bytes = 0;
  long request_bytes = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_SIZE_UPLOAD_T, &sent_bytes);
  curl_easy_getinfo(transfer.easy, CURLINFO_REQUEST_SIZE, &request_bytes);
  const bool anything_sent = sent_bytes > 0 || request_bytes > 0;
  if (!anything_sent && !transfer.has_first_byte) return Exchange::kNotSent;
  return code == CURLE_OPERATION_TIMEDOUT ? Exchange::kTimeout : Exchange::kBroken;
}

class CurlTransport final : public Transport {
 public:
  CurlTransport(CURLM* multi, int epoll, int wake) : multi_(multi), epoll_(epoll), wake_(wake) {
    watch(wake_, EPOLLIN);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &on_socket);
    curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &on_timer);
    curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
  }

  ~CurlTransport() override {
    cancel_all();
    for (CURL* easy : idle_) curl_easy_cleanup(easy);
    curl_multi_cleanup(multi_);
    ::close(wake_);
    ::close(epoll_);
  }

  void set_connections(int max_in_flight) {
    curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(max_in_flight));
    curl_multi_setopt(multi_, CURLMOPT_PIPELINING, CURLPIPE_MULTIPLEX);
  }

  void send(uint64_t id, HttpRequest request) override {
    auto transfer = std::make_unique<Transfer>();
    transfer->id = id;
    transfer->reply.id = id;
    transfer->easy = take_handle();
    if (transfer->easy == nullptr) {
      transfer->reply.exchange = Exchange::kNotSent;
      transfer->reply.why = "out of memory";
      done_.push_back(std::move(transfer->reply));
      return;
    }
    set_up(*transfer, std::move(request));
    Transfer& added = *transfer;
    active_.emplace(id, std::move(transfer));
    curl_multi_add_handle(multi_, added.easy);
  }

  void cancel_all() override {
    while (!active_.empty()) release(active_.begin()->first);
    done_.clear();
  }

  std::vector<HttpReply> wait(int64_t until_us) override {
    pump(0);
    while (done_.empty() && !woken_) {
      const int64_t now = monotonic_us();
      if (now >= until_us) break;
      check_first_bytes(now);
      if (!done_.empty()) break;
      pump(std::min(until_us, next_deadline(now)) - now);
    }
    woken_ = false;
    return std::exchange(done_, {});
  }

  void wake() override {
    const uint64_t one = 1;
    while (::write(wake_, &one, sizeof one) < 0 && errno == EINTR) {
    }
  }

 private:
  using Active = std::unordered_map<uint64_t, std::unique_ptr<Transfer>>;

  CURL* take_handle() {
    if (idle_.empty()) return curl_easy_init();
    CURL* easy = idle_.back();
    idle_.pop_back();
    curl_easy_reset(easy);
    return easy;
  }

  static void set_up(Transfer& transfer, HttpRequest request) {
    CURL* easy = transfer.easy;
    transfer.request_body = std::move(request.body);
    transfer.max_reply_bytes = request.max_reply_bytes;
    transfer.first_byte_by_us = monotonic_us() + request.first_byte_timeout_us;
    transfer.head = curl_slist_append(transfer.head, "Content-Type: application/json");
    transfer.head = curl_slist_append(transfer.head, "Accept: application/json");
    transfer.head = curl_slist_append(transfer.head, "Expect:");  // no round trip before the body
    if (!request.api_key.empty()) {
      const std::string bearer = "Authorization: Bearer " + request.api_key;
      transfer.head = curl_slist_append(transfer.head, bearer.c_str());
    }
    if (!request.idempotency_key.empty()) {
      const std::string key = "Idempotency-Key: " + request.idempotency_key;
      transfer.head = curl_slist_append(transfer.head, key.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_POST, 1L);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, transfer.request_body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                     static_cast<curl_off_t>(transfer.request_body.size()));
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer.head);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, "lauter");
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, whole_ms(request.connect_timeout_us));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, whole_ms(request.timeout_us));
    curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, kMaxIdleConnectionS);
    set_http_version(easy, request);
    if (!request.ca_file.empty()) {
      curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
    }
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &transfer);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, &transfer);
  }

  /// Waits for the sockets up to `us`, lets curl work, and collects what is finished.
  void pump(int64_t us) {
    if (timer_us_ >= 0) us = std::min(us, timer_us_ - monotonic_us());
    std::array<epoll_event, 256> events;
    const int count =
        epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                   us <= 0 ? 0 : static_cast<int>(std::min<int64_t>((us + 999) / 1000, 60'000)));
    int running = 0;
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<size_t>(i)];
      if (event.data.fd == wake_) {
        uint64_t times = 0;
        woken_ = ::read(wake_, &times, sizeof times) > 0 || woken_;
        continue;
      }
      const int flags = ((event.events & EPOLLIN) ? CURL_CSELECT_IN : 0) |
                        ((event.events & EPOLLOUT) ? CURL_CSELECT_OUT : 0) |
                        ((event.events & (EPOLLERR | EPOLLHUP)) ? CURL_CSELECT_ERR : 0);
      curl_multi_socket_action(multi_, event.data.fd, flags, &running);
    }
    if (timer_us_ >= 0 && monotonic_us() >= timer_us_) {
      timer_us_ = -1;
      curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
    }
    collect();
  }

  void collect() {
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
      if (message->msg != CURLMSG_DONE) continue;
      const CURLcode code = message->data.result;
      Transfer* transfer = nullptr;
      curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
      finish(*transfer, exchange_of(code, *transfer), curl_easy_strerror(code));
    }
  }

  void finish(Transfer& transfer, Exchange exchange, std::string why) {
    HttpReply reply = std::move(transfer.reply);
    reply.exchange = exchange;
    if (exchange == Exchange::kDone) {
      long status = 0;
      curl_easy_getinfo(transfer.easy, CURLINFO_RESPONSE_CODE, &status);
      reply.status = static_cast<int>(status);
    } else {
      reply.body.clear();
      reply.why = std::move(why);
    }
    release(transfer.id);
    done_.push_back(std::move(reply));
  }

  void release(uint64_t id) {
    const auto found = active_.find(id);
    Transfer& transfer = *found->second;
    curl_multi_remove_handle(multi_, transfer.easy);
    curl_slist_free_all(transfer.head);
    idle_.push_back(transfer.easy);
    active_.erase(found);
  }

  int64_t next_deadline(int64_t now) const {
    return active_.empty() ? INT64_MAX : now + kDeadlineStepUs;
  }

  void check_first_bytes(int64_t now) {
    if (now - first_bytes_checked_us_ < kDeadlineStepUs) return;
    first_bytes_checked_us_ = now;
    std::vector<Transfer*> late;
    for (const auto& [id, transfer] : active_) {
      if (!transfer->has_first_byte && now >= transfer->first_byte_by_us)
        late.push_back(transfer.get());
    }
    for (Transfer* transfer : late) {
      finish(*transfer, exchange_of(CURLE_OPERATION_TIMEDOUT, *transfer), "no first byte in time");
    }
  }

  void watch(int fd, uint32_t events) {
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0 && errno == EEXIST) {
      epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
    }
  }

  static int on_socket(CURL*, curl_socket_t fd, int what, void* user, void*) {
    auto& self = *static_cast<CurlTransport*>(user);
    if (what == CURL_POLL_REMOVE) {
      epoll_ctl(self.epoll_, EPOLL_CTL_DEL, fd, nullptr);
      return 0;
    }
    self.watch(fd, ((what & CURL_POLL_IN) ? uint32_t{EPOLLIN} : 0U) |
                       ((what & CURL_POLL_OUT) ? uint32_t{EPOLLOUT} : 0U));
    return 0;
  }

  static int on_timer(CURLM*, long timeout_ms, void* user) {
    auto& self = *static_cast<CurlTransport*>(user);
    self.timer_us_ = timeout_ms < 0 ? -1 : monotonic_us() + int64_t{timeout_ms} * 1000;
    return 0;
  }

  CURLM* multi_;
  int epoll_, wake_;
  Active active_;
  std::vector<CURL*> idle_;
  std::vector<HttpReply> done_;
  int64_t timer_us_ = -1;  ///< when curl wants to be called; -1: not
  int64_t first_bytes_checked_us_ = 0;
  bool woken_ = false;
};

}  // namespace

int64_t SystemClock::now_us() const { return monotonic_us(); }

int64_t SystemClock::unix_us() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

Result<std::unique_ptr<Transport>> make_curl_transport(int max_in_flight) {
  if (!curl_is_ready()) return unavailable("libcurl cannot start");
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  const int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  CURLM* multi = curl_multi_init();
  if (epoll < 0 || wake < 0 || multi == nullptr) {
    if (epoll >= 0) ::close(epoll);
    if (wake >= 0) ::close(wake);
    if (multi != nullptr) curl_multi_cleanup(multi);
    return unavailable("no descriptors left for connections");
  }
  auto transport = std::make_unique<CurlTransport>(multi, epoll, wake);
  transport->set_connections(max_in_flight);
  return std::unique_ptr<Transport>(std::move(transport));
}

}  // namespace lauter::llm
