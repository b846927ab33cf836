#include "llm/transport/retry.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/http_date.h"
#include "base/http_date.h"
#include "llm/transport/microseconds.h"
#include "text/ascii.h"

namespace lauter::llm {
namespace {

constexpr double kLongestWaitS = 3600;

/// A decimal number at the front of `text`, which it is taken from.
std::optional<double> take_number(std::string_view& text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return value;
}

/// `90`, `1m30s`, `250ms`, `1h0m3.5s`: Go's durations, as OpenAI sends them; a bare number counts
/// in `bare_unit_s`.
std::optional<double> parse_duration_s(std::string_view text, double bare_unit_s) {
  text = trim_ascii(text);
  if (text.empty()) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    const auto value = take_number(text);
    if (!value) return std::nullopt;
    size_t letters = 0;
    while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
    const std::string_view unit = text.substr(0, letters);
    text.remove_prefix(letters);
    if (unit.empty() && text.empty() && total == 0) return *value * bare_unit_s;
    const double seconds = unit == "ms"  ? 0.001
                           : unit == "s" ? 1
                           : unit == "m" ? 60
                           : unit == "h" ? 3600
                                         : -1;
    if (seconds < 0) return std::nullopt;
    total += *value * seconds;
  }
  return total;
}

int64_t to_wait_us(double seconds) {
  return std::llround(std::clamp(seconds, 0.0, kLongestWaitS) * static_cast<double>(kSecondUs));
}

}  // namespace

Backoff::Backoff(int64_t base_us, int64_t cap_us, uint64_t seed)
    : base_us_(base_us), cap_us_(cap_us), random_(sha256("llm backoff " + std::to_string(seed))) {}

int64_t Backoff::wait_us(int failures) {
  const int doublings = std::clamp(failures - 1, 0, 40);
  const double most =
      std::min(static_cast<double>(cap_us_), std::ldexp(static_cast<double>(base_us_), doublings));
  return jitter_us(static_cast<int64_t>(most));
}

int64_t Backoff::jitter_us(int64_t most_us) {
  return static_cast<int64_t>(
      random_.below(static_cast<uint64_t>(std::max<int64_t>(most_us, 0)) + 1));
}

bool is_fault(Failure failure) {
  switch (failure) {
    case Failure::kTimeout:
    case Failure::kNetwork:
    case Failure::kServer:
    case Failure::kRateLimited:
    case Failure::kEmpty:
    case Failure::kMalformed:
      return true;
    default:
      return false;
  }
}

std::string idempotency_key(std::string_view account, std::string_view body, int answers) {
  std::string hashed(account);
  hashed += '\0' + std::to_string(answers) + '\0';
  hashed += body;
  const Sha256Digest digest = sha256(hashed);
  return "lauter-" + to_hex(digest.data(), 16);
}

bool ends_try(const HttpReply& reply) {
  return reply.exchange == Exchange::kTooLarge ||
         (reply.exchange == Exchange::kDone && reply.status != 409 && reply.status != 429);
}

std::optional<int64_t> asked_wait_us(
    const std::vector<std::pair<std::string, std::string>>& headers, int64_t unix_us) {
  const auto find = [&](std::string_view name) -> const std::string* {
    for (const auto& [key, value] : headers) {
      if (key == name) return &value;
    }
    return nullptr;
  };
  if (const std::string* value = find("retry-after-ms")) {
    if (const auto seconds = parse_duration_s(*value, 0.001)) return to_wait_us(*seconds);
  }
  if (const std::string* value = find("retry-after")) {
    if (const auto seconds = parse_duration_s(*value, 1)) return to_wait_us(*seconds);
    if (const auto date = parse_http_date(trim_ascii(*value))) {
      // By the server's clock where it tells its time: ours may be wrong, or be set anew.
      const std::string* said = find("date");
      const auto now = said == nullptr ? std::nullopt : parse_http_date(trim_ascii(*said));
      return to_wait_us(static_cast<double>(*date) - (now ? static_cast<double>(*now) : static_cast<double>(unix_us) / 1e6));
    }
  }
  std::optional<int64_t> longest;
  for (const char* kind : {"requests", "tokens"}) {
    const std::string* remaining = find(std::string("x-ratelimit-remaining-") + kind);
    const std::string* reset = find(std::string("x-ratelimit-reset-") + kind);
    if (reset == nullptr || (remaining != nullptr && trim_ascii(*remaining) != "0")) continue;
    if (const auto seconds = parse_duration_s(*reset, 1)) {
      longest = std::max(longest.value_or(0), to_wait_us(*seconds));
    }
  }
  return longest;
}

}  // namespace lauter::llm
