#include "run/rows/refined_source.h"

#include <algorithm>

#include "base/hash.h"
#include "run/rows/rejected_row.h"
#include "text/printable.h"

namespace lauter {
namespace {

/// Two independent 64-bit hashes: equal ones for different ids do not happen.
std::pair<uint64_t, uint64_t> key_hash(const std::string& key) {
  return {hash64(key), hash64(key, 0x9E3779B97F4A7C15)};
}

}  // namespace

std::string pair_key(const Row& row, const Inputs& inputs) {
  const std::string number = ":" + std::to_string(row.number);
  if (inputs.files.size() == 1 && row.doc.id == escape_name(inputs.files.front().relative) + number) {
    return "\n" + number;  // no id begins with an LF and a colon unless it wants to be paired so
  }
  return row.doc.id;
}

RefinedSource::RefinedSource(const Inputs& inputs, RowOptions rows, std::string folder,
                             const std::atomic<bool>* stop)
    : inputs_(inputs),
      row_options_(std::move(rows)),
      folder_(std::move(folder)),
      stream_(inputs, {.max_record_bytes = row_options_.max_record_bytes, .stop = stop}) {}

Result<std::optional<RefinedSource::NextRow>> RefinedSource::next_row() {
  while (true) {
    if (!reader_) {
      LAUTER_ASSIGN(chunk_, stream_.next());
      if (!chunk_) return std::optional<NextRow>();
      reader_.emplace(inputs_.files[chunk_->file_index], *chunk_, row_options_);
    }
    if (!reader_->next(row_)) {
      reader_.reset();
      continue;
    }
    if (row_.pass_through) continue;
    ++rows_;
    NextRow next;
    next.key = pair_key(row_, inputs_);
    Chunk& chunk = next.row.chunk;
    chunk.file_index = chunk_->file_index;
    chunk.position.record = row_.number - 1;
    chunk.position.offset = row_byte(*chunk_, row_) - (row_.error ? row_.error->byte : 0);
    chunk.bytes = row_.raw;
    chunk.size_bytes = row_.raw.size();
    chunk.n_records = 1;
    chunk.n_rows = 1;
    chunk.oversized = chunk_->oversized;
    chunk.head = chunk_->head;
    heads_.resize(inputs_.files.size());
    heads_[chunk_->file_index] = chunk_->head;
    return std::optional<NextRow>(std::move(next));
  }
}

Result<void> RefinedSource::keep(const Key& key, const StoredRow& row) {
  if (passed_.size() + again_.size() >= kMaxPassed) {
    return resource_exhausted(inputs_.files[row.chunk.file_index].path + ": more than " +
                              std::to_string(kMaxPassed) +
                              " refined rows come before their raw rows; sort both by id");
  }
  if (passed_.empty() && again_.empty() && !file_) memory_.clear();
  const std::string& bytes = row.chunk.bytes;
  if (!file_ && memory_.size() + bytes.size() > kMemoryBytes) {
    LAUTER_ASSIGN(file_, SpillFile::make(folder_));
    LAUTER_TRY(file_->append(memory_));
    memory_ = {};
  }
  uint64_t offset = memory_.size();
  if (file_) {
    LAUTER_ASSIGN(offset, file_->append(bytes));
  } else {
    memory_ += bytes;
  }
  const Slot slot{.offset = offset,
                  .size = static_cast<uint32_t>(bytes.size()),
                  .file_index = static_cast<uint32_t>(row.chunk.file_index),
                  .position = row.chunk.position,
                  .oversized = row.chunk.oversized};
  if (!passed_.try_emplace(key, slot).second) again_.push_back(slot);
  return {};
}

Result<StoredRow> RefinedSource::load(const Slot& slot) const {
  StoredRow row;
  if (file_) {
    LAUTER_ASSIGN(row.chunk.bytes, file_->read(slot.offset, slot.size));
  } else {
    row.chunk.bytes = memory_.substr(slot.offset, slot.size);
  }
  row.chunk.file_index = slot.file_index;
  row.chunk.position = slot.position;
  row.chunk.size_bytes = slot.size;
  row.chunk.n_records = 1;
  row.chunk.n_rows = 1;
  row.chunk.oversized = slot.oversized;
  row.chunk.head = heads_[slot.file_index];
  return row;
}

Result<std::optional<StoredRow>> RefinedSource::find(const std::string& wanted) {
  const Key key = key_hash(wanted);
  if (const auto found = passed_.find(key); found != passed_.end()) {
    LAUTER_ASSIGN(StoredRow row, load(found->second));
    passed_.erase(found);
    return std::optional<StoredRow>(std::move(row));
  }
  while (true) {
    LAUTER_ASSIGN(std::optional<NextRow> next, next_row());
    if (!next) return std::optional<StoredRow>();
    if (next->key == wanted) return std::optional<StoredRow>(std::move(next->row));
    LAUTER_TRY(keep(key_hash(next->key), next->row));
  }
}

Result<std::optional<StoredRow>> RefinedSource::next_left() {
  if (!left_) {
    left_ = std::move(again_);
    for (const auto& [key, slot] : passed_) left_->push_back(slot);
    std::sort(left_->begin(), left_->end(), [](const Slot& a, const Slot& b) {
      return std::pair(a.file_index, a.position.record) >
             std::pair(b.file_index, b.position.record);
    });
    passed_.clear();
  }
  if (!left_->empty()) {
    LAUTER_ASSIGN(StoredRow row, load(left_->back()));
    left_->pop_back();
    return std::optional<StoredRow>(std::move(row));
  }
  LAUTER_ASSIGN(std::optional<NextRow> next, next_row());
  if (!next) return std::optional<StoredRow>();
  return std::optional<StoredRow>(std::move(next->row));
}

}  // namespace lauter
