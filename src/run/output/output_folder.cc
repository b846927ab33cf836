#include "run/output/output_folder.h"

#include <algorithm>
#include <set>
#include <utility>

#include "io/files/files.h"
#include "run/output/finish_parquet.h"
#include "run/output/object_stage.h"
#include "s3/object_url.h"
#include "text/ascii.h"

namespace lauter {
namespace {

/// What runs make in OUT, and --overwrite removes.
constexpr const char* kMadeFolders[] = {"data", "edits", "rejected", "state"};
constexpr const char* kMadeFiles[] = {
    "report.json",    "report.html",         "programs.jsonl", "programs.jsonl.part",
    "rejected.jsonl", "rejected.jsonl.part", "sft.jsonl",      "sft.jsonl.part",
    "manifest.jsonl.zst", "manifest.jsonl.zst.part", "weights.jsonl.zst", "weights.jsonl.zst.part"};

/// Finished files that stay open until they are synced one by one.
constexpr size_t kMaxOpenWaiting = 8;

/// A compressed file without members is no valid file: these are the empty gzip member (RFC 1952),
/// the empty zstd frame (RFC 8878, one raw block of size 0), and what xz and bzip2 make of nothing.
constexpr std::string_view kEmptyGzip(
    "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x03\x00\x00\x00\x00\x00\x00\x00\x00\x00", 20);
constexpr std::string_view kEmptyZstd("\x28\xb5\x2f\xfd\x20\x00\x01\x00\x00", 9);

constexpr std::string_view kEmptyXz(
    "\xfd\x37\x7a\x58\x5a\x00\x00\x04\xe6\xd6\xb4\x46\x00\x00\x00\x00\x1c\xdf\x44\x21\x1f\xb6\xf3\x7d\x01\x00\x00"
    "\x00\x00\x04\x59\x5a",
    32);
constexpr std::string_view kEmptyBzip2("\x42\x5a\x68\x39\x17\x72\x45\x38\x50\x90\x00\x00\x00\x00", 14);

std::string_view empty_file(Compression compression) {
  switch (compression) {
    case Compression::kGzip:
      return kEmptyGzip;
    case Compression::kZstd:
      return kEmptyZstd;
    case Compression::kXz:
      return kEmptyXz;
    case Compression::kBzip2:
      return kEmptyBzip2;
    case Compression::kNone:
      break;
  }
  return {};
}

bool is_document_file(Format format) { return format == Format::kText || format == Format::kCode; }

std::string edits_name(const InputFile& file) {
  std::string_view name = file.relative;
  for (const std::string_view suffix : {".zst", ".gz", ".xz", ".bz2"}) {
    if (name.ends_with(suffix)) {
      name.remove_suffix(suffix.size());
      break;
    }
  }
  if (name.ends_with(".jsonl")) name.remove_suffix(6);
  return std::string(name) + ".jsonl.zst";
}

std::string rejected_name(const InputFile& file) {
  if (file.format == Format::kJsonl) return file.relative;
  return file.relative + ".jsonl" + std::string(compression_suffix(file.compression));
}

}  // namespace

std::vector<OutputNames> output_names(const std::string& out, const std::vector<InputFile>& files) {
  // Names are shortened only where that leaves them apart: a.jsonl and a.jsonl.gz in one folder.
  std::set<std::string> edits_taken;
  std::set<std::string> rejected_taken;
  for (const InputFile& file : files) {
    if (file.format == Format::kJsonl) rejected_taken.insert(rejected_name(file));
  }
  std::vector<OutputNames> names;
  for (const InputFile& file : files) {
    std::string edits = edits_name(file);
    if (edits_taken.contains(edits)) edits = file.relative + ".jsonl.zst";
    while (!edits_taken.insert(edits).second) edits += ".jsonl.zst";
    std::string rejected = rejected_name(file);
    if (file.format != Format::kJsonl) {
      while (!rejected_taken.insert(rejected).second) rejected += ".jsonl";
    }
    names.push_back({{join_path(out, join_path("data", data_name(file))),
                      join_path(out, join_path("edits", edits)),
                      join_path(out, join_path("rejected", rejected))}});
  }
  return names;
}

bool is_made_by_runs(std::string_view relative) {
  const auto is_in = [relative](std::string_view folder) {
    return relative == folder ||
           (relative.starts_with(folder) && relative[folder.size()] == '/');
  };
  return std::ranges::any_of(kMadeFolders, is_in) ||
         std::ranges::find(kMadeFiles, relative) != std::end(kMadeFiles);
}

Result<void> check_inputs_stay(const std::string& out, const Inputs& inputs) {
  const auto refuse = [&out](const InputFile& file) {
    return invalid_argument(file.path + ": is in " + out +
                            ", where this run would replace it; write to another folder");
  };
  if (s3::is_object_url(out)) {
    const std::string prefix = out.ends_with('/') ? out : out + "/";
    for (const InputFile& file : inputs.files) {
      const std::string_view path = file.path;
      if (path.starts_with(prefix) && is_made_by_runs(path.substr(prefix.size()))) {
        return refuse(file);
      }
    }
    return {};
  }
  if (!path_exists(out)) return {};
  LAUTER_ASSIGN(const std::string folder, real_path(out));
  // Files of one folder come one after the other; links are followed once for each folder.
  std::string parent;
  std::string real_parent;
  for (const InputFile& file : inputs.files) {
    if (file.is_stdin() || file.is_object()) continue;
    if (parent_path(file.path) != parent) {
      parent = parent_path(file.path);
      LAUTER_ASSIGN(real_parent, real_path(parent));
    }
    const std::string path = join_path(real_parent, base_name(file.path));
    const std::string prefix = join_path(folder, "");
    if (path.starts_with(prefix) && is_made_by_runs(std::string_view(path).substr(prefix.size()))) {
      return refuse(file);
    }
  }
  return {};
}

Result<void> remove_leftovers(const std::string& out) {
  const auto is_leftover = [](std::string_view name, bool is_state) {
    const size_t at = name.find(".tmp-");
    return at != std::string_view::npos && std::ranges::all_of(name.substr(at + 5), is_ascii_digit) &&
           (is_state || std::ranges::find(kMadeFiles, name.substr(0, at)) != std::end(kMadeFiles));
  };
  for (const std::string& folder : {out, join_path(out, "state")}) {
    if (!path_exists(folder)) continue;
    LAUTER_ASSIGN(const auto entries, list_dir(folder));
    for (const DirEntry& entry : entries) {
      if (entry.is_file && is_leftover(entry.name, folder != out)) LAUTER_TRY(remove_file(join_path(folder, entry.name)));
    }
  }
  return {};
}

Result<void> check_out_folder(const std::string& out, bool overwrite) {
  if (path_exists(out)) {
    if (!is_directory(out)) return invalid_argument(out + ": is no folder");
    LAUTER_ASSIGN(const auto entries, list_dir(out));
    const bool is_empty = std::ranges::all_of(
        entries, [](const DirEntry& entry) { return entry.name == kLockName; });
    if (!is_empty && !overwrite) {
      const bool stopped = path_exists(join_path(out, "state"));
      return invalid_argument(out + ": is not empty; " +
                              (stopped ? "--resume goes on with the run there, " : "") +
                              "--overwrite replaces what an earlier run wrote there");
    }
  }
  return {};
}

Result<void> prepare_out_folder(const std::string& out, bool overwrite) {
  LAUTER_TRY(check_out_folder(out, overwrite));
  for (const char* name : kMadeFolders) LAUTER_TRY(remove_tree(join_path(out, name)));
  for (const char* name : kMadeFiles) LAUTER_TRY(remove_file(join_path(out, name)));
  return make_dirs(out);
}

std::array<FileEnd, 3> file_ends(const InputFile& input, std::array<bool, 3> written,
                                 bool with_edits) {
  std::array<FileEnd, 3> ends;
  // A document that was rejected has no file in data/; an empty one is kept and has. Both are told
  // apart by the rejected row.
  const bool held_back = is_document_file(input.format) && !input.data_as_lines && written[OutputNames::kRejected];
  if (!held_back && !written[OutputNames::kData])
    ends[OutputNames::kData] = {true, empty_file(data_compression(input))};
  if (with_edits && !written[OutputNames::kEdits]) ends[OutputNames::kEdits] = {true, kEmptyZstd};
  return ends;
}

OutputFolder::OutputFolder(const std::string& out, const std::vector<InputFile>& files,
                           bool with_edits, int threads, ObjectStage* stage)
    : inputs_(files),
      names_(output_names(out, files)),
      with_edits_(with_edits),
      threads_(threads),
      out_(out),
      stage_(stage) {}

bool OutputFolder::is_staged(size_t file_index, size_t kind) const {
  const InputFile& input = inputs_[file_index];
  return input.format == Format::kParquet && !input.data_as_lines && kind != OutputNames::kEdits;
}

std::string OutputFolder::growing_path(size_t file_index, size_t kind) const {
  if (!is_staged(file_index, kind)) return names_[file_index].paths[kind];
  return join_path(out_, join_path("state/staged", inputs_[file_index].relative)) +
         (kind == OutputNames::kData ? ".rows" : ".rejected");
}

Result<void> OutputFolder::remove_staged(size_t file_index) {
  for (const size_t kind : {OutputNames::kData, OutputNames::kRejected}) {
    if (!is_staged(file_index, kind)) continue;
    LAUTER_TRY(remove_file(part_of(growing_path(file_index, kind))));
  }
  return {};
}

Result<void> OutputFolder::finish_staged(size_t file_index) {
  if (!is_staged(file_index, OutputNames::kData)) return {};
  for (const size_t kind : {OutputNames::kData, OutputNames::kRejected}) files_[kind].reset();
  const OutputNames& names = names_[file_index];
  LAUTER_ASSIGN(
      FinishedParquet finished,
      finish_parquet(
          inputs_[file_index],
          {.rows = part_of(growing_path(file_index, OutputNames::kData)),
           .rejections = part_of(growing_path(file_index, OutputNames::kRejected)),
           .data = names.paths[OutputNames::kData],
           .rejected = names.paths[OutputNames::kRejected],
           .run = run_},
          threads_));
  files_[OutputNames::kData] = std::move(finished.data);
  files_[OutputNames::kRejected] = std::move(finished.rejected);
  spent_.push_back(file_index);
  return {};
}

Result<void> OutputFolder::resume(size_t file_index, const std::array<uint64_t, 3>& sizes) {
  for (size_t i = 0; i < file_index && i < names_.size(); ++i) {
    for (const std::string& path : names_[i].paths) {
      const std::string part = part_of(path);
      if (path_exists(part)) LAUTER_TRY(rename_file(part, path));
      // What is still there was not uploaded, or not known to be.
      if (stage_ != nullptr && path_exists(path)) LAUTER_TRY(stage_->send(path));
    }
    LAUTER_TRY(remove_staged(i));
  }
  // What the stopped run wrote after its last commit: of this file it is cut when it is opened, of
  // later ones it goes.
  for (size_t i = file_index; i < names_.size(); ++i) {
    for (size_t kind = 0; kind < 3; ++kind) {
      if (is_staged(i, kind)) LAUTER_TRY(remove_file(part_of(names_[i].paths[kind])));
      if (i == file_index && sizes[kind] > 0) continue;
      LAUTER_TRY(remove_file(part_of(growing_path(i, kind))));
    }
  }
  if (file_index < names_.size()) {
    current_ = file_index;
    resume_sizes_ = sizes;
    for (size_t kind = 0; kind < 3; ++kind) {
      if (sizes[kind] > 0) LAUTER_TRY(open(kind));
    }
  }
  return {};
}

Result<AppendFile*> OutputFolder::open(size_t kind) {
  if (!files_[kind]) {
    LAUTER_ASSIGN(files_[kind],
                  AppendFile::open(growing_path(*current_, kind), resume_sizes_[kind],
                                   OutputNames::access(kind), run_));
    has_new_names_ |= resume_sizes_[kind] == 0;
  }
  return &*files_[kind];
}

Result<void> OutputFolder::append_lead(size_t file_index, const DataLead& lead) {
  const auto& data = files_[OutputNames::kData];
  const bool is_begun = current_ == file_index &&
                        (data ? data->size_bytes() : resume_sizes_[OutputNames::kData]) > 0;
  return append(file_index, {lead.of(is_begun), {}, {}});
}

Result<void> OutputFolder::append(size_t file_index, const std::array<std::string_view, 3>& bytes) {
  if (current_ != file_index) {
    current_ = file_index;
    resume_sizes_ = {};
  }
  for (size_t kind = 0; kind < 3; ++kind) {
    if (bytes[kind].empty()) continue;
    LAUTER_ASSIGN(AppendFile * file, open(kind));
    LAUTER_TRY(file->append(bytes[kind]));
  }
  return {};
}

Result<void> OutputFolder::finish_file(size_t file_index) {
  current_ = file_index;
  LAUTER_TRY(finish_staged(file_index));
  const auto ends =
      file_ends(inputs_[file_index],
                {files_[OutputNames::kData].has_value(), files_[OutputNames::kEdits].has_value(),
                 files_[OutputNames::kRejected].has_value()},
                with_edits_);
  for (size_t kind = 0; kind < 3; ++kind) {
    if (!ends[kind].must_exist) continue;
    LAUTER_ASSIGN(AppendFile * file, open(kind));
    LAUTER_TRY(file->append(ends[kind].bytes));
  }
  if (waiting_.size() < kMaxOpenWaiting && closed_.empty()) {
    waiting_.push_back(std::move(files_));
  } else {
    for (size_t kind = 0; kind < 3; ++kind) {
      if (files_[kind]) closed_.push_back(names_[file_index].paths[kind]);
    }
  }
  files_ = {};
  current_.reset();
  resume_sizes_ = {};
  return {};
}

std::array<uint64_t, 3> OutputFolder::sizes() const {
  std::array<uint64_t, 3> sizes{};
  for (size_t kind = 0; kind < 3; ++kind) {
    if (files_[kind]) sizes[kind] = files_[kind]->size_bytes();
  }
  return sizes;
}

Result<void> OutputFolder::sync() {
  // A file that was synced is lost all the same if its name was not, or that of a folder above it.
  if (std::exchange(has_new_names_, false) || !closed_.empty()) return sync_filesystem(out_);
  for (Files& files : waiting_) {
    for (auto& file : files) {
      if (file) LAUTER_TRY(file->sync());
    }
  }
  for (auto& file : files_) {
    if (file) LAUTER_TRY(file->sync());
  }
  return {};
}

Result<void> OutputFolder::release() {
  std::vector<std::string> finished;
  for (Files& files : waiting_) {
    for (auto& file : files) {
      if (!file) continue;
      finished.push_back(file->path());
      LAUTER_TRY(file->commit_unsynced());
    }
  }
  waiting_.clear();
  for (const std::string& path : closed_) {
    LAUTER_TRY(rename_file(part_of(path), path));
    finished.push_back(path);
  }
  closed_.clear();
  for (const size_t file_index : spent_) LAUTER_TRY(remove_staged(file_index));
  spent_.clear();
  if (stage_ == nullptr) return {};
  for (const std::string& path : finished) LAUTER_TRY(stage_->send(path));
  return {};
}

}  // namespace lauter
