#include "llm/question/reply_json.h"

#include <optional>
#include <string>

#include "llm/question/answer.h"
#include "llm/question/content.h"

namespace lauter::llm::internal {
namespace {

/// Objects looked at in one reply: chatter with more braces than that is no answer.
constexpr int kMaxObjects = 16;
/// An answer is an object with an array of objects; nothing deeper is read.
constexpr int kMaxDepth = 8;

/// `json` without commas before closing brackets.
std::string without_trailing_commas(std::string_view json) {
  std::string out;
  bool in_string = false;
  for (size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string && c == '\\' && i + 1 < json.size()) out += json[i++];
    if (c == '"') in_string = !in_string;
    if (!in_string && c == ',') {
      const size_t next = json.find_first_not_of(" \t\r\n", i + 1);
      if (next != std::string_view::npos && (json[next] == '}' || json[next] == ']')) continue;
    }
    out += json[i];
  }
  return out;
}

}  // namespace

Result<JsonValue> answer_in_reply(std::string_view reply, std::string_view token) {
  if (reply.size() > kMaxReplyBytes) return data_loss("too long");
  const auto said = without_reasoning(reply);
  if (!said) return data_loss("thinking without an end");
  reply = *said;
  std::optional<JsonValue> answer;
  bool any = false;
  size_t at = 0;
  for (int looked = 0; looked < kMaxObjects; ++looked) {
    at = reply.find('{', at);
    if (at == std::string_view::npos) break;
    const std::string_view json = bracketed(reply.substr(at), kMaxDepth);
    if (json.empty()) {
      ++at;
      continue;
    }
    auto parsed = parse_json(json);
    if (!parsed.ok()) parsed = parse_json(without_trailing_commas(json));
    if (!parsed.ok()) {
      ++at;
      continue;
    }
    at += json.size();
    const JsonValue* of_block = parsed->find("token");
    if (of_block == nullptr) continue;
    any = true;
    if (of_block->string_or("") != token) continue;
    if (answer && !(*answer == *parsed)) return data_loss("two different answers");
    answer = std::move(*parsed);
  }
  if (answer) return std::move(*answer);
  return data_loss(any ? "no answer with the token of its block" : "no answer");
}

}  // namespace lauter::llm::internal
