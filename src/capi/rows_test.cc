// The rows of a file, through lauter.h.
#include <gtest/gtest.h>

#include <fstream>

#include "capi/capi_test_support.h"

namespace capi_test {
namespace {

struct SourceRow {
  uint64_t number;
  std::string id, raw, text, reason;
  std::vector<std::string> texts;
};
struct SourceChunk {
  uint64_t index, offset, record;
  size_t n_rows;
  std::vector<SourceRow> rows;
};

std::string copy_of(const lauter_view& view) { return view.data == nullptr ? "(none)" : std::string(view.data, view.size); }

std::vector<SourceChunk> read_chunks(const std::string& config, bool with_rows) {
  lauter_rows* rows = nullptr;
  lauter_error* error = nullptr;
  EXPECT_EQ(lauter_rows_open(config.c_str(), &rows, &error), LAUTER_OK)
      << (error != nullptr ? lauter_error_message(error) : "");
  std::vector<SourceChunk> chunks;
  lauter_chunk chunk{.size = sizeof chunk};
  while (lauter_rows_next(rows, with_rows ? 1 : 0, &chunk, nullptr) == LAUTER_OK && chunk.is_there != 0) {
    SourceChunk& copy = chunks.emplace_back(SourceChunk{chunk.index, chunk.offset, chunk.record, chunk.n_rows});
    for (size_t i = 0; chunk.rows != nullptr && i < chunk.n_rows; ++i) {
      const lauter_source_row& row = chunk.rows[i];
      SourceRow& seen = copy.rows.emplace_back(SourceRow{row.number, copy_of(row.id), copy_of(row.raw), copy_of(row.text), copy_of(row.reason)});
      for (size_t k = 0; k < row.n_texts; ++k) {
        const lauter_source_text& text = row.texts[k];
        seen.texts.push_back(copy_of(text.field) + "=" + seen.text.substr(text.start, text.end - text.start));
      }
    }
  }
  lauter_rows_close(rows);
  return chunks;
}

TEST(Capi, ReadsTheRowsOfAFileFromAnyChunkOn) {
  const std::string path = testing::TempDir() + "capi_rows.jsonl";
  std::ofstream(path) << "{\"id\":\"a\",\"text\":\"one\"}\n\n{broken\n{\"text\":\"\"}\n{\"id\":4,\"text\":\"four\"}\n";
  const std::string head = R"({"path":")" + path + R"(","relative":"x.jsonl","chunk_bytes":30)";
  const auto chunks = read_chunks(head + "}", true);
  std::vector<std::string> seen;
  for (const SourceChunk& chunk : chunks) {
    EXPECT_EQ(chunk.n_rows, chunk.rows.size());
    for (const SourceRow& row : chunk.rows) {
      seen.push_back(std::to_string(row.number) + " " + row.id + " " + row.text + " " + (row.reason == "(none)" ? "" : "!"));
    }
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"1 a one ", "3 x.jsonl:3 (none) !", "4 x.jsonl:4  ", "5 4 four "}));
  EXPECT_EQ(chunks[0].rows[0].raw, "{\"id\":\"a\",\"text\":\"one\"}\n");
  ASSERT_GT(chunks.size(), 2U);
  for (size_t first = 0; first < chunks.size(); ++first) {
    const SourceChunk& from = chunks[first];
    const auto rest = read_chunks(head + ",\"index\":" + std::to_string(from.index) + ",\"offset\":" +
                                      std::to_string(from.offset) + ",\"record\":" + std::to_string(from.record) + "}", true);
    ASSERT_EQ(rest.size(), chunks.size() - first);
    for (size_t i = 0; i < rest[0].rows.size(); ++i) EXPECT_EQ(rest[0].rows[i].id, from.rows[i].id);
  }
  size_t counted = 0;
  for (const SourceChunk& chunk : read_chunks(head + "}", false)) counted += chunk.n_rows;
  EXPECT_EQ(counted, 4U);

  const auto refusal = [](const char* config) {
    return failure([&](lauter_error** error) {
      lauter_rows* rows = nullptr;
      return lauter_rows_open(config, &rows, error);
    }).first;
  };
  EXPECT_EQ(refusal(R"({"path":"/nowhere/x.jsonl"})"), LAUTER_BAD_INPUT);
  EXPECT_EQ(refusal("{}"), LAUTER_BAD_INPUT);
  EXPECT_EQ(refusal("["), LAUTER_BAD_INPUT);
}

TEST(Capi, NamesTheTextsOfARow) {
  const std::string path = testing::TempDir() + "capi_texts.jsonl";
  std::ofstream(path) << R"({"id":"a","messages":[{"content":"Who?"},{"content":[{"type":"text","text":"Bob"}]}]})"
                      << "\n" << R"({"id":"b","messages":[{"content":"alone"}]})" << "\n";
  const auto chunks = read_chunks(R"({"path":")" + path + R"(","text_field":"messages[].content"})", true);
  ASSERT_EQ(chunks[0].rows.size(), 2U);
  EXPECT_EQ(chunks[0].rows[0].texts, (std::vector<std::string>{"messages[0].content=Who?", "messages[1].content[0].text=Bob"}));
  EXPECT_EQ(chunks[0].rows[1].texts, (std::vector<std::string>{"messages[0].content=alone"}));
}

}  // namespace
}  // namespace capi_test
