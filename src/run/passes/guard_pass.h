/// The first pass of `surrogates: {guard: corpus}`: keyed hashes of all real values of the inputs, and
/// from them RealValues. Internal to `run`. docs/design/0032-guard.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "io/chunk.h"
#include "io/files/sink.h"
#include "refine/anonymize/value_finder.h"
#include "run/jobs/refine_job.h"
#include "run/steps/step_engines.h"
#include "surrogate/real_values.h"

namespace lauter::internal {

/// Hashes, one after the other, in the machine's order.
class HashFile {
 public:
  static Result<HashFile> create(const std::string& path);
  Result<void> append(const std::vector<uint64_t>& hashes);
  Result<void> commit() { return file_.commit(); }
  static Result<void> move(const std::string& from, const std::string& to);

 private:
  explicit HashFile(AppendFile file) : file_(std::move(file)) {}
  AppendFile file_;
};

/// The pass as first_pass.h wants it. Values are what the recipe's anonymising steps find in the rows
/// as they come in, private or public, of guarded categories; each once a row, so that the number of
/// all, which the size of the table follows, does not depend on how rows are cut into chunks. What
/// only a language model finds is not among them.
class GuardPass {
 public:
  using Part = std::vector<uint64_t>;
  using File = HashFile;
  static constexpr std::string_view kName = "guard";
  static constexpr std::string_view kTable = "real-values";
  static constexpr std::string_view kPhase = "reading real values";

  /// Keeps a reference to `job`. Errors: those of ValueFinder::make().
  static Result<GuardPass> make(const JobOptions& job, const SecretKey& key);

  Result<Part> look(const Chunk& chunk, int thread);
  /// Memory: the table.
  Result<void> join(const std::vector<std::string>& files, const std::string& folder,
                    const std::string& path) const;

 private:
  struct Scratch {
    std::vector<FindScratch> find;  ///< one for each engine
    std::vector<ValueCandidate> values;
    std::vector<uint64_t> of_row;
  };
  GuardPass(const JobOptions& job, const SecretKey& key, StepEngines<ValueFinder> engines);

  const JobOptions* job_;
  SecretKey key_;
  RealValueHash hash_;
  StepEngines<ValueFinder> engines_;
  std::vector<Scratch> scratch_;  ///< one for each thread
};

}  // namespace lauter::internal
