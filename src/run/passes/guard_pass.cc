#include "run/passes/guard_pass.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/stop.h"
#include "io/files/files.h"
#include "io/files/mapped_file.h"
#include "io/row.h"

namespace lauter::internal {

Result<HashFile> HashFile::create(const std::string& path) {
  LAUTER_ASSIGN(AppendFile file, AppendFile::open(path, 0, AppendFile::Access::kOwner));
  return HashFile(std::move(file));
}

Result<void> HashFile::append(const std::vector<uint64_t>& hashes) {
  return file_.append({reinterpret_cast<const char*>(hashes.data()), hashes.size() * sizeof hashes[0]});
}

Result<void> HashFile::move(const std::string& from, const std::string& to) {
  return rename_file(from, to);
}

Result<GuardPass> GuardPass::make(const JobOptions& job, const SecretKey& key) {
  LAUTER_ASSIGN(
      auto engines,
      StepEngines<ValueFinder>::make(job.recipe, job.inputs, job.models, &key, ValueFinder::make));
  return GuardPass(job, key, std::move(engines));
}

GuardPass::GuardPass(const JobOptions& job, const SecretKey& key, StepEngines<ValueFinder> engines)
    : job_(&job),
      key_(key),
      hash_(key),
      engines_(std::move(engines)),
      scratch_(static_cast<size_t>(job.threads)) {
  for (Scratch& scratch : scratch_) {
    for (size_t i = 0; i < engines_.size(); ++i) {
      scratch.find.push_back(engines_[i].make_scratch());
    }
  }
}

Result<GuardPass::Part> GuardPass::look(const Chunk& chunk, int thread) {
  Scratch& scratch = scratch_[static_cast<size_t>(thread)];
  const RowOptions options = job_->row_options();
  RowReader reader(job_->inputs.files[chunk.file_index], chunk, options);
  Part hashes;
  Row row;
  while (reader.next(row)) {
    if (GiveUpScope::is_over()) return unavailable("stopped");
    if (row.pass_through || row.error) continue;
    if (row.doc.text.size() > job_->recipe.limits.max_document_bytes) continue;
    scratch.of_row.clear();
    for (const size_t step : engines_.row_steps().of(row)) {
      const auto engine = engines_.of(step, row.format);
      if (!engine) continue;
      engines_[*engine].judge(row.doc.text, scratch.find[*engine], scratch.values);
      for (const ValueCandidate& value : scratch.values) {
        if (!is_guarded(value.category)) continue;
        const uint64_t hash = hash_.of(value.span.of(row.doc.text));
        if (hash != 0) scratch.of_row.push_back(hash);
      }
    }
    std::sort(scratch.of_row.begin(), scratch.of_row.end());
    hashes.insert(hashes.end(), scratch.of_row.begin(),
                  std::unique(scratch.of_row.begin(), scratch.of_row.end()));
  }
  return hashes;
}

Result<void> GuardPass::join(const std::vector<std::string>& files, const std::string&,
                             const std::string& path) const {
  std::vector<MappedFile> parts;
  uint64_t n_values = 0;
  for (const std::string& file : files) {
    LAUTER_ASSIGN(MappedFile part, MappedFile::open(file));
    n_values += part.bytes().size() / sizeof(uint64_t);
    parts.push_back(std::move(part));
  }
  RealValuesMaker maker(key_, n_values);
  for (const MappedFile& part : parts) {
    if (job_->stop != nullptr && job_->stop->load()) return unavailable("interrupted");
    for (size_t at = 0; at + sizeof(uint64_t) <= part.bytes().size(); at += sizeof(uint64_t)) {
      uint64_t hash = 0;
      std::memcpy(&hash, part.bytes().data() + at, sizeof hash);
      if (hash == 0) return data_loss(files[static_cast<size_t>(&part - parts.data())] + ": is damaged");
      maker.add(hash);
    }
  }
  LAUTER_ASSIGN(AppendFile table, AppendFile::open(path, 0, AppendFile::Access::kOwner));
  LAUTER_TRY(table.append(maker.take()));
  return table.commit();
}

}  // namespace lauter::internal
