/// Keeps to a server's requests and tokens a minute.
///
/// Two devices, each for what it can do. A log of the last 60 s holds the bound: a request goes
/// only if the log with it stays within the cap, so no window of 60 s, wherever it begins, ever
/// holds more (a token bucket with cap N allows N + its burst). A leaky bucket of one second's
/// worth (five of tokens) spreads the requests, since a log alone would send a minute's worth at
/// once and then be silent; servers that count by the second refuse that.
///
/// Tokens are known only afterwards; they count at the time at which their request went, as
/// servers that ration them do. A request enters the log with an estimate and is corrected when its
/// answer is there. The room kept free for errors is 5 standard deviations of the sum of all open
/// estimates, that of the learned mean included, or the worst single error seen, plus 0.75 % of
/// the cap. So requests a minute are
/// never above the cap; tokens are not as long as answers look like earlier ones (the first 16
/// count with their upper bound; of 100 simulated half hours one held a window 0.02 % above), and
/// an excess is made up for at once. What that room costs grows
/// with the spread of the answers and shrinks with the cap: pace_test.cc and docs/design/0014 have
/// figures.
#pragma once

#include <cstdint>
#include <deque>

namespace lauter::llm {

/// A guess at a number of tokens.
struct TokenGuess {
  double mean = 0;
  double variance = 0;    ///< of one request around the mean
  double mean_error = 0;  ///< standard error of the mean itself: the same for all like requests
  double excess = 0;      ///< the most that one of the last thousands was above the mean
};

TokenGuess operator+(const TokenGuess& a, const TokenGuess& b);

/// Learns how many tokens requests take by exponentially weighted moments: input per byte of the
/// request, and output as a line over what its asker expects, since a rewritten text is as long as
/// the text and a list of quotes hardly longer for more of it. Constant space.
class TokenEstimator {
 public:
  /// `upper_bound` is the answer until 16 requests were learned from, and never exceeded.
  TokenGuess guess_input(int64_t bytes, int64_t upper_bound) const;
  TokenGuess guess_output(int64_t expected, int64_t upper_bound) const;
  void learn(int64_t bytes, int64_t expected, int64_t input_tokens, int64_t output_tokens);

 private:
  struct Moments {
    double mean = 0, variance = 0, highest = 0;
    void add(double x, double weight);
  };
  /// Least squares of y over x.
  struct Line {
    double mean_x = 0, mean_y = 0, variance_x = 0, covariance = 0;
    void add(double x, double y, double weight);
    double at(double x) const;
  };
  /// `scale` times what the moments are of, and `base` more.
  TokenGuess guess(const Moments& moments, double scale, double base, int64_t upper_bound) const;

  int64_t learned_ = 0;
  Moments input_per_byte_;
  Line output_;
  Moments beside_output_;  ///< output less what the line said
};

/// The log and the bucket of one endpoint. Times are microseconds of one clock that never goes
/// back.
class Pace {
 public:
  /// 0: no cap.
  Pace(int64_t requests_per_minute, int64_t tokens_per_minute);

  /// A request that was let go; settle() wants it back.
  struct Ticket {
    int64_t slot = 0;
    TokenGuess guess;
  };

  /// When a request may go at the earliest as things stand: `now_us` for at once. O(1) if at once,
  /// else O(slots of the log). A request that is guessed to take more than a minute's tokens goes
  /// when the log is empty: the server may still think it smaller.
  int64_t ready_us(int64_t now_us, const TokenGuess& guess);
  /// Enters a request that ready_us() lets go now.
  Ticket take(int64_t now_us, const TokenGuess& guess);
  /// Corrects a request's tokens to what it took.
  void settle(const Ticket& ticket, int64_t tokens);

 private:
  /// Requests of 1/4096 of a minute count as if all had come at the last one's time: at most
  /// 15 ms of the cap are lost, and the log stays small at any rate.
  struct Slot {
    int64_t last_us = 0;
    int64_t requests = 0;
    double tokens = 0;
  };

  void drop_old(int64_t now_us);
  TokenGuess at_most_all(const TokenGuess& guess) const;
  bool within(int64_t requests, double tokens, const TokenGuess& guess) const;
  double room_for_errors(const TokenGuess& guess) const;

  int64_t max_requests_;
  double max_tokens_;
  double us_per_request_ = 0, us_per_token_ = 0;
  double request_bucket_us_ = 0, token_bucket_us_ = 0;  ///< time at which the bucket is empty
  std::deque<Slot> slots_;
  int64_t first_slot_ = 0;  ///< number of slots_.front()
  int64_t requests_ = 0;    ///< sums over slots_
  double tokens_ = 0;
  int64_t open_ = 0;                                ///< how many are not settled
  double open_variance_ = 0, open_mean_error_ = 0;  ///< sums over them
  double open_excess_ = 0;                          ///< highest since none was open
};

}  // namespace lauter::llm
