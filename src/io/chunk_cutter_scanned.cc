// Chunks of records that RecordScan knows: of CSV, TSV and JSON.
#include <algorithm>

#include "io/chunk_cutter.h"

namespace lauter::internal {

Result<void> ChunkCutter::find_head() {
  if (head_ == nullptr) {
    constexpr size_t kMagicBytes = 6;
    fill(kMagicBytes);
    LAUTER_TRY(check_begin());
    while (true) {
      const auto size = head_size(format_, std::string_view(buffer_).substr(0, size_), at_end_);
      if (size) {
        head_ = std::make_shared<const std::string>(buffer_, 0, *size);
        break;
      }
      if (error_) return std::move(*error_);
      if (size_ > kMaxHeadBytes) return head_too_long(file_);
      read_once(size_ + kGrowStep);
    }
    LAUTER_TRY(check_head(file_, *head_));
  }
  is_array_ = format_ == Format::kJson && is_array_head(*head_);
  scan_.emplace(format_, *head_);
  return {};
}

RecordScan::State ChunkCutter::scan_record(size_t whole, size_t target, uint64_t& fed) {
  scan_->begin(position_.offset == 0 && whole == 0);
  while (true) {
    size_t used = 0;
    const std::string_view known(buffer_.data(), size_);
    const auto state = scan_->feed(known.substr(whole + static_cast<size_t>(fed)), used);
    fed += used;
    if (state != RecordScan::State::kGoesOn) return state;
    if (at_end_) return scan_->end_of_input();
    const bool is_first = whole == 0;
    if (error_ || fed > options_.max_record_bytes || (!is_first && (size_ > target || !is_ready()))) return state;
    read_once(size_ <= target ? target + 1 : size_ + std::max(kGrowStep, size_ / 2));
  }
}

Result<bool> ChunkCutter::cut_scanned(Chunk& chunk) {
  using State = RecordScan::State;
  if (!scan_) {
    if (auto found = find_head(); !found.ok()) {
      done_ = true;
      return std::move(found.error());
    }
    chunk.head = head_;
  }
  const size_t target = next_target();
  size_t whole = 0;
  while (chunk.n_rows < rows_left_ && !(at_end_ && whole == size_ && !is_open())) {
    uint64_t fed = 0;
    const State state = scan_record(whole, target, fed);
    const bool is_long = fed > options_.max_record_bytes;
    if (whole > 0 && (state == State::kGoesOn || state == State::kBroken || is_long || whole + fed > target)) break;
    if (state == State::kBroken && !is_long) error_ = broken_json(position_.offset + fed);
    if (error_ && (state == State::kGoesOn || state == State::kBroken)) return finish(chunk);
    if (is_long) return discard_scanned(fed, state, chunk);
    whole += static_cast<size_t>(fed);
    ++chunk.n_records;
    chunk.n_rows += state == State::kRow ? 1 : 0;
    is_closed_ = is_closed_ || (format_ == Format::kJson && state == State::kNoRow);
    if (whole == size_ && !ended() && is_ready()) read_once(std::max(size_, target) + 1);  // is it the last one?
  }
  take(whole, chunk);
  return is_at_end() && (rows_left_ == 0 || !is_open()) ? finish(chunk) : Result<bool>(true);
}

/// What stands where neither a value nor the end can.
Error ChunkCutter::broken_json(uint64_t byte) const {
  const std::string where = name_ + ": byte " + std::to_string(byte) + ": ";
  if (at_end_ && byte >= position_.offset + size_) {
    return data_loss(where + (is_array_ ? "the input ends within its array" : "the input ends within a value"));
  }
  return data_loss(where + (is_array_ ? "no element, comma or end of the array" : "no JSON value begins here"));
}

/// As discard(), for the record of which `fed` bytes were scanned.
Result<bool> ChunkCutter::discard_scanned(uint64_t fed, RecordScan::State state, Chunk& chunk) {
  uint64_t gone = 0;
  while (true) {
    gone += fed;
    drop_front(static_cast<size_t>(fed));
    if (state != RecordScan::State::kGoesOn) break;
    if (error_) return finish(chunk);
    if (at_end_) {
      state = scan_->end_of_input();
      break;
    }
    read_once(kGrowStep);
    size_t used = 0;
    state = scan_->feed(std::string_view(buffer_.data(), size_), used);
    fed = used;
  }
  if (state == RecordScan::State::kBroken) {
    error_ = broken_json(position_.offset + gone);
    return finish(chunk);
  }
  take_discarded(gone, state == RecordScan::State::kRow, chunk);
  is_closed_ = is_closed_ || (format_ == Format::kJson && state == RecordScan::State::kNoRow);
  return is_at_end() && (rows_left_ == 0 || !is_open()) ? finish(chunk) : Result<bool>(true);
}

}  // namespace lauter::internal
