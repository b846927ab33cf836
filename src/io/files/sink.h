/// Output: files that grow by committed pieces, compressed pieces that concatenate, and stdout.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "io/input.h"

namespace lauter {

/// A file under the name `path.part`, or `path.RUN.part`, that becomes `path` by commit(). The caller's journal
/// remembers the size after each sync; after a crash open() with that size cuts off what came
/// later.
class AppendFile {
 public:
  /// Who can read it, as far as the process's umask lets them.
  enum class Access : uint8_t {
    kAll,
    kOwner,  ///< 0600, in folders of 0700: what holds texts as they came
  };

  /// Opens the growing file for appending, creates it (and its folders) if `committed_bytes` is 0, and
  /// truncates it to `committed_bytes`. `run`: whose it is, where several may write there. Errors: kUnavailable; kDataLoss if
  /// it is shorter than that.
  static Result<AppendFile> open(const std::string& path, uint64_t committed_bytes = 0,
                                 Access access = Access::kAll, std::string_view run = {});
  AppendFile(AppendFile&& other) noexcept;
  AppendFile& operator=(AppendFile&& other) noexcept;
  ~AppendFile();

  /// Appends all bytes or fails (kUnavailable: disk full, ...). Not durable before sync().
  Result<void> append(std::string_view bytes);
  /// Appends a whole file, in the kernel or the file system where that is possible. Errors:
  /// kNotFound, kUnavailable.
  Result<void> append_file(const std::string& path);
  Result<void> sync();
  uint64_t size_bytes() const { return size_bytes_; }
  const std::string& path() const { return path_; }  ///< the final one
  /// Syncs, closes, renames the growing file to `path`, syncs the folder. The last call.
  Result<void> commit();
  /// As commit(), but leaves it to the caller to make the bytes and the name durable.
  Result<void> commit_unsynced();
  /// Name of the growing file for a final name.
  static std::string part_path(const std::string& path, std::string_view run = {}) {
    return (run.empty() ? path : path + "." + std::string(run)) + ".part";
  }

 private:
  AppendFile(std::string path, std::string part, int fd, uint64_t size_bytes);
  void close();
  Result<void> give_final_name();

  std::string path_;
  std::string part_;  ///< name of the growing file
  int fd_ = -1;
  uint64_t size_bytes_ = 0;
};

/// Whether this program reads and writes this compression: xz and bzip2 need libraries that a build may lack.
bool can_compress(Compression compression);

/// Appends `bytes` to `out` as one gzip member (no name, time 0), zstd frame (with content size
/// and checksum), xz or bzip2 stream; kNone copies. Members and frames concatenate to a valid file. Deterministic:
/// equal input and level give equal output. Empty input appends nothing (see empty_member).
/// `level`: 0 is the default (gzip 6, zstd 3, xz 3, bzip2 9).
Result<void> compress_member(Compression compression, int level, std::string_view bytes,
                             std::string& out);

/// Bytes / bytes that compress_member() makes of them with gzip at level 9: what Python's
/// gzip.compress() makes, too. The more a text repeats itself, the higher; texts of a few hundred
/// bytes pay for the header. NaN for an empty text. About 20 MB/s.
Result<double> compression_ratio(std::string_view bytes);

/// As compress_member for one chunk of output rows; for gzipped WET and WARC a member for every
/// record, which readers of WARC files expect.
Result<void> compress_chunk(Format format, Compression compression, int level,
                            std::string_view bytes, std::string& out);

/// What a compressed file without content consists of: other tools refuse one of 0 bytes. Append it
/// to an output file that would stay empty.
std::string empty_member(Compression compression);

/// The reverse for small files of our own (logs, journals), gzip or zstd: all members or frames.
/// Errors: kDataLoss; kResourceExhausted if the result is over `limit_bytes`.
Result<std::string> decompress_all(Compression compression, std::string_view bytes,
                                   uint64_t limit_bytes = uint64_t{1} << 32);

enum class WriteState : uint8_t { kOk, kClosed };

/// Writes everything to a file descriptor that it does not own. kClosed: the reader went away
/// (EPIPE), which is a normal end for a filter (the process must ignore SIGPIPE). Errors:
/// kUnavailable.
Result<WriteState> write_fd(int fd, std::string_view bytes);

}  // namespace lauter
