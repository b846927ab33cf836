/// Edit programs by id, from files in about the order of the rows.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "edit/program_json.h"
#include "io/input.h"
#include "run/chunk_stream.h"

namespace lauter {

/// One row of a log or of `lauter program`.
struct ProgramRow {
  std::string id{};
  std::string raw_hash{};
  std::string refined_hash{};
  std::string error{};  ///< set: there is no program, and why
  EditProgram program{};
  std::vector<AuditMark> marks{};
};

/// Reads ahead until the wanted id comes, and keeps what it passed: programs in the order of the
/// rows take no memory, others up to kMaxPassedBytes.
class ProgramSource {
 public:
  static constexpr uint64_t kMaxPassedBytes = uint64_t{4} << 30;

  /// `programs` must outlive it.
  explicit ProgramSource(const Inputs& programs);

  /// The program of row `id`; nothing if there is none. Errors: those of reading; kDataLoss
  /// `FILE:ROW: why` for a row that is no program; kResourceExhausted.
  Result<std::optional<ProgramRow>> find(std::string_view id);

  /// The next row in order that is not one of a rejected document; nothing at the end.
  Result<std::optional<ProgramRow>> next_surviving();

 private:
  struct Line {
    std::string text;
    std::string place;
  };
  Result<std::optional<Line>> next_line();

  const Inputs& inputs_;
  ChunkStream stream_;
  std::optional<Chunk> chunk_;
  size_t at_ = 0;
  uint64_t line_ = 0;
  std::unordered_map<std::string, Line> passed_;
  uint64_t passed_bytes_ = 0;
};

}  // namespace lauter
