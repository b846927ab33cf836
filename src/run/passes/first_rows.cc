#include "run/passes/first_rows.h"

#include <algorithm>

namespace lauter {
namespace {

constexpr uint64_t kRows = 1000;
constexpr uint64_t kChunkBytes = uint64_t{256} << 10;

/// `messages[12].content` as `messages[].content`.
std::string without_numbers(const std::string& field) {
  std::string text;
  for (size_t i = 0; i < field.size(); ++i) {
    text += field[i];
    if (field[i] != '[') continue;
    while (i + 1 < field.size() && field[i + 1] >= '0' && field[i + 1] <= '9') ++i;
  }
  return text;
}

}  // namespace

Result<FirstRows> look_at_first_rows(const Inputs& inputs, const RowOptions& options,
                                     const std::function<void(const Row&)>& see) {
  FirstRows first;
  const auto file = std::ranges::find_if(inputs.files, [](const InputFile& input) {
    const bool has_rows = input.format == Format::kJsonl || input.format == Format::kJson || is_csv(input.format);
    return has_rows && !input.is_stdin() && !input.is_object();
  });
  if (file == inputs.files.end()) return first;
  auto reader = ChunkReader::open(*file, 0, {.target_bytes = kChunkBytes, .limit_rows = kRows, .decode_threads = 0});
  if (!reader.ok()) return first;
  std::string why;
  uint64_t lacking = 0;
  Chunk chunk;
  while (first.rows < kRows) {
    const auto more = reader->next(chunk);
    if (!more.ok() && first.rows == 0 && more.error().code == ErrorCode::kInvalidArgument) return more.error();
    if (!more.ok() || !*more) break;
    RowReader rows(*file, chunk, options);
    Row row;
    while (rows.next(row)) {
      if (row.pass_through) continue;
      ++first.rows;
      see(row);
      if (row.error && lacks_text({row.error->byte, row.error->reason})) {
        ++lacking;
        if (why.empty()) why = row.error->reason;
      }
      std::string before;
      for (const NamedText& text : row.texts) {
        std::string field = without_numbers(text.field);
        if (field != before) ++first.fields[field];
        before = std::move(field);
      }
    }
  }
  if (first.rows == 0 || lacking < first.rows) return first;
  return invalid_argument(file->path + ": " + why + " (so do all of the first " + std::to_string(first.rows) +
                          (first.rows == 1 ? " row" : " rows") + "); say where the texts are with --fields");
}

}  // namespace lauter
