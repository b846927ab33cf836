/// OUT in object storage: a local folder in which a run works as in any OUT, and from which what is
/// finished goes to its object and then away.
///
/// Objects appear only whole. What is in the folder was not uploaded yet, or is not known to be, so
/// a run that was killed at any moment goes on from the folder with --resume. If the folder is lost
/// (another machine), it goes on from the objects: OUT/state/journal.jsonl.part there is the journal
/// up to a moment between two files, and was uploaded after all files that it speaks of.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "base/result.h"
#include "io/input.h"
#include "s3/object_url.h"

namespace lauter {

struct ObjectStageOptions {
  ObjectStore store{};
  s3::ObjectUrl out{};
  std::string folder{};
  bool resume = false;
  bool overwrite = false;
  /// Other processes work in the folder too, and send the same files.
  bool shared = false;
  /// Finished files that wait to be uploaded; send() waits when there are more.
  uint64_t max_waiting_bytes = uint64_t{1} << 30;
};

class ObjectStage {
 public:
  /// Whether OUT may be written to, as check_out_folder(): nothing is below it, in the store or in
  /// the folder, or `resume` or `overwrite` is set. Unless it is `shared`, nobody else writes there as long as it lives
  /// (run/output/object_lock.h); changes nothing else. Errors: kInvalidArgument; those of s3.
  static Result<std::unique_ptr<ObjectStage>> open(ObjectStageOptions options);
  /// Breaks uploads off; the folder stays.
  ~ObjectStage();
  /// The process is about to end: others may write to OUT. Waits for nothing but the store.
  void let_go();
  ObjectStage(const ObjectStage&) = delete;
  ObjectStage& operator=(const ObjectStage&) = delete;

  const std::string& folder() const;

  /// Makes the folder (for its owner only). To overwrite, removes the objects that an earlier run
  /// made, and no other; to resume without a folder, fetches the journal. Takes back uploads that
  /// nobody completed. Errors: kNotFound if OUT holds objects, but no journal to resume.
  Result<void> prepare();

  /// The run has begun: its journal has `journal_bytes`, and goes to OUT before any data.
  Result<void> begin(uint64_t journal_bytes);
  /// Uploads a finished file of the folder, soon. Errors: of this or an earlier upload, for good.
  /// After a stop it does nothing: the file is for the next run.
  Result<void> send(const std::string& path);
  /// Whether the last checkpoint is some time ago.
  bool wants_checkpoint() const;
  /// With its first `journal_bytes` the journal describes what was sent so far and no more.
  void checkpoint(uint64_t journal_bytes);

  /// Waits for all uploads. Errors: of one of them, for good.
  Result<void> drain();
  /// Names below OUT of the objects that are there.
  Result<std::set<std::string>> objects() const;

  /// Waits for all uploads, sends all else that is in the folder (the journal last: it says that
  /// the run is finished) and removes the folder. The last call.
  Result<void> finish();

 private:
  struct State;
  explicit ObjectStage(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace lauter
