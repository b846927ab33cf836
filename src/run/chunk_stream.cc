#include "run/chunk_stream.h"

#include <algorithm>
#include <chrono>

namespace lauter {

ChunkStream::ChunkStream(const Inputs& inputs, StreamOptions options, StreamPosition from)
    : inputs_(inputs), options_(options), position_(from), rows_left_(options.limit_rows) {
  options_.stop = options.stop.or_needless(&ended_);
}

Result<std::optional<Chunk>> ChunkStream::next() {
  const auto begin = std::chrono::steady_clock::now();
  while (position_.file_index < inputs_.files.size()) {
    if (options_.stop.requested() || rows_left_ == 0) {
      ended_early_ = true;
      break;
    }
    if (!reader_) {
      const ChunkOptions chunk_options{.target_bytes = options_.chunk_bytes,
                                       .max_record_bytes = options_.max_record_bytes,
                                       .limit_rows = rows_left_,
                                       .stop = options_.stop,
                                       .grid_bytes = options_.grid_bytes,
                                       .decode_threads = options_.decode_threads};
      LAUTER_ASSIGN(reader_,
                    ChunkReader::open(inputs_.files[position_.file_index], position_.file_index,
                                      chunk_options, position_.chunk));
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
