#include "run/output/finish_parquet.h"

#include <algorithm>
#include <string_view>

#include "io/chunk.h"
#include "io/files/files.h"
#include "io/parquet.h"
#include "run/jobs/ordered.h"

namespace lauter {
namespace {

/// Puts the columns of rejected rows before what was said when they were rejected.
class RejectedRows {
 public:
  static Result<RejectedRows> open(const ParquetPaths& paths) {
    RejectedRows rows;
    if (!path_exists(paths.rejections)) return rows;
    InputFile lines{.path = paths.rejections, .relative = base_name(paths.rejections)};
    LAUTER_ASSIGN(lines.size_bytes, file_size(lines.path));
    if (lines.size_bytes == 0) return rows;
    LAUTER_ASSIGN(rows.reader_, ChunkReader::open(lines, 0));
    LAUTER_ASSIGN(rows.file_, AppendFile::open(paths.rejected, 0, AppendFile::Access::kOwner, paths.run));
    return rows;
  }

  Result<void> append(const std::vector<std::string>& columns) {
    std::string bytes;
    for (const std::string& object : columns) {
      LAUTER_ASSIGN(const std::string_view rejection, next_line());
      if (rejection.empty() || object.empty()) return disagree();
      bytes.append(object, 0, object.size() - 1);  // without its closing brace
      bytes += ',';
      bytes += rejection.substr(1);  // without the opening one
    }
    return bytes.empty() ? Result<void>() : file_->append(bytes);
  }

  Result<std::optional<AppendFile>> finish() {
    if (reader_) {
      LAUTER_ASSIGN(const std::string_view more, next_line());
      if (!more.empty()) return disagree();
    }
    return std::move(file_);
  }

 private:
  static Error disagree() { return internal_error("staged rows and rejections do not agree"); }

  /// With its line end; empty behind the last.
  Result<std::string_view> next_line() {
    while (reader_ && at_ == chunk_.bytes.size() && !chunk_.last) {
      LAUTER_TRY(reader_->next(chunk_));
      at_ = 0;
    }
    const size_t begin = at_;
    const size_t end = chunk_.bytes.find('\n', begin);
    at_ = end == std::string::npos ? chunk_.bytes.size() : end + 1;
    return std::string_view(chunk_.bytes).substr(begin, at_ - begin);
  }

  std::optional<ChunkReader> reader_;
  Chunk chunk_;
  size_t at_ = 0;  ///< in the chunk
  std::optional<AppendFile> file_;
};

}  // namespace

Result<FinishedParquet> finish_parquet(const InputFile& file, const ParquetPaths& paths,
                                       int threads) {
  LAUTER_ASSIGN(RejectedRows rejected, RejectedRows::open(paths));
  LAUTER_ASSIGN(ParquetRewrite rewrite,
                ParquetRewrite::open(file, paths.rows, paths.data, paths.rows + ".group", threads, paths.run));
  size_t next = 0;
  const auto read = [&]() -> Result<std::optional<size_t>> {
    if (next == rewrite.n_groups()) return std::optional<size_t>();
    return std::optional<size_t>(next++);
  };
  const auto work = [&](size_t index, int thread) { return rewrite.make_group(index, thread); };
  const auto write = [&](const ParquetRewrite::Group& group) -> Result<bool> {
    LAUTER_TRY(rejected.append(group.rejected));
    LAUTER_TRY(rewrite.append(group));
    return true;
  };
  LAUTER_TRY((run_ordered<size_t, ParquetRewrite::Group>(
      {.threads = threads, .window = static_cast<size_t>(threads)}, read, work, write)));
  LAUTER_ASSIGN(AppendFile data, rewrite.finish());
  LAUTER_ASSIGN(std::optional<AppendFile> rejected_file, rejected.finish());
  return FinishedParquet{std::move(data), std::move(rejected_file)};
}

}  // namespace lauter
