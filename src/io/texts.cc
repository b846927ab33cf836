#include "io/texts.h"

#include "io/chunk.h"

namespace lauter {

Result<TextCounts> for_each_text(const Inputs& inputs, const TextOptions& options,
                                 const std::function<Result<void>(const Row& row)>& take) {
  const RowOptions row_options{.fields = options.fields,
                               .max_record_bytes = options.max_record_bytes};
  TextCounts counts;
  Chunk chunk;
  Row row;
  for (size_t i = 0; i < inputs.files.size() && counts.rows < options.limit_rows; ++i) {
    LAUTER_ASSIGN(ChunkReader reader,
                  ChunkReader::open(inputs.files[i], i,
                                    {.max_record_bytes = options.max_record_bytes,
                                     .limit_rows = options.limit_rows - counts.rows}));
    for (;;) {
      LAUTER_ASSIGN(const bool more, reader.next(chunk));
      if (!more) break;
      RowReader rows(inputs.files[i], chunk, row_options);
      while (rows.next(row)) {
        if (row.pass_through) continue;
        ++counts.rows;
        if (row.error) {
          ++counts.bad_rows;
        } else {
          LAUTER_TRY(take(row));
        }
      }
    }
  }
  return counts;
}

}  // namespace lauter
