#include "llm/transport/pace.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "llm/transport/microseconds.h"

namespace lauter::llm {
namespace {

constexpr int64_t kSlotUs = kMinuteUs / 4096;
constexpr double kRequestBurstUs = 1e6;
constexpr double kTokenBurstUs = 5e6;
constexpr int64_t kLookAgainUs = 100'000;
constexpr double kDeviations = 5;
constexpr double kSlack = 0.0075;
constexpr int64_t kLearnFirst = 16;
constexpr int64_t kKnowTail = 512;
constexpr double kLearnWeight = 1.0 / 512;
constexpr double kForgetHighest = 1.0 / 8192;

int64_t as_us(double us) { return static_cast<int64_t>(std::ceil(us)); }

}  // namespace

TokenGuess operator+(const TokenGuess& a, const TokenGuess& b) {
  return {.mean = a.mean + b.mean,
          .variance = a.variance + b.variance,
          .mean_error = a.mean_error + b.mean_error,
          .excess = a.excess + b.excess};
}

void TokenEstimator::Moments::add(double x, double weight) {
  const double difference = x - mean;
  mean += weight * difference;
  highest = std::max(x, highest - (highest - mean) * kForgetHighest);
  variance = (1 - weight) * (variance + weight * difference * difference);
}

void TokenEstimator::Line::add(double x, double y, double weight) {
  const double dx = x - mean_x, dy = y - mean_y;
  mean_x += weight * dx;
  mean_y += weight * dy;
  variance_x = (1 - weight) * (variance_x + weight * dx * dx);
  covariance = (1 - weight) * (covariance + weight * dx * dy);
}

double TokenEstimator::Line::at(double x) const {
  // Expectations that hardly differ say nothing about a slope.
  const double slope = variance_x > 1 ? covariance / variance_x : 0;
  return mean_y + slope * (x - mean_x);
}

void TokenEstimator::learn(int64_t bytes, int64_t expected, int64_t input_tokens,
                           int64_t output_tokens) {
  ++learned_;
  // A plain average at first, then one with a memory of about 64 requests.
  const double weight = std::max(1.0 / static_cast<double>(learned_), kLearnWeight);
  const double per_byte =
      static_cast<double>(input_tokens) / static_cast<double>(std::max<int64_t>(bytes, 1));
  input_per_byte_.add(per_byte, weight);
  const auto x = static_cast<double>(expected), y = static_cast<double>(output_tokens);
  output_.add(x, y, weight);
  beside_output_.add(y - output_.at(x), weight);
}

TokenGuess TokenEstimator::guess(const Moments& moments, double scale, double base,
                                 int64_t upper_bound) const {
  const auto upper = static_cast<double>(upper_bound);
  if (learned_ < kLearnFirst) return {.mean = upper};
  const double variance = scale * scale * moments.variance;
  // An average with weight w knows as much as one over 2 / w - 1 values.
  const double values = std::min(static_cast<double>(learned_), 2 / kLearnWeight - 1);
  return {.mean = std::clamp(base + scale * moments.mean, 0.0, upper),
          .variance = variance,
          .mean_error = std::sqrt(variance / values),
          .excess = std::max(0.0, scale * (moments.highest - moments.mean))};
}

TokenGuess TokenEstimator::guess_input(int64_t bytes, int64_t upper_bound) const {
  return guess(input_per_byte_, static_cast<double>(bytes), 0, upper_bound);
}

TokenGuess TokenEstimator::guess_output(int64_t expected, int64_t upper_bound) const {
  const double line = output_.at(static_cast<double>(expected));
  TokenGuess output = guess(beside_output_, 1, line, upper_bound);
  if (learned_ < kLearnFirst || learned_ >= kKnowTail) return output;
  // A few answers do not show their tail: one more, as long as may be, is imagined among them, and
  // believed in less and less.
  const auto learned = static_cast<double>(learned_);
  const double above = std::max(0.0, static_cast<double>(upper_bound) - output.mean);
  output.variance += above * above * (1 / learned - 1.0 / kKnowTail);
  return output;
}

Pace::Pace(int64_t requests_per_minute, int64_t tokens_per_minute)
    : max_requests_(requests_per_minute > 0 ? requests_per_minute
                                            : std::numeric_limits<int64_t>::max()),
      max_tokens_(tokens_per_minute > 0 ? static_cast<double>(tokens_per_minute) * (1 - kSlack)
                                        : std::numeric_limits<double>::infinity()) {
  constexpr auto kMinute = static_cast<double>(kMinuteUs);
  if (requests_per_minute > 0) us_per_request_ = kMinute / static_cast<double>(max_requests_);
  if (tokens_per_minute > 0) us_per_token_ = kMinute / max_tokens_;
}

void Pace::drop_old(int64_t now_us) {
  while (!slots_.empty() && slots_.front().last_us <= now_us - kMinuteUs) {
    requests_ -= slots_.front().requests;
    tokens_ -= slots_.front().tokens;
    slots_.pop_front();
    ++first_slot_;
  }
  if (slots_.empty()) tokens_ = 0;  // without the rounding errors of a long run
}

bool Pace::within(int64_t requests, double tokens, const TokenGuess& guess) const {
  return requests < max_requests_ && tokens + guess.mean + room_for_errors(guess) <= max_tokens_;
}

double Pace::room_for_errors(const TokenGuess& guess) const {
  const double together = open_mean_error_ + guess.mean_error;
  const double spread =
      kDeviations * std::sqrt(open_variance_ + guess.variance + together * together);
  return std::max({spread, open_excess_, guess.excess});
}

TokenGuess Pace::at_most_all(const TokenGuess& guess) const {
  const double alone =
      kDeviations * std::sqrt(guess.variance + guess.mean_error * guess.mean_error);
  return guess.mean + std::max(alone, guess.excess) <= max_tokens_
             ? guess
             : TokenGuess{.mean = max_tokens_};
}

int64_t Pace::ready_us(int64_t now_us, const TokenGuess& wanted) {
  const TokenGuess guess = at_most_all(wanted);
  drop_old(now_us);
  int64_t ready = now_us;
  if (us_per_request_ > 0) ready = std::max(ready, as_us(request_bucket_us_));
  if (us_per_token_ > 0) ready = std::max(ready, as_us(token_bucket_us_));
  int64_t requests = requests_;
  double tokens = tokens_;
  for (const Slot& slot : slots_) {
    if (within(requests, tokens, guess)) return ready;
    requests -= slot.requests;
    tokens -= slot.tokens;
    ready = std::max(ready, slot.last_us + kMinuteUs);
  }
  // With an empty log only the doubt about open requests can be in the way: look again soon.
  return within(0, 0, guess) ? ready : std::max(ready, now_us + kLookAgainUs);
}

Pace::Ticket Pace::take(int64_t now_us, const TokenGuess& wanted) {
  const TokenGuess guess = at_most_all(wanted);
  const auto now = static_cast<double>(now_us);
  // The bucket: each request moves the time at which it is empty, which lags behind by at most
  // the burst and must not be ahead of now for the next one to go.
  const auto fill = [&](double& bucket_us, double burst_us, double cost_us) {
    bucket_us = std::max(bucket_us, now - burst_us) + cost_us;
  };
  fill(request_bucket_us_, kRequestBurstUs, us_per_request_);
  fill(token_bucket_us_, kTokenBurstUs, us_per_token_ * guess.mean);

  if (slots_.empty() || now_us - (slots_.back().last_us / kSlotUs) * kSlotUs >= kSlotUs) {
    slots_.push_back({});
  }
  Slot& slot = slots_.back();
  slot.last_us = now_us;
  slot.requests += 1;
  slot.tokens += guess.mean;
  requests_ += 1;
  tokens_ += guess.mean;
  if (open_++ == 0) open_variance_ = open_mean_error_ = open_excess_ = 0;
  open_variance_ += guess.variance;
  open_mean_error_ += guess.mean_error;
  open_excess_ = std::max(open_excess_, guess.excess);
  return {first_slot_ + static_cast<int64_t>(slots_.size()) - 1, guess};
}

void Pace::settle(const Ticket& ticket, int64_t tokens) {
  const double difference = static_cast<double>(tokens) - ticket.guess.mean;
  token_bucket_us_ += us_per_token_ * difference;
  --open_;
  open_variance_ = std::max(0.0, open_variance_ - ticket.guess.variance);
  open_mean_error_ = std::max(0.0, open_mean_error_ - ticket.guess.mean_error);
  if (ticket.slot < first_slot_) return;
  slots_[static_cast<size_t>(ticket.slot - first_slot_)].tokens += difference;
  tokens_ += difference;
}

}  // namespace lauter::llm
