/// OUT of a command: that it is free, whose it is (the lock), and how it becomes whole.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/way_out.h"
#include "cli/config.h"
#include "io/files/lock_file.h"
#include "run/output/object_stage.h"

namespace lauter {

/// Locks the folder of a planned run for one of its tasks. `is_stage`: it is that of an OUT in object
/// storage. Errors: kInvalidArgument while the run is planned or another one works there.
Result<LockFile> lock_for_task(const std::string& folder, bool is_stage);

/// Where a command writes: OUT itself, or the stage of an OUT in object storage. Nobody else writes
/// there as long as it lives.
class Destination {
 public:
  /// Checks that OUT is free, and locks it. Errors: as check_out_folder(); kInvalidArgument if
  /// another run works there.
  static Result<Destination> open(const Config& config);

  /// The local folder to write to.
  const std::string& folder() const { return stage_ == nullptr ? folder_ : stage_->folder(); }
  ObjectStage* stage() const { return stage_.get(); }
  /// From now on tasks of the same run may work there too (lock_for_task()).
  Result<void> share() { return lock_.share(); }
  /// Once it is certain that the run begins.
  Result<void> prepare() { return stage_ == nullptr ? Result<void>() : stage_->prepare(); }
  /// Of -o FILE: puts it together. Before finish().
  Result<void> join(const Inputs& inputs) const;
  /// Once everything is written, unless the run was interrupted. False if it is interrupted now:
  /// what was not uploaded waits in the stage.
  Result<bool> finish();

 private:
  Result<void> lock(const Config& config, const std::string& path);

  std::string folder_;
  std::string one_file_;  ///< of -o FILE
  LockFile lock_;
  std::unique_ptr<ObjectStage> stage_;
  WayOut::Step step_;  ///< last: it needs the stage
};

}  // namespace lauter
