#include "run/cluster/shard_reader.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "io/files/files.h"
#include "run/jobs/folder_job.h"

namespace lauter {
ShardQueue::ShardQueue(const ShardPlan& plan, const ShardFolder& folder, size_t task,
                       std::string holder, bool helps)
    : plan_(plan),
      folder_(folder),
      task_(task),
      holder_(std::move(holder)),
      helps_(helps),
      own_(plan.stripes[task]) {}

Result<std::optional<size_t>> ShardQueue::next() {
  while (own_ < plan_.stripes[task_ + 1]) {
    const size_t shard = own_++;
    LAUTER_ASSIGN(const bool taken, take(shard));
    if (taken) return std::optional<size_t>(shard);
  }
  if (!others_) {
    LAUTER_ASSIGN(const std::vector<bool> done, folder_.done(plan_.shards.size()));
    // The end of a stripe is what its own task comes to last. Own shards come once more: they may
    // have been taken by a task that is gone.
    others_.emplace();
    for (size_t i = 0; i < plan_.tasks(); ++i) {
      const size_t task = (task_ + plan_.tasks() - i) % plan_.tasks();
      if (!helps_ && task != task_) continue;
      for (size_t shard = plan_.stripes[task]; shard < plan_.stripes[task + 1]; ++shard) {
        if (!done[shard]) others_->push_back(shard);
      }
    }
  }
  while (!others_->empty()) {
    const size_t shard = others_->back();
    others_->pop_back();
    LAUTER_ASSIGN(const bool taken, take(shard));
    if (taken) return std::optional<size_t>(shard);
  }
  return std::optional<size_t>();
}

Result<void> ShardQueue::fail(size_t shard, const std::string& why) {
  return folder_.set_claim(shard, {.task = task_, .holder = holder_, .failed = why});
}

Result<bool> ShardQueue::take(size_t shard) {
  if (folder_.is_done(shard)) return false;
  const ShardClaim mine{.task = task_, .holder = holder_};
  LAUTER_ASSIGN(const bool first, folder_.try_claim(shard, mine));
  if (first) return true;
  const std::optional<ShardClaim> theirs = folder_.claim(shard);
  if (theirs) {
    if (theirs->holder == holder_) return false;  // taken before in this life
    // What this task could not do in an earlier life it tries again; what others failed at, not.
    if (theirs->task != task_ && (!theirs->failed.empty() || !folder_.is_gone(*theirs, task_))) return false;
  }
  LAUTER_TRY(folder_.set_claim(shard, mine));
  return true;
}

ShardReader::ShardReader(const ShardPlan& plan, const ShardFolder& folder, ShardQueue queue,
                         ChunkOptions options, std::string holder)
    : plan_(plan),
      folder_(folder),
      queue_(std::move(queue)),
      options_(options),
      holder_(std::move(holder)) {}

Result<std::optional<ShardChunk>> ShardReader::next() {
  const auto begin = std::chrono::steady_clock::now();
  if (options_.stop.requested()) {
    stopped_ = true;
    return std::optional<ShardChunk>();
  }
  if (!shard_) {
    LAUTER_ASSIGN(shard_, queue_.next());
    if (!shard_) return std::optional<ShardChunk>();
    file_ = plan_.shards[*shard_].file_begin;
    lines_read_ = 0;
  }
  Result<ShardChunk> got = read();
  read_seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (got.ok()) {
    const bool is_last = got->last;
    if (is_last && plan_.shards[*shard_].is_part()) {
      lines_[*shard_] = lines_read_;
      LAUTER_TRY(folder_.set_lines(*shard_, lines_read_, holder_));
    }
    if (is_last) shard_.reset();
    return std::optional<ShardChunk>(std::move(*got));
  }
  reader_.reset();
  ShardChunk failed{.shard = *std::exchange(shard_, std::nullopt)};
  if (options_.stop.requested()) {
    stopped_ = true;
    return std::optional<ShardChunk>();
  }
  LAUTER_TRY(queue_.fail(failed.shard, got.error().message));
  failed.failed = std::move(got.error());
  return std::optional<ShardChunk>(std::move(failed));
}

Result<ShardChunk> ShardReader::read() {
  const Shard& shard = plan_.shards[*shard_];
  if (!reader_) LAUTER_TRY(open_file());
  ShardChunk item{.shard = *shard_};
  LAUTER_ASSIGN(const bool got, reader_->next(item.chunk));
  LAUTER_CHECK(got, "every file ends with a chunk that says so");
  lines_read_ += item.chunk.n_records;
  if (item.chunk.last) {
    reader_.reset();
    ++file_;
    item.last = file_ == shard.file_end;
  }
  return item;
}

Result<void> ShardReader::open_file() {
  const InputFile& file = plan_.inputs.files[file_];
  if (!file.is_object()) {  // the store itself refuses to give another version of an object
    LAUTER_ASSIGN(const uint64_t size, file_size(file.path));
    if (size != file.size_bytes || marks_of(file) != plan_.marks[file_]) {
      return invalid_argument(file.path + ": was changed after the run was planned");
    }
  }
  const Shard& shard = plan_.shards[*shard_];
  uint64_t lines = 0;
  if (shard.range.begin > 0) {
    LAUTER_ASSIGN(lines, lines_before(*shard_));
  }
  LAUTER_ASSIGN(reader_, ChunkReader::open_range(file, file_, options_, shard.range, lines));
  return {};
}

/// Stripe by stripe, backwards from the part: tasks that begin one behind the other count one
/// stripe each. Tasks that come to the same stripe begin in different places of it, and find
/// counted there what the others have counted.
Result<uint64_t> ShardReader::lines_before(size_t shard) {
  constexpr double kGolden = 0.6180339887;  // multiples of it are spread evenly
  const double turn = static_cast<double>(queue_.task()) * kGolden;
  const size_t first = plan_.shards_of(plan_.shards[shard].file_begin).first;
  uint64_t lines = 0;
  for (size_t end = shard; end > first;) {
    const size_t begin = std::max(first, plan_.stripes[plan_.task_of(end - 1)]);
    const size_t parts = end - begin;
    const auto offset = static_cast<size_t>((turn - std::floor(turn)) * static_cast<double>(parts));
    for (size_t i = 0; i < parts; ++i) {
      LAUTER_ASSIGN(const uint64_t of_part, lines_of(begin + (offset + i) % parts));
      lines += of_part;
    }
    end = begin;
  }
  return lines;
}

Result<uint64_t> ShardReader::lines_of(size_t shard) {
  if (const auto known = lines_.find(shard); known != lines_.end()) return known->second;
  std::optional<uint64_t> lines = folder_.lines(shard);
  if (!lines) {
    const Shard& part = plan_.shards[shard];
    LAUTER_ASSIGN(lines,
                  count_lines(plan_.inputs.files[part.file_begin], part.range, options_.stop));
    LAUTER_TRY(folder_.set_lines(shard, *lines, holder_));
  }
  lines_[shard] = *lines;
  return *lines;
}

}  // namespace lauter
