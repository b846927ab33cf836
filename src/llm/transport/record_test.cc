#include "llm/transport/record.h"

#include <gtest/gtest.h>

#include "json/value.h"
#include "llm/transport/batch.h"

namespace lauter::llm {
namespace {

/// Answers everything with what was asked, or fails.
class EchoAsker final : public Asker {
 public:
  std::vector<Reply> ask(std::span<const Request> requests) override {
    std::vector<Reply> replies;
    for (const Request& request : requests) {
      Reply reply;
      reply.endpoint = "main";
      reply.usage = {.input_tokens = 12, .output_tokens = 3, .requests = 2, .money = 0.25};
      if (request.seed == 13) {
        reply.failure = Failure::kRefused;
        reply.why = "the model declined";
      } else {
        reply.content = "echo: " + request.messages[0].content;
      }
      replies.push_back(reply);
    }
    return replies;
  }
};

Request make_request(const std::string& content, int64_t seed = 0) {
  Request request;
  request.messages = {{Role::kUser, content}};
  request.max_output_tokens = 10;
  request.seed = seed;
  return request;
}

TEST(Record, ReplaysWhatWasRecorded) {
  EchoAsker echo;
  std::string record;
  RecordAsker recorder(echo, [&](std::string_view line) -> Result<void> {
    record += std::string(line) + "\n";
    return {};
  });
  const std::vector<Request> requests = {make_request("a \"b\"\n\xC3\xA9"), make_request("c", 13),
                                         make_request("d")};
  const auto first = recorder.ask(requests);
  EXPECT_EQ(record.find("role"), std::string::npos) << "requests are not in it";
  auto replay = ReplayAsker::parse(record);
  ASSERT_TRUE(replay.ok()) << replay.error().message;
  const auto again = (*replay)->ask(requests);
  ASSERT_EQ(again.size(), first.size());
  for (size_t i = 0; i < first.size(); ++i) {
    EXPECT_EQ(again[i].failure, first[i].failure);
    EXPECT_EQ(again[i].content, first[i].content);
    EXPECT_EQ(again[i].why, first[i].why);
    EXPECT_EQ(again[i].endpoint, first[i].endpoint);
    EXPECT_EQ(again[i].usage.input_tokens, first[i].usage.input_tokens);
    EXPECT_EQ(again[i].usage.money, first[i].usage.money);
  }
  const auto unknown = (*replay)->ask(std::vector<Request>{make_request("e")});
  EXPECT_EQ(unknown[0].failure, Failure::kNotRecorded);
}

TEST(Record, AReplyThatCannotBeWrittenIsNone) {
  EchoAsker echo;
  RecordAsker recorder(echo, [](std::string_view) -> Result<void> { return unavailable("full"); });
  const auto replies = recorder.ask(std::vector<Request>{make_request("a")});
  EXPECT_EQ(replies[0].failure, Failure::kStorage);
  EXPECT_EQ(replies[0].content, "");
}

TEST(Record, NamesTheBrokenLine) {
  const auto broken = ReplayAsker::parse(
      "{\"request\":\"aa\",\"failure\":\"none\"}\n\n{\"request\":\"bb\",\"failure\":\"what\"}\n");
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().message, "line 3: no recorded reply");
}

TEST(RequestKey, IsOfEverythingButTheValue) {
  const Request request = make_request("a");
  const std::string key = request_key(request);
  EXPECT_EQ(key.size(), 64U);
  Request same = request;
  same.value = 5;
  EXPECT_EQ(request_key(same), key);
  std::vector<Request> others(9, request);
  others[0].messages[0].content = "b";
  others[1].messages[0].role = Role::kSystem;
  others[2].schema = "{}";
  others[3].schema_name = "x";
  others[4].max_output_tokens = 11;
  others[5].temperature = 0.5;
  others[6].seed = 1;
  others[7].candidate = 1;
  others[8].endpoints = {"main"};
  for (size_t i = 0; i < others.size(); ++i) EXPECT_NE(request_key(others[i]), key) << i;
}

TEST(Batch, AsksByFileAndReadsTheAnswers) {
  Endpoint endpoint;
  endpoint.name = "main";
  endpoint.base_url = "https://api.example/v1";
  endpoint.model = "m";
  endpoint.price_per_million_input = 1;
  std::vector<std::string> questions;
  const LineSink sink = [&](std::string_view line) -> Result<void> {
    questions.emplace_back(line);
    return {};
  };
  const std::vector<Request> requests = {make_request("a"), make_request("b"), make_request("a"),
                                         make_request("c")};
  auto first = BatchAsker::make(endpoint, "", sink);
  ASSERT_TRUE(first.ok());
  for (const Reply& reply : (*first)->ask(requests)) EXPECT_EQ(reply.failure, Failure::kPending);
  ASSERT_EQ(questions.size(), 3U) << "each is written once";
  std::string answers;
  for (size_t i = 0; i < questions.size(); ++i) {
    const auto line = parse_json(questions[i]);
    ASSERT_TRUE(line.ok());
    EXPECT_EQ(line->find("method")->string_or(""), "POST");
    EXPECT_EQ(line->find("url")->string_or(""), "/v1/chat/completions");
    EXPECT_EQ(line->find("body")->find("model")->string_or(""), "m");
    const std::string id(line->find("custom_id")->string_or(""));
    EXPECT_EQ(id, request_key(requests[i == 2 ? 3 : i]));
    if (i == 1) {
      answers += R"({"custom_id":")" + id +
                 R"(","response":null,"error":{"code":"batch_expired"}})"
                 "\n";
    } else {
      answers +=
          R"({"custom_id":")" + id +
          R"(","response":{"status_code":200,"body":{"choices":[{"message":{"content":"A"}}],"usage":{"prompt_tokens":7,"completion_tokens":2}}}})"
          "\n";
    }
  }
  questions.clear();
  auto second = BatchAsker::make(endpoint, answers, sink);
  ASSERT_TRUE(second.ok()) << second.error().message;
  const auto replies = (*second)->ask(requests);
  EXPECT_TRUE(replies[0].ok());
  EXPECT_EQ(replies[0].content, "A");
  EXPECT_EQ(replies[0].usage.input_tokens, 7);
  EXPECT_DOUBLE_EQ(replies[0].usage.money, 7e-6);
  EXPECT_EQ(replies[1].failure, Failure::kPending) << "what failed is asked again";
  EXPECT_EQ(questions.size(), 1U);
  EXPECT_FALSE(BatchAsker::make(endpoint, "{}\n", sink).ok());
}

}  // namespace
}  // namespace lauter::llm
