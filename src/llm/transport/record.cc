#include "llm/transport/record.h"

#include "base/sha256_hex.h"
#include "json/value.h"
#include "json/writer.h"

namespace lauter::llm {
namespace {

std::string print_line(const std::string& key, const Reply& reply) {
  std::string line;
  JsonWriter json(line);
  json.begin_object().member("request", key).member("failure", name_of(reply.failure));
  json.member("content", reply.content).member("why", reply.why);
  json.member("endpoint", reply.endpoint);
  json.key("input_tokens").integer(reply.usage.input_tokens);
  json.key("output_tokens").integer(reply.usage.output_tokens);
  json.key("requests").integer(reply.usage.requests);
  json.member_number("money", reply.usage.money).end_object();
  return line;
}

std::optional<Failure> failure_named(std::string_view name) {
  for (int i = 0; i <= static_cast<int>(Failure::kPending); ++i) {
    if (name_of(static_cast<Failure>(i)) == name) return static_cast<Failure>(i);
  }
  return std::nullopt;
}

Result<std::pair<std::string, Reply>> parse_line(std::string_view line) {
  LAUTER_ASSIGN(const JsonValue value, parse_json(line));
  const auto text = [&](const char* name) {
    const JsonValue* member = value.find(name);
    return std::string(member == nullptr ? "" : member->string_or(""));
  };
  const auto number = [&](const char* name) {
    const JsonValue* member = value.find(name);
    return member == nullptr ? 0 : member->int_or(0);
  };
  const auto failure = failure_named(text("failure"));
  std::string key = text("request");
  if (key.empty() || !failure) return data_loss("no recorded reply");
  Reply reply;
  reply.failure = *failure;
  reply.content = text("content");
  reply.why = text("why");
  reply.endpoint = text("endpoint");
  reply.usage.input_tokens = number("input_tokens");
  reply.usage.output_tokens = number("output_tokens");
  reply.usage.requests = number("requests");
  if (const JsonValue* money = value.find("money")) reply.usage.money = money->number_or(0);
  return std::pair(std::move(key), std::move(reply));
}

}  // namespace

std::string request_key(const Request& request) {
  std::string all;
  JsonWriter json(all);
  json.begin_array();
  for (const Message& message : request.messages) {
    json.integer(static_cast<int64_t>(message.role)).string(message.content);
  }
  json.string(request.schema_name).string(request.schema);
  json.integer(request.max_output_tokens).integer(request.expected_output_tokens);
  json.number(request.temperature).integer(request.seed).integer(request.candidate);
  for (const std::string& endpoint : request.endpoints) json.string(endpoint);
  json.end_array();
  return sha256_hex(all);
}

Result<void> for_each_line(std::string_view text,
                           const std::function<Result<void>(std::string_view)>& take) {
  size_t number = 0;
  while (!text.empty()) {
    ++number;
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    if (auto taken = take(line); !taken.ok()) {
      return std::move(taken.error()).context("line " + std::to_string(number));
    }
  }
  return {};
}

std::vector<Reply> RecordAsker::ask(std::span<const Request> requests) {
  std::vector<Reply> replies = inner_.ask(requests);
  const std::lock_guard lock(mutex_);
  for (size_t i = 0; i < replies.size(); ++i) {
    const auto written = sink_(print_line(request_key(requests[i]), replies[i]));
    if (written.ok()) continue;
    replies[i].failure = Failure::kStorage;
    replies[i].content.clear();
    replies[i].why = "record: " + written.error().message;
  }
  return replies;
}

Result<std::unique_ptr<ReplayAsker>> ReplayAsker::parse(std::string_view record) {
  auto asker = std::make_unique<ReplayAsker>();
  LAUTER_TRY(for_each_line(record, [&](std::string_view line) -> Result<void> {
    LAUTER_ASSIGN(auto recorded, parse_line(line));
    asker->replies_.insert(std::move(recorded));
    return {};
  }));
  return asker;
}

std::vector<Reply> ReplayAsker::ask(std::span<const Request> requests) {
  std::vector<Reply> replies;
  replies.reserve(requests.size());
  for (const Request& request : requests) {
    const auto found = replies_.find(request_key(request));
    if (found != replies_.end()) {
      replies.push_back(found->second);
    } else {
      replies.push_back({});
      replies.back().failure = Failure::kNotRecorded;
      replies.back().why = "not in the record";
    }
  }
  return replies;
}

}  // namespace lauter::llm
