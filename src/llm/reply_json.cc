#include "llm/reply_json.h"

#include <optional>
#include <string>

#include "llm/answer.h"
#include "text/ascii.h"

namespace lauter::llm::internal {
namespace {

/// Objects looked at in one reply: chatter with more braces than that is no answer.
constexpr int kMaxObjects = 16;
/// An answer is an object with an array of objects; nothing deeper is read.
constexpr int kMaxDepth = 8;

/// Behind the bracket that closes the one at text[0]; nothing if it is not closed, or nests deeper
/// than kMaxDepth.
std::optional<size_t> end_of_object(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') {
        ++i;
      } else if (c == '"') {
        in_string = false;
      }
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (++depth > kMaxDepth) return std::nullopt;
    } else if (c == '}' || c == ']') {
      if (--depth == 0) return i + 1;
    }
  }
  return std::nullopt;
}

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
  constexpr std::string_view kThink = "<think>";
  constexpr std::string_view kThinkEnd = "</think>";
  if (reply.size() > kMaxReplyBytes) return data_loss("too long");
  reply = trim_ascii(reply);
  if (reply.starts_with(kThink)) {
    const size_t end = reply.find(kThinkEnd);
    if (end == std::string_view::npos) return data_loss("thinking without an end");
    reply.remove_prefix(end + kThinkEnd.size());
  }
  std::optional<JsonValue> answer;
  bool any = false;
  size_t at = 0;
  for (int looked = 0; looked < kMaxObjects; ++looked) {
    at = reply.find('{', at);
    if (at == std::string_view::npos) break;
    const auto end = end_of_object(reply.substr(at));
    if (!end) {
      ++at;
      continue;
    }
    const std::string_view json = reply.substr(at, *end);
    auto parsed = parse_json(json);
    if (!parsed.ok()) parsed = parse_json(without_trailing_commas(json));
    if (!parsed.ok()) {
      ++at;
      continue;
    }
    at += *end;
    const JsonValue* said = parsed->find("token");
    if (said == nullptr) continue;
    any = true;
    if (said->string_or("") != token) continue;
    if (answer && !(*answer == *parsed)) return data_loss("two different answers");
    answer = std::move(*parsed);
  }
  if (answer) return std::move(*answer);
  return data_loss(any ? "no answer with the token of its block" : "no answer");
}

}  // namespace lauter::llm::internal
