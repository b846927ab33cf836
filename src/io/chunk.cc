#include "io/chunk.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <new>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "io/chunk_cutter.h"
#include "io/codec/byte_source.h"
#include "io/parquet/parquet_chunks.h"
#include "io/record_scan.h"

namespace lauter {
namespace {

/// Smaller compressed files are read where they are needed: a thread would cost more than it saves.
constexpr uint64_t kReadAheadBytes = 256 << 10;
constexpr size_t kChunksAhead = 2;

/// Runs a cutter on a thread of its own, at most kChunksAhead chunks ahead of the reader.
class ReadAhead {
 public:
  explicit ReadAhead(std::unique_ptr<internal::ChunkCutter> cutter)
      : cutter_(std::move(cutter)), thread_([this] { cut_chunks(); }) {}

  ~ReadAhead() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    room_.notify_all();
    thread_.join();
  }
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  Result<bool> next(Chunk& chunk) {
    std::unique_lock lock(mutex_);
    available_.wait(lock, [this] { return !ready_.empty() || ended_; });
    if (!ready_.empty()) {
      // The caller's old buffer goes back to the thread: no allocation in steady state.
      std::swap(chunk, ready_.front());
      spare_.push_back(std::move(ready_.front()));
      ready_.pop_front();
      lock.unlock();
      room_.notify_one();
      return true;
    }
    if (error_) return std::move(*std::exchange(error_, std::nullopt));
    return false;
  }

 private:
  void cut_chunks() {
    Chunk chunk;
    while (true) {
      Result<bool> got = false;
      try {
        got = cutter_->next(chunk);
      } catch (const std::bad_alloc&) {
        got = resource_exhausted("no memory to read the input");
      }
      std::unique_lock lock(mutex_);
      if (!got.ok()) error_ = std::move(got.error());
      if (error_ || !*got) {
        ended_ = true;
        available_.notify_all();
        return;
      }
      room_.wait(lock, [this] { return stopping_ || ready_.size() < kChunksAhead; });
      if (stopping_) return;
      ready_.push_back(std::move(chunk));
      chunk = Chunk();
      if (!spare_.empty()) {
        chunk = std::move(spare_.back());
        spare_.pop_back();
      }
      available_.notify_one();
    }
  }

  std::unique_ptr<internal::ChunkCutter> cutter_;  ///< used by the thread only
  std::mutex mutex_;                               ///< guards what follows
  std::condition_variable available_;
  std::condition_variable room_;
  std::deque<Chunk> ready_;
  std::vector<Chunk> spare_;
  std::optional<Error> error_;
  bool ended_ = false;
  bool stopping_ = false;
  std::thread thread_;  ///< last: it starts when all else is there
};

}  // namespace

struct ChunkReader::State {
  std::unique_ptr<internal::ChunkCutter> cutter;  ///< one of the three
  std::unique_ptr<ReadAhead> ahead;
  std::unique_ptr<internal::ParquetChunks> parquet;
};

ChunkReader::ChunkReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
ChunkReader::ChunkReader(ChunkReader&&) noexcept = default;
ChunkReader& ChunkReader::operator=(ChunkReader&&) noexcept = default;
ChunkReader::~ChunkReader() = default;

Result<ChunkReader> ChunkReader::open(const InputFile& file, size_t file_index,
                                      const ChunkOptions& options, ChunkPosition from) {
  if (file.format == Format::kParquet) {
    auto state = std::make_unique<State>();
    LAUTER_ASSIGN(state->parquet, internal::ParquetChunks::open(file, file_index, options, from));
    return ChunkReader(std::move(state));
  }
  if (file.is_stdin() && from.offset > 0) {
    return invalid_argument("stdin cannot be resumed: what was read is gone");
  }
  return start(file, file_index, options, {}, from);
}

Result<ChunkReader> ChunkReader::open_range(const InputFile& file, size_t file_index,
                                            const ChunkOptions& options, const FileRange& range,
                                            uint64_t records_before) {
  if (range.is_whole()) return open(file, file_index, options);
  return start(file, file_index, options, range, {0, range.begin, records_before});
}

Result<ChunkReader> ChunkReader::start(const InputFile& file, size_t file_index,
                                       const ChunkOptions& options, const FileRange& range,
                                       ChunkPosition from) {
  std::shared_ptr<const std::string> head;
  if (from.offset > 0 && internal::has_head(file.format)) {
    LAUTER_ASSIGN(std::string bytes, internal::read_head(file, options.stop));
    head = std::make_shared<const std::string>(std::move(bytes));
  }
  LAUTER_ASSIGN(auto source, internal::open_source_at(file, options.decode_threads,
                                                      range.frame_byte, options.stop));
  if (file.compression == Compression::kNone) source->expect_end(range.end);
  auto cutter = std::make_unique<internal::ChunkCutter>(file, file_index, options, range, from,
                                                        std::move(source), std::move(head));
  auto state = std::make_unique<State>();
  const bool is_long = file.is_stdin() || file.size_bytes > kReadAheadBytes;
  if (file.compression != Compression::kNone && is_long) {
    state->ahead = std::make_unique<ReadAhead>(std::move(cutter));
  } else {
    state->cutter = std::move(cutter);
  }
  return ChunkReader(std::move(state));
}

Result<bool> ChunkReader::next(Chunk& chunk) {
  if (state_->parquet) return state_->parquet->next(chunk);
  return state_->ahead ? state_->ahead->next(chunk) : state_->cutter->next(chunk);
}

}  // namespace lauter
