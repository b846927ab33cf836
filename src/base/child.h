/// A program that lives on: lines go to its standard input, lines come from its standard output.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

struct ChildOptions {
  std::vector<std::string> words;  ///< the program, looked for on PATH, and its arguments; no shell
  /// Names of the environment's variables that it gets; of no others.
  std::vector<std::string> environment;
  /// Gets lines of its standard error, whole or cut at 400 bytes, and no more than 1,000 of them.
  std::function<void(std::string_view)> complain;
};

/// Whether there is such a program, by its path or on PATH; to say so before it is needed. Errors: kNotFound.
Result<void> check_program(const std::string& name);

/// Not safe from several threads. In a process group of its own, which ends with it.
class Child {
 public:
  /// Errors: kNotFound if there is no such program; kUnavailable.
  static Result<std::unique_ptr<Child>> start(const ChildOptions& options);
  /// Closes its input, waits for a moment unless it failed, then kills it with all that it started.
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Kills those that live, with all that they started: for a process that ends without their destructors.
  static void kill_all();

  /// Sends `line` and a line end, and gives the line that comes back. What came unasked before is an
  /// error, as is a line of more than `most_bytes`. After an error the child is of no more use.
  /// Errors: kDeadlineExceeded; kUnavailable if it ended, or if GiveUpScope is over; kDataLoss.
  Result<std::string> ask(std::string_view line, std::chrono::milliseconds limit, uint64_t most_bytes);

 private:
  Child() = default;
  Result<std::string> exchange(std::string_view line, std::chrono::milliseconds limit, uint64_t most_bytes);
  void read_complaints();
  Result<void> read_answer(uint64_t most_bytes);

  pid_t pid_ = -1;
  int in_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string answer_;     ///< read, without its line end
  std::string complaint_;  ///< of standard error, the line that is not complete
  uint64_t complaints_ = 0;
  bool is_failed_ = false;
  bool is_silent_ = false;  ///< its standard error is closed
  std::function<void(std::string_view)> complain_;
};

}  // namespace lauter
