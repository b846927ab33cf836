// Reading and writing corpora, from a file in memory (/dev/shm). bytes_per_second counts
// uncompressed bytes.   build/release/src/io_bench
#include <benchmark/benchmark.h>
#include <unistd.h>

#include <random>

#include "io/chunk.h"
#include "io/files/files.h"
#include "io/files/sink.h"
#include "io/row.h"
#include "json/writer.h"

namespace lauter {
namespace {

constexpr size_t kCorpusBytes = 64 << 20;
constexpr size_t kFrameBytes = 4 << 20;

/// Rows of about 2 KB: words drawn with a skew, so that they compress about 4 to 1 as prose does.
const std::string& corpus() {
  static const std::string made = [] {
    std::mt19937_64 random(1);
    std::vector<std::string> words;
    for (int i = 0; i < 4000; ++i) {
      std::string word;
      for (size_t n = 2 + random() % 8; n > 0; --n) word += static_cast<char>('a' + random() % 26);
      words.push_back(word);
    }
    std::string out;
    for (size_t row = 0; out.size() < kCorpusBytes; ++row) {
      std::string text;
      while (text.size() < 2000) {
        const uint64_t draw = random();
        text += words[(draw % 4000) * (draw / 4096 % 4000) / 4000];
        text += draw % 15 == 0 ? '\n' : ' ';
      }
      out += "{\"id\":\"doc-" + std::to_string(row) + "\",\"text\":";
      append_json_string(out, text);
      out += ",\"lang\":\"en\"}\n";
    }
    return out;
  }();
  return made;
}

/// A file that is removed when the benchmark ends.
class BenchFile {
 public:
  BenchFile(Compression compression, size_t piece_bytes) {
    file_.path = (is_directory("/dev/shm") ? "/dev/shm/" : "/tmp/") +
                 std::string("lauter_io_bench-") + std::to_string(::getpid());
    file_.relative = "bench.jsonl";
    file_.compression = compression;
    std::string packed;
    for (size_t at = 0; at < corpus().size(); at += piece_bytes) {
      const auto piece = std::string_view(corpus()).substr(at, piece_bytes);
      (void)compress_member(compression, 0, piece, packed).ok();
    }
    (void)write_file_atomic(file_.path, packed).ok();
    file_.size_bytes = packed.size();
  }
  ~BenchFile() { (void)remove_file(file_.path).ok(); }
  BenchFile(const BenchFile&) = delete;
  BenchFile& operator=(const BenchFile&) = delete;

  const InputFile& file() const { return file_; }

 private:
  InputFile file_;
};

void read_file_through(benchmark::State& state, Compression compression, size_t piece_bytes,
                       int threads) {
  const BenchFile file(compression, piece_bytes);
  Chunk chunk;
  for (auto step : state) {
    auto reader = ChunkReader::open(file.file(), 0, {.decode_threads = threads});
    if (!reader.ok()) return state.SkipWithError(reader.error().message.c_str());
    uint64_t bytes = 0;
    while (true) {
      auto more = reader->next(chunk);
      if (!more.ok()) return state.SkipWithError(more.error().message.c_str());
      if (!*more) break;
      bytes += chunk.bytes.size();
    }
    if (bytes != corpus().size()) return state.SkipWithError("bytes were lost");
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(corpus().size()));
}

void BM_ChunksPlain(benchmark::State& state) {
  read_file_through(state, Compression::kNone, kCorpusBytes * 2, 0);
}
BENCHMARK(BM_ChunksPlain)->UseRealTime();

void BM_ChunksGzip(benchmark::State& state) {
  read_file_through(state, Compression::kGzip, kCorpusBytes * 2, 0);
}
BENCHMARK(BM_ChunksGzip)->UseRealTime();

void BM_ChunksZstdOneFrame(benchmark::State& state) {
  read_file_through(state, Compression::kZstd, kCorpusBytes * 2, 2);
}
BENCHMARK(BM_ChunksZstdOneFrame)->UseRealTime();

void BM_ChunksZstdFrames(benchmark::State& state) {
  read_file_through(state, Compression::kZstd, kFrameBytes, static_cast<int>(state.range(0)));
}
BENCHMARK(BM_ChunksZstdFrames)->Arg(0)->Arg(1)->Arg(2)->UseRealTime();

/// The bound for plain files: the same bytes read into one buffer.
void BM_ReadFile(benchmark::State& state) {
  const BenchFile file(Compression::kNone, kCorpusBytes * 2);
  for (auto step : state) benchmark::DoNotOptimize(read_file(file.file().path));
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(corpus().size()));
}
BENCHMARK(BM_ReadFile)->UseRealTime();

void walk_rows(benchmark::State& state, bool render, bool change) {
  const InputFile file{"f", "f", Format::kJsonl, Compression::kNone, 0};
  Chunk chunk;
  chunk.bytes = corpus().substr(0, kFrameBytes);
  chunk.bytes.resize(chunk.bytes.find_last_of('\n') + 1);
  const RowOptions options;
  Row row;
  std::string out;
  for (auto step : state) {
    RowReader reader(file, chunk, options);
    out.clear();
    while (reader.next(row)) {
      const std::string_view text = row.doc.text;
      if (render) render_row(row, change ? text.substr(0, text.size() - 1) : text, out);
    }
    benchmark::DoNotOptimize(out.data());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(chunk.bytes.size()));
}

void BM_Rows(benchmark::State& state) { walk_rows(state, false, false); }
BENCHMARK(BM_Rows);
void BM_RowsRenderedUnchanged(benchmark::State& state) { walk_rows(state, true, false); }
BENCHMARK(BM_RowsRenderedUnchanged);
void BM_RowsRenderedChanged(benchmark::State& state) { walk_rows(state, true, true); }
BENCHMARK(BM_RowsRenderedChanged);

void compress_pieces(benchmark::State& state, Compression compression, int level) {
  const auto piece = std::string_view(corpus()).substr(0, kFrameBytes);
  std::string out;
  for (auto step : state) {
    out.clear();
    benchmark::DoNotOptimize(compress_member(compression, level, piece, out).ok());
  }
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(piece.size()));
  state.counters["ratio"] = static_cast<double>(piece.size()) / static_cast<double>(out.size());
}

void BM_CompressGzip(benchmark::State& state) {
  compress_pieces(state, Compression::kGzip, static_cast<int>(state.range(0)));
}
BENCHMARK(BM_CompressGzip)->Arg(1)->Arg(6);
void BM_CompressZstd(benchmark::State& state) {
  compress_pieces(state, Compression::kZstd, static_cast<int>(state.range(0)));
}
BENCHMARK(BM_CompressZstd)->Arg(1)->Arg(3);

}  // namespace
}  // namespace lauter
