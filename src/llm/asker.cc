#include "llm/asker.h"

namespace lauter::llm {

std::string_view name_of(Failure failure) {
  switch (failure) {
    case Failure::kNone:
      return "none";
    case Failure::kTimeout:
      return "timeout";
    case Failure::kNetwork:
      return "network";
    case Failure::kServer:
      return "server";
    case Failure::kRateLimited:
      return "rate_limited";
    case Failure::kRejected:
      return "rejected";
    case Failure::kTruncated:
      return "truncated";
    case Failure::kFiltered:
      return "filtered";
    case Failure::kRefused:
      return "refused";
    case Failure::kEmpty:
      return "empty";
    case Failure::kMalformed:
      return "malformed";
    case Failure::kBudget:
      return "budget";
    case Failure::kNoEndpoint:
      return "no_endpoint";
    case Failure::kStorage:
      return "storage";
    case Failure::kCancelled:
      return "cancelled";
    case Failure::kNotRecorded:
      return "not_recorded";
    case Failure::kPending:
      return "pending";
  }
  return "unknown";
}

Usage& Usage::operator+=(const Usage& other) {
  input_tokens += other.input_tokens;
  output_tokens += other.output_tokens;
  requests += other.requests;
  money += other.money;
  return *this;
}

}  // namespace lauter::llm
