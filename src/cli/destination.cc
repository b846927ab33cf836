#include "cli/destination.h"

#include <utility>

#include "cli/job_setup.h"
#include "cli/object_storage.h"
#include "io/files/files.h"
#include "run/output/one_file.h"
#include "run/output/output_folder.h"
#include "s3/client.h"

namespace lauter {
namespace {

/// Beside a stage, whose files all go to their objects.
std::string lock_path(const std::string& folder, bool is_stage) {
  return is_stage ? folder + ".lock" : join_path(folder, kLockName);
}

}  // namespace

Result<void> Destination::join(const Inputs& inputs) const {
  return one_file_.empty() ? Result<void>() : join_data(folder_, inputs, one_file_);
}

Result<bool> Destination::finish() {
  if (stage_ == nullptr) return true;
  auto finished = stage_->finish();
  if (finished.ok()) return true;
  if (stop_flag().load()) return false;
  return std::move(finished.error());
}

Result<LockFile> lock_for_task(const std::string& folder, bool is_stage) {
  return LockFile::take(lock_path(folder, is_stage), LockFile::Kind::kShared);
}

Result<void> Destination::lock(const Config& config, const std::string& path) {
  auto lock = LockFile::take(path, LockFile::Kind::kAlone);
  if (!lock.ok()) return std::move(lock.error()).context(config.output);
  lock_ = std::move(*lock);
  return {};
}

Result<Destination> Destination::open(const Config& config) {
  Destination destination;
  destination.folder_ = config.output;
  destination.one_file_ = config.one_file;
  if (config.to_stdout()) return destination;
  if (!s3::is_object_url(config.output)) {
    const bool replaces = config.overwrite || config.resume;
    if (!config.one_file.empty() && path_exists(config.one_file) && !replaces) {
      return invalid_argument(config.one_file + ": is there already; --overwrite replaces it");
    }
    LAUTER_TRY(check_out_folder(config.output, replaces));
    LAUTER_TRY(destination.lock(config, lock_path(config.output, false)));
    // What ended since then may have left its files.
    LAUTER_TRY(check_out_folder(config.output, replaces));
    LAUTER_TRY(remove_leftovers(config.output));
    return destination;
  }
  ObjectStageOptions options{.store = config.store,
                       .resume = config.resume,
                       .overwrite = config.overwrite,
                       .shared = config.executor != "local"};
  LAUTER_ASSIGN(options.out, s3::parse_object_url(config.output));
  LAUTER_ASSIGN(options.folder, stage_folder(config, options.out));
  LAUTER_TRY(make_dirs(parent_path(options.folder)));
  LAUTER_TRY(destination.lock(config, lock_path(options.folder, true)));
  LAUTER_ASSIGN(destination.stage_, ObjectStage::open(std::move(options)));
  destination.step_ = way_out().before([stage = destination.stage_.get()] { stage->let_go(); });
  return destination;
}

}  // namespace lauter
