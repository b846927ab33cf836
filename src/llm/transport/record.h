/// Offline work: the replies of a run as lines of JSON, and an asker that gives them again.
///
///   {"request":"9f2c...","failure":"none","content":"{\"edits\":[]}","why":"","endpoint":"main",
///    "input_tokens":812,"output_tokens":9,"requests":1,"money":0.000127}
///
/// `request` is the SHA-256 of all that was asked; the endpoint's name, address, model and key are
/// not part of it, so that a record replays anywhere. It holds replies and no request text.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "llm/asker.h"

namespace lauter::llm {

/// Takes one line, without its end. Called by one thread at a time.
using LineSink = std::function<Result<void>(std::string_view line)>;

/// Hands over the lines of `text` that are not empty. Errors: that of `take`, with `line N` before
/// it.
Result<void> for_each_line(std::string_view text,
                           const std::function<Result<void>(std::string_view)>& take);

/// SHA-256 of every field of the request but `value`, as 64 hex digits.
std::string request_key(const Request& request);

/// Asks `inner` (which outlives this) and writes each reply as a line, in the order of the
/// requests. A reply that cannot be written becomes kStorage.
class RecordAsker final : public Asker {
 public:
  RecordAsker(Asker& inner, LineSink sink) : inner_(inner), sink_(std::move(sink)) {}
  std::vector<Reply> ask(std::span<const Request> requests) override;

 private:
  Asker& inner_;
  LineSink sink_;
  std::mutex mutex_;
};

/// Replies from a record; kNotRecorded for what is not in it. If a request was recorded several
/// times, the first line counts. Holds the whole record in memory.
class ReplayAsker final : public Asker {
 public:
  /// Errors: kDataLoss `line N: why`.
  static Result<std::unique_ptr<ReplayAsker>> parse(std::string_view record);
  std::vector<Reply> ask(std::span<const Request> requests) override;

 private:
  std::unordered_map<std::string, Reply> replies_;
};

}  // namespace lauter::llm
