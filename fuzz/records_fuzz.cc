// Any bytes as a file of CSV, TSV or JSON values, cut into chunks: the chunks give back the bytes and depend on them alone,
// not on how they are read or where reading begins; an unchanged row is verbatim, a changed one reads back.
//
// The first byte of the input chooses the format, the second how much is read at once, the third the size of chunks and
// whether long records are discarded.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "io/chunk_cutter.h"
#include "io/row.h"

namespace {

using lauter::Chunk;
using lauter::ChunkOptions;
using lauter::ChunkPosition;
using lauter::Format;
using lauter::InputFile;
using lauter::Row;
using lauter::RowReader;

class MemorySource final : public lauter::internal::ByteSource {
 public:
  MemorySource(std::string_view bytes, size_t step) : bytes_(bytes), step_(step) {}
  lauter::Result<size_t> read(char* to, size_t size) override {
    const size_t got = std::min({size, step_, bytes_.size()});
    bytes_.copy(to, got);
    bytes_.remove_prefix(got);
    return got;
  }

 private:
  std::string_view bytes_;
  size_t step_;
};

struct Cut {
  std::vector<Chunk> chunks;
  std::string error;
};

Cut cut(const InputFile& file, std::string_view bytes, size_t step, const ChunkOptions& options, ChunkPosition from = {},
        const std::shared_ptr<const std::string>& head = nullptr) {
  lauter::internal::ChunkCutter cutter(file, 0, options, {}, from, std::make_unique<MemorySource>(bytes, step), head);
  Cut out;
  while (true) {
    Chunk chunk;
    auto more = cutter.next(chunk);
    if (!more.ok()) {
      out.error = more.error().message;
      return out;
    }
    if (!*more) return out;
    LAUTER_CHECK(out.chunks.size() <= bytes.size() + 2, "chunks come to an end");
    out.chunks.push_back(std::move(chunk));
  }
}

bool is_same(const Chunk& a, const Chunk& b) {
  return a.bytes == b.bytes && a.size_bytes == b.size_bytes && a.n_rows == b.n_rows && a.n_records == b.n_records &&
         a.position.offset == b.position.offset && a.oversized == b.oversized && a.last == b.last && *a.head == *b.head;
}

void check_row(const Row& row, const lauter::RowOptions& options, const InputFile& file, const Chunk& chunk) {
  if (row.error) return;
  std::string same;
  render_row(row, row.doc.text, same);
  LAUTER_CHECK(same == row.raw, "an unchanged text is verbatim");
  if (row.pass_through) return;
  for (const char* added : {"z", "\"", ",;\t", "\r\n", "\n\""}) {
    Chunk changed = chunk;
    changed.bytes.clear();
    render_row(row, row.doc.text + added, changed.bytes);
    changed.position.offset = static_cast<uint64_t>(row.raw.data() - chunk.bytes.data()) + chunk.position.offset;
    RowReader reader(file, changed, options);
    Row again;
    LAUTER_CHECK(reader.next(again), "a rendered row is a row");
    LAUTER_CHECK(!again.error && !again.pass_through, "a rendered row is sound");
    LAUTER_CHECK(again.doc.text == row.doc.text + added, "a rendered row has the new text");
    LAUTER_CHECK(!reader.next(again), "a rendered row is one row");
  }
}

void check_rows(const InputFile& file, const Cut& whole) {
  const lauter::RowOptions options;
  for (const Chunk& chunk : whole.chunks) {
    RowReader reader(file, chunk, options);
    std::string raw;
    uint64_t rows = 0;
    Row row;
    while (reader.next(row)) {
      raw += row.raw;
      rows += row.pass_through ? 0 : 1;
      check_row(row, options, file, chunk);
    }
    LAUTER_CHECK(raw == chunk.bytes, "the rows are the chunk");
    LAUTER_CHECK(rows == chunk.n_rows, "reader and cutter count alike");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 3) return 0;
  constexpr Format kFormats[] = {Format::kCsv, Format::kTsv, Format::kJson, Format::kJson};
  const InputFile file{"f", "f", kFormats[data[0] % 4], lauter::Compression::kNone, 0};
  std::string content(reinterpret_cast<const char*>(data) + 3, size - 3);
  // Most bytes are no sound begin.
  if (data[0] % 8 < 3) content.insert(0, lauter::is_csv(file.format) ? "id\ttext\n" : "[{\"text\":\"\"},");
  const size_t step = 1 + data[1] % 32;
  ChunkOptions options{.target_bytes = 1U + data[2] % 64};
  if (data[2] >= 128) options.max_record_bytes = 1 + data[2] % 16;
  const Cut whole = cut(file, content, content.size() + 1, options);
  const Cut steps = cut(file, content, step, options);
  LAUTER_CHECK(steps.error == whole.error, "errors do not depend on the size of reads");
  LAUTER_CHECK(std::ranges::equal(steps.chunks, whole.chunks, is_same), "chunks do not depend on the size of reads");
  uint64_t seen = 0;
  std::string bytes;
  for (const Chunk& chunk : whole.chunks) {
    LAUTER_CHECK(chunk.position.offset == seen, "chunks follow one another");
    LAUTER_CHECK(chunk.oversized || chunk.bytes == std::string_view(content).substr(seen, chunk.size_bytes) ||
                     (chunk.bytes.empty() && chunk.n_rows == 0),
                 "a chunk is the file's bytes");
    seen += chunk.size_bytes;
  }
  if (whole.error.empty()) LAUTER_CHECK(seen == content.size(), "chunks are the file");
  for (size_t i = 0; i + 1 < whole.chunks.size(); ++i) {
    const ChunkPosition from = whole.chunks[i].next_position();
    const Cut rest = cut(file, content, step, options, from, whole.chunks[i].head);
    LAUTER_CHECK(rest.error == whole.error, "a resumed reading ends as the first one did");
    LAUTER_CHECK(std::ranges::equal(rest.chunks.begin(), rest.chunks.end(), whole.chunks.begin() + static_cast<ptrdiff_t>(i) + 1,
                                    whole.chunks.end(), is_same),
                 "a resumed reading has the chunks of the first one");
  }
  check_rows(file, whole);
  return 0;
}
