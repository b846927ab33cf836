/// What the stub server says: the sound answer to a chat request, and every way to get it wrong.
/// Pure, so that the same seed gives the same faults in whatever order requests come.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter::llm::stub {

/// Each is something that servers have been seen to do.
enum class Fault : uint8_t {
  kNone,
  // Of HTTP.
  kRateLimit,    ///< 429 with Retry-After
  kServerError,  ///< 500
  kUnavailable,  ///< 503
  kClose,        ///< the connection closes without a byte
  kReset,        ///< reset in the middle of the body
  kDrip,         ///< a byte now and then
  kHang,         ///< no first byte
  kGzipBomb,     ///< 64 MiB of zeros in 64 KiB
  kGarbage,      ///< an HTML page with status 200
  // Of the JSON around the answer.
  kCutJson,
  kError200,  ///< an error object with status 200
  kNoChoices,
  kEmpty,
  kToolCall,
  kRefusal,
  kLength,  ///< finish_reason length
  kFilter,  ///< finish_reason content_filter
  kUsage,   ///< figures that are not true
  // Of the answer.
  kWrongSchema,
  kChatter,     ///< words and a code fence around it
  kDuplicate,   ///< the answer twice
  kThink,       ///< reasoning before it
  kHalfAnswer,  ///< the answer's JSON does not end
};
inline constexpr int kFaults = static_cast<int>(Fault::kHalfAnswer) + 1;

std::string_view name_of(Fault fault);
Result<Fault> fault_named(std::string_view name);

/// Whether a client gets no answer it may use, however clever it is.
bool spoils_the_answer(Fault fault);

/// Finds what an `edits` question should be answered with: what matches a rule inside the block
/// `<text TOKEN>` ... `</text TOKEN>` of the last message, as
/// {"token":TOKEN,"edits":[{"quote":...,"category":...}]}.
class Rules {
 public:
  Rules();
  ~Rules();
  /// Lines `REGEX<TAB>CATEGORY` or `REGEX<TAB>CATEGORY<TAB>REPLACEMENT`; RE2 syntax; `#` begins a
  /// comment line.
  Result<void> parse(std::string_view text);
  std::string answer(std::string_view last_message) const;
  /// What a `rewrite` question should be answered with: the block's text with the replacements in
  /// place, {"token":TOKEN,"changes":[...],"text":...}; and, as chatty models do, other words for
  /// some that nobody has asked about ("and" becomes "as well as").
  std::string rewrite(std::string_view last_message) const;

 private:
  struct Rule;
  std::vector<std::unique_ptr<Rule>> rules_;
};

/// What a chat request asks, as far as the stub cares.
struct Question {
  std::string model;
  std::string last_message;
  int64_t seed = 0;
  int64_t input_tokens = 0;  ///< a quarter of the bytes of all messages
};
Result<Question> parse_question(std::string_view body);

/// The JSON body with `content`; `fault` is one of those of the JSON or of the answer, or kNone.
struct ChatReply {
  std::string body;
  int64_t input_tokens = 0, output_tokens = 0;  ///< the true ones
};
ChatReply chat_reply(const Question& question, std::string content, Fault fault, uint64_t random);

}  // namespace lauter::llm::stub
