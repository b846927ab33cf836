#include "llm/transport/dispatch.h"

#include <algorithm>

#include "llm/transport/microseconds.h"

namespace lauter::llm {
namespace {

constexpr int64_t kBackoffBaseUs = 500'000;
constexpr int64_t kBackoffCapUs = kMinuteUs;
/// A server that was asked thrice and gave nothing usable gives nothing usable.
constexpr int kMaxUnusable = 3;
constexpr size_t kMaxKinds = 256;
/// No token stands for more bytes than this, in any tokenizer; runs of spaces come closest.
constexpr int64_t kMaxBytesPerToken = 128;

int64_t us_of(double seconds) { return static_cast<int64_t>(seconds * 1e6); }

int64_t bytes_of(const Request& request) {
  size_t bytes = 0;
  for (const Message& message : request.messages) bytes += message.content.size();
  return static_cast<int64_t>(bytes);
}

int64_t fewest_tokens(int64_t bytes) { return (bytes + kMaxBytesPerToken - 1) / kMaxBytesPerToken; }

bool is_kept(Failure failure) {
  // What the model made of the request is paid for and would come again; faults are not kept.
  return failure == Failure::kNone || failure == Failure::kTruncated ||
         failure == Failure::kFiltered || failure == Failure::kRefused;
}

bool refuses_us(int status) { return status == 401 || status == 403 || status == 404; }

}  // namespace

Dispatcher::Server::Server(const Endpoint& from, uint64_t seed)
    : endpoint(from),
      url(chat_url(from)),
      pace(from.requests_per_minute, from.tokens_per_minute),
      backoff(kBackoffBaseUs, kBackoffCapUs, hash64(from.name, seed)) {
  stats.name = from.name;
}

Dispatcher::Dispatcher(PoolOptions options, Transport& transport, const Clock& clock)
    : options_(std::move(options)), transport_(transport), clock_(clock) {
  for (const Endpoint& endpoint : options_.endpoints) {
    servers_.emplace_back(endpoint, options_.seed);
  }
  if (options_.cache != nullptr) {
    const auto account = options_.cache->committed(options_.account);
    if (account.ok()) committed_ = *account;
  }
}

void Dispatcher::add(const Request& request, std::vector<size_t> endpoints, Done done) {
  // Time without requests is no time without success.
  if (jobs_.empty()) {
    for (Server& server : servers_) server.breaker.resume(clock_.now_us());
  }
  const JobId id = next_job_++;
  queues_[endpoints].push({request.value, id});
  Job& job = jobs_[id];
  job.request = &request;
  job.endpoints = std::move(endpoints);
  job.done = std::move(done);
}

void Dispatcher::turn(int64_t until_us) {
  const int64_t now_us = clock_.now_us();
  release_delayed(now_us);
  send_what_may_go(now_us);
  if (!to_deliver_.empty()) until_us = now_us;  // something has happened
  commit();
  for (HttpReply& reply : transport_.wait(std::min(until_us, wake_us_))) {
    take(std::move(reply), clock_.now_us());
  }
  commit();
}

void Dispatcher::fail_all(Failure failure, const std::string& why) {
  transport_.cancel_all();
  flights_.clear();
  queues_.clear();
  delayed_ = {};
  std::vector<JobId> all;
  for (const auto& [id, job] : jobs_) all.push_back(id);
  std::ranges::sort(all);
  for (const JobId id : all) fail(id, failure, why);
  for (Server& server : servers_) server.stats.in_flight = 0;
  commit();
}

std::vector<EndpointStats> Dispatcher::stats() const {
  std::vector<EndpointStats> all;
  for (const Server& server : servers_) {
    all.push_back(server.stats);
    all.back().times_broken = server.breaker.times_opened();
    all.back().in_service = server.breaker.state(clock_.now_us()) == Breaker::State::kClosed;
  }
  return all;
}

// Sending.

void Dispatcher::release_delayed(int64_t now_us) {
  while (!delayed_.empty() && delayed_.top().first <= now_us) {
    const JobId id = delayed_.top().second;
    delayed_.pop();
    const Job& job = jobs_.at(id);
    queues_[job.endpoints].push({job.request->value, id});
  }
}

void Dispatcher::send_what_may_go(int64_t now_us) {
  wake_us_ = delayed_.empty() ? kNoLimit : delayed_.top().first;
  std::vector<Queue*> open;
  for (auto& [endpoints, queue] : queues_) {
    if (!queue.empty()) open.push_back(&queue);
  }
  while (!open.empty()) {
    const auto best = std::ranges::max_element(
        open, [](const Queue* a, const Queue* b) { return a->top() < b->top(); });
    const JobId id = (*best)->top().job;
    switch (try_send(id, jobs_.at(id), now_us)) {
      case Sending::kSent:
      case Sending::kFailed:
        (*best)->pop();
        if (!(*best)->empty()) continue;
        break;
      case Sending::kBlocked:
        break;
      // Nothing of less value may take the money that this one waits for.
      case Sending::kBlockedByBudget:
        return;
    }
    open.erase(best);
  }
  std::erase_if(queues_, [](const auto& entry) { return entry.second.empty(); });
}

Dispatcher::Sending Dispatcher::try_send(JobId id, Job& job, int64_t now_us) {
  if (!storage_why_.empty()) {
    fail(id, Failure::kStorage, storage_why_);
    return Sending::kFailed;
  }
  const std::optional<size_t> chosen = choose(job, now_us);
  if (!chosen) {
    if (!out_of_service(job, now_us)) return Sending::kBlocked;
    fail(id, job.failure, job.why.empty() ? "no endpoint is in service" : job.why);
    return Sending::kFailed;
  }
  const Endpoint& endpoint = servers_[*chosen].endpoint;
  const Cost bound =
      cost_of(endpoint, input_bound(*job.request), output_bound(*job.request, endpoint));
  const Result<bool> reserved = reserve(bound);
  if (!reserved.ok()) {
    storage_failed(reserved.error());
    fail(id, Failure::kStorage, storage_why_);
    return Sending::kFailed;
  }
  if (!*reserved) {
    // What is under way may turn out to be cheaper than its bound.
    if (!flights_.empty()) return Sending::kBlockedByBudget;
    fail(id, Failure::kBudget, "the budget is spent");
    return Sending::kFailed;
  }
  start(id, job, *chosen, bound, now_us);
  return Sending::kSent;
}

std::optional<size_t> Dispatcher::choose(const Job& job, int64_t now_us) {
  std::optional<size_t> best;
  double best_load = 0;
  for (const size_t index : job.endpoints) {
    Server& server = servers_[index];
    const int64_t ready = ready_us(server, job, now_us);
    if (ready > now_us) {
      wake_us_ = std::min(wake_us_, ready);
      continue;
    }
    double load = (static_cast<double>(server.stats.in_flight) + 1) / server.endpoint.weight;
    if (job.failed_at == index) load *= 1e9;
    if (!best || load < best_load) {
      best = index;
      best_load = load;
    }
  }
  return best;
}

int64_t Dispatcher::ready_us(Server& server, const Job& job, int64_t now_us) {
  if (server.stats.in_flight >= server.endpoint.max_in_flight) return kNoLimit;
  const int64_t ready = std::max(server.breaker.ready_us(now_us), server.paused_until_us);
  if (ready > now_us) return ready;
  return server.pace.ready_us(now_us, guess_of(server, *job.request));
}

bool Dispatcher::out_of_service(const Job& job, int64_t now_us) const {
  return std::ranges::all_of(job.endpoints, [&](size_t index) {
    const Server& server = servers_[index];
    const bool is_kept_away =
        server.breaker.state(now_us) != Breaker::State::kClosed || server.paused_until_us > now_us;
    return is_kept_away && now_us - server.breaker.failing_since_us(now_us) >
                               us_of(server.endpoint.give_up_after_s);
  });
}

Result<bool> Dispatcher::reserve(const Cost& bound) {
  if (options_.cache != nullptr) {
    if (!in_transaction()) return unavailable(storage_why_);
    return options_.cache->reserve(options_.account, bound, options_.budget);
  }
  if (!fits(committed_, bound, options_.budget)) return false;
  committed_ += bound;
  return true;
}

void Dispatcher::start(JobId id, Job& job, size_t index, const Cost& bound, int64_t now_us) {
  Server& server = servers_[index];
  const Endpoint& endpoint = server.endpoint;
  std::string body = chat_body(*job.request, endpoint);
  Flight flight;
  flight.job = id;
  flight.endpoint = index;
  flight.ticket = server.pace.take(now_us, guess_of(server, *job.request));
  flight.bound = bound;
  flight.input_bound = input_bound(*job.request);
  flight.output_bound = output_bound(*job.request, endpoint);
  if (options_.cache != nullptr) flight.cache_key = options_.cache->key_of(body);
  server.breaker.sent();
  server.stats.in_flight += 1;
  server.stats.most_in_flight = std::max(server.stats.most_in_flight, server.stats.in_flight);
  if (job.first_sent_us < 0) job.first_sent_us = now_us;

  const uint64_t number = next_flight_++;
  flights_.emplace(number, flight);
  std::string key = idempotency_key(options_.account, body, job.answered);
  to_send_.emplace_back(number,
                        HttpRequest{.url = server.url,
                                    .api_key = endpoint.api_key,
                                    .idempotency_key = std::move(key),
                                    .body = std::move(body),
                                    .connect_timeout_us = us_of(endpoint.connect_timeout_s),
                                    .first_byte_timeout_us = us_of(endpoint.first_byte_timeout_s),
                                    .timeout_us = us_of(endpoint.timeout_s),
                                    .max_reply_bytes = endpoint.max_reply_bytes,
                                    .http2 = endpoint.http2,
                                    .ca_file = endpoint.ca_file});
}

TokenEstimator& Dispatcher::estimator_of(Server& server, const Request& request) const {
  // Requests with the same schema come from the same step; their caps grow with the text.
  uint64_t kind = hash64(request.schema, hash64(request.schema_name, 0));
  if (server.estimators.size() >= kMaxKinds && !server.estimators.contains(kind)) kind = 0;
  return server.estimators[kind];
}

TokenGuess Dispatcher::guess_of(Server& server, const Request& request) const {
  if (server.endpoint.tokens_per_minute <= 0) return {};
  const TokenEstimator& estimator = estimator_of(server, request);
  return estimator.guess_input(bytes_of(request), input_bound(request)) +
         estimator.guess_output(request.expected_output_tokens,
                                output_bound(request, server.endpoint));
}

// Receiving.

void Dispatcher::take(HttpReply reply, int64_t now_us) {
  const auto found = flights_.find(reply.id);
  if (found == flights_.end()) return;
  const Flight flight = found->second;
  flights_.erase(found);
  Job& job = jobs_.at(flight.job);
  Server& server = servers_[flight.endpoint];
  server.stats.in_flight -= 1;
  if (ends_try(reply)) ++job.answered;

  Completion answer = read_exchange(reply, job.request->schema);
  const Usage used = settle(flight, reply, answer);
  job.usage += used;
  server.stats.usage += used;
  server.stats.tries[static_cast<size_t>(answer.failure)] += 1;
  note_outcome(server, reply, answer.failure, now_us);

  job.failure = answer.failure;
  job.why = answer.why;
  if (worth_another_try(job, server, reply, answer.failure, now_us)) {
    job.failed_at = flight.endpoint;
    server.stats.retries += 1;
    try_again_later(flight.job, job, server, now_us);
    return;
  }
  Reply result;
  result.failure = answer.failure;
  result.content = std::move(answer.content);
  result.why = std::move(answer.why);
  result.endpoint = server.endpoint.name;
  result.usage = job.usage;
  if (options_.cache != nullptr && is_kept(result.failure) && in_transaction()) {
    const auto put = options_.cache->put(flight.cache_key, result);
    if (!put.ok()) storage_failed(put.error());
  }
  finish(flight.job, std::move(result));
}

Usage Dispatcher::settle(const Flight& flight, const HttpReply& reply, const Completion& answer) {
  Server& server = servers_[flight.endpoint];
  const Request& request = *jobs_.at(flight.job).request;
  const bool is_done = reply.exchange == Exchange::kDone;
  const bool is_answered = is_done && reply.status >= 200 && reply.status <= 299;

  // What is not known counts with its bound; a status that is no success is not charged.
  int64_t input = flight.input_bound;
  int64_t output = flight.output_bound;
  Cost spent;
  if (is_answered && answer.input_tokens >= 0 && answer.output_tokens >= 0) {
    const auto content_bytes = static_cast<int64_t>(answer.content.size());
    if (answer.input_tokens > input || answer.output_tokens > output ||
        answer.input_tokens < fewest_tokens(bytes_of(request)) ||
        answer.output_tokens < fewest_tokens(content_bytes)) {
      server.stats.misreports += 1;
    } else {
      input = answer.input_tokens;
      output = answer.output_tokens;
      estimator_of(server, request)
          .learn(bytes_of(request), request.expected_output_tokens, input, output);
    }
    server.pace.settle(flight.ticket, input + output);
  } else if (reply.exchange == Exchange::kNotSent || (is_done && !is_answered)) {
    input = output = 0;
    server.pace.settle(flight.ticket, 0);
  } else {
    server.pace.settle(flight.ticket, static_cast<int64_t>(flight.ticket.guess.mean));
  }
  if (reply.exchange != Exchange::kNotSent) spent = cost_of(server.endpoint, input, output);

  Cost back = flight.bound;
  back -= spent;
  if (options_.cache == nullptr) {
    committed_ -= back;
  } else if (in_transaction()) {
    const auto released = options_.cache->release(options_.account, back);
    if (!released.ok()) storage_failed(released.error());
  }
  return {.input_tokens = input,
          .output_tokens = output,
          .requests = spent.requests,
          .money = static_cast<double>(spent.picomoney) * 1e-12};
}

void Dispatcher::note_outcome(Server& server, const HttpReply& reply, Failure failure,
                              int64_t now_us) {
  if (failure == Failure::kRateLimited) {
    server.breaker.note_no_success(now_us);
    server.breaker.unknown();
    pause(server, reply, now_us);
    return;
  }
  if (is_fault(failure) || refuses_us(reply.status)) {
    const auto jitter = static_cast<double>(server.backoff.jitter_us(999)) / 1000;
    server.breaker.failed(now_us, jitter);
    if (reply.status == 503) pause(server, reply, now_us);
    return;
  }
  server.breaker.succeeded();
  server.pauses = 0;
}

void Dispatcher::pause(Server& server, const HttpReply& reply, int64_t now_us) {
  if (const auto asked = asked_wait_us(reply.headers, clock_.unix_us())) {
    const int64_t wait = std::min(*asked, us_of(server.endpoint.give_up_after_s));
    server.paused_until_us = std::max(server.paused_until_us, now_us + wait);
  } else if (reply.status == 429 && now_us >= server.paused_until_us) {
    // Those that were under way together count once.
    server.paused_until_us = now_us + server.backoff.wait_us(++server.pauses);
  }
}

bool Dispatcher::worth_another_try(Job& job, const Server& server, const HttpReply& reply,
                                   Failure failure, int64_t now_us) const {
  const Endpoint& endpoint = server.endpoint;
  // A request of one server ends with the pause that leads past its end, not behind it.
  const bool must_wait = job.endpoints.size() == 1 && server.paused_until_us > now_us;
  const int64_t soonest_us = must_wait ? server.paused_until_us : now_us;
  if (soonest_us - job.first_sent_us > us_of(endpoint.give_up_after_s)) return false;
  if (failure == Failure::kRateLimited) return true;
  if (refuses_us(reply.status)) {
    return job.endpoints.size() > 1 && ++job.faults <= endpoint.retries;
  }
  if (!is_fault(failure)) return false;
  const bool is_unusable = failure == Failure::kMalformed || failure == Failure::kEmpty;
  if (is_unusable && ++job.unusable >= kMaxUnusable) return false;
  return ++job.faults <= endpoint.retries;
}

void Dispatcher::try_again_later(JobId id, Job& job, Server& server, int64_t now_us) {
  const bool others_work = std::ranges::any_of(job.endpoints, [&](size_t index) {
    const Server& other = servers_[index];
    return &other != &server && other.paused_until_us <= now_us &&
           other.breaker.state(now_us) == Breaker::State::kClosed;
  });
  int64_t wait = 0;
  if (!others_work) {
    // Jitter also behind a pause, so that not all come back in the same instant.
    wait = server.backoff.wait_us(std::max(job.faults, 1));
    if (server.paused_until_us > now_us) {
      const int64_t pause = server.paused_until_us - now_us;
      wait = pause + server.backoff.jitter_us(std::min(pause, 2 * kSecondUs));
    }
  }
  delayed_.emplace(now_us + wait, id);
}

// The turn's transaction.

bool Dispatcher::in_transaction() {
  if (transaction_) return true;
  if (!storage_why_.empty()) return false;
  const auto begun = options_.cache->begin();
  if (!begun.ok()) {
    storage_failed(begun.error());
    return false;
  }
  transaction_ = true;
  return true;
}

void Dispatcher::storage_failed(const Error& error) {
  if (storage_why_.empty()) storage_why_ = error.message;
}

void Dispatcher::commit() {
  if (transaction_) {
    transaction_ = false;
    if (storage_why_.empty()) {
      const auto account = options_.cache->committed(options_.account);
      if (account.ok()) committed_ = *account;
      const auto committed = options_.cache->commit();
      if (!committed.ok()) storage_failed(committed.error());
    }
    if (!storage_why_.empty()) options_.cache->rollback();
  }
  auto deliver = std::exchange(to_deliver_, {});
  auto send = std::exchange(to_send_, {});
  if (!storage_why_.empty()) {
    // What is not on disk was not answered and is not sent.
    for (auto& [done, reply] : deliver) {
      if (!reply.ok()) continue;
      reply.failure = Failure::kStorage;
      reply.content.clear();
      reply.why = storage_why_;
    }
    for (auto& [number, request] : send) {
      const JobId id = flights_.at(number).job;
      servers_[flights_.at(number).endpoint].stats.in_flight -= 1;
      flights_.erase(number);
      const auto job = jobs_.extract(id);
      deliver.emplace_back(std::move(job.mapped().done), Reply{.failure = Failure::kStorage,
                                                               .content = "",
                                                               .why = storage_why_,
                                                               .endpoint = "",
                                                               .usage = job.mapped().usage});
    }
    send.clear();
  }
  for (auto& [number, request] : send) transport_.send(number, std::move(request));
  for (auto& [done, reply] : deliver) done(std::move(reply));
}

void Dispatcher::finish(JobId id, Reply reply) {
  const auto job = jobs_.extract(id);
  to_deliver_.emplace_back(std::move(job.mapped().done), std::move(reply));
}

void Dispatcher::fail(JobId id, Failure failure, std::string why) {
  Reply reply;
  reply.failure = failure;
  reply.why = std::move(why);
  reply.usage = jobs_.at(id).usage;
  finish(id, std::move(reply));
}

}  // namespace lauter::llm
