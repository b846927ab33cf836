#include "llm/stub_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <chrono>
#include <mutex>
#include <queue>
#include <thread>
#include <unordered_map>
#include <unordered_set>

#include "base/hash.h"
#include "json/writer.h"

namespace lauter::llm::stub {
namespace {

constexpr size_t kMaxHead = 64 << 10;
constexpr size_t kMaxBody = 64 << 20;
constexpr int64_t kSecondUs = 1'000'000;

int64_t now_us() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

std::string gzip_of_zeros(size_t bytes) {
  z_stream stream{};
  constexpr int kGzip = 15 + 16;
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzip, 8, Z_DEFAULT_STRATEGY);
  const std::string zeros(1 << 20, '0');
  std::string out;
  std::string buffer(1 << 16, '\0');
  for (size_t done = 0; done <= bytes; done += zeros.size()) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(zeros.data()));
    stream.avail_in = static_cast<uInt>(zeros.size());
    const int flush = done + zeros.size() > bytes ? Z_FINISH : Z_NO_FLUSH;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
      stream.avail_out = static_cast<uInt>(buffer.size());
      deflate(&stream, flush);
      out.append(buffer.data(), buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
  deflateEnd(&stream);
  return out;
}

/// 64 MiB in 64 KiB, made when first wanted.
const std::string& bomb() {
  static const std::string made = gzip_of_zeros(64 << 20);
  return made;
}

std::string http(int status, std::string_view reason, std::string_view headers,
                 std::string_view body) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason) + "\r\n";
  out += "Content-Type: application/json\r\n";
  out += headers;
  out += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  out += body;
  return out;
}

/// The value of a header in a head; empty if it is not there.
std::string_view header(std::string_view head, std::string_view name) {
  size_t at = head.find("\r\n");
  while (at != std::string_view::npos && at + 2 < head.size()) {
    const size_t begin = at + 2;
    at = head.find("\r\n", begin);
    const std::string_view line = head.substr(begin, at - begin);
    const bool is_it = line.size() > name.size() && line[name.size()] == ':' &&
                       std::equal(name.begin(), name.end(), line.begin(),
                                  [](char a, char b) { return (a | 32) == (b | 32); });
    if (!is_it) continue;
    const size_t value = line.find_first_not_of(" \t", name.size() + 1);
    return value == std::string_view::npos ? std::string_view() : line.substr(value);
  }
  return {};
}

struct Connection {
  int fd = -1;
  uint64_t number = 0;  ///< tells it from a later one with the same descriptor
  std::string in, out;
  size_t sent = 0;
  bool busy = false;     ///< a request is being answered
  bool counted = false;  ///< as in flight
  bool hangs = false;
  bool reset_after = false, close_after = false;
  int64_t drip_us = 0;
  size_t drip_from = 0;
};

}  // namespace

std::string print_stats(const Stats& stats) {
  std::string out;
  JsonWriter json(out);
  const auto number = [&](const char* name, int64_t value) { json.key(name).integer(value); };
  json.begin_object();
  number("requests", stats.requests);
  number("ok", stats.sound);
  number("replayed", stats.replayed);
  number("paid_again", stats.paid_again);
  number("input_tokens", stats.input_tokens);
  number("output_tokens", stats.output_tokens);
  number("in_flight", stats.in_flight);
  number("max_in_flight", stats.most_in_flight);
  number("connections", stats.connections);
  json.key("faults").begin_object();
  for (int i = 1; i < kFaults; ++i) {
    if (stats.faults[static_cast<size_t>(i)] == 0) continue;
    json.key(name_of(static_cast<Fault>(i))).integer(stats.faults[static_cast<size_t>(i)]);
  }
  json.end_object().end_object();
  return out;
}

struct Server::State {
  Options options;
  int listener = -1, epoll = -1, stop = -1;
  int port = 0;
  std::thread thread;

  std::unordered_map<int, Connection> connections;
  uint64_t next_number = 1;
  /// When an answer is due (or a drip goes on), for which connection.
  struct Due {
    int64_t at_us;
    int fd;
    uint64_t number;
    bool operator>(const Due& other) const { return at_us > other.at_us; }
  };
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due;
  std::unordered_map<uint64_t, uint64_t> times_seen;  ///< by hash of the body
  std::unordered_set<uint64_t> answered;
  std::unordered_map<std::string, std::string> answer_of_key;
  int64_t second_began_us = 0, in_this_second = 0;

  mutable std::mutex mutex;  ///< of stats
  Stats stats;

  ~State() {
    for (const auto& [fd, connection] : connections) ::close(fd);
    for (const int fd : {listener, epoll, stop}) {
      if (fd >= 0) ::close(fd);
    }
  }

  Result<void> open();
  void work();
  void watch(int fd, uint32_t events, int operation) const;
  void accept_all();
  void drop(int fd);
  void read_from(Connection& connection);
  bool parse(Connection& connection);
  void respond(Connection& connection, std::string_view head, std::string_view body);
  void respond_to_chat(Connection& connection, std::string_view head, std::string_view body);
  Fault choose_fault(uint64_t body_hash, uint64_t& random);
  void write_to(Connection& connection);
  void finished(Connection& connection);
};

Result<void> Server::State::open() {
  listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  const int one = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<uint16_t>(options.port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const any = reinterpret_cast<sockaddr*>(&address);
  if (listener < 0 || ::bind(listener, any, size) != 0 || ::listen(listener, 4096) != 0 ||
      ::getsockname(listener, any, &size) != 0) {
    return unavailable("stub server: no port");
  }
  port = ntohs(address.sin_port);
  epoll = ::epoll_create1(EPOLL_CLOEXEC);
  stop = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (epoll < 0 || stop < 0) return unavailable("stub server: no descriptors");
  watch(listener, EPOLLIN, EPOLL_CTL_ADD);
  watch(stop, EPOLLIN, EPOLL_CTL_ADD);
  if (options.fault_rate > 0) bomb();
  return {};
}

void Server::State::watch(int fd, uint32_t events, int operation) const {
  epoll_event event{};
  event.events = events;
  event.data.fd = fd;
  ::epoll_ctl(epoll, operation, fd, &event);
}

void Server::State::work() {
  std::array<epoll_event, 256> events;
  for (;;) {
    int wait_ms = -1;
    if (!due.empty()) {
      wait_ms =
          static_cast<int>(std::clamp<int64_t>((due.top().at_us - now_us() + 999) / 1000, 0, 1000));
    }
    const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), wait_ms);
    for (int i = 0; i < count; ++i) {
      const epoll_event& event = events[static_cast<size_t>(i)];
      const int fd = event.data.fd;
      if (fd == stop) return;
      if (fd == listener) {
        accept_all();
        continue;
      }
      const auto found = connections.find(fd);
      if (found == connections.end()) continue;
      if (event.events & (EPOLLERR | EPOLLHUP)) {
        drop(fd);
      } else if (event.events & EPOLLIN) {
        read_from(found->second);
      } else if (event.events & EPOLLOUT) {
        write_to(found->second);
      }
    }
    while (!due.empty() && due.top().at_us <= now_us()) {
      const Due next = due.top();
      due.pop();
      const auto found = connections.find(next.fd);
      if (found != connections.end() && found->second.number == next.number) {
        write_to(found->second);
      }
    }
  }
}

void Server::State::accept_all() {
  for (;;) {
    const int fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0) return;
    const int one = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    Connection& connection = connections[fd];
    connection.fd = fd;
    connection.number = next_number++;
    watch(fd, EPOLLIN, EPOLL_CTL_ADD);
    const std::lock_guard lock(mutex);
    ++stats.connections;
  }
}

void Server::State::drop(int fd) {
  finished(connections.at(fd));
  connections.erase(fd);
  ::close(fd);
}

void Server::State::finished(Connection& connection) {
  if (!connection.counted) return;
  connection.counted = false;
  const std::lock_guard lock(mutex);
  --stats.in_flight;
}

void Server::State::read_from(Connection& connection) {
  std::array<char, 1 << 16> buffer;
  for (;;) {
    const ssize_t n = ::recv(connection.fd, buffer.data(), buffer.size(), 0);
    if (n > 0) {
      connection.in.append(buffer.data(), static_cast<size_t>(n));
      if (connection.in.size() > kMaxHead + kMaxBody) return drop(connection.fd);
      continue;
    }
    if (n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) return drop(connection.fd);
    break;
  }
  const int fd = connection.fd;
  if (!connection.busy && !parse(connection)) drop(fd);
}

/// Answers the request at the front of `in`, if it is whole; false if it is none.
bool Server::State::parse(Connection& connection) {
  const size_t end = connection.in.find("\r\n\r\n");
  if (end == std::string::npos) return connection.in.size() <= kMaxHead;
  const std::string head = connection.in.substr(0, end + 2);
  size_t length = 0;
  const std::string_view said = header(head, "content-length");
  std::from_chars(said.data(), said.data() + said.size(), length);
  if (length > kMaxBody) return false;
  const size_t total = end + 4 + length;
  if (connection.in.size() < total) return true;
  const std::string body = connection.in.substr(end + 4, length);
  connection.in.erase(0, total);
  connection.busy = true;
  respond(connection, head, body);
  return true;
}

void Server::State::respond(Connection& connection, std::string_view head, std::string_view body) {
  const std::string_view target =
      head.substr(head.find(' ') + 1, head.find(' ', head.find(' ') + 1) - head.find(' ') - 1);
  int64_t delay_us = 0;
  if (head.starts_with("GET ") && target == "/stats") {
    const std::lock_guard lock(mutex);
    connection.out = http(200, "OK", "", print_stats(stats));
  } else if (!options.api_key.empty() &&
             header(head, "authorization") != "Bearer " + options.api_key) {
    connection.out = http(401, "Unauthorized", "", R"({"error":{"code":"invalid_api_key"}})");
  } else if (head.starts_with("GET ") && target.ends_with("/models")) {
    connection.out = http(200, "OK", "", R"({"object":"list","data":[{"id":"stub"}]})");
  } else if (head.starts_with("POST ") && target.ends_with("/chat/completions")) {
    respond_to_chat(connection, head, body);
    delay_us = options.latency_us;
  } else {
    connection.out = http(404, "Not Found", "", R"({"error":{"code":"not_found"}})");
  }
  if (connection.hangs) return;
  if (delay_us == 0) return write_to(connection);
  due.push({now_us() + delay_us, connection.fd, connection.number});
}

Fault Server::State::choose_fault(uint64_t body_hash, uint64_t& random) {
  const uint64_t time = times_seen[body_hash]++;
  KeyedRandom stream(sha256(std::to_string(options.seed) + " " + std::to_string(body_hash) + " " +
                            std::to_string(time)));
  constexpr uint64_t kParts = 1'000'000;
  const bool is_fault =
      static_cast<double>(stream.below(kParts)) < options.fault_rate * static_cast<double>(kParts);
  random = stream.next();
  if (!is_fault) return Fault::kNone;
  if (options.faults.empty()) return static_cast<Fault>(1 + stream.below(kFaults - 1));
  return options.faults[stream.below(options.faults.size())];
}

void Server::State::respond_to_chat(Connection& connection, std::string_view head,
                                    std::string_view body) {
  connection.counted = true;
  {
    const std::lock_guard lock(mutex);
    ++stats.requests;
    stats.most_in_flight = std::max(stats.most_in_flight, ++stats.in_flight);
  }
  const std::string key(options.idempotent ? header(head, "idempotency-key") : "");
  if (const auto kept = answer_of_key.find(key); kept != answer_of_key.end()) {
    connection.out = kept->second;
    const std::lock_guard lock(mutex);
    ++stats.replayed;
    return;
  }
  const auto question = parse_question(body);
  if (!question.ok()) {
    connection.out = http(400, "Bad Request", "", R"({"error":{"code":"invalid_request"}})");
    return;
  }
  const uint64_t body_hash = hash64(body);
  uint64_t random = 0;
  Fault fault = choose_fault(body_hash, random);
  if (options.requests_per_second > 0) {
    const int64_t now = now_us();
    if (now - second_began_us >= kSecondUs) {
      second_began_us = now;
      in_this_second = 0;
    }
    if (++in_this_second > options.requests_per_second) fault = Fault::kRateLimit;
  }
  const std::string retry_after =
      options.retry_after.empty() ? "" : "Retry-After: " + options.retry_after + "\r\n";
  const ChatReply reply =
      chat_reply(*question, options.answer ? options.answer(*question) : "ok", fault, random);
  bool is_200 = true;
  switch (fault) {
    case Fault::kRateLimit:
      connection.out = http(429, "Too Many Requests", retry_after,
                            R"({"error":{"code":"rate_limit_exceeded"}})");
      is_200 = false;
      break;
    case Fault::kServerError:
      connection.out = http(500, "Internal Server Error", "", "oops");
      is_200 = false;
      break;
    case Fault::kUnavailable:
      connection.out = http(503, "Service Unavailable", retry_after, "");
      is_200 = false;
      break;
    case Fault::kClose:
      connection.close_after = true;
      is_200 = false;
      break;
    case Fault::kHang:
      connection.hangs = true;
      is_200 = false;
      break;
    case Fault::kReset:
      connection.out = http(200, "OK", "", reply.body);
      connection.out.resize(connection.out.size() - reply.body.size() / 2 - 1);
      connection.reset_after = true;
      break;
    case Fault::kDrip:
      connection.out = http(200, "OK", "", reply.body);
      connection.drip_us = options.drip_us;
      connection.drip_from = connection.out.size() - reply.body.size();
      break;
    case Fault::kGzipBomb:
      connection.out = http(200, "OK", "Content-Encoding: gzip\r\n", bomb());
      break;
    case Fault::kGarbage:
      connection.out = http(200, "OK", "", "<html><body>502 Bad Gateway</body></html>");
      break;
    default:
      connection.out = http(200, "OK", "", reply.body);
  }
  const bool is_sound = !spoils_the_answer(fault);
  if (!key.empty() && is_200) answer_of_key[key] = http(200, "OK", "", reply.body);
  const std::lock_guard lock(mutex);
  ++stats.faults[static_cast<size_t>(fault)];
  if (is_200) {
    stats.input_tokens += reply.input_tokens;
    stats.output_tokens += reply.output_tokens;
  }
  if (is_sound) {
    ++stats.sound;
    if (!answered.insert(body_hash).second) ++stats.paid_again;
  }
}

void Server::State::write_to(Connection& connection) {
  const int fd = connection.fd;
  while (connection.sent < connection.out.size()) {
    size_t size = connection.out.size() - connection.sent;
    const bool drips = connection.drip_us > 0 && connection.sent >= connection.drip_from;
    if (connection.drip_us > 0) size = drips ? 1 : connection.drip_from - connection.sent;
    const ssize_t n = ::send(fd, connection.out.data() + connection.sent, size, MSG_NOSIGNAL);
    if (n < 0) {
      if (errno != EAGAIN && errno != EWOULDBLOCK) return drop(fd);
      return watch(fd, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
    }
    connection.sent += static_cast<size_t>(n);
    if (drips && connection.sent < connection.out.size()) {
      due.push({now_us() + connection.drip_us, fd, connection.number});
      return;
    }
  }
  if (connection.reset_after) {
    const linger hard{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
  }
  if (connection.reset_after || connection.close_after) return drop(fd);
  finished(connection);
  watch(fd, EPOLLIN, EPOLL_CTL_MOD);
  connection.out.clear();
  connection.sent = 0;
  connection.drip_us = 0;
  connection.busy = false;
  if (!connection.in.empty() && !parse(connection)) drop(fd);
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}

Result<std::unique_ptr<Server>> Server::start(Options options) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  LAUTER_TRY(state->open());
  State* const raw = state.get();
  state->thread = std::thread([raw] { raw->work(); });
  return std::unique_ptr<Server>(new Server(std::move(state)));
}

Server::~Server() {
  const uint64_t one = 1;
  [[maybe_unused]] const ssize_t n = ::write(state_->stop, &one, sizeof one);
  state_->thread.join();
}

int Server::port() const { return state_->port; }

std::string Server::base_url() const {
  return "http://127.0.0.1:" + std::to_string(state_->port) + "/v1";
}

Stats Server::stats() const {
  const std::lock_guard lock(state_->mutex);
  return state_->stats;
}

}  // namespace lauter::llm::stub
