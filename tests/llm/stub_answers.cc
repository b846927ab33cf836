#include "llm/stub_answers.h"

#include <re2/re2.h>

#include <array>

#include "json/value.h"
#include "json/writer.h"

namespace lauter::llm::stub {
namespace {

constexpr std::array<std::string_view, kFaults> kNames = {
    "none",       "rate_limit",   "server_error", "unavailable", "close",    "reset",
    "drip",       "hang",         "gzip_bomb",    "garbage",     "cut_json", "error_200",
    "no_choices", "empty",        "tool_call",    "refusal",     "length",   "filter",
    "usage",      "wrong_schema", "chatter",      "duplicate",   "think",    "half_answer"};

constexpr size_t kMaxQuotes = 500;

/// The block's token and the text between its tags; empty if there is none.
std::pair<std::string_view, std::string_view> find_block(std::string_view message) {
  static constexpr std::string_view kOpen = "<text ";
  const size_t open = message.find(kOpen);
  if (open == std::string_view::npos) return {};
  const size_t name = open + kOpen.size();
  const size_t end_of_tag = message.find('>', name);
  if (end_of_tag == std::string_view::npos) return {};
  const std::string_view token = message.substr(name, end_of_tag - name);
  const size_t close = message.find("</text " + std::string(token) + ">", end_of_tag);
  return {token, message.substr(end_of_tag + 1, close - end_of_tag - 1)};
}

/// The line number of `L12| ...`, or -1.
int64_t take_anchor(std::string_view& line) {
  if (!line.starts_with('L')) return -1;
  const size_t bar = line.find("| ");
  int64_t number = 0;
  if (bar == std::string_view::npos || bar < 2) return -1;
  for (const char c : line.substr(1, bar - 1)) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  line.remove_prefix(bar + 2);
  return number;
}

std::string spoil(std::string content, Fault fault) {
  switch (fault) {
    case Fault::kWrongSchema:
      return R"({"answer":"there is nothing to edit"})";
    case Fault::kChatter:
      return "Sure! Here is the JSON you asked for:\n```json\n" + content +
             "\n```\nLet me know if you need anything else :)";
    case Fault::kDuplicate:
      return content + "\n\n" + content;
    case Fault::kThink:
      return "<think>Let me see. {\"edits\": maybe [1, 2]} no.</think>\n\n" + content;
    case Fault::kHalfAnswer:
      return content.substr(0, content.size() / 2);
    case Fault::kLength:
      return content.substr(0, content.size() * 2 / 3);
    case Fault::kEmpty:
    case Fault::kRefusal:
    case Fault::kToolCall:
    case Fault::kFilter:
      return "";
    default:
      return content;
  }
}

}  // namespace

std::string_view name_of(Fault fault) { return kNames[static_cast<size_t>(fault)]; }

Result<Fault> fault_named(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i) {
    if (kNames[i] == name) return static_cast<Fault>(i);
  }
  return invalid_argument("no fault is named " + std::string(name));
}

bool spoils_the_answer(Fault fault) {
  switch (fault) {
    case Fault::kNone:
    case Fault::kUsage:
    case Fault::kChatter:
    case Fault::kDuplicate:
    case Fault::kThink:
      return false;
    default:
      return true;
  }
}

struct Rules::Rule {
  Rule(const std::string& pattern, std::string_view in, std::string_view with)
      : regex(pattern), category(in), replacement(with) {}
  re2::RE2 regex;
  std::string category, replacement;
};

Rules::Rules() = default;
Rules::~Rules() = default;

Result<void> Rules::parse(std::string_view text) {
  while (!text.empty()) {
    const size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    if (line.empty() || line.starts_with('#')) continue;
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return invalid_argument("rules: a line without a tab");
    std::string_view category = line.substr(tab + 1), replacement;
    if (const size_t second = category.find('\t'); second != std::string_view::npos) {
      replacement = category.substr(second + 1);
      category = category.substr(0, second);
    }
    rules_.push_back(std::make_unique<Rule>("(" + std::string(line.substr(0, tab)) + ")", category,
                                            replacement));
    if (!rules_.back()->regex.ok())
      return invalid_argument("rules: " + rules_.back()->regex.error());
  }
  return {};
}

std::string Rules::answer(std::string_view last_message) const {
  auto [token, text] = find_block(last_message);
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("token", token).member("reason", "as the rules say");
  json.key("found").begin_array().end_array().key("edits").begin_array();
  size_t quotes = 0;
  while (!text.empty() && quotes < kMaxQuotes) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    const int64_t number = take_anchor(line);
    for (const auto& rule : rules_) {
      re2::StringPiece rest(line.data(), line.size());
      std::string quote;
      while (quotes < kMaxQuotes && RE2::FindAndConsume(&rest, rule->regex, &quote) &&
             !quote.empty()) {
        json.begin_object();
        if (number >= 0) json.key("line").integer(number);
        json.member("quote", quote).member("category", rule->category);
        if (!rule->replacement.empty()) json.member("replacement", rule->replacement);
        json.end_object();
        ++quotes;
      }
    }
  }
  json.end_array().end_object();
  return out;
}

std::string Rules::rewrite(std::string_view last_message) const {
  const auto [token, block] = find_block(last_message);
  std::string text(block.size() < 2 ? block : block.substr(1, block.size() - 2));
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("token", token).member("reason", "as the rules say").key("changes").begin_array();
  for (const auto& rule : rules_) {
    re2::StringPiece rest(text);
    std::string quote;
    while (RE2::FindAndConsume(&rest, rule->regex, &quote) && !quote.empty()) {
      json.begin_object().member("quote", quote).member("category", rule->category).end_object();
    }
    RE2::GlobalReplace(&text, rule->regex, rule->replacement);
  }
  RE2::GlobalReplace(&text, " and ", " as well as ");
  json.end_array().member("text", text).end_object();
  return out;
}

Result<Question> parse_question(std::string_view body) {
  LAUTER_ASSIGN(const JsonValue root, parse_json(body));
  const JsonValue* messages = root.find("messages");
  if (messages == nullptr || !messages->is_array() || messages->if_array()->empty()) {
    return invalid_argument("no messages");
  }
  Question question;
  if (const JsonValue* model = root.find("model")) question.model = model->string_or("");
  if (const JsonValue* seed = root.find("seed")) question.seed = seed->int_or(0);
  size_t bytes = 0;
  for (const JsonValue& message : *messages->if_array()) {
    const JsonValue* content = message.find("content");
    if (content == nullptr || !content->is_string()) return invalid_argument("no content");
    question.last_message = *content->if_string();
    bytes += question.last_message.size();
  }
  question.input_tokens = static_cast<int64_t>((bytes + 3) / 4);
  return question;
}

ChatReply chat_reply(const Question& question, std::string content, Fault fault, uint64_t random) {
  content = spoil(std::move(content), fault);
  ChatReply reply;
  reply.input_tokens = question.input_tokens;
  reply.output_tokens = static_cast<int64_t>((content.size() + 3) / 4);
  if (fault == Fault::kError200) {
    reply.body = R"({"error":{"message":"out of memory","type":"server_error","code":500}})";
    return reply;
  }
  JsonWriter json(reply.body);
  json.begin_object().member("id", "chatcmpl-stub").member("object", "chat.completion");
  json.key("created").integer(1700000000).member("model", question.model);
  json.key("choices").begin_array();
  if (fault != Fault::kNoChoices) {
    json.begin_object().key("index").integer(0).key("message").begin_object();
    json.member("role", "assistant");
    if (fault == Fault::kToolCall) {
      json.key("content").null().key("tool_calls").begin_array().begin_object();
      json.member("id", "call_1").member("type", "function").key("function").begin_object();
      json.member("name", "edit").member("arguments", "{}").end_object().end_object().end_array();
    } else if (fault == Fault::kRefusal) {
      json.key("content").null().member("refusal", "I cannot help with that.");
    } else {
      json.member("content", content);
    }
    json.end_object().member("finish_reason", fault == Fault::kLength     ? "length"
                                              : fault == Fault::kFilter   ? "content_filter"
                                              : fault == Fault::kToolCall ? "tool_calls"
                                                                          : "stop");
    json.end_object();
  }
  json.end_array();
  int64_t said_input = reply.input_tokens, said_output = reply.output_tokens;
  if (fault == Fault::kUsage) {
    static constexpr int64_t kLies[] = {0, -5, int64_t{1} << 40, 7};
    said_input = kLies[random % 4];
    said_output = kLies[(random / 4) % 4];
  }
  json.key("usage").begin_object().key("prompt_tokens").integer(said_input);
  json.key("completion_tokens").integer(said_output);
  json.key("total_tokens").integer(said_input + said_output).end_object().end_object();
  if (fault == Fault::kCutJson) reply.body.resize(reply.body.size() / 2);
  return reply;
}

}  // namespace lauter::llm::stub
