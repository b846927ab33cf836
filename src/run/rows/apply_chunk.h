/// `lauter apply` for one chunk: rows meet their programs, which are executed and checked.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "edit/log.h"
#include "edit/program_json.h"
#include "io/row.h"
#include "run/cluster/apply_job.h"
#include "run/jobs/folder_job.h"
#include "run/output/make_sample.h"
#include "run/rows/log_ids.h"
#include "run/rows/program_source.h"
#include "run/steps/sequencer.h"

namespace lauter {

/// What all workers share.
struct ApplySettings {
  const ApplyJob* job = nullptr;
  bool folder = true;  ///< compressed pieces of data, edits and rejected; else rows of JSONL alone
  RowOptions rows{};
  std::optional<KeyedHash>
      expected_hash{};   ///< of the hashes in the programs' log, if its key is known
  AuditWriter opener{};  ///< opens sealed originals
  KeyedHash log_hash;    ///< of the hashes in the log that is written
  AuditWriter audit{};   ///< of that log
  std::optional<LogIds> given_ids{};  ///< in the programs' log, if its key is known
  std::optional<LogIds> log_ids{};    ///< in that log
};
/// Errors: those of LogIds::make().
Result<ApplySettings> apply_settings(const ApplyJob& job, bool folder);

/// What the report counts of a reason: it without the numbers of the row.
std::string_view counted_apply_reason(std::string_view reason);

/// Chunks in parallel, but for the taking of programs, which is in the order of the rows.
class ChunkApplier {
 public:
  /// Both must outlive it.
  ChunkApplier(const ApplySettings& settings, ProgramSource& source)
      : settings_(settings),
        source_(source),
        of_given_ids_(settings.given_ids ? settings.given_ids->make_scratch() : nullptr) {}

  /// May be called for many chunks at a time; chunk numbers without a gap. Errors: those of
  /// ProgramSource and compression; kInternal for a deletion that did more than delete.
  Result<ChunkOutput> apply(const NumberedChunk& item);

  /// Takes the programs of rows that were applied before a stop. Before any apply().
  Result<void> skip(const Chunk& chunk);

 private:
  struct Work;
  std::vector<Row> read_rows(const Chunk& chunk) const;
  /// In the order of the rows, one thread at a time.
  Result<std::optional<ProgramLine>> take(const Chunk& chunk, const Row& row);
  Result<void> apply_row(const Row& row, const std::optional<ProgramLine>& line, Work& work) const;
  Result<EditProgram> program_for(const ProgramRow& program, std::string_view text) const;
  Result<std::string> restored(const ProgramRow& program, std::string_view text) const;
  Result<void> set_texts(const Row& row, ProgramRow& program, std::vector<NamedText>& texts) const;
  SamplePlace place_of(const Row& row, Work& work) const;
  void write_row(const Row& row, const EditProgram& program, std::string_view text,
                 std::span<const ByteSpan> spans,
                 Work& work) const;
  void reject(const Row& row, std::string_view reason, Work& work) const;

  const ApplySettings& settings_;
  ProgramSource& source_;
  std::unique_ptr<ScanScratch> of_given_ids_;  ///< for take()
  Sequencer sequencer_;
};

}  // namespace lauter
