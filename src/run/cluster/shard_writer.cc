#include "run/cluster/shard_writer.h"

#include "io/files/files.h"
#include "run/output/finish_parquet.h"
#include "run/output/object_stage.h"
#include "run/output/output_folder.h"

namespace lauter {
namespace {

/// Shards of more files are made durable by one sync of the file system.
constexpr size_t kMaxSyncedFiles = 8;

Result<void> rename_into(const std::string& from, const std::string& to, size_t kind) {
  if (rename_file(from, to).ok()) return {};
  const bool is_open = OutputNames::access(kind) == AppendFile::Access::kAll;
  LAUTER_TRY(make_dirs(parent_path(to), is_open ? 0777 : 0700));
  return rename_file(from, to);
}

/// The three outputs of one file from its parts. False if parts went away: another process has put
/// the file together.
Result<bool> join_parts(const ShardPlan& plan, const ShardFolder& folder, const std::string& to,
                        size_t file_index, std::array<std::optional<AppendFile>, 3>& files) {
  const auto [first, last] = plan.shards_of(file_index);
  std::array<bool, 3> written{};
  for (size_t shard = first; shard < last; ++shard) {
    LAUTER_ASSIGN(const JournalRow row, folder.row(shard));
    const auto pieces = folder.piece_paths(shard);
    for (size_t kind = 0; kind < 3; ++kind) {
      if (row.sizes[kind] == 0) continue;
      if (!files[kind]) {
        LAUTER_ASSIGN(files[kind], AppendFile::open(join_path(to, std::to_string(kind)), 0, OutputNames::access(kind)));
      }
      const uint64_t before = files[kind]->size_bytes();
      if (!path_exists(pieces[kind])) return false;
      LAUTER_TRY(files[kind]->append_file(pieces[kind]));
      if (files[kind]->size_bytes() - before != row.sizes[kind]) {
        return data_loss(pieces[kind] + ": is not as long as its shard says");
      }
      written[kind] = true;
    }
  }
  const auto ends = file_ends(plan.inputs.files[file_index], written);
  for (size_t kind = 0; kind < 3; ++kind) {
    if (ends[kind].must_exist) {
      LAUTER_ASSIGN(files[kind], AppendFile::open(join_path(to, std::to_string(kind)), 0, OutputNames::access(kind)));
      LAUTER_TRY(files[kind]->append(ends[kind].bytes));
    }
    if (files[kind]) LAUTER_TRY(files[kind]->sync());
  }
  return true;
}

}  // namespace

ShardWriter::ShardWriter(const ShardPlan& plan, const RefineJob& job, const ShardFolder& folder,
                         const std::string& holder)
    : plan_(plan),
      out_(job.out),
      threads_(job.job.threads),
      stage_(job.stage),
      folder_(folder),
      temporary_(folder.temporary_folder(holder)),
      names_(output_names(job.out, plan.inputs.files)) {}

std::string ShardWriter::temporary(size_t file_index, size_t kind) const {
  return join_path(temporary_, std::to_string(file_index) + "." + std::to_string(kind));
}

Result<void> ShardWriter::begin(size_t shard) {
  LAUTER_TRY(abandon());
  shard_ = shard;
  sizes_ = {};
  return {};
}

Result<AppendFile*> ShardWriter::open(size_t file_index, size_t kind) {
  if (!files_[kind]) {
    LAUTER_ASSIGN(files_[kind], AppendFile::open(temporary(file_index, kind), 0, OutputNames::access(kind)));
  }
  return &*files_[kind];
}

Result<void> ShardWriter::append_lead(size_t file_index, const DataLead& lead) {
  return append(file_index, {lead.of(files_[OutputNames::kData].has_value()), {}, {}});
}

Result<void> ShardWriter::append(size_t file_index, const std::array<std::string_view, 3>& bytes) {
  for (size_t kind = 0; kind < 3; ++kind) {
    if (bytes[kind].empty()) continue;
    LAUTER_ASSIGN(AppendFile * file, open(file_index, kind));
    LAUTER_TRY(file->append(bytes[kind]));
  }
  return {};
}

Result<void> ShardWriter::finish_staged(size_t file_index) {
  const InputFile& input = plan_.inputs.files[file_index];
  if (input.format != Format::kParquet) return {};
  files_[OutputNames::kData].reset();
  files_[OutputNames::kRejected].reset();
  const std::string rows = temporary(file_index, OutputNames::kData);
  const std::string rejections = temporary(file_index, OutputNames::kRejected);
  LAUTER_ASSIGN(FinishedParquet made,
                finish_parquet(input,
                               {.rows = AppendFile::part_path(rows),
                                .rejections = AppendFile::part_path(rejections),
                                .data = rows + ".made",
                                .rejected = rejections + ".made"},
                               threads_));
  files_[OutputNames::kData] = std::move(made.data);
  files_[OutputNames::kRejected] = std::move(made.rejected);
  LAUTER_TRY(remove_file(AppendFile::part_path(rows)));
  return remove_file(AppendFile::part_path(rejections));
}

Result<void> ShardWriter::send(const std::vector<std::string>& paths) const {
  if (stage_ == nullptr) return {};
  for (const std::string& path : paths) LAUTER_TRY(stage_->send(path));
  return {};
}

Result<void> ShardWriter::finish_file(size_t file_index) {
  const Shard& shard = plan_.shards[shard_];
  LAUTER_TRY(finish_staged(file_index));
  if (!shard.is_part()) {
    const auto ends =
        file_ends(plan_.inputs.files[file_index],
                  {files_[0].has_value(), files_[1].has_value(), files_[2].has_value()});
    for (size_t kind = 0; kind < 3; ++kind) {
      if (!ends[kind].must_exist) continue;
      LAUTER_ASSIGN(AppendFile * file, open(file_index, kind));
      LAUTER_TRY(file->append(ends[kind].bytes));
    }
  }
  const auto targets = shard.is_part() ? folder_.piece_paths(shard_) : names_[file_index].paths;
  // Data comes last: where it has its name, the others have theirs.
  for (size_t kind = 3; kind-- > 0;) {
    if (!files_[kind]) continue;
    sizes_[kind] = files_[kind]->size_bytes();
    if (shard.file_end - shard.file_begin <= kMaxSyncedFiles) LAUTER_TRY(files_[kind]->sync());
    finished_.push_back({AppendFile::part_path(files_[kind]->path()), targets[kind], kind});
    files_[kind].reset();
  }
  return {};
}

Result<void> ShardWriter::commit(JournalRow row) {
  const Shard& shard = plan_.shards[shard_];
  if (shard.file_end - shard.file_begin > kMaxSyncedFiles) LAUTER_TRY(sync_filesystem(out_));
  std::vector<std::string> named;
  for (const Finished& file : finished_) {
    LAUTER_TRY(rename_into(file.written, file.target, file.kind));
    if (!shard.is_part()) named.push_back(file.target);
  }
  finished_.clear();
  if (shard.is_part()) row.sizes = sizes_;
  // The row's own name comes when its bytes are durable.
  const std::string written = join_path(temporary_, "row");
  LAUTER_TRY(write_file_atomic(written, journal_row_to_json(row).to_string() + "\n"));
  LAUTER_TRY(rename_file(written, folder_.row_path(shard_)));
  return send(named);
}

Result<void> ShardWriter::abandon() {
  files_ = {};
  for (const Finished& file : finished_) LAUTER_TRY(remove_file(file.written));
  finished_.clear();
  return {};
}

Result<void> ShardWriter::merge_file(size_t file_index) {
  const auto [first, last] = plan_.shards_of(file_index);
  if (!plan_.shards[first].is_part()) return {};
  const OutputNames& names = names_[file_index];
  if (folder_.is_merged(file_index)) return {};
  // The last shards are the last to be there, as a rule.
  for (size_t shard = last; shard-- > first;) {
    if (!folder_.is_done(shard)) return {};
  }
  const std::string to = join_path(temporary_, "file-" + std::to_string(file_index));
  LAUTER_TRY(remove_tree(to));
  std::array<std::optional<AppendFile>, 3> files;
  auto joined = join_parts(plan_, folder_, to, file_index, files);
  const bool by_other = folder_.is_merged(file_index);
  if (!joined.ok() && !by_other) return std::move(joined.error());
  if (!by_other && !*joined) {
    return data_loss(names.paths[OutputNames::kData] + ": a part of it is gone");
  }
  if (!by_other) {
    std::vector<std::string> named;
    for (size_t kind = 3; kind-- > 0;) {
      if (!files[kind]) continue;
      files[kind].reset();
      LAUTER_TRY(rename_into(AppendFile::part_path(join_path(to, std::to_string(kind))),
                             names.paths[kind], kind));
      named.push_back(names.paths[kind]);
    }
    LAUTER_TRY(folder_.set_merged(file_index));
    LAUTER_TRY(send(named));
    for (size_t shard = first; shard < last; ++shard) {
      for (const std::string& piece : folder_.piece_paths(shard)) LAUTER_TRY(remove_file(piece));
    }
  }
  return remove_tree(to);
}

}  // namespace lauter
