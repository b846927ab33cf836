/// Provider batch files (OpenAI's batch format, which others took over): cheaper, and answered
/// within a day. A run writes what it would ask; the provider's answer file is given to the next
/// run, which finds its replies there and may write the questions of the next round.
///
///   {"custom_id":"9f2c...","method":"POST","url":"/v1/chat/completions","body":{...}}
///   {"id":"...","custom_id":"9f2c...","response":{"status_code":200,"body":{...}},"error":null}
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "base/result.h"
#include "llm/asker.h"
#include "llm/transport/endpoint.h"
#include "llm/transport/record.h"

namespace lauter::llm {

class BatchAsker final : public Asker {
 public:
  /// `answers`: the content of the provider's answer files, one after the other; empty at first.
  /// `questions` takes the lines of what has no answer yet, or a fault for one; such requests fail
  /// with kPending, and each is written once. custom_id is request_key(). Errors: kDataLoss `line
  /// N: why` for a line that is no answer; kInvalidArgument for a bad endpoint.
  static Result<std::unique_ptr<BatchAsker>> make(Endpoint endpoint, std::string_view answers,
                                                  LineSink questions);
  std::vector<Reply> ask(std::span<const Request> requests) override;

 private:
  struct Answered {
    int status = 0;
    std::string body;
  };
  BatchAsker(Endpoint endpoint, LineSink questions)
      : endpoint_(std::move(endpoint)), questions_(std::move(questions)) {}
  Reply answer(const Request& request);
  void write_question(const std::string& key, const Request& request, Reply& reply);

  Endpoint endpoint_;
  LineSink questions_;
  std::unordered_map<std::string, Answered> answers_;
  std::unordered_set<std::string> written_;
  std::mutex mutex_;
};

}  // namespace lauter::llm
