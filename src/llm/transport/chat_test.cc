#include "llm/transport/chat.h"

#include <gtest/gtest.h>

#include <cmath>

#include "json/value.h"
#include "llm/question/content.h"

namespace lauter::llm {
namespace {

constexpr const char* kSchema =
    R"({"type":"object","properties":{"edits":{"type":"array"},"n":{"type":["integer","null"]}},"required":["edits"]})";

Endpoint make_endpoint() {
  Endpoint endpoint;
  endpoint.name = "main";
  endpoint.base_url = "http://127.0.0.1:8000/v1/";
  endpoint.model = "qwen";
  endpoint.api_key = "secret";
  return endpoint;
}

Request make_request() {
  Request request;
  request.messages = {{Role::kSystem, "Find \"names\"."}, {Role::kUser, "Ann\n"}};
  request.max_output_tokens = 50;
  request.seed = 7;
  return request;
}

TEST(ChatBody, IsWhatServersExpect) {
  Request request = make_request();
  EXPECT_EQ(chat_body(request, make_endpoint()),
            R"({"model":"qwen","messages":[{"role":"system","content":"Find \"names\"."},)"
            R"({"role":"user","content":"Ann\n"}],"max_tokens":50,"temperature":0,"seed":7})");
  request.schema = R"({"type":"object"})";
  request.schema_name = "edits";
  Endpoint endpoint = make_endpoint();
  const std::string strict = chat_body(request, endpoint);
  EXPECT_NE(strict.find(R"("response_format":{"type":"json_schema","json_schema":{"name":"edits",)"
                        R"("strict":true,"schema":{"type":"object"}}})"),
            std::string::npos);
  endpoint.structured = Structured::kJsonObject;
  EXPECT_NE(chat_body(request, endpoint).find(R"("response_format":{"type":"json_object"})"),
            std::string::npos);
  endpoint.structured = Structured::kNone;
  EXPECT_EQ(chat_body(request, endpoint).find("response_format"), std::string::npos);
}

TEST(ChatBody, ExtraGoesOverTheRest) {
  Endpoint endpoint = make_endpoint();
  endpoint.max_tokens_field = "max_completion_tokens";
  endpoint.reasoning_tokens = 1000;
  endpoint.extra =
      R"({"temperature":null,"top_k":3,"chat_template_kwargs":{"enable_thinking":false}})";
  ASSERT_TRUE(check_endpoint(endpoint).ok());
  const auto body = parse_json(chat_body(make_request(), endpoint));
  EXPECT_EQ(body->find("temperature"), nullptr);
  EXPECT_EQ(body->find("top_k")->int_or(0), 3);
  EXPECT_FALSE(body->find("chat_template_kwargs")->find("enable_thinking")->bool_or(true));
  EXPECT_EQ(body->find("max_completion_tokens")->int_or(0), 1050);
}

TEST(ChatBody, IsTheKeyOfWhatDeterminesTheReply) {
  const Request request = make_request();
  const std::string body = chat_body(request, make_endpoint());
  Endpoint moved = make_endpoint();
  moved.base_url = "https://elsewhere/v1";
  moved.name = "other";
  moved.api_key = "another";
  EXPECT_EQ(chat_body(request, moved), body);
  Request worth = request;
  worth.value = 9;
  EXPECT_EQ(chat_body(worth, make_endpoint()), body);
  Request second = request;
  second.candidate = 1;
  EXPECT_NE(chat_body(second, make_endpoint()), body);
  Endpoint larger = make_endpoint();
  larger.model = "qwen-large";
  EXPECT_NE(chat_body(request, larger), body);
  EXPECT_EQ(body.find("secret"), std::string::npos);
}

TEST(ChatUrl, HasOneSlash) {
  EXPECT_EQ(chat_url(make_endpoint()), "http://127.0.0.1:8000/v1/chat/completions");
}

struct Row {
  const char* name;
  int status;
  std::string body;
  bool with_schema;
  Failure failure;
  std::string content;
};

std::string said(const std::string& content, const std::string& finish = "stop") {
  JsonValue message;
  message.set("role", "assistant").set("content", content);
  JsonValue choice;
  choice.set("message", message).set("finish_reason", finish);
  JsonValue root;
  root.set("choices", JsonValue::Array{choice});
  return root.to_string();
}

TEST(ReadCompletion, JudgesWhatServersSay) {
  const std::string good = R"({"edits":[{"quote":"a"}]})";
  const Row rows[] = {
      {"free text", 200, said("hello"), false, Failure::kNone, "hello"},
      {"no finish reason", 200, R"({"choices":[{"message":{"content":"x"}}]})", false,
       Failure::kNone, "x"},
      {"null finish reason", 200,
       R"({"choices":[{"message":{"content":"x"},"finish_reason":null}]})", false, Failure::kNone,
       "x"},
      {"parts", 200,
       R"({"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]})",
       false, Failure::kNone, "ab"},
      {"json", 200, said(good), true, Failure::kNone, good},
      {"json with space", 200, said("\n " + good + "\n"), true, Failure::kNone, good},
      {"fence", 200, said("```json\n" + good + "\n```"), true, Failure::kNone, good},
      {"chatter", 200, said("Sure :) [1]\n" + good + "\nBye {now}."), true, Failure::kNone, good},
      {"twice", 200, said(good + "\n" + good), true, Failure::kNone, good},
      {"twice, spaced", 200, said(good + R"( {"edits": [ {"quote": "a"} ]})"), true, Failure::kNone,
       good},
      {"two that differ", 200, said(good + R"({"edits":[]})"), true, Failure::kMalformed, ""},
      {"other objects", 200, said(R"({"plan":1} )" + good), true, Failure::kNone, good},
      {"think", 200, said("<think>maybe {\"edits\":[1]}</think>" + good), true, Failure::kNone,
       good},
      {"think, free", 200, said("<think>hm</think>\n\nyes"), false, Failure::kNone, "yes"},
      {"thinking", 200, said("<thinking>hm</thinking> yes"), false, Failure::kNone, "yes"},
      {"only the end of think", 200, said("maybe {\"edits\":[1]} </think>" + good), true,
       Failure::kNone, good},
      {"think without end", 200, said("<think>hm"), true, Failure::kTruncated, ""},
      {"nothing but think", 200, said("<think>hm</think>  "), false, Failure::kEmpty, ""},
      {"reasoning_content", 200,
       R"({"choices":[{"message":{"reasoning_content":"hm","content":"yes"}}]})", false,
       Failure::kNone, "yes"},
      {"a quote of the tag", 200, said(R"({"edits":[{"quote":"</think> [7]"}]})"), true,
       Failure::kNone, R"({"edits":[{"quote":"</think> [7]"}]})"},
      {"array for object", 200, said("[1]"), true, Failure::kMalformed, ""},
      {"member missing", 200, said(R"({"n":1})"), true, Failure::kMalformed, ""},
      {"member of another type", 200, said(R"({"edits":{}})"), true, Failure::kMalformed, ""},
      {"one of several types", 200, said(R"({"edits":[],"n":null})"), true, Failure::kNone,
       R"({"edits":[],"n":null})"},
      {"wrong one of several", 200, said(R"({"edits":[],"n":"x"})"), true, Failure::kMalformed, ""},
      {"cut off", 200, said(R"({"edits":[{"quote":"a"},{"quo)"), true, Failure::kMalformed, ""},
      {"cut off with a fitting part", 200, said(R"({"all":[{"edits":[]},)"), true,
       Failure::kMalformed, ""},
      {"no json", 200, said("There are no names."), true, Failure::kMalformed, ""},
      {"length", 200, said(good, "length"), true, Failure::kTruncated, ""},
      {"filter", 200, said(good, "content_filter"), true, Failure::kFiltered, ""},
      {"refusal", 200, R"({"choices":[{"message":{"content":null,"refusal":"no"}}]})", true,
       Failure::kRefused, ""},
      {"empty", 200, said(""), false, Failure::kEmpty, ""},
      {"null content", 200, R"({"choices":[{"message":{"content":null}}]})", false, Failure::kEmpty,
       ""},
      {"tool call", 200, R"({"choices":[{"message":{"content":null,"tool_calls":[{"id":"1"}]}}]})",
       false, Failure::kMalformed, ""},
      {"no message", 200, R"({"choices":[{}]})", false, Failure::kMalformed, ""},
      {"no choices", 200, R"({"choices":[]})", false, Failure::kEmpty, ""},
      {"choices missing", 200, "{}", false, Failure::kMalformed, ""},
      {"error in 200", 200, R"({"error":{"message":"x"}})", false, Failure::kServer, ""},
      {"null error in 200", 200, R"({"error":null,"choices":[{"message":{"content":"x"}}]})", false,
       Failure::kNone, "x"},
      {"not json", 200, "<html>", false, Failure::kMalformed, ""},
      {"half", 200, R"({"choices":[{"mess)", false, Failure::kMalformed, ""},
      {"redirect", 302, "", false, Failure::kRejected, ""},
      {"bad request", 400, "", false, Failure::kRejected, ""},
      {"azure filter", 400, R"({"error":{"code":"content_filter"}})", false, Failure::kFiltered,
       ""},
      {"timeout of a proxy", 408, "", false, Failure::kServer, ""},
      {"too many", 429, "", false, Failure::kRateLimited, ""},
      {"server", 502, "", false, Failure::kServer, ""},
      {"overloaded", 529, "", false, Failure::kServer, ""},
      {"strange", 199, "", false, Failure::kServer, ""},
  };
  for (const Row& row : rows) {
    const Completion completion =
        read_completion(row.status, row.body, row.with_schema ? kSchema : "");
    EXPECT_EQ(completion.failure, row.failure) << row.name << ": " << completion.why;
    EXPECT_EQ(completion.content, row.content) << row.name;
    EXPECT_EQ(completion.why.empty(), row.failure == Failure::kNone) << row.name;
  }
}

TEST(ReadCompletion, SaysNothingThatTheServerMayHaveQuoted) {
  const Completion quoted = read_completion(
      400,
      R"({"error":{"message":"bad: Ann Lee","code":"Ann Lee's row","type":"invalid_request"}})",
      "");
  EXPECT_EQ(quoted.why, "HTTP 400 (invalid_request)");
  EXPECT_EQ(read_completion(500, R"({"error":"Ann Lee"})", "").why, "HTTP 500");
}

TEST(ReadCompletion, ReadsUsage) {
  const Completion told = read_completion(
      200, R"({"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3}})", "");
  EXPECT_EQ(told.input_tokens, 12);
  EXPECT_EQ(told.output_tokens, 3);
  for (const char* usage : {R"({})", R"({"prompt_tokens":"12"})", R"({"prompt_tokens":-3})",
                            R"({"prompt_tokens":1.5})", "null", "7"}) {
    const Completion untold =
        read_completion(200, R"({"choices":[],"usage":)" + std::string(usage) + "}", "");
    EXPECT_EQ(untold.input_tokens, -1) << usage;
    EXPECT_EQ(untold.output_tokens, -1) << usage;
  }
}

TEST(FindJson, IsLinearInHostileText) {
  // A million brackets that open nothing: as many tries as allowed, not a million.
  const std::string hostile(1'000'000, '{');
  EXPECT_FALSE(find_json(hostile, JsonValue()).ok());
  std::string pairs;
  for (int i = 0; i < 300'000; ++i) pairs += "{x}";
  EXPECT_FALSE(find_json(pairs, JsonValue()).ok());
}

TEST(CheckEndpoint, NamesTheKey) {
  const auto error_of = [](auto change) {
    Endpoint endpoint = make_endpoint();
    change(endpoint);
    const auto checked = check_endpoint(endpoint);
    return checked.ok() ? "" : Result<void>(checked).error().message;
  };
  EXPECT_EQ(error_of([](Endpoint&) {}), "");
  EXPECT_TRUE(error_of([](Endpoint& e) { e.base_url = "file:///etc"; }).starts_with("base_url: "));
  EXPECT_TRUE(
      error_of([](Endpoint& e) { e.base_url = "http://u:p@h/v1"; }).starts_with("base_url: "));
  EXPECT_TRUE(error_of([](Endpoint& e) { e.model = ""; }).starts_with("model: "));
  EXPECT_TRUE(error_of([](Endpoint& e) { e.max_in_flight = 0; }).starts_with("max_in_flight: "));
  EXPECT_TRUE(error_of([](Endpoint& e) { e.timeout_s = std::nan(""); }).starts_with("timeout_s: "));
  EXPECT_TRUE(error_of([](Endpoint& e) { e.extra = "[1]"; }).starts_with("extra: "));
  EXPECT_TRUE(error_of([](Endpoint& e) { e.extra = R"({"stream":true})"; }).starts_with("extra: "));
  EXPECT_TRUE(error_of([](Endpoint& e) { e.api_key = "a\nb"; }).starts_with("api_key_env: "));
}

}  // namespace
}  // namespace lauter::llm
