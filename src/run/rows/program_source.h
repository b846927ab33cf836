/// Edit programs by id, from files in about the order of the rows.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "edit/dialect/dialect.h"
#include "edit/program_json.h"
#include "io/input.h"
#include "json/record.h"
#include "run/output/report_data.h"
#include "run/rows/chunk_stream.h"

namespace lauter {

/// A row of a log or of `lauter program`, unread.
struct ProgramLine {
  std::string text{};
  std::string place{};  ///< FILE:ROW
};

/// What such a row says.
struct ProgramRow {
  std::string id{};
  std::string raw_hash{};
  std::string refined_hash{};
  std::string error{};   ///< set: there is no program, and why
  bool lacks_fields = false;  ///< the log says that fields were dropped from the row
  bool survives = true;  ///< false: the log says that the document was rejected
  EditProgram program{};
  std::vector<AuditMark> marks{};
  std::vector<std::string> fields{};  ///< of every edit, "" of one without: then of a row's only text
  std::optional<std::string> program_text{};  ///< a program in a text dialect, instead of `program`
  std::vector<std::string> replies{};         ///< of a chat model, one a window, instead of both
  std::optional<Dialect> dialect{};           ///< of program_text or replies, if the row says so
};
/// Errors: kDataLoss; a program that cannot be read is `error` of the row.
Result<ProgramRow> parse_program_row(std::string_view json);

/// Gives the n-th row of an id the n-th program of that id. Reads ahead until the wanted id comes,
/// and keeps what it passed: programs in the order of the rows take no memory, others up to
/// kMaxPassedBytes. One thread at a time.
class ProgramSource {
 public:
  static constexpr uint64_t kMaxPassedBytes = uint64_t{4} << 30;

  /// `programs` must outlive it.
  explicit ProgramSource(const Inputs& programs);

  /// The program of the next row `id`, which logs may call `log_id`; nothing if there is none. Errors:
  /// those of reading; kResourceExhausted.
  Result<std::optional<ProgramLine>> take(std::string_view id, std::string_view log_id = {});
  /// The next row in order that is not one of a rejected document; nothing at the end.
  Result<std::optional<ProgramLine>> take_surviving();

  /// Reads what is left, and counts. The last call.
  Result<ProgramCounts> finish();

 private:
  struct Passed {
    std::deque<ProgramLine> lines;  ///< of one id, in order
  };
  Result<std::optional<ProgramLine>> next_line();
  /// The id of a line; nothing (and counted) if it has none.
  std::optional<std::string_view> id_of(const ProgramLine& line);
  void count_used(std::string_view id);
  bool was_used(std::string_view id);

  const Inputs& inputs_;
  ChunkStream stream_;
  std::optional<Chunk> chunk_;
  size_t at_ = 0;
  uint64_t line_ = 0;
  Record record_;
  std::string other_id_;  ///< of a line that parse_record() does not take
  std::unordered_map<std::string, Passed> passed_;
  uint64_t passed_bytes_ = 0;
  std::vector<uint64_t> used_ids_;  ///< hashes, up to kMaxUsedIds; sorted by finish()
  ProgramCounts counts_;
};

}  // namespace lauter
