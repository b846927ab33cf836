// Rows of about 2 KB of prose, as corpora have them. bytes_per_second counts JSON bytes.
//   taskset -c 0 build/release/src/json_bench
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <random>

#include "json/record.h"
#include "json/utf8.h"
#include "json/value.h"
#include "json/writer.h"

namespace lauter {
namespace {

constexpr size_t kTotalBytes = 16 << 20;
constexpr size_t kChunkBytes = 4 << 20;  // what a worker writes before it hands over

/// Words in lines of about 80 bytes; a few quotes, every 300th word not ASCII.
std::string prose(size_t size, std::mt19937_64& random) {
  static const char* const kWords[] = {"the", "corpus",  "of",     "and",  "letter",
                                       "a",   "because", "in",     "went", "morning",
                                       "to",  "said",    "people", "is",   "harbour"};
  std::string text;
  size_t line = 0;
  while (text.size() < size) {
    const uint64_t draw = random();
    const std::string_view word =
        draw % 300 == 0 ? std::string_view("caf\xC3\xA9") : std::string_view(kWords[draw % 15]);
    text += word;
    line += word.size() + 1;
    if (draw % 97 == 0) text += '"';
    if (line > 80) line = 0;
    text += line == 0 ? '\n' : ' ';
  }
  return text;
}

struct Rows {
  std::vector<std::string> texts;
  std::vector<std::string> lines;
  size_t bytes = 0;
};

const Rows& rows() {
  static const Rows made = [] {
    Rows out;
    std::mt19937_64 random(1);
    while (out.bytes < kTotalBytes) {
      out.texts.push_back(prose(2000, random));
      std::string line = "{\"id\":\"doc-" + std::to_string(out.lines.size()) + "\",\"text\":";
      append_json_string(line, out.texts.back());
      line += ",\"meta\":{\"lang\":\"en\",\"url\":\"https://example.org/a/b\",\"score\":0.75}}";
      out.bytes += line.size();
      out.lines.push_back(std::move(line));
    }
    return out;
  }();
  return made;
}

void count_bytes(benchmark::State& state, size_t bytes) {
  state.SetBytesProcessed(state.iterations() * static_cast<int64_t>(bytes));
}

void BM_ParseRecord(benchmark::State& state) {
  const RecordFields fields;
  Record record;
  for (auto step : state) {
    for (const std::string& line : rows().lines) {
      benchmark::DoNotOptimize(parse_record(line, fields, record));
    }
  }
  count_bytes(state, rows().bytes);
}
BENCHMARK(BM_ParseRecord);

void BM_ValidateUtf8(benchmark::State& state) {
  for (auto step : state) {
    for (const std::string& line : rows().lines) benchmark::DoNotOptimize(is_valid_utf8(line));
  }
  count_bytes(state, rows().bytes);
}
BENCHMARK(BM_ValidateUtf8);

void BM_SimdjsonDom(benchmark::State& state) {
  std::vector<simdjson::padded_string> padded;
  for (const std::string& line : rows().lines) padded.emplace_back(line);
  simdjson::dom::parser parser;
  for (auto step : state) {
    for (const auto& line : padded) {
      std::string_view text;
      benchmark::DoNotOptimize(parser.parse(line)["text"].get(text));
    }
  }
  count_bytes(state, rows().bytes);
}
BENCHMARK(BM_SimdjsonDom);

void BM_SimdjsonOnDemand(benchmark::State& state) {
  std::vector<simdjson::padded_string> padded;
  for (const std::string& line : rows().lines) padded.emplace_back(line);
  simdjson::ondemand::parser parser;
  for (auto step : state) {
    for (const auto& line : padded) {
      auto document = parser.iterate(line);
      std::string_view text;
      benchmark::DoNotOptimize(document["text"].get(text));
    }
  }
  count_bytes(state, rows().bytes);
}
BENCHMARK(BM_SimdjsonOnDemand);

void BM_AppendEscaped(benchmark::State& state) {
  std::string out;
  size_t bytes = 0;
  for (const std::string& text : rows().texts) bytes += text.size();
  for (auto step : state) {
    for (const std::string& text : rows().texts) {
      if (out.size() > kChunkBytes) out.clear();
      append_json_string(out, text);
    }
    benchmark::DoNotOptimize(out.data());
  }
  count_bytes(state, bytes);
}
BENCHMARK(BM_AppendEscaped);

/// The bound: the same bytes appended without looking at them.
void BM_AppendPlain(benchmark::State& state) {
  std::string out;
  size_t bytes = 0;
  for (const std::string& text : rows().texts) bytes += text.size();
  for (auto step : state) {
    for (const std::string& text : rows().texts) {
      if (out.size() > kChunkBytes) out.clear();
      out += text;
    }
    benchmark::DoNotOptimize(out.data());
  }
  count_bytes(state, bytes);
}
BENCHMARK(BM_AppendPlain);

void BM_ParseValue(benchmark::State& state) {
  for (auto step : state) {
    for (const std::string& line : rows().lines) benchmark::DoNotOptimize(parse_json(line));
  }
  count_bytes(state, rows().bytes);
}
BENCHMARK(BM_ParseValue);

}  // namespace
}  // namespace lauter
