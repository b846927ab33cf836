#include "run/rows/chunk_stream.h"

#include <algorithm>
#include <chrono>

namespace lauter {
namespace {

/// One request each takes some 30 ms, whatever its size: 16 at a time, of at most 1 MiB.
constexpr size_t kReadersAhead = 16;
constexpr uint64_t kSmallObjectBytes = uint64_t{1} << 20;
/// More rows than anything has; a resumed run has some less than the maximum left.
constexpr uint64_t kUnlimited = std::numeric_limits<uint64_t>::max() / 2;

}  // namespace

ChunkStream::ChunkStream(const Inputs& inputs, StreamOptions options, StreamPosition from)
    : inputs_(inputs), options_(options), position_(from), rows_left_(options.limit_rows) {
  options_.stop = options.stop.or_needless(&ended_);
}

Result<ChunkReader> ChunkStream::open(size_t file_index, ChunkPosition from) const {
  const ChunkOptions chunk_options{.target_bytes = options_.chunk_bytes,
                                   .max_record_bytes = options_.max_record_bytes,
                                   .limit_rows = rows_left_,
                                   .stop = options_.stop,
                                   .grid_bytes = options_.grid_bytes,
                                   .decode_threads = options_.decode_threads};
  return ChunkReader::open(inputs_.files[file_index], file_index, chunk_options, from);
}

void ChunkStream::open_ahead() {
  // With a limit, what is read depends on the rows of the files before.
  if (options_.limit_rows < kUnlimited) return;
  while (ahead_.size() < kReadersAhead) {
    const size_t next = position_.file_index + 1 + ahead_.size();
    if (next >= inputs_.files.size()) return;
    const InputFile& file = inputs_.files[next];
    if (!file.is_object() || file.size_bytes > kSmallObjectBytes) return;
    auto reader = open(next, {});
    if (!reader.ok()) return;  // it is said when its turn comes
    ahead_.push_back(std::move(*reader));
  }
}

Result<std::optional<Chunk>> ChunkStream::next() {
  const auto begin = std::chrono::steady_clock::now();
  while (position_.file_index < inputs_.files.size()) {
    if (options_.stop.requested() || rows_left_ == 0) {
      ended_early_ = true;
      break;
    }
    if (!reader_) {
      if (ahead_.empty()) {
        LAUTER_ASSIGN(reader_, open(position_.file_index, position_.chunk));
      } else {
        reader_ = std::move(ahead_.front());
        ahead_.pop_front();
      }
      open_ahead();
    }
    Chunk chunk;
    auto next = reader_->next(chunk);
    if (!next.ok()) {
      // A stop also ends the wait for stdin; that is no error of the input.
      if (!options_.stop.requested()) return std::move(next.error());
      ended_early_ = true;
      break;
    }
    const bool got = *next;
    if (!got || chunk.last) {
      reader_.reset();
      ++position_.file_index;
      position_.chunk = {};
    }
    if (!got) continue;
    rows_left_ -= std::min(rows_left_, chunk.n_rows);
    read_seconds_ +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return std::optional<Chunk>(std::move(chunk));
  }
  return std::optional<Chunk>();
}

}  // namespace lauter
