#include "run/rows/data_rows.h"

#include "io/files/sink.h"

namespace lauter {

void DataRows::begin(const InputFile& file, const Chunk& chunk, bool folder) {
  file_ = &file;
  chunk_ = &chunk;
  folder_ = folder;
  is_first_file_ = chunk.file_index == 0;
  is_staged_ = folder && file.format == Format::kParquet && !file.data_as_lines;
  is_streamed_ = !folder || file.data_as_lines;
  bytes_.clear();
  if (!is_staged_) bytes_.reserve(chunk.bytes.size() + chunk.bytes.size() / 16);
  bytes_out_ = 0;
  joint_.clear();
  has_value_ = false;
  has_tail_ = false;
}

void DataRows::append(const Row& row, std::string_view text, std::span<const ByteSpan> spans) {
  if (is_streamed_) {
    render_streamed(row, text, is_first_file_, bytes_, spans);
  } else if (row.format == Format::kJson) {
    append_value(row, text, spans);
  } else {
    render_row(row, text, bytes_, spans);
  }
}

void DataRows::append_value(const Row& row, std::string_view text, std::span<const ByteSpan> spans) {
  const size_t begin = bytes_.size();
  render_row(row, text, bytes_, spans);
  has_tail_ = has_tail_ || row.pass_through;
  if (has_value_) return;
  bytes_.erase(begin, row.lead);
  has_value_ = !row.pass_through;
  if (has_value_) joint_ = row.raw.substr(0, row.lead);
}

Result<void> DataRows::take_lead(int compression_level, DataLead& lead) {
  const std::string& head = *chunk_->head;
  // What --limit cuts off an array is closed in spite of that.
  if (chunk_->last && !has_tail_ && head.find('[') != std::string::npos) bytes_ += "]\n";
  if (bytes_.empty() && !has_tail_) return {};
  LAUTER_TRY(compress_member(data_compression(*file_), compression_level, head, lead.opening));
  return compress_member(data_compression(*file_), compression_level, joint_, lead.joint);
}

void DataRows::keep(const Row& row) {
  if (!is_staged_) return append(row, row.doc.text);
  staged_.keep();
  bytes_out_ += row.raw.size();
}

void DataRows::edit(const Row& row, std::string_view text, std::span<const ByteSpan> spans) {
  if (!is_staged_) return append(row, text, spans);
  if (text == row.doc.text) return keep(row);
  if (row.texts.empty()) {
    staged_.replace(text);
  } else {
    std::string changed;
    for (size_t i = 0; i < row.texts.size(); ++i) {
      const std::string_view now = spans[i].of(text);
      if (now != row.texts[i].span.of(row.doc.text)) append_staged_field(row.texts[i].field, now, changed);
    }
    staged_.replace(changed);
  }
  bytes_out_ += row.raw.size() - row.doc.text.size() + text.size();
}

void DataRows::drop() {
  if (is_staged_) staged_.reject();
}

void DataRows::drop(const Row& row, std::string_view reason) {
  append_error_row(row, reason, bytes_);
}

void DataRows::append_rejected(std::string& out, const Row& row, const Rejection& rejection) const {
  if (is_staged_) {
    append_rejection(out, rejection);
  } else {
    lauter::append_rejected(out, row, rejection);
  }
}

Result<void> DataRows::take(int compression_level, std::string& out, DataLead& lead) {
  if (is_staged_) {
    staged_.take(out);
    return {};
  }
  if (!is_streamed_ && file_->format == Format::kJson && chunk_->head != nullptr) {
    LAUTER_TRY(take_lead(compression_level, lead));
  }
  const Compression compression = folder_ ? data_compression(*file_) : Compression::kNone;
  if (compression == Compression::kNone) {
    out.swap(bytes_);
  } else if (is_streamed_) {
    LAUTER_TRY(compress_member(compression, compression_level, bytes_, out));
  } else {
    LAUTER_TRY(compress_chunk(file_->format, compression, compression_level, bytes_, out));
  }
  bytes_out_ = out.size() + lead.joint.size();
  return {};
}

}  // namespace lauter
