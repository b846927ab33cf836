#include "run/passes/first_passes.h"

#include <utility>

#include "io/files/files.h"
#include "io/files/mapped_file.h"
#include "run/cluster/shard_folder.h"
#include "run/passes/dedup_pass.h"
#include "run/passes/guard_pass.h"
#include "run/passes/task_pass.h"

namespace lauter {
namespace {

using internal::DedupPass;
using internal::GuardPass;
using internal::TaskPass;

Result<std::shared_ptr<const DuplicateRows>> open_duplicates(const std::string& path) {
  LAUTER_ASSIGN(DuplicateRows rows, DuplicateRows::open(path));
  return std::make_shared<const DuplicateRows>(std::move(rows));
}

Result<std::shared_ptr<const RealValues>> open_real_values(const std::string& path,
                                                           const SecretKey& key) {
  LAUTER_ASSIGN(MappedFile file, MappedFile::open(path));
  const auto kept = std::make_shared<const MappedFile>(std::move(file));
  auto values = RealValues::open(kept->bytes(), key, kept);
  if (!values.ok()) return Error{values.error().code, path + ": " + values.error().message};
  return std::make_shared<const RealValues>(std::move(*values));
}

std::string folder_of(const std::string& out, std::string_view pass) {
  return internal::pass_folder(out, pass);
}

}  // namespace

Result<FirstPasses> make_first_passes(const RefineJob& job, const std::string& out) {
  FirstPasses made;
  if (internal::dedup_step(job.job.recipe) != nullptr) {
    DedupPass pass(job.job);
    LAUTER_ASSIGN(made.duplicates, internal::run_first_pass(job.job, pass, out, open_duplicates));
  }
  if (job.job.recipe.guard.corpus) {
    LAUTER_ASSIGN(GuardPass pass, GuardPass::make(job.job, job.key));
    LAUTER_ASSIGN(made.real_values,
                  internal::run_first_pass(job.job, pass, out, [&job](const std::string& path) {
                    return open_real_values(path, job.key);
                  }));
  }
  return made;
}

Result<FirstPasses> make_task_passes(const TaskJob& job) {
  const JobOptions& options = job.refine.job;
  FirstPasses made;
  if (internal::dedup_step(options.recipe) != nullptr) {
    DedupPass pass(options);
    LAUTER_ASSIGN(const std::string table, TaskPass(job, pass).run());
    if (table.empty()) return made;
    LAUTER_ASSIGN(made.duplicates, open_duplicates(table));
  }
  if (options.recipe.guard.corpus) {
    LAUTER_ASSIGN(GuardPass pass, GuardPass::make(options, job.refine.key));
    LAUTER_ASSIGN(const std::string table, TaskPass(job, pass).run());
    if (table.empty()) return made;
    LAUTER_ASSIGN(made.real_values, open_real_values(table, job.refine.key));
  }
  return made;
}

Result<void> end_first_passes(const std::string& out) {
  const std::string guard = folder_of(out, GuardPass::kName);
  const std::string table = join_path(guard, GuardPass::kTable);
  if (path_exists(table)) {
    LAUTER_TRY(rename_file(table, folder_of(out, GuardPass::kTable)));
  }
  LAUTER_TRY(remove_tree(guard));
  return remove_tree(folder_of(out, DedupPass::kName));
}

Result<void> forget_claims_of_passes(const std::string& out) {
  for (const std::string_view pass : {DedupPass::kName, GuardPass::kName}) {
    const std::string folder = folder_of(out, pass);
    if (path_exists(folder)) LAUTER_TRY(ShardFolder(folder).remove_claims());
  }
  return {};
}

Result<void> check_reads_once(const Recipe& recipe) {
  const bool is_dedup = internal::dedup_step(recipe) != nullptr;
  if (!is_dedup && !recipe.guard.corpus) return {};
  return invalid_argument(std::string(is_dedup ? "dedup" : "surrogates.guard: corpus") +
                          ": reads its input twice; name files instead of -");
}

Result<void> check_no_first_pass(const Recipe& recipe, std::string_view command) {
  const std::string name(command);
  if (internal::dedup_step(recipe) != nullptr) {
    return invalid_argument(name + ": the step dedup compares all rows of a run; use `lauter refine` "
                                   "or `lauter dedup`, or leave the step out");
  }
  if (!recipe.guard.corpus) return {};
  return invalid_argument(name + ": surrogates.guard: corpus reads all rows of a run first; use "
                                 "`lauter refine`, or give guard the file OUT/state/real-values that it "
                                 "leaves behind");
}

Result<std::shared_ptr<const RealValues>> open_guard_file(const Recipe& recipe, const SecretKey& key) {
  if (recipe.guard.file.empty()) return std::shared_ptr<const RealValues>();
  return open_real_values(recipe.guard.file, key);
}

}  // namespace lauter
