#include "llm/transport/pool.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_set>

#include "llm/transport/chat.h"
#include "llm/transport/curl_transport.h"
#include "llm/transport/dispatch.h"

namespace lauter::llm {
namespace {

constexpr int64_t kLookAtStopUs = 200'000;

Result<void> check_endpoints(const std::vector<Endpoint>& endpoints) {
  if (endpoints.empty()) return invalid_argument("endpoints: none");
  std::unordered_set<std::string> names;
  for (const Endpoint& endpoint : endpoints) {
    const std::string place = "endpoints." + endpoint.name;
    if (!names.insert(endpoint.name).second) return invalid_argument(place + ": twice");
    if (auto checked = check_endpoint(endpoint); !checked.ok()) {
      checked.error().message.insert(0, place + ".");
      return std::move(checked.error());
    }
  }
  return {};
}

int total_in_flight(const std::vector<Endpoint>& endpoints) {
  int total = 0;
  for (const Endpoint& endpoint : endpoints) total += endpoint.max_in_flight;
  return total;
}

/// A call of ask() that waits. Guarded by the pool's mutex.
struct Call {
  size_t left = 0;
  std::condition_variable done;
};

/// A place that a reply goes to.
struct Slot {
  Call* call = nullptr;
  Reply* reply = nullptr;
};

struct Incoming {
  const Request* request = nullptr;
  std::vector<size_t> endpoints;
  Sha256Digest identity{};
};

}  // namespace

struct Pool::State {
  State(PoolOptions from, std::unique_ptr<Transport> carrier, const Clock& time)
      : options(std::move(from)),
        transport(std::move(carrier)),
        clock(time),
        dispatcher(options, *transport, time) {}

  const PoolOptions options;
  std::unique_ptr<Transport> transport;
  const Clock& clock;
  Dispatcher dispatcher;  ///< of the thread alone
  std::thread thread;

  mutable std::mutex mutex;  ///< guards all below
  std::deque<Incoming> incoming;
  std::map<Sha256Digest, std::vector<Slot>> waiting;  ///< by identity; the first one is asked for
  std::vector<EndpointStats> endpoint_stats;
  Cost committed;
  int64_t asked = 0, from_cache = 0;
  bool cancelled = false, stopping = false;

  void work();
  void answer(const Sha256Digest& identity, const Reply& reply);
  Result<std::vector<size_t>> endpoints_of(const Request& request) const;
  Sha256Digest identity_of(const Request& request, const std::vector<size_t>& endpoints) const;
  std::optional<Reply> look_up(const Request& request, const std::vector<size_t>& endpoints) const;
};

void Pool::State::work() {
  for (;;) {
    std::deque<Incoming> taken;
    bool cancel_all = false;
    {
      const std::lock_guard lock(mutex);
      endpoint_stats = dispatcher.stats();
      committed = dispatcher.committed();
      if (options.stop != nullptr && *options.stop) cancelled = true;
      if (stopping) break;
      taken.swap(incoming);
      cancel_all = cancelled;
    }
    for (Incoming& next : taken) {
      dispatcher.add(
          *next.request, std::move(next.endpoints),
          [this, identity = next.identity](const Reply& reply) { answer(identity, reply); });
    }
    if (cancel_all) dispatcher.fail_all(Failure::kCancelled, "cancelled");
    dispatcher.turn(options.stop == nullptr ? Dispatcher::kNoLimit
                                            : clock.now_us() + kLookAtStopUs);
  }
  dispatcher.fail_all(Failure::kCancelled, "cancelled");
}

void Pool::State::answer(const Sha256Digest& identity, const Reply& reply) {
  const std::lock_guard lock(mutex);
  const auto found = waiting.find(identity);
  bool first = true;
  for (const Slot& slot : found->second) {
    *slot.reply = reply;
    if (!first) {  // the same request of another caller: one of them paid
      slot.reply->usage = {};
      slot.reply->from_cache = true;
    }
    if (slot.reply->from_cache) ++from_cache;
    if (--slot.call->left == 0) slot.call->done.notify_one();
    first = false;
  }
  waiting.erase(found);
}

Result<std::vector<size_t>> Pool::State::endpoints_of(const Request& request) const {
  std::vector<size_t> allowed;
  const std::vector<std::string>& names = request.endpoints;
  for (size_t i = 0; i < options.endpoints.size(); ++i) {
    const Endpoint& endpoint = options.endpoints[i];
    if (!names.empty() && std::ranges::find(names, endpoint.name) == names.end()) continue;
    if (!endpoint.api_key_env.empty() && endpoint.api_key.empty()) continue;
    allowed.push_back(i);
  }
  if (allowed.empty()) return not_found("no endpoint of that name has its key");
  return allowed;
}

Sha256Digest Pool::State::identity_of(const Request& request,
                                      const std::vector<size_t>& endpoints) const {
  std::string what = chat_body(request, options.endpoints[endpoints.front()]);
  for (const size_t index : endpoints) what += ' ' + std::to_string(index);
  return sha256(what);
}

/// A reply of any endpoint that may answer, in their order: which of them was asked in an earlier
/// run is as good as chance. A cache that cannot be read fails when it is written, too.
std::optional<Reply> Pool::State::look_up(const Request& request,
                                          const std::vector<size_t>& endpoints) const {
  if (options.cache == nullptr) return std::nullopt;
  for (const size_t index : endpoints) {
    const std::string body = chat_body(request, options.endpoints[index]);
    auto found = options.cache->find(options.cache->key_of(body));
    if (found.ok() && found->has_value()) return std::move(**found);
  }
  return std::nullopt;
}

Pool::Pool(std::unique_ptr<State> state) : state_(std::move(state)) {}

Pool::~Pool() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->transport->wake();
  state_->thread.join();
}

Result<std::unique_ptr<Pool>> Pool::start(PoolOptions options) {
  static const SystemClock clock;
  LAUTER_TRY(check_endpoints(options.endpoints));
  LAUTER_ASSIGN(std::unique_ptr<Transport> transport,
                make_curl_transport(total_in_flight(options.endpoints)));
  return start(std::move(options), std::move(transport), clock);
}

Result<std::unique_ptr<Pool>> Pool::start(PoolOptions options, std::unique_ptr<Transport> transport,
                                          const Clock& clock) {
  LAUTER_TRY(check_endpoints(options.endpoints));
  auto state = std::make_unique<State>(std::move(options), std::move(transport), clock);
  State* const raw = state.get();
  state->thread = std::thread([raw] { raw->work(); });
  return std::unique_ptr<Pool>(new Pool(std::move(state)));
}

std::vector<Reply> Pool::ask(std::span<const Request> requests) {
  State& state = *state_;
  std::vector<Reply> replies(requests.size());
  Call call;
  call.left = requests.size();
  bool is_new = false;
  for (size_t i = 0; i < requests.size(); ++i) {
    const Request& request = requests[i];
    const auto fail = [&](Failure failure, std::string why) {
      replies[i].failure = failure;
      replies[i].why = std::move(why);
      const std::lock_guard lock(state.mutex);
      ++state.asked;
      --call.left;
    };
    auto endpoints = state.endpoints_of(request);
    if (!endpoints.ok()) {
      fail(Failure::kNoEndpoint, endpoints.error().message);
      continue;
    }
    if (request.max_output_tokens <= 0) {
      fail(Failure::kRejected, "no cap of output tokens");
      continue;
    }
    const Sha256Digest identity = state.identity_of(request, *endpoints);
    {
      const std::lock_guard lock(state.mutex);
      ++state.asked;
      std::vector<Slot>& slots = state.waiting[identity];
      slots.push_back({&call, &replies[i]});
      if (slots.size() > 1) continue;  // another caller asks the same just now
    }
    // Looked up only now that nobody else can ask it: what another caller was answered is on disk.
    if (const auto kept = state.look_up(request, *endpoints)) {
      state.answer(identity, *kept);
      continue;
    }
    const std::lock_guard lock(state.mutex);
    state.incoming.push_back({&request, std::move(*endpoints), identity});
    is_new = true;
  }
  if (is_new) state.transport->wake();
  std::unique_lock lock(state.mutex);
  call.done.wait(lock, [&] { return call.left == 0; });
  return replies;
}

PoolStats Pool::stats() const {
  const std::lock_guard lock(state_->mutex);
  PoolStats stats;
  stats.endpoints = state_->endpoint_stats;
  stats.asked = state_->asked;
  stats.from_cache = state_->from_cache;
  stats.committed = state_->committed;
  for (const EndpointStats& endpoint : stats.endpoints) stats.usage += endpoint.usage;
  return stats;
}

}  // namespace lauter::llm
