/// The one door to language models: requests in, one reply for each out. What stands behind it (a
/// server, a record of an earlier run, a provider's batch file) is not the caller's business.
///
///   std::vector<Reply> replies = asker.ask(requests);   // blocks; replies[i] answers requests[i]
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lauter::llm {

enum class Role : uint8_t { kSystem, kUser, kAssistant };

struct Message {
  Role role = Role::kUser;
  std::string content;  ///< valid UTF-8
};

struct Request {
  std::vector<Message> messages;
  /// The JSON schema (an object, as text) that the reply must meet, and its name ([A-Za-z0-9_-],
  /// up to 64); both empty: free text.
  std::string schema_name;
  std::string schema;
  int max_output_tokens = 0;  ///< > 0: the hard cap that is sent (plus the endpoint's allowance
                              ///< for reasoning)
  int expected_output_tokens = 0;  ///< first guess, for pacing; 0: the cap. Better ones are learned
  double temperature = 0;
  int64_t seed = 0;
  int candidate = 0;                   ///< number of this try among several at the same question
  std::vector<std::string> endpoints;  ///< names of those that may answer; empty: all
  double value = 0;  ///< what an answer is worth (risk lowered): a budget goes to the highest first
};

/// Why there is no usable content. Everything but kNone means: hold the row back.
enum class Failure : uint8_t {
  kNone,
  kTimeout,      ///< no connection, no first byte or no end in time
  kNetwork,      ///< refused, reset, cut off
  kServer,       ///< 5xx, or an error object with status 200
  kRateLimited,  ///< 429 for longer than the endpoint's `give_up_after_s`
  kRejected,     ///< 4xx: the server does not want this request
  kTruncated,    ///< finish_reason=length
  kFiltered,     ///< finish_reason=content_filter
  kRefused,      ///< the model declined (its `refusal` field)
  kEmpty,        ///< no content
  kMalformed,    ///< not HTTP, not JSON, too large, or not what the schema asks for
  kBudget,       ///< the budget does not allow it
  kNoEndpoint,   ///< no endpoint is named so, has its key, or is in service
  kStorage,      ///< the cache or record cannot be written
  kCancelled,
  kNotRecorded,  ///< replay: the record has no reply to this request
  kPending,      ///< batch: the request stands in the batch file, its reply is not there yet
};

inline constexpr size_t kFailures = static_cast<size_t>(Failure::kPending) + 1;

/// "none", "timeout", "network", ..., for reports.
std::string_view name_of(Failure failure);

/// What was spent, all tries of a request together: as the server says, else the upper bound.
struct Usage {
  int64_t input_tokens = 0;
  int64_t output_tokens = 0;
  int64_t requests = 0;  ///< tries that reached a server
  double money = 0;      ///< by the endpoint's prices

  Usage& operator+=(const Usage& other);
};

struct Reply {
  Failure failure = Failure::kNone;
  /// kNone: the model's words without its reasoning. If the request had a schema: one JSON value
  /// of the schema's type, whatever chatter or code fence stood around it is cut off.
  std::string content;
  std::string why;       ///< one line about the failure; never holds text of a document
  std::string endpoint;  ///< who answered, or who failed last
  Usage usage;           ///< zero if from_cache
  bool from_cache = false;

  bool ok() const { return failure == Failure::kNone; }
};

class Asker {
 public:
  virtual ~Asker() = default;

  /// Asks all at once, waits for all, and replies in the order of the requests: exactly one reply
  /// each, whatever happens. Any thread may call it at any time; hand over hundreds, since those
  /// of all callers are in flight together.
  virtual std::vector<Reply> ask(std::span<const Request> requests) = 0;
};

}  // namespace lauter::llm
