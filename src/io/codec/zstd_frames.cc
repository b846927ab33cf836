// Many zstd frames at once.
//
// The headers of the frames ahead are walked on a mapping of the file (no byte is decompressed for
// that), runs of frames of about 1 MiB of content become jobs, a few threads decompress jobs, and
// read() hands the results out in order. What cannot be planned - a frame of unknown or large
// content, a broken or cut-off one - ends this mode: from there on the file is streamed, which also
// gives the sound bytes before a defect and its exact place.
//
//   file:   [frame 1][frame 2][skippable][frame 3 ... 800 MB, size unknown]
//           `----- job 1 ------------------'  streamed from here
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "io/codec/byte_source.h"
#include "io/files/system.h"

namespace lauter::internal {
namespace {

/// Small frames are grouped up to this content; the cost of handing over a job is then below 1 %.
constexpr uint64_t kJobContent = uint64_t{1} << 20;
/// Larger frames are streamed: with the jobs in flight this bounds the memory.
constexpr uint64_t kMaxFrameContent = uint64_t{16} << 20;
constexpr size_t kMaxThreads = 16;

class Mapping {
 public:
  Mapping(const char* data, size_t size) : data_(data), size_(size) {}
  ~Mapping() { ::munmap(const_cast<char*>(data_), size_); }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;

  const char* at(uint64_t offset) const { return data_ + offset; }
  uint64_t size() const { return size_; }

  void will_be_read_in_order() const {
    ::madvise(const_cast<char*>(data_), size_, MADV_SEQUENTIAL);
  }

  /// Mapped file pages count as memory of this process: give back what was read.
  void forget(uint64_t begin, uint64_t end) const {
    const auto page = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
    begin = begin / page * page;
    end = end / page * page;
    if (end > begin) {
      ::madvise(const_cast<char*>(data_) + begin, static_cast<size_t>(end - begin), MADV_DONTNEED);
    }
  }

 private:
  const char* data_;
  size_t size_;
};

struct Frame {
  uint64_t compressed = 0;  ///< bytes
  uint64_t content = 0;
};

/// The frame at byte `at`, or nothing if its content is unknown or large, or it is broken.
std::optional<Frame> frame_at(const Mapping& mapping, uint64_t at) {
  const char* frame = mapping.at(at);
  const auto left = static_cast<size_t>(mapping.size() - at);
  const unsigned long long content = ZSTD_getFrameContentSize(frame, left);
  if (content == ZSTD_CONTENTSIZE_UNKNOWN || content == ZSTD_CONTENTSIZE_ERROR ||
      content > kMaxFrameContent) {
    return std::nullopt;
  }
  const size_t compressed = ZSTD_findFrameCompressedSize(frame, left);
  if (ZSTD_isError(compressed) != 0) return std::nullopt;
  return Frame{compressed, content};
}

/// A run of whole frames: compressed bytes [begin, end) of the file.
struct FrameRun {
  uint64_t begin = 0;
  uint64_t end = 0;
  uint64_t content = 0;
};

struct Job {
  FrameRun run;
  std::string out;
  bool done = false;
  bool sound = false;
};

class FrameSource final : public ByteSource {
 public:
  FrameSource(InputFile file, std::unique_ptr<Mapping> mapping, int threads, uint64_t begin)
      : file_(std::move(file)),
        mapping_(std::move(mapping)),
        planned_(begin),
        max_threads_(std::clamp<size_t>(static_cast<size_t>(threads), 1, kMaxThreads)) {}

  ~FrameSource() override { stop_threads(); }
  FrameSource(const FrameSource&) = delete;
  FrameSource& operator=(const FrameSource&) = delete;

  Result<size_t> read(char* to, size_t size) override {
    while (!stream_) {
      plan_jobs();
      if (jobs_.empty()) {
        if (!must_stream_) return size_t{0};
        LAUTER_TRY(start_stream(planned_));
        break;
      }
      Job& job = *jobs_.front();
      wait_for(job);
      if (!job.sound) {
        LAUTER_TRY(start_stream(job.run.begin));
        break;
      }
      if (taken_ < job.out.size()) {
        const size_t taking = std::min(size, job.out.size() - taken_);
        std::memcpy(to, job.out.data() + taken_, taking);
        taken_ += taking;
        return taking;
      }
      mapping_->forget(job.run.begin, job.run.end);
      spare_ = std::move(job.out);
      jobs_.pop_front();
      taken_ = 0;
    }
    return stream_->read(to, size);
  }

  Result<void> skip(uint64_t bytes, StopToken stop) override {
    // Nothing is planned yet right after opening: whole runs are passed without decompressing.
    while (jobs_.empty() && !stream_ && bytes > 0 && !stop.requested()) {
      const uint64_t before = planned_;
      const auto run = plan_run();
      if (!run) break;
      if (run->content > bytes) {
        planned_ = before;
        break;
      }
      bytes -= run->content;
      mapping_->forget(run->begin, run->end);
    }
    return ByteSource::skip(bytes, stop);
  }

 private:
  /// The next run of frames from planned_ on, or nothing at the end of the file or where streaming
  /// must take over (must_stream_).
  std::optional<FrameRun> plan_run() {
    FrameRun run{planned_, planned_, 0};
    while (planned_ < mapping_->size() && !must_stream_ && run.content < kJobContent) {
      const std::optional<Frame> frame = frame_at(*mapping_, planned_);
      if (!frame) {
        must_stream_ = true;
        break;
      }
      if (run.content + frame->content > kMaxFrameContent) break;
      planned_ += frame->compressed;
      run.end = planned_;
      run.content += frame->content;
    }
    if (run.end == run.begin) return std::nullopt;
    return run;
  }

  void plan_jobs() {
    while (jobs_.size() < max_threads_ + 2) {
      const auto run = plan_run();
      if (!run) return;
      auto job = std::make_unique<Job>();
      job->run = *run;
      job->out = std::move(spare_);
      spare_.clear();
      Job* raw = job.get();
      jobs_.push_back(std::move(job));
      {
        const std::lock_guard lock(mutex_);
        waiting_.push_back(raw);
      }
      work_.notify_one();
      if (threads_.size() < std::min(max_threads_, jobs_.size())) {
        threads_.emplace_back([this] { decompress_jobs(); });
      }
    }
  }

  void wait_for(const Job& job) {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return job.done; });
  }

  void decompress_jobs() {
    const std::unique_ptr<ZSTD_DCtx, size_t (*)(ZSTD_DCtx*)> context(ZSTD_createDCtx(),
                                                                     &ZSTD_freeDCtx);
    std::unique_lock lock(mutex_);
    while (true) {
      work_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      Job* job = waiting_.front();
      waiting_.pop_front();
      lock.unlock();
      const bool sound = context != nullptr && decompress(context.get(), *job);
      lock.lock();
      job->sound = sound;
      job->done = true;
      finished_.notify_all();
    }
  }

  bool decompress(ZSTD_DCtx* context, Job& job) const {
    job.out.resize(static_cast<size_t>(job.run.content));
    const size_t size =
        ZSTD_decompressDCtx(context, job.out.data(), job.out.size(), mapping_->at(job.run.begin),
                            static_cast<size_t>(job.run.end - job.run.begin));
    return ZSTD_isError(size) == 0 && size == job.run.content;
  }

  Result<void> start_stream(uint64_t begin) {
    stop_threads();
    jobs_.clear();
    LAUTER_ASSIGN(auto plain, open_plain_source(file_));
    LAUTER_TRY(plain->skip(begin));
    LAUTER_ASSIGN(stream_, unpack(Compression::kZstd, std::move(plain), file_.path, begin));
    return {};
  }

  void stop_threads() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  const InputFile file_;
  const std::unique_ptr<Mapping> mapping_;
  uint64_t planned_;  ///< compressed bytes that jobs cover
  const size_t max_threads_;
  bool must_stream_ = false;               ///< from planned_ on
  size_t taken_ = 0;                       ///< bytes of the front job that were handed out
  std::deque<std::unique_ptr<Job>> jobs_;  ///< in file order; the front is being read
  std::string spare_;
  std::unique_ptr<ByteSource> stream_;

  std::mutex mutex_;  ///< guards what follows, and `done` and `sound` of the jobs
  std::condition_variable work_;
  std::condition_variable finished_;
  std::deque<Job*> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

/// Errors: kNotFound; kUnimplemented for what cannot be mapped.
Result<std::unique_ptr<Mapping>> map_file(const InputFile& file) {
  // Looked at before it is opened: opening and closing a named pipe would cut its writer off.
  struct stat info {};
  if (::stat(file.path.c_str(), &info) != 0) return system_error(file.path, "cannot open");
  if (!S_ISREG(info.st_mode) || info.st_size == 0) {
    return unimplemented(file.path + ": cannot be mapped");
  }
  LAUTER_ASSIGN(const Fd fd, open_for_reading(file.path));
  if (::fstat(fd.get(), &info) != 0) return system_error(file.path, "cannot open");
  const auto size = static_cast<size_t>(info.st_size);
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd.get(), 0);
  if (data == MAP_FAILED) return unimplemented(file.path + ": cannot be mapped");
  return std::make_unique<Mapping>(static_cast<const char*>(data), size);
}

}  // namespace

Result<std::unique_ptr<ByteSource>> open_zstd_frames(const InputFile& file, int threads,
                                                     uint64_t begin) {
  LAUTER_ASSIGN(auto mapping, map_file(file));
  if (begin > mapping->size()) {
    return invalid_argument(file.path + ": ends before byte " + std::to_string(begin));
  }
  mapping->will_be_read_in_order();
  return std::unique_ptr<ByteSource>(
      std::make_unique<FrameSource>(file, std::move(mapping), threads, begin));
}

Result<std::vector<FileRange>> split_zstd_frames(const InputFile& file, uint64_t part_bytes) {
  const std::vector<FileRange> whole{FileRange()};
  auto mapped = map_file(file);
  if (!mapped.ok()) {
    if (mapped.error().code == ErrorCode::kNotFound) return std::move(mapped.error());
    return whole;
  }
  const Mapping& mapping = **mapped;
  std::vector<FileRange> ranges(1);
  uint64_t content = 0;  // before the frame at `at`
  for (uint64_t at = 0; at < mapping.size();) {
    const std::optional<Frame> frame = frame_at(mapping, at);
    if (!frame) return whole;
    const uint64_t content_end = content + frame->content;
    // The byte ahead of a part decides whether its first record begins with it.
    while (ranges.back().begin + part_bytes - 1 < content_end) {
      const uint64_t begin = ranges.back().begin + part_bytes;
      ranges.back().end = begin;
      ranges.push_back({.begin = begin, .frame_byte = at, .frame_offset = content});
    }
    content = content_end;
    at += frame->compressed;
  }
  // A part that begins with the end has no record.
  if (ranges.size() > 1 && ranges.back().begin >= content) ranges.pop_back();
  ranges.back().end = FileRange::kToTheEnd;
  return ranges;
}
}  // namespace lauter::internal
