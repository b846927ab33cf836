// Any bytes through the readers of rows, for every format: the rows give back the bytes, an
// unchanged text renders verbatim, a changed one reads back, and what the strict tree reader
// accepts is the same.
//
// Limits: rows over 1 MiB are not tried (libFuzzer's -max_len is smaller); the first byte of the
// input chooses the format, the second where the chunk stands in its file.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "io/row.h"
#include "json/utf8.h"
#include "json/value.h"

namespace {

using lauter::Chunk;
using lauter::Format;
using lauter::InputFile;
using lauter::Row;
using lauter::RowReader;

void check_row(const Row& row, const lauter::RowOptions& options, const InputFile& file) {
  LAUTER_CHECK(row.text_token.begin <= row.text_token.end && row.text_token.end <= row.raw.size(),
               "the token lies in the row");
  if (row.error) {
    LAUTER_CHECK(row.error->byte <= row.raw.size(), "the error lies in the row");
    return;
  }
  std::string same;
  render_row(row, row.doc.text, same);
  LAUTER_CHECK(same == row.raw, "an unchanged text is verbatim");
  if (row.pass_through) return;
  LAUTER_CHECK(lauter::is_valid_utf8(row.doc.text), "the text is UTF-8");

  const std::string new_text = row.doc.text + "\"\\\n\x01z";
  Chunk changed;
  render_row(row, new_text, changed.bytes);
  changed.n_rows = 1;
  changed.size_bytes = changed.bytes.size();
  // A mark at the begin of the file is skipped only there.
  changed.position.offset = row.number == 1 ? 0 : 1;
  RowReader reader(file, changed, options);
  Row again;
  LAUTER_CHECK(reader.next(again), "a rendered row is a row");
  LAUTER_CHECK(!again.error && !again.pass_through, "a rendered row is sound");
  LAUTER_CHECK(again.doc.text == new_text, "a rendered row has the new text");
  LAUTER_CHECK(!reader.next(again), "a rendered row is one row");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  constexpr Format kFormats[] = {Format::kJsonl, Format::kJsonl, Format::kText, Format::kWet};
  const InputFile file{"f", "f", kFormats[data[0] % 4], lauter::Compression::kNone, 0};
  Chunk chunk;
  chunk.position.offset = data[1] % 2;
  chunk.position.record = chunk.position.offset;
  chunk.bytes.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
  chunk.size_bytes = chunk.bytes.size();
  chunk.n_rows = 1;
  lauter::RowOptions options;
  options.fields.text = *lauter::FieldPath::parse(data[1] % 4 < 2 ? "text" : "a.text");
  options.max_record_bytes = 1 << 20;

  RowReader reader(file, chunk, options);
  Row row;
  std::string all;
  while (reader.next(row)) {
    check_row(row, options, file);
    all += row.raw;
    if (file.format == Format::kJsonl && !row.pass_through) {
      std::string_view line = row.raw;
      if (line.substr(0, 3) == "\xEF\xBB\xBF") continue;
      auto value = lauter::parse_json(line);
      if (!value.ok()) continue;
      const auto printed = value->to_string();
      auto reread = lauter::parse_json(printed);
      LAUTER_CHECK(reread.ok() && reread->to_string() == printed, "printing is stable");
      const auto* text = value->find("text");
      if (data[1] % 4 < 2 && text != nullptr && text->is_string()) {
        LAUTER_CHECK(!row.error && row.doc.text == *text->if_string(), "both readers agree");
      }
    }
  }
  LAUTER_CHECK(all == chunk.bytes, "the rows are the chunk");
  return 0;
}
