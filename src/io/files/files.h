/// The only functions of the project that open, make, list and remove files. Every error names the
/// path and the system's reason.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lauter {

/// Gives those of the descriptors 0, 1 and 2 that the caller closed something that can be neither
/// read nor written, so that no file opened later is taken for standard input or output.
void hold_standard_streams();

/// The whole file. Errors: kNotFound, kUnavailable; kResourceExhausted if it is over `limit_bytes`.
Result<std::string> read_file(const std::string& path, uint64_t limit_bytes = uint64_t{1} << 30);

/// The same for a secret. Errors: also kInvalidArgument, with the command that mends it, if others than the owner may read
/// or write the file. A pipe has no such rights.
Result<std::string> read_secret_file(const std::string& path, uint64_t limit_bytes);

/// Writes path.tmp-PID, syncs, renames: readers see the old or the new content, never a mix.
/// `mode`: permission bits of a new file. `temporary`: instead of path.tmp-PID, where many machines write.
Result<void> write_file_atomic(const std::string& path, std::string_view bytes,
                               uint32_t mode = 0644, std::string temporary = {});

/// The same through the name `temporary`, which no other process on any machine may use, and
/// without making it durable: for notes that a crash may lose.
Result<void> replace_file(const std::string& path, std::string_view bytes,
                          const std::string& temporary);

/// Makes a file with these bytes, or returns false if the path exists: of any number of processes
/// one gets true.
Result<bool> create_file(const std::string& path, std::string_view bytes);

/// Writes a file that only its owner can read (0600), whole or not at all, and fails if the path
/// exists (kInvalidArgument): a key is never replaced, by accident or by a process beside this one.
Result<void> write_secret_file(const std::string& path, std::string_view bytes);

/// Makes the directory and its parents, those that are missing with permission bits `mode`.
Result<void> make_dirs(const std::string& path, uint32_t mode = 0777);

/// Makes a directory that only its owner can enter (0700), with its parents; an existing one must
/// be a directory of this user (kInvalidArgument).
Result<void> make_private_dir(const std::string& path);

/// The absolute path without links, `.` and `..`. Errors: kNotFound.
Result<std::string> real_path(const std::string& path);
bool path_exists(const std::string& path);
bool is_directory(const std::string& path);
/// Errors: kNotFound.
Result<uint64_t> file_size(const std::string& path);
/// When it was last written, in seconds of the clock of its file system. Errors: kNotFound.
Result<double> modified_seconds(const std::string& path);

struct DirEntry {
  std::string name;
  bool is_directory = false;  ///< false for a link to one
  bool is_file = false;       ///< a regular file, or a link to one
};
/// Entries of one directory without `.` and `..`, in byte order of their names.
Result<std::vector<DirEntry>> list_dir(const std::string& path);

/// Paths below `path` of all regular files, relative to it, in byte order of the path. With
/// `hidden_folders`, folders whose name begins with a dot (.git) are not entered but added to it.
Result<std::vector<std::string>> list_files_recursive(
    const std::string& path, std::vector<std::string>* hidden_folders = nullptr);

/// Removes one file; a missing one is fine.
Result<void> remove_file(const std::string& path);
/// Removes a directory with everything below it; a missing one is fine. Does not follow links.
Result<void> remove_tree(const std::string& path);
Result<void> rename_file(const std::string& from, const std::string& to);
/// Makes renames and new names in a directory durable.
Result<void> sync_dir(const std::string& path);
/// Makes everything on the file system that holds `path` durable: one call for thousands of files.
Result<void> sync_filesystem(const std::string& path);

/// `a/b/c.txt` -> `a/b`; "." if there is no slash.
std::string parent_path(const std::string& path);
std::string base_name(const std::string& path);
std::string join_path(std::string_view folder, std::string_view name);

}  // namespace lauter
