#include "run/passes/line_pass.h"

#include <algorithm>

#include "io/files/files.h"
#include "io/row.h"
#include "run/jobs/ordered.h"
#include "run/rows/chunk_stream.h"

namespace lauter {
namespace {

constexpr uint64_t kMaxTableBytes = uint64_t{1} << 30U;

using Shared = std::shared_ptr<const LineFrequency>;

/// The different lines of each document of one chunk, one document after the other.
using LineHashes = std::vector<uint64_t>;

LineHashes lines_of(const Chunk& chunk, const JobOptions& job) {
  LineHashes lines;
  std::vector<uint64_t> of_document;
  const RowOptions options = job.row_options();
  RowReader reader(job.inputs.files[chunk.file_index], chunk, options);
  Row row;
  while (reader.next(row)) {
    if (row.pass_through || row.error) continue;
    if (row.doc.text.size() > job.recipe.limits.max_document_bytes) continue;
    line_hashes(texts_of(row), of_document);
    lines.insert(lines.end(), of_document.begin(), of_document.end());
  }
  return lines;
}

Result<Shared> count_lines_of_inputs(const JobOptions& job) {
  ChunkStream stream(job.inputs, job.stream_options());
  LineCounter counter(kMaxCountedLines);
  LAUTER_TRY((run_ordered<Chunk, LineHashes>(
      {.threads = job.threads, .max_weight = max_chunk_weight(job.threads)},
      [&stream] { return stream.next(); },
      [&job](const Chunk& chunk, int) -> Result<LineHashes> { return lines_of(chunk, job); },
      [&counter](const LineHashes& lines) -> Result<bool> {
        counter.add(lines);
        return true;
      })));
  return std::make_shared<const LineFrequency>(std::move(counter), /*counts_own=*/true);
}

}  // namespace

Result<Shared> find_line_frequency(const JobOptions& job, const std::string& wanted) {
  if (wanted == "none") return Shared();
  if (wanted == "auto") {
    const auto& files = job.inputs.files;
    const bool once = std::any_of(files.begin(), files.end(),
                                  [](const InputFile& file) { return file.is_stdin(); });
    return once ? Shared() : count_lines_of_inputs(job);
  }
  LAUTER_ASSIGN(const std::string table, read_file(wanted, kMaxTableBytes));
  LAUTER_ASSIGN(LineFrequency frequency, LineFrequency::parse(table, wanted));
  return std::make_shared<const LineFrequency>(std::move(frequency));
}

}  // namespace lauter
