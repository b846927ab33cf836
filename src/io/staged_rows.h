/// The rows of a Parquet file on their way to a new one: for each row of the input whether it keeps
/// its text, gets another or goes. Rows that are refined chunk by chunk wait in this form until the
/// file is complete, since Parquet cannot grow by chunks and the other columns stay where they are.
///
///   file  = block*                 one block for each chunk, so a file can be cut behind any of
///   them block = "LSR1" n_rows:u32 text_bytes:u64 code:u32[n_rows] text_bytes bytes code  =
///   0xFFFFFFFF rejected, 0xFFFFFFFE keeps its text, else the size of its new text
///
/// Numbers are little-endian.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Collects the rows of one chunk.
class StagedRows {
 public:
  void keep();
  void replace(std::string_view text);  ///< of less than 2^32 - 2 bytes
  void reject();
  bool empty() const { return codes_.empty(); }
  /// Appends the block to `out` and begins a new one; no rows append nothing.
  void take(std::string& out);

 private:
  std::vector<uint32_t> codes_;
  std::string texts_;
};

/// Of a row with several texts, what is staged is those that change, each with the name of its field.
void append_staged_field(std::string_view field, std::string_view text, std::string& out);

/// Reads a file of blocks by row number. Memory: one block, and 32 bytes for each of the others.
class StagedTexts {
 public:
  /// Errors: kNotFound, kUnavailable; kDataLoss if it does not consist of whole blocks. A file that
  /// is not there is one without rows.
  static Result<StagedTexts> open(const std::string& path);
  StagedTexts(StagedTexts&&) noexcept;
  StagedTexts& operator=(StagedTexts&&) noexcept;
  ~StagedTexts();

  uint64_t n_rows() const;

  enum class Fate : uint8_t { kKept, kReplaced, kRejected };
  struct Staged {
    Fate fate = Fate::kRejected;
    std::string_view text{};  ///< of kReplaced; valid until the next call
  };
  /// `row` counts from 0; behind the last one, rows are rejected. Fast when rows are asked for in
  /// order. Errors: kUnavailable, kDataLoss.
  Result<Staged> at(uint64_t row);

  /// The new text of a field of a row with several; nothing if it keeps its own. As at().
  Result<std::optional<std::string_view>> field_at(uint64_t row, std::string_view field);

  struct Counts {
    uint64_t kept = 0;
    uint64_t replaced = 0;
    uint64_t rejected = 0;
  };
  /// Of rows [begin, end), which exist.
  Result<Counts> count(uint64_t begin, uint64_t end);

 private:
  struct State;
  explicit StagedTexts(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter
