#include "run/data_rows.h"

#include "io/sink.h"

namespace lauter {

void DataRows::begin(const InputFile& file, const Chunk& chunk, bool folder) {
  file_ = &file;
  folder_ = folder;
  is_first_file_ = chunk.file_index == 0;
  is_staged_ = folder && file.format == Format::kParquet;
  bytes_.clear();
  if (!is_staged_) bytes_.reserve(chunk.bytes.size() + chunk.bytes.size() / 16);
  bytes_out_ = 0;
}

void DataRows::append(const Row& row, std::string_view text) {
  if (folder_) {
    render_row(row, text, bytes_);
  } else {
    render_streamed(row, text, is_first_file_, bytes_);
  }
}

void DataRows::keep(const Row& row) {
  if (!is_staged_) return append(row, row.doc.text);
  staged_.keep();
  bytes_out_ += row.raw.size();
}

void DataRows::edit(const Row& row, std::string_view text) {
  if (!is_staged_) return append(row, text);
  if (text == row.doc.text) return keep(row);
  staged_.replace(text);
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

Result<void> DataRows::take(int compression_level, std::string& out) {
  if (is_staged_) {
    staged_.take(out);
    return {};
  }
  if (!folder_ || file_->compression == Compression::kNone) {
    out.swap(bytes_);
  } else {
    LAUTER_TRY(compress_chunk(file_->format, file_->compression, compression_level, bytes_, out));
  }
  bytes_out_ = out.size();
  return {};
}

}  // namespace lauter
