#include "io/record_scan.h"

#include <algorithm>

#include "io/codec/byte_source.h"
#include "io/csv_row.h"

namespace lauter::internal {
namespace {

constexpr size_t kHeadStep = 16 << 10;

char delimiter_of(Format format, std::string_view head) {
  if (!is_csv(format)) return ',';
  const auto table = read_csv_head(head, format);
  return table.ok() ? table->delimiter : ',';
}

}  // namespace

std::optional<size_t> head_size(Format format, std::string_view bytes, bool at_end) {
  if (is_csv(format)) return csv_head_size(bytes, at_end);
  const size_t size = json_head_size(bytes, at_end);
  return size == JsonScanner::kUnknown ? std::nullopt : std::optional(size);
}

Result<void> check_head(const InputFile& file, std::string_view head) {
  if (!is_csv(file.format) || head.empty()) return {};
  auto table = read_csv_head(head, file.format);
  if (!table.ok()) return std::move(table.error()).context(file.path);
  if (table->names.empty() || file.fields == nullptr) return {};
  auto texts = find_csv_texts(*table, *file.fields);
  if (!texts.ok()) return std::move(texts.error()).context(file.path);
  return {};
}

Result<std::string> read_head(const InputFile& file, StopToken stop) {
  LAUTER_ASSIGN(auto source, open_byte_source(file, 0, stop));
  source->expect_end(kHeadStep);
  std::string bytes;
  while (true) {
    const size_t before = bytes.size();
    bytes.resize(before + std::max(kHeadStep, before));
    LAUTER_ASSIGN(const size_t got, source->read(bytes.data() + before, bytes.size() - before));
    bytes.resize(before + got);
    if (const auto size = head_size(file.format, bytes, got == 0)) {
      bytes.resize(*size);
      LAUTER_TRY(check_head(file, bytes));
      return bytes;
    }
    if (bytes.size() > kMaxHeadBytes) return head_too_long(file);
  }
}

Error head_too_long(const InputFile& file) {
  return invalid_argument(file.path + (is_csv(file.format) ? ": its header does not end within 1 MiB (a quote that does "
                                                             "not end?)"
                                                           : ": holds no value in its first 1 MiB"));
}

RecordScan::RecordScan(Format format, std::string_view head)
    : format_(format),
      head_size_(head.size()),
      csv_(delimiter_of(format, head)),
      json_(is_array_head(head)) {}

void RecordScan::begin(bool at_file_begin) {
  to_skip_ = at_file_begin ? head_size_ : 0;
  lead_ = to_skip_;
  size_ = 0;
  csv_.begin();
  json_.begin(at_file_begin);
}

/// An empty line is no row.
RecordScan::State RecordScan::after_csv() const {
  const bool is_blank = size_ == 0 || (size_ == 1 && (first_ == '\n' || first_ == '\r')) || (size_ == 2 && first_ == '\r');
  return is_blank ? State::kNoRow : State::kRow;
}

RecordScan::State RecordScan::feed(std::string_view more, size_t& used) {
  const size_t skipped = std::min(to_skip_, more.size());
  to_skip_ -= skipped;
  used = skipped;
  if (to_skip_ > 0) return State::kGoesOn;
  if (is_csv(format_)) {
    if (lead_ > 0) return State::kNoRow;  // the header is a record of its own
    if (size_ == 0 && !more.empty()) first_ = more[0];
    const size_t size = csv_.feed(more);
    used = std::min(size, more.size());
    size_ += used;
    return size == CsvScanner::kGoesOn ? State::kGoesOn : after_csv();
  }
  const auto state = json_.feed(more.substr(skipped), used);
  used += skipped;
  return state == JsonScanner::State::kBroken   ? State::kBroken
         : state == JsonScanner::State::kValue ? State::kRow
                                               : State::kGoesOn;
}

RecordScan::State RecordScan::end_of_input() {
  if (is_csv(format_)) return after_csv();
  const auto state = json_.end();
  return state == JsonScanner::State::kBroken   ? State::kBroken
         : state == JsonScanner::State::kValue ? State::kRow
                                               : State::kNoRow;
}

}  // namespace lauter::internal
