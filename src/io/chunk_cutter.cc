#include "io/chunk_cutter.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "io/codec/frame.h"
#include "io/codec/warc.h"

namespace lauter::internal {
namespace {

/// Chunks of stdin: after every pause the first rows are answered as soon as they are worked on,
/// not after megabytes of others, and no row ever waits for many (docs/design/0024).
constexpr uint64_t kFirstStdinChunk = 512;
constexpr uint64_t kLastStdinChunk = 128 << 10;

struct LineCount {
  size_t size = 0;  ///< bytes of the lines counted
  uint64_t lines = 0;
  uint64_t rows = 0;  ///< lines that are not blank
};

bool is_blank(const char* begin, const char* end) {
  while (begin != end && (*begin == ' ' || *begin == '\t' || *begin == '\r')) ++begin;
  return begin == end;
}

/// Counts lines, the last without LF included, up to `max_rows` rows. `at_begin`: a byte order mark
/// may stand here, which alone makes no row.
LineCount count_lines(std::string_view bytes, uint64_t max_rows, bool at_begin) {
  LineCount count;
  const char* begin = bytes.data();
  const char* end = begin + bytes.size();
  const char* line = begin;
  while (line != end && count.rows < max_rows) {
    const auto* stop =
        static_cast<const char*>(std::memchr(line, '\n', static_cast<size_t>(end - line)));
    const char* line_end = stop == nullptr ? end : stop;
    const bool has_mark = at_begin && line == begin && bytes.substr(0, 3) == "\xEF\xBB\xBF";
    ++count.lines;
    count.rows += is_blank(line + (has_mark ? 3 : 0), line_end) ? 0 : 1;
    line = stop == nullptr ? end : stop + 1;
  }
  count.size = static_cast<size_t>(line - begin);
  return count;
}

/// What a file with this begin is, if it is certainly no text.
const char* foreign_format(std::string_view begin) {
  struct Magic {
    std::string_view bytes;
    const char* what;
  };
  constexpr Magic kMagics[] = {
      {"\x1F\x8B", "is compressed with gzip; say so with --format jsonl.gz"},
      {"\x28\xB5\x2F\xFD", "is compressed with zstd; say so with --format jsonl.zst"},
      {"BZh", "is compressed with bzip2; say so with --format jsonl.bz2"},
      {"\xFD"
       "7zXZ",
       "is compressed with xz; say so with --format jsonl.xz"},
      {"PK\x03\x04", "is a zip archive, which is not read here"},
      {"PAR1", "is a Parquet file; name it x.parquet or say --format parquet"},
      {"\xFF\xFE", "is UTF-16; convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)"},
      {"\xFE\xFF", "is UTF-16; convert it to UTF-8 first (iconv -f UTF-16 -t UTF-8)"},
  };
  for (const Magic& magic : kMagics) {
    if (begin.substr(0, magic.bytes.size()) == magic.bytes) return magic.what;
  }
  return nullptr;
}

}  // namespace

ChunkCutter::ChunkCutter(const InputFile& file, size_t file_index, const ChunkOptions& options,
                         const FileRange& range, ChunkPosition from,
                         std::unique_ptr<ByteSource> source,
                         std::shared_ptr<const std::string> head)
    : format_(file.format),
      framing_(file.framing),
      is_stdin_(file.is_stdin()),
      name_(file.path),
      size_hint_(file.compression == Compression::kNone ? file.size_bytes : 0),
      file_index_(file_index),
      options_(options),
      range_(range),
      file_(file),
      source_(std::move(source)),
      position_(from),
      rows_left_(options.limit_rows),
      head_(std::move(head)) {}

Result<bool> ChunkCutter::next(Chunk& chunk) {
  if (done_) return false;
  if (!is_positioned_) {
    is_positioned_ = true;
    if (auto gone = go_to_begin(); !gone.ok()) {
      done_ = true;
      return std::move(gone.error());
    }
  }
  chunk.file_index = file_index_;
  chunk.position = position_;
  chunk.size_bytes = 0;
  chunk.n_records = 0;
  chunk.n_rows = 0;
  chunk.oversized = false;
  chunk.last = false;
  chunk.head = head_;
  if (rows_left_ == 0 || position_.offset >= range_.end) {
    chunk.bytes.clear();
    return finish(chunk);
  }
  switch (format_) {
    case Format::kText:
    case Format::kCode:
      return cut_whole(chunk);
    case Format::kWet:
    case Format::kWarc:
      return cut_records(chunk);
    case Format::kCsv:
    case Format::kTsv:
    case Format::kJson:
      return cut_scanned(chunk);
    default:
      return framing_ == Framing::kLength ? cut_frames(chunk) : cut_lines(chunk);
  }
}

/// Of lines and frames: the next chunk's.
size_t ChunkCutter::next_target() {
  uint64_t target = options_.target_bytes;
  if (is_stdin_) {
    stdin_target_ = paused_ ? kFirstStdinChunk : std::min(2 * stdin_target_, kLastStdinChunk);
    paused_ = false;
    target = std::min(target, stdin_target_);
  }
  return std::max<size_t>(static_cast<size_t>(target), 1);
}

bool ChunkCutter::is_ready() {
  if (ended() || source_->is_ready()) return true;
  paused_ = true;
  return false;
}

void ChunkCutter::read_once(size_t size) {
  if (buffer_.size() < size) buffer_.resize(size);
  auto got = source_->read(buffer_.data() + size_, size - size_);
  if (!got.ok()) {
    error_ = std::move(got.error());
  } else if (*got == 0) {
    at_end_ = true;
  } else {
    size_ += *got;
  }
}

Result<void> ChunkCutter::go_to_begin() {
  const bool is_part = range_.begin > 0;
  // A part begins with a line if the byte ahead of it ends one.
  const uint64_t to = position_.offset - (is_part ? 1 : 0);
  if (auto skipped = source_->skip(to - range_.frame_offset, options_.stop); !skipped.ok()) {
    return std::move(skipped.error()).context(name_ + ": cannot resume");
  }
  if (!is_part) return {};
  position_.offset = to;
  while (true) {
    fill(kGrowStep);
    const auto* line_feed = static_cast<const char*>(std::memchr(buffer_.data(), '\n', size_));
    const size_t drop =
        line_feed == nullptr ? size_ : static_cast<size_t>(line_feed - buffer_.data()) + 1;
    drop_front(drop);
    position_.offset += drop;
    if (line_feed != nullptr || ended() || position_.offset >= range_.end) return {};
  }
}

size_t ChunkCutter::before_grid_line(size_t size) const {
  const uint64_t grid = std::max<uint64_t>(options_.grid_bytes, 1);
  const uint64_t left = grid - position_.offset % grid;
  if (size <= left) return size;
  // A line begins at the multiple or behind it if a line feed stands ahead of that place.
  const auto from = static_cast<size_t>(left - 1);
  const auto* line_feed =
      static_cast<const char*>(std::memchr(buffer_.data() + from, '\n', size - from));
  return line_feed == nullptr ? size : static_cast<size_t>(line_feed - buffer_.data()) + 1;
}

/// Nothing of this file, or of this part of it, is left.
bool ChunkCutter::is_at_end() const {
  return rows_left_ == 0 || (at_end_ && size_ == 0) || position_.offset >= range_.end;
}

void ChunkCutter::fill(size_t size) {
  while (size_ < size && !ended()) read_once(size);
}

void ChunkCutter::fill_lines(size_t size) {
  size_t searched = 0;
  bool has_line = false;
  while (size_ < size && !ended()) {
    has_line =
        has_line || std::memchr(buffer_.data() + searched, '\n', size_ - searched) != nullptr;
    searched = size_;
    if (has_line && !is_ready()) return;
    read_once(size);
  }
}

void ChunkCutter::take(size_t size, Chunk& chunk) {
  // The chunk gets this buffer and the next one begins with what is left, which is a part of one
  // record as a rule.
  chunk.bytes.assign(buffer_, size, size_ - size);
  chunk.bytes.swap(buffer_);
  chunk.bytes.resize(size);
  size_ -= size;
  chunk.size_bytes = size;
  rows_left_ -= chunk.n_rows;
  position_ = chunk.next_position();
}

void ChunkCutter::drop_front(size_t size) {
  buffer_.erase(0, size);
  size_ -= size;
}

void ChunkCutter::take_discarded(uint64_t size, bool is_row, Chunk& chunk) {
  chunk.bytes.clear();
  chunk.oversized = is_row;
  chunk.size_bytes = size;
  chunk.n_records = 1;
  chunk.n_rows = is_row ? 1 : 0;
  rows_left_ -= chunk.n_rows;
  position_ = chunk.next_position();
}

/// One clear word instead of a rejected row for every line.
Result<void> ChunkCutter::check_begin() {
  if (position_.offset > 0) return {};
  const char* what = foreign_format(std::string_view(buffer_).substr(0, size_));
  if (what == nullptr) return {};
  done_ = true;
  return invalid_argument(name_ + ": " + what);
}

/// The last chunk, or the error that was kept back until all whole records were out.
Result<bool> ChunkCutter::finish(Chunk& chunk) {
  done_ = true;
  if (error_ && rows_left_ > 0) return std::move(*error_);
  chunk.last = true;
  return true;
}

Result<bool> ChunkCutter::cut_lines(Chunk& chunk) {
  const size_t target = next_target();
  fill_lines(target + 1);
  LAUTER_TRY(check_begin());
  size_t size = 0;
  if (at_end_ && size_ <= target) {
    size = size_;
  } else {
    const void* line_feed = ::memrchr(buffer_.data(), '\n', std::min(size_, target));
    if (line_feed == nullptr) return cut_long_line(chunk);
    size = static_cast<size_t>(static_cast<const char*>(line_feed) - buffer_.data()) + 1;
  }
  return take_lines(before_grid_line(size), chunk);
}

Result<bool> ChunkCutter::take_lines(size_t size, Chunk& chunk) {
  const auto count =
      count_lines(std::string_view(buffer_).substr(0, size), rows_left_, position_.offset == 0);
  chunk.n_records = count.lines;
  chunk.n_rows = count.rows;
  take(count.size, chunk);
  return is_at_end() ? finish(chunk) : Result<bool>(true);
}

/// The buffer begins with a line that is longer than the target.
Result<bool> ChunkCutter::cut_long_line(Chunk& chunk) {
  size_t searched = 0;
  while (true) {
    const auto* line_feed =
        static_cast<const char*>(std::memchr(buffer_.data() + searched, '\n', size_ - searched));
    const size_t found =
        line_feed == nullptr ? size_ : static_cast<size_t>(line_feed - buffer_.data()) + 1;
    if (found > options_.max_record_bytes) return discard('\n', 0, chunk);
    if (line_feed != nullptr || at_end_) {
      if (line_feed != nullptr && found == size_ && is_ready()) {
        fill(size_ + 1);  // is it the last one?
      }
      return take_lines(found, chunk);
    }
    if (error_) return finish(chunk);
    searched = size_;
    read_once(size_ + std::max(kGrowStep, size_ / 2));
  }
}

Result<bool> ChunkCutter::cut_frames(Chunk& chunk) {
  const size_t target = next_target();
  size_t whole = 0;
  while (chunk.n_rows < rows_left_ && !error_) {
    const size_t rest = size_ - whole;
    size_t need = kFrameHeader;
    if (rest >= kFrameHeader) {
      const uint64_t length = frame_length(buffer_.data() + whole);
      if (length > std::min(kMaxFrame, options_.max_record_bytes)) {
        if (whole > 0) break;
        if (length <= kMaxFrame) return discard(std::nullopt, kFrameHeader + length, chunk);
        error_ = data_loss(name_ + ": byte " + std::to_string(position_.offset) +
                           ": no frame begins here: its length would be " + std::to_string(length) +
                           " bytes");
        break;
      }
      need += static_cast<size_t>(length);
      if (whole > 0 && whole + need > target) break;
      if (rest >= need) {
        whole += need;
        ++chunk.n_records;
        ++chunk.n_rows;
        continue;
      }
    }
    if (ended() || (whole > 0 && !is_ready())) break;
    read_once(std::max(whole + need, target));
  }
  if (at_end_ && whole == 0 && size_ > 0 && !error_) error_ = cut_off_frame(size_);
  if (whole == 0 && error_) return finish(chunk);
  take(whole, chunk);
  const bool is_last = rows_left_ == 0 || (at_end_ && size_ == 0);
  return is_last ? finish(chunk) : Result<bool>(true);
}

/// The input ends `size` bytes behind the begin of a frame.
Error ChunkCutter::cut_off_frame(uint64_t size) const {
  return data_loss(name_ + ": byte " + std::to_string(position_.offset) + ": the input ends " +
                   std::to_string(size) + " bytes into a frame");
}

Result<bool> ChunkCutter::cut_records(Chunk& chunk) {
  const size_t target = std::max<size_t>(static_cast<size_t>(options_.target_bytes), 1);
  // Two line ends and the next record's magic behind the target decide whether a record ends there.
  fill(target + 16);
  LAUTER_TRY(check_begin());
  size_t whole = 0;
  while (whole < size_ && chunk.n_rows < rows_left_) {
    const auto rest = std::string_view(buffer_).substr(whole, size_ - whole);
    WarcRecord record;
    auto state = parse_warc_record(rest, at_end_, record);
    // Garbage reaches to the next record, which may not be in the buffer yet.
    const bool garbage_goes_on =
        state == WarcState::kBroken && record.end == rest.size() && !at_end_;
    if (state == WarcState::kNeedMore || garbage_goes_on) {
      if (whole > 0 && size_ > target) break;
      if (error_) break;
      const uint64_t need = state == WarcState::kNeedMore ? record.end : 0;
      if (need > options_.max_record_bytes || rest.size() > options_.max_record_bytes) {
        if (whole > 0) break;
        // Without a trustworthy length there is no next record to go on with.
        const bool has_length = state == WarcState::kNeedMore;
        const bool is_row = !has_length || is_warc_document(record, rest, format_);
        return discard(std::nullopt, has_length ? need : 0, chunk, is_row);
      }
      const size_t grown = size_ + std::max(kGrowStep, size_ / 2);
      fill(need > 0 ? std::max(whole + static_cast<size_t>(need), target + 16) : grown);
      continue;
    }
    if (whole > 0 && whole + record.end > target) break;
    whole += static_cast<size_t>(record.end);
    ++chunk.n_records;
    chunk.n_rows += state == WarcState::kBroken || is_warc_document(record, rest, format_) ? 1 : 0;
    if (whole == size_ && !ended()) fill(size_ + 1);  // is it the last one?
  }
  if (whole == 0 && error_) return finish(chunk);
  take(whole, chunk);
  return is_at_end() ? finish(chunk) : Result<bool>(true);
}

Result<bool> ChunkCutter::cut_whole(Chunk& chunk) {
  constexpr size_t kFirstRead = 64 << 10;
  size_t size = kFirstRead;
  // One byte more than the file has shows its end without a second read.
  if (size_hint_ > 0 && size_hint_ < options_.max_record_bytes) {
    size = static_cast<size_t>(size_hint_) + 1;
  }
  while (!ended() && size_ <= options_.max_record_bytes) {
    fill(size);
    size = size_ + std::max(size_, kFirstRead);
  }
  if (error_) return finish(chunk);
  if (size_ > options_.max_record_bytes) return discard(std::nullopt, 0, chunk);
  chunk.n_records = 1;
  chunk.n_rows = 1;
  take(size_, chunk);
  return finish(chunk);
}

Result<bool> ChunkCutter::discard(std::optional<char> end_byte, uint64_t known_size, Chunk& chunk,
                                  bool is_row) {
  uint64_t gone = 0;
  bool found = false;
  while (!found) {
    size_t drop = size_;
    if (end_byte) {
      const auto* at = static_cast<const char*>(std::memchr(buffer_.data(), *end_byte, size_));
      if (at != nullptr) {
        drop = static_cast<size_t>(at - buffer_.data()) + 1;
        found = true;
      }
    } else if (known_size > 0 && gone + size_ >= known_size) {
      drop = static_cast<size_t>(known_size - gone);
      found = true;
    }
    gone += drop;
    drop_front(drop);
    if (ended()) break;
    if (size_ == 0) fill(kGrowStep);
  }
  if (!found && at_end_ && framing_ == Framing::kLength) error_ = cut_off_frame(gone);
  if (error_ && !found) return finish(chunk);
  take_discarded(gone, is_row, chunk);
  return is_at_end() ? finish(chunk) : Result<bool>(true);
}

}  // namespace lauter::internal
