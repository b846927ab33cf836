#include "llm/transport/chat.h"

#include <algorithm>

#include "json/utf8.h"
#include "json/value.h"
#include "json/writer.h"
#include "llm/question/content.h"

namespace lauter::llm {
namespace {

const char* role_name(Role role) {
  switch (role) {
    case Role::kSystem:
      return "system";
    case Role::kUser:
      return "user";
    case Role::kAssistant:
      return "assistant";
  }
  return "user";
}

void write_response_format(JsonWriter& json, const Request& request, Structured structured) {
  if (request.schema.empty() || structured == Structured::kNone) return;
  json.key("response_format").begin_object();
  if (structured == Structured::kJsonObject) {
    json.member("type", "json_object");
  } else {
    json.member("type", "json_schema").key("json_schema").begin_object();
    json.member("name", request.schema_name.empty() ? "answer" : request.schema_name);
    json.member_bool("strict", true).key("schema").raw(request.schema).end_object();
  }
  json.end_object();
}

/// Members of `extra` over those of the body; null takes a member away.
std::string merge_extra(const std::string& body, const std::string& extra) {
  auto merged = parse_json(body);
  const auto more = parse_json(extra);
  if (!merged.ok() || !more.ok() || !more->is_object()) return body;  // check_endpoint() saw to it
  for (const JsonValue::Member& extra_member : *more->if_object()) {
    if (!extra_member.second.is_null()) {
      merged->set(extra_member.first, extra_member.second);
      continue;
    }
    std::erase_if(*merged->if_object(), [&](const JsonValue::Member& member) {
      return member.first == extra_member.first;
    });
  }
  return merged->to_string();
}

Completion failed(Failure failure, std::string why) {
  Completion answer;
  answer.failure = failure;
  answer.why = std::move(why);
  return answer;
}

/// Error codes are short words; anything else may quote the request and is left out.
std::string error_code(const JsonValue& error) {
  for (const char* name : {"code", "type"}) {
    const JsonValue* member = error.find(name);
    if (member == nullptr) continue;
    if (member->is_int()) return " (" + std::to_string(*member->if_int()) + ")";
    const std::string_view code = member->string_or("");
    const auto is_plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    if (!code.empty() && code.size() <= 48 && std::ranges::all_of(code, is_plain)) {
      return " (" + std::string(code) + ")";
    }
  }
  return "";
}

Completion read_status(int status, std::string_view body) {
  const std::string http = "HTTP " + std::to_string(status);
  std::string code;
  if (const auto parsed = parse_json(body); parsed.ok() && parsed->find("error") != nullptr) {
    code = error_code(*parsed->find("error"));
  }
  if (code == " (content_filter)") return failed(Failure::kFiltered, http + code);
  switch (status) {
    case 429:
      return failed(Failure::kRateLimited, http + code);
    case 408:
    case 409:  // a try with this idempotency key is still under way
    case 425:
      return failed(Failure::kServer, http + code);
    default:
      break;
  }
  // Redirects are rejected too: to follow one would hand the key to another address.
  if (status >= 300 && status < 500) return failed(Failure::kRejected, http + code);
  return failed(Failure::kServer, http + code);
}

int64_t token_count(const JsonValue& root, const char* name) {
  const JsonValue* usage = root.find("usage");
  if (usage == nullptr || usage->find(name) == nullptr) return -1;
  return std::max<int64_t>(usage->find(name)->int_or(-1), -1);
}

/// `content` is a string, or a list of parts with text.
std::string text_of(const JsonValue& message) {
  const JsonValue* content = message.find("content");
  if (content == nullptr) return "";
  if (content->is_string()) return *content->if_string();
  std::string text;
  if (const JsonValue::Array* parts = content->if_array()) {
    for (const JsonValue& part : *parts) {
      if (const JsonValue* piece = part.find("text")) text += piece->string_or("");
    }
  }
  return text;
}

bool says_something(const JsonValue* value) {
  return value != nullptr && !value->string_or("").empty();
}

/// Judges the choice of a sound reply; fills failure, content and why.
void read_choice(const JsonValue& choice, std::string_view schema, Completion& answer) {
  const auto fail = [&](Failure failure, const char* why) {
    answer.failure = failure;
    answer.why = why;
  };
  const JsonValue* message = choice.find("message");
  const JsonValue* reason = choice.find("finish_reason");
  const std::string_view finish = reason == nullptr ? "" : reason->string_or("");
  if (finish == "length") return fail(Failure::kTruncated, "cut at the cap of output tokens");
  if (finish == "content_filter") return fail(Failure::kFiltered, "filtered by the server");
  if (message == nullptr || !message->is_object()) return fail(Failure::kMalformed, "no message");
  if (says_something(message->find("refusal"))) {
    return fail(Failure::kRefused, "the model declined");
  }
  const std::string text = text_of(*message);
  const JsonValue* calls = message->find("tool_calls");
  if (text.empty() && calls != nullptr && calls->is_array() && !calls->if_array()->empty()) {
    return fail(Failure::kMalformed, "a tool call instead of an answer");
  }
  const auto said = without_reasoning(text);
  if (!said) return fail(Failure::kTruncated, "reasoning without an end");
  if (said->empty()) return fail(Failure::kEmpty, "no content");
  if (schema.empty()) {
    answer.failure = Failure::kNone;
    answer.content = *said;
    return;
  }
  const auto wanted = parse_json(schema);
  const auto found = find_json(*said, wanted.ok() ? *wanted : JsonValue());
  if (!found.ok()) return fail(Failure::kMalformed, found.error().message.c_str());
  answer.failure = Failure::kNone;
  answer.content = *found;
}

}  // namespace

std::string chat_url(const Endpoint& endpoint) {
  std::string_view base = endpoint.base_url;
  while (base.ends_with('/')) base.remove_suffix(1);
  return std::string(base) + "/chat/completions";
}

std::string chat_body(const Request& request, const Endpoint& endpoint) {
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("model", endpoint.model).key("messages").begin_array();
  for (const Message& message : request.messages) {
    json.begin_object().member("role", role_name(message.role));
    json.member("content", message.content).end_object();
  }
  json.end_array();
  json.key(endpoint.max_tokens_field)
      .integer(request.max_output_tokens + int64_t{endpoint.reasoning_tokens});
  json.member_number("temperature", request.temperature);
  // Candidates differ in their seed, so that the server gives other words and the cache other keys.
  json.key("seed").integer((request.seed + request.candidate) & 0x7FFFFFFF);
  write_response_format(json, request, endpoint.structured);
  json.end_object();
  return endpoint.extra.empty() ? body : merge_extra(body, endpoint.extra);
}

Completion read_completion(int status, std::string_view body, std::string_view schema) {
  if (status < 200 || status > 299) return read_status(status, body);
  const auto root = parse_json(body);
  if (!root.ok()) return failed(Failure::kMalformed, "the reply is no JSON");
  if (const JsonValue* error = root->find("error"); error != nullptr && !error->is_null()) {
    return failed(Failure::kServer, "an error with status 200" + error_code(*error));
  }
  Completion answer;
  answer.input_tokens = token_count(*root, "prompt_tokens");
  answer.output_tokens = token_count(*root, "completion_tokens");
  const JsonValue* choices = root->find("choices");
  if (choices == nullptr || !choices->is_array()) {
    answer.why = "no choices";
  } else if (choices->if_array()->empty()) {
    answer.failure = Failure::kEmpty;
    answer.why = "no choices";
  } else {
    read_choice(choices->if_array()->front(), schema, answer);
  }
  return answer;
}

Completion read_exchange(const HttpReply& reply, std::string_view schema) {
  switch (reply.exchange) {
    case Exchange::kDone:
      return read_completion(reply.status, reply.body, schema);
    case Exchange::kNotSent:
    case Exchange::kBroken:
      return failed(Failure::kNetwork, reply.why);
    case Exchange::kTimeout:
      return failed(Failure::kTimeout, reply.why);
    case Exchange::kTooLarge:
      break;
  }
  return failed(Failure::kMalformed, "the reply is too large");
}

}  // namespace lauter::llm
