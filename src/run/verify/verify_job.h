/// `lauter verify`: whether a finished folder is still what its run made, by the log, the report and
/// the journal, and by the inputs where they are given. docs/design/0036-verify.md.
#pragma once

#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "io/input.h"
#include "run/jobs/refine_job.h"
#include "run/verify/faults.h"

namespace lauter {

struct VerifyJob {
  std::string out{};       ///< the folder; of -o FILE the one beside it
  std::string one_file{};  ///< FILE of -o FILE; empty: data is in OUT/data
  std::string inputs{};    ///< the folder, or the file, where the inputs are; empty: not given
  ObjectStore store{};     ///< of s3://... in `inputs`
  std::optional<SecretKey> key{};
  std::string key_path{};
  std::string duckdb{};  ///< ParquetOptions::library
  std::string copies{};  ///< ParquetOptions::copies
  int threads = 1;
  const std::atomic<bool>* stop = nullptr;
  ProgressSink progress{};  ///< as JobOptions::progress
};

struct VerifyResult {
  VerifyFaults faults{};
  uint64_t files = 0;  ///< inputs of the run
  uint64_t rows = 0;
  uint64_t kept = 0;
  uint64_t edited = 0;
  uint64_t rejected = 0;
  uint64_t bytes = 0;        ///< uncompressed: of the inputs, or without them of data/
  bool with_inputs = false;  ///< programs were applied again, and every byte compared
  bool with_key = false;     ///< keyed hashes were computed again
  double seconds = 0;
};

/// Reads everything once; a file with a fault a second time, row by row, to say where. Memory:
/// chunks of 2 MiB a thread, and some rows. Errors, of what cannot be checked: those of
/// read_finished_run(); kUnavailable if it was stopped.
Result<VerifyResult> verify_run(const VerifyJob& job);

}  // namespace lauter
