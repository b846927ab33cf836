/// What is wrong with a finished run: a line each, without any value of a text.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lauter {

struct VerifyFault {
  std::string path;  ///< of a file of OUT, or of an input
  uint64_t row = 0;  ///< in that file, from 1; 0: it is about the file
  std::string what;
};

class VerifyFaults {
 public:
  /// More are only counted.
  static constexpr size_t kMaxKept = 1000;

  void add(std::string path, uint64_t row, std::string what) {
    if (kept_.size() < kMaxKept) kept_.push_back({std::move(path), row, std::move(what)});
    ++count_;
  }
  uint64_t count() const { return count_; }
  const std::vector<VerifyFault>& kept() const { return kept_; }

 private:
  std::vector<VerifyFault> kept_;
  uint64_t count_ = 0;
};

}  // namespace lauter
