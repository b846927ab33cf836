#include "run/verify/compared_bytes.h"

#include <algorithm>

#include "io/files/files.h"

namespace lauter {

ComparedBytes::ComparedBytes(InputFile file, StopToken stop) : file_(std::move(file)) {
  if (!path_exists(file_.path)) {
    is_missing_ = true;
    ended_ = true;
  } else if (file_.format == Format::kParquet) {
    auto table = ChunkReader::open(file_, 0, {.stop = stop});
    if (table.ok()) table_ = std::move(*table);
    if (!table.ok()) error_ = table.error().message;
  } else {
    auto bytes = FileBytes::open(file_, stop);
    if (bytes.ok()) bytes_ = std::move(*bytes);
    if (!bytes.ok()) error_ = bytes.error().message;
  }
  ended_ = ended_ || !error_.empty();
}

bool ComparedBytes::fill() {
  while (piece_.empty() && !ended_) {
    if (table_) {
      const auto got = table_->next(chunk_);
      if (!got.ok()) error_ = got.error().message;
      ended_ = !got.ok() || chunk_.last;
      if (got.ok()) piece_ = chunk_.bytes;
    } else {
      const auto got = bytes_->next();
      if (!got.ok()) error_ = got.error().message;
      ended_ = !got.ok() || got->empty();
      if (got.ok()) piece_ = *got;
    }
  }
  return !piece_.empty();
}

void ComparedBytes::pass(size_t bytes) {
  for (size_t at = piece_.find('\n'); at < bytes; at = piece_.find('\n', at + 1)) ++lines_;
  byte_ += bytes;
  piece_.remove_prefix(bytes);
}

bool ComparedBytes::take(std::string_view expected) {
  while (!expected.empty()) {
    if (!fill()) return false;
    const size_t size = std::min(piece_.size(), expected.size());
    if (piece_.substr(0, size) != expected.substr(0, size)) {
      pass(static_cast<size_t>(std::mismatch(piece_.begin(), piece_.begin() + static_cast<std::ptrdiff_t>(size), expected.begin()).first - piece_.begin()));
      return false;
    }
    pass(size);
    expected.remove_prefix(size);
  }
  return true;
}

std::optional<std::string> ComparedBytes::take_line() {
  if (!fill()) return std::nullopt;
  std::string line;
  while (fill()) {
    const size_t end = piece_.find('\n');
    line += piece_.substr(0, end);
    pass(std::min(end, piece_.size() - 1) + 1);
    if (end != std::string_view::npos) break;
  }
  return line;
}

bool ComparedBytes::at_end() { return !fill() && error_.empty(); }

}  // namespace lauter
