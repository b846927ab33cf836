#include "llm/transport/batch.h"

#include <algorithm>

#include "json/value.h"
#include "json/writer.h"
#include "llm/transport/budget.h"
#include "llm/transport/chat.h"
#include "llm/transport/retry.h"

namespace lauter::llm {
namespace {

std::string question_line(const std::string& key, const std::string& body) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().member("custom_id", key).member("method", "POST");
  json.member("url", "/v1/chat/completions").key("body").raw(body).end_object();
  return line;
}

}  // namespace

Result<std::unique_ptr<BatchAsker>> BatchAsker::make(Endpoint endpoint, std::string_view answers,
                                                     LineSink questions) {
  LAUTER_TRY(check_endpoint(endpoint));
  std::unique_ptr<BatchAsker> asker(new BatchAsker(std::move(endpoint), std::move(questions)));
  LAUTER_TRY(for_each_line(answers, [&](std::string_view line) -> Result<void> {
    LAUTER_ASSIGN(const JsonValue value, parse_json(line));
    const JsonValue* id = value.find("custom_id");
    if (id == nullptr || !id->is_string()) return data_loss("no custom_id");
    // A line without a response is one that the provider could not answer.
    Answered answer{.status = 500, .body = ""};
    if (const JsonValue* response = value.find("response"); response && response->is_object()) {
      const JsonValue* status = response->find("status_code");
      const JsonValue* body = response->find("body");
      if (status != nullptr) answer.status = static_cast<int>(status->int_or(500) % 1000);
      if (body != nullptr) answer.body = body->to_string();
    }
    asker->answers_.insert_or_assign(*id->if_string(), std::move(answer));
    return {};
  }));
  return asker;
}

std::vector<Reply> BatchAsker::ask(std::span<const Request> requests) {
  std::vector<Reply> replies;
  replies.reserve(requests.size());
  for (const Request& request : requests) replies.push_back(answer(request));
  return replies;
}

Reply BatchAsker::answer(const Request& request) {
  Reply reply;
  reply.endpoint = endpoint_.name;
  const std::string key = request_key(request);
  Completion completion;
  completion.failure = Failure::kPending;
  if (const auto found = answers_.find(key); found != answers_.end()) {
    completion = read_completion(found->second.status, found->second.body, request.schema);
    reply.usage.input_tokens = std::max<int64_t>(completion.input_tokens, 0);
    reply.usage.output_tokens = std::max<int64_t>(completion.output_tokens, 0);
    const Cost cost = cost_of(endpoint_, reply.usage.input_tokens, reply.usage.output_tokens);
    reply.usage.requests = cost.requests;
    reply.usage.money = static_cast<double>(cost.picomoney) * 1e-12;
  }
  reply.failure = completion.failure;
  reply.content = std::move(completion.content);
  reply.why = std::move(completion.why);
  if (reply.failure == Failure::kPending || is_fault(reply.failure))
    write_question(key, request, reply);
  return reply;
}

void BatchAsker::write_question(const std::string& key, const Request& request, Reply& reply) {
  reply.failure = Failure::kPending;
  reply.why = "written to the batch";
  const std::lock_guard lock(mutex_);
  if (!written_.insert(key).second) return;
  const auto written = questions_(question_line(key, chat_body(request, endpoint_)));
  if (written.ok()) return;
  reply.failure = Failure::kStorage;
  reply.why = "batch: " + written.error().message;
}

}  // namespace lauter::llm
