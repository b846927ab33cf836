// Any bytes as the body of a reply, as what a model said, as a record and as a batch's answers:
// nothing crashes, content comes only with success, and what is taken for the answer is one JSON
// value that fits the schema and stands in the text.
//
// The first byte chooses the schema and the status; the rest is the body.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "json/value.h"
#include "llm/question/content.h"
#include "llm/transport/batch.h"
#include "llm/transport/chat.h"
#include "llm/transport/record.h"
#include "llm/transport/retry.h"

using namespace lauter;
using namespace lauter::llm;

namespace {

constexpr const char* kSchemas[] = {
    "",
    R"({"type":"object","properties":{"edits":{"type":"array"}},"required":["edits"]})",
    R"({"type":"array"})",
    "{}",
};
constexpr int kStatuses[] = {200, 400, 429, 503};

void check_completion(int status, std::string_view body, const char* schema) {
  const Completion completion = read_completion(status, body, schema);
  const bool is_good = completion.failure == Failure::kNone;
  LAUTER_CHECK(is_good || completion.content.empty(), "a failure has no content");
  LAUTER_CHECK(is_good == completion.why.empty(), "a failure says why");
  LAUTER_CHECK(completion.input_tokens >= -1 && completion.output_tokens >= -1, "a count or none");
  if (!is_good) return;
  LAUTER_CHECK(status == 200, "only a success has an answer");
  LAUTER_CHECK(!completion.content.empty(), "an answer says something");
  if (*schema == '\0') return;
  const auto value = parse_json(completion.content);
  LAUTER_CHECK(value.ok(), "the answer is JSON");
  LAUTER_CHECK(fits_top_level(*value, *parse_json(schema)), "it fits the schema");
}

void check_content(std::string_view text, const char* schema) {
  if (*schema == '\0') return;
  const auto wanted = parse_json(schema);
  const auto found = find_json(text, *wanted);
  if (!found.ok()) return;
  LAUTER_CHECK(text.find(*found) != std::string_view::npos, "the answer stands in the text");
  // What was found is found again, alone and twice.
  LAUTER_CHECK(*find_json(*found, *wanted) == *found, "an answer is its own answer");
  const std::string twice = std::string(*found) + "\n" + std::string(*found);
  const bool has_brackets = found->starts_with('{') || found->starts_with('[');
  LAUTER_CHECK(!has_brackets || find_json(twice, *wanted).ok(), "a repetition says nothing new");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const char* schema = kSchemas[data[0] % 4];
  const int status = kStatuses[(data[0] / 4) % 4];
  const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
  check_completion(status, body, schema);
  check_content(body, schema);

  const std::vector<Request> requests(1);
  if (auto replay = ReplayAsker::parse(body); replay.ok()) {
    LAUTER_CHECK((*replay)->ask(requests).size() == 1, "one reply each");
  }
  Endpoint endpoint;
  endpoint.name = "fuzz";
  endpoint.base_url = "http://fuzz/v1";
  endpoint.model = "fuzz";
  const auto batch =
      BatchAsker::make(endpoint, body, [](std::string_view) -> Result<void> { return {}; });
  if (batch.ok()) LAUTER_CHECK((*batch)->ask(requests).size() == 1, "one reply each");

  const std::string value(body.substr(0, 64));
  for (const char* name : {"retry-after", "retry-after-ms", "x-ratelimit-reset-tokens"}) {
    const auto wait = asked_wait_us({{name, value}}, 0);
    LAUTER_CHECK(!wait || (*wait >= 0 && *wait <= int64_t{3600} * 1000000), "an hour at most");
  }
  return 0;
}
