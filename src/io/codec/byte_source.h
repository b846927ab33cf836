/// The uncompressed bytes of an input, one after the other. Internal to io.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/stop.h"
#include "io/files/file_range.h"
#include "io/input.h"

namespace lauter::internal {

class ByteSource {
 public:
  virtual ~ByteSource() = default;

  /// Gives 1 to `size` bytes, or 0 at the end. A broken input gives all its sound bytes before the
  /// error. After an error or the end it must not be called again.
  virtual Result<size_t> read(char* to, size_t size) = 0;

  /// Goes on `bytes` behind where it stands; decompressing up to there may take minutes, which
  /// `stop` ends. Errors: kInvalidArgument if the input ends before; kUnavailable when stopped.
  virtual Result<void> skip(uint64_t bytes, StopToken stop = {});

  /// Nobody will read far behind byte `end` of the input: it need not be fetched ahead.
  virtual void expect_end(uint64_t end) { (void)end; }

  /// False if read() would have to wait for another program: a reader may then work on what it has.
  virtual bool is_ready() const { return true; }
};

/// Opens a file (or stdin) with its compression taken off.
/// Errors: kNotFound, kUnavailable.
Result<std::unique_ptr<ByteSource>> open_byte_source(const InputFile& file, int decode_threads,
                                                     StopToken stop = {});

/// The same from byte `begin` of the file on, where a frame begins (0 for other than zst files).
Result<std::unique_ptr<ByteSource>> open_source_at(const InputFile& file, int decode_threads,
                                                   uint64_t begin, StopToken stop = {});

/// A regular file or an object (both seekable), or a pipe. `stop`, if any, ends the waiting for a
/// pipe (kUnavailable).
Result<std::unique_ptr<ByteSource>> open_plain_source(const InputFile& file, StopToken stop = {});

/// Unpacks what `packed` gives: gzip members, zstd frames, xz and bzip2 streams, one after the other; none at
/// all is an empty text. Windows over 128 MiB (zstd --long=28 and more) are refused. `begin`: byte of the file
/// at which `packed` begins, for errors. Errors: kUnimplemented where the library is not there
/// (can_compress()); of read(): kDataLoss with the compressed byte.
Result<std::unique_ptr<ByteSource>> unpack(Compression compression, std::unique_ptr<ByteSource> packed,
                                           std::string name, uint64_t begin = 0);

/// The same for a regular zst file, with up to `threads` frames at once when their headers tell their
/// sizes, from the frame at byte `begin` on. The file is mapped: it must not be cut while it is
/// read.
Result<std::unique_ptr<ByteSource>> open_zstd_frames(const InputFile& file, int threads,
                                                     uint64_t begin = 0);

/// split_file() for zst files.
Result<std::vector<FileRange>> split_zstd_frames(const InputFile& file, uint64_t part_bytes);

/// `FILE: byte N of the compressed file: why`; without a name `byte N: why`.
Error compressed_error(const std::string& name, uint64_t byte, const std::string& why);

}  // namespace lauter::internal
