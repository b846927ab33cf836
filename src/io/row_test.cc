#include "io/row.h"

#include <gtest/gtest.h>

#include <random>

#include "io/test_support.h"
#include "json/writer.h"

namespace lauter {
namespace {

using test::compressed;
using test::input_of;
using test::read_chunks;
using test::TempDir;

Chunk chunk_of(std::string bytes) {
  Chunk chunk;
  chunk.size_bytes = bytes.size();
  chunk.bytes = std::move(bytes);
  chunk.n_rows = 1;
  return chunk;
}

InputFile file_of(Format format) { return {"dir/f.x", "f.x", format, Compression::kNone, 0}; }

/// Each row as `NUMBER id=text`, `NUMBER pass` or `NUMBER error BYTE: reason`.
std::vector<std::string> rows_of(const Chunk& chunk, Format format,
                                 const RowOptions& options = {}) {
  const InputFile file = file_of(format);
  RowReader reader(file, chunk, options);
  Row row;
  std::vector<std::string> out;
  std::string raw;
  while (reader.next(row)) {
    raw += row.raw;
    std::string line = std::to_string(row.number);
    if (row.pass_through) {
      line += " pass";
    } else if (row.error) {
      line +=
          " " + row.doc.id + " error " + std::to_string(row.error->byte) + ": " + row.error->reason;
      EXPECT_EQ(row.doc.text, "");
    } else {
      line += " " + row.doc.id + "=" + row.doc.text;
    }
    out.push_back(line);
  }
  EXPECT_EQ(raw, chunk.bytes);
  EXPECT_FALSE(reader.next(row));
  return out;
}

using Lines = std::vector<std::string>;

TEST(Row, JsonlRowsBlankLinesAndErrors) {
  EXPECT_EQ(
      rows_of(chunk_of("{\"text\":\"a\",\"id\":\"x\"}\r\n\n \t\r\n{\"text\":\"b\"}\n{\"t\":1}\n[]\n"
                       "{\"id\":5,\"text\":\"end\"}"),
              Format::kJsonl),
      (Lines{"1 x=a", "2 pass", "3 pass", "4 f.x:4=b",
             "5 f.x:5 error 0: no text field \"text\"; the row has: t",
             "6 f.x:6 error 0: not a JSON object but an array", "7 5=end"}));
  EXPECT_EQ(rows_of(chunk_of(""), Format::kJsonl), Lines{});
}

/// Where its texts are may be guessed from the row before, which must not show.
TEST(Row, ChatsReadAsTheyDoAlone) {
  const std::vector<std::string> kinds = {
      R"({"id":1,"messages":[{"role":"user","content":"Hi \\n \u00e9"},{"role":"assistant","content":"Yo"}]})",
      R"({"messages":[{"content":"a"}],"id":"x\"y"})",
      R"({"id":"first","messages":[{"role":"\ud800","content":"a"}],"id":-3})",
      R"({"id":2,"messages":[{"role":"user","content":"lone \ud800"}]})",
      R"({"id":"\ud800","messages":[{"content":"a"}]})",
      R"({"id":2,"messages":[{"content":7}]})",
      R"({"id":[1],"messages":[]})",
      R"({"id":3,"messages":[{"content":[{"type":"text","text":"part"},{"type":"image_url"}]}]})",
      R"({"id":3,"messages":[{"content":"a","content":"b"}]})",
      R"({"text":"plain","id":4})",
      R"({"messages":[{"content":"m"}],"text":"text wins"})",
      R"({"messages":[{"content":"m"}],"text":9})",
      R"({"messages":[{"content":"m"}],"t\u0065xt":"escaped name"})",
      R"({"messages":[{"content":"m"}],"":1})",
      R"({"id":5,"prompt":"p","chosen":"c","rejected":[{"content":"r"}]})",
      R"({"id":5,"prompt":null,"completion":{"a":1}})",
      R"({"instruction":"i","input":"","output":"o"})",
      R"({"id":6,"other":"x"})",
      R"({"id":6,"messages":[{"content":"m"}],"x":)" + std::string(1024, '[') + std::string(1024, ']') + "}",
      R"({"id":6,"messages":[{"content":"m"}],"x":)" + std::string(1025, '[') + std::string(1025, ']') + "}",
      R"({"id":6,"messages":[{"content":"m","x":)" + std::string(1022, '[') + std::string(1022, ']') + "}]}",
      R"({"id":6,"messages":[{"content":"m","x":)" + std::string(1023, '[') + std::string(1023, ']') + "}]}",
      R"({"messages":[{"content":"broken"}])",
      "{\"messages\":[{\"content\":\"\xFF\"}]}",
  };
  std::mt19937 random(7);
  std::string all;
  Lines alone;
  RowOptions options;
  for (const bool or_usual : {true, false}) {
    options.fields.or_usual = or_usual;
    if (!or_usual) {
      ASSERT_TRUE(set_texts({"messages[].content"}, {}, options.fields).ok());
    }
    all.clear();
    alone.clear();
    for (uint64_t i = 0; i < 2000; ++i) {
      const std::string line = kinds[random() % kinds.size()] + "\n";
      Chunk one = chunk_of(line);
      one.position.record = i;
      alone.push_back(rows_of(one, Format::kJsonl, options).front());
      all += line;
    }
    EXPECT_EQ(rows_of(chunk_of(all), Format::kJsonl, options), alone);
  }
}

TEST(Row, NumbersGoOnFromTheChunk) {
  Chunk chunk = chunk_of("{\"text\":\"a\"}\n");
  chunk.position = {3, 1000, 41};
  EXPECT_EQ(rows_of(chunk, Format::kJsonl), Lines{"42 f.x:42=a"});
}

TEST(Row, ByteOrderMarkOnlyAtTheBeginOfTheFile) {
  const std::string marked = "\xEF\xBB\xBF{\"text\":\"a\\q\"}\n";
  EXPECT_EQ(rows_of(chunk_of(marked), Format::kJsonl),
            Lines{"1 f.x:1 error 13: broken JSON: unknown escape"});
  EXPECT_EQ(rows_of(chunk_of("\xEF\xBB\xBF{\"text\":\"a\"}\n"), Format::kJsonl),
            Lines{"1 f.x:1=a"});
  EXPECT_EQ(rows_of(chunk_of("\xEF\xBB\xBF\n"), Format::kJsonl), Lines{"1 pass"});
  Chunk later = chunk_of("\xEF\xBB\xBF{\"text\":\"a\"}\n");
  later.position.offset = 1;
  EXPECT_EQ(rows_of(later, Format::kJsonl), Lines{"1 f.x:1 error 0: not a JSON object"});
}

TEST(Row, CarriageReturnAloneEndsNoLine) {
  EXPECT_EQ(rows_of(chunk_of("{\"text\":\"a\"}\r{\"text\":\"b\"}\r"), Format::kJsonl),
            Lines{"1 f.x:1 error 13: broken JSON: more after the object"});
}

TEST(Row, HostileLines) {
  const std::string deep = "{\"text\":" + std::string(100000, '[') + "\n";
  EXPECT_EQ(rows_of(chunk_of(deep), Format::kJsonl),
            Lines{"1 f.x:1 error 8: text field \"text\" is not a string but an array"});
  EXPECT_EQ(rows_of(chunk_of(std::string("\0\n{\"text\":\"\0\"}\n", 15)), Format::kJsonl),
            (Lines{"1 f.x:1 error 0: not a JSON object",
                   "2 f.x:2 error 9: broken JSON: raw control character in a string"}));
  EXPECT_EQ(
      rows_of(chunk_of("{\"text\":\"\xFF\"}\n{\"text\":\"\\udfff\"}"), Format::kJsonl),
      (Lines{"1 f.x:1 error 9: invalid UTF-8", "2 f.x:2 error 9: lone surrogate in a string"}));
}

TEST(Row, LongRecordsAreErrors) {
  RowOptions options;
  options.max_record_bytes = 20;
  EXPECT_EQ(rows_of(chunk_of("{\"text\":\"aaaaaaaaaaaaaa\"}\n{\"text\":\"b\"}\n"), Format::kJsonl,
                    options),
            (Lines{"1 f.x:1 error 0: record larger than the limit of 20 bytes", "2 f.x:2=b"}));
  Chunk oversized;
  oversized.oversized = true;
  oversized.size_bytes = 12345;
  oversized.position.record = 7;
  for (const Format format : {Format::kJsonl, Format::kText, Format::kCode, Format::kWet}) {
    EXPECT_EQ(rows_of(oversized, format, options),
              Lines{"8 f.x:8 error 0: record larger than the limit of 20 bytes"});
  }
}

TEST(Row, TextFiles) {
  for (const Format format : {Format::kText, Format::kCode}) {
    EXPECT_EQ(rows_of(chunk_of("two\nlines\n"), format), Lines{"1 f.x:1=two\nlines\n"});
    EXPECT_EQ(rows_of(chunk_of(""), format), Lines{"1 f.x:1="});
    EXPECT_EQ(rows_of(chunk_of("ab\xC3("), format), Lines{"1 f.x:1 error 2: invalid UTF-8"});
  }
}

std::string warc(std::string_view fields, std::string_view body) {
  return "WARC/1.0\r\n" + std::string(fields) + "\r\n" + std::string(body) + "\r\n\r\n";
}

TEST(Row, WetRecords) {
  const std::string info = warc("WARC-Type: warcinfo\r\nContent-Length: 4\r\n", "a: b");
  const std::string page = warc(
      "WARC-Type: conversion\r\nWARC-Record-ID: <urn:uuid:1>\r\ncontent-length:  5 \r\n", "Hello");
  const std::string no_id = warc("WARC-Type: conversion\r\nContent-Length: 0\r\n", "");
  const std::string bad = warc("WARC-Type: conversion\r\nContent-Length: 2\r\n", "\xFFz");
  EXPECT_EQ(
      rows_of(chunk_of(info + page + "junk\n" + no_id + bad), Format::kWet),
      (Lines{"1 pass", "2 urn:uuid:1=Hello", "3 f.x:3 error 0: no WARC record here",
             "4 f.x:4=", "5 f.x:5 error " + std::to_string(bad.size() - 6) + ": invalid UTF-8"}));
  struct Case {
    std::string bytes;
    std::string reason;
  };
  for (const Case& c : {
           Case{"WARC/1.0\r\nWARC-Type: conversion\r\n\r\n",
                "WARC header without a valid Content-Length"},
           Case{"WARC/1.0\r\nContent-Length: -1\r\n\r\n",
                "WARC header without a valid Content-Length"},
           Case{"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "WARC header without a valid Content-Length"},
           Case{"WARC/1.0\r\nContent-Length: 5\r\n\r\nabc",
                "WARC record is cut off by the end of the file"},
           Case{"WARC/1.0\r\nContent-Length: 5\r\n", "WARC header has no end"},
           Case{"WARC/1.0", "WARC header has no end"},
           Case{"WARC/1.0\r\nno colon\r\n\r\n", "broken WARC header"},
           Case{"WARC/1.0\r\nA: " + std::string(70000, 'a') + "\r\n\r\n", "WARC header has no end"},
       }) {
    EXPECT_EQ(rows_of(chunk_of(c.bytes), Format::kWet), Lines{"1 f.x:1 error 0: " + c.reason})
        << c.bytes;
  }
}

std::string rendered(const Chunk& chunk, Format format, std::string_view new_text) {
  const InputFile file = file_of(format);
  const RowOptions options;
  RowReader reader(file, chunk, options);
  Row row;
  std::string out;
  while (reader.next(row)) render_row(row, row.pass_through ? "ignored" : new_text, out);
  return out;
}

TEST(Row, RenderReplacesTheTokenOnly) {
  EXPECT_EQ(rendered(chunk_of("{ \"n\": 1.0, \"text\" :\"a\\u0041\" ,\"k\":\"\\ud800\"}\r\n\n"),
                     Format::kJsonl, "new \"x\"\n"),
            "{ \"n\": 1.0, \"text\" :\"new \\\"x\\\"\\n\" ,\"k\":\"\\ud800\"}\r\n\n");
  EXPECT_EQ(rendered(chunk_of("\xEF\xBB\xBF{\"text\":\"a\"}"), Format::kJsonl, "b"),
            "\xEF\xBB\xBF{\"text\":\"b\"}");
  EXPECT_EQ(rendered(chunk_of("old"), Format::kText, "new\n"), "new\n");
}

TEST(Row, UnchangedTextIsVerbatim) {
  const std::string line = "{\"text\":\"caf\\u00e9 \\/ x\"}\n";
  EXPECT_EQ(rendered(chunk_of(line), Format::kJsonl, "caf\xC3\xA9 / x"), line);
}

TEST(Row, AnEditedTextIsEscapedAsItWas) {
  const std::string begin = "{\"text\":\"";
  // Python, PHP, and another row that escapes nothing.
  EXPECT_EQ(rendered(chunk_of(begin + "caf\\u00e9 a\"}"), Format::kJsonl, "caf\xC3\xA9 \xF0\x9F\x98\x80"),
            begin + "caf\\u00e9 \\ud83d\\ude00\"}");
  EXPECT_EQ(rendered(chunk_of(begin + "1\\/2 a\"}"), Format::kJsonl, "1/2 b"), begin + "1\\/2 b\"}");
  EXPECT_EQ(rendered(chunk_of(begin + "caf\xC3\xA9 a\"}"), Format::kJsonl, "caf\xC3\xA9 b"),
            begin + "caf\xC3\xA9 b\"}");
}

TEST(Row, RenderedWetRecordsReadBack) {
  const std::string digest = "WARC-Block-Digest: sha1:ABC\r\n";
  for (const std::string& fields :
       {digest + "Content-Length: 5\r\n", "Content-Length: 5\r\n" + digest,
        std::string("Content-Length: 5\r\n"),
        "X: y\r\n" + digest + "X: z\r\nContent-Length: 5\r\nQ: r\r\n"}) {
    const std::string head = "WARC-Type: conversion\r\nWARC-Record-ID: <i>\r\n";
    const std::string bytes = warc(head + fields, "Hello");
    EXPECT_EQ(rendered(chunk_of(bytes), Format::kWet, "Hello"), bytes);
    const std::string other(1234, 'z');
    const std::string out = rendered(chunk_of(bytes), Format::kWet, other);
    EXPECT_EQ(rows_of(chunk_of(out), Format::kWet), Lines{"1 i=" + other});
    EXPECT_EQ(out.find("Digest"), std::string::npos);
    std::string expected = bytes;
    if (const size_t at = expected.find(digest); at != std::string::npos) {
      expected.erase(at, digest.size());
    }
    expected.replace(expected.find("Hello"), 5, other);
    expected.replace(expected.find("Length: 5"), 9, "Length: 1234");
    EXPECT_EQ(out, expected);
  }
}

/// Whole way: random documents, every format and compression, through files, chunks, rows, render.
TEST(Row, RoundTripsThroughFiles) {
  const TempDir dir;
  std::mt19937_64 random(21);
  for (const Format format : {Format::kJsonl, Format::kText, Format::kWet}) {
    for (const auto compression : {Compression::kNone, Compression::kGzip, Compression::kZstd}) {
      std::vector<std::string> texts;
      std::string bytes;
      for (int i = 0; i < (format == Format::kText ? 1 : 200); ++i) {
        std::string text;
        for (size_t n = random() % 300; n > 0; --n) {
          static const char* const kParts[] = {"word ",    "\n", "\"",          "\\",
                                               "\xC3\xA9", "\t", "WARC/1.0\r\n"};
          text += kParts[random() % 7];
        }
        if (format == Format::kText) {
          bytes = text;
        } else if (format == Format::kWet) {
          bytes += warc(
              "WARC-Type: conversion\r\nContent-Length: " + std::to_string(text.size()) + "\r\n",
              text);
        } else {
          bytes += "{\"n\":" + std::to_string(i) + ",\"text\":";
          append_json_string(bytes, text);
          bytes += "}\n";
        }
        texts.push_back(text);
      }
      std::string packed;
      ASSERT_TRUE(compress_chunk(format, compression, 0, bytes, packed).ok());
      const auto file = input_of(dir.put("in", packed), format, compression);
      const auto read = read_chunks(file, {.target_bytes = 4000});
      ASSERT_EQ(read.error, "");
      const RowOptions options;
      size_t n = 0;
      std::string unchanged;
      for (const Chunk& chunk : read.chunks) {
        RowReader reader(file, chunk, options);
        Row row;
        while (reader.next(row)) {
          ASSERT_FALSE(row.error) << row.error->reason;
          ASSERT_EQ(row.doc.text, texts.at(n++));
          render_row(row, row.doc.text, unchanged);
          std::string changed;
          render_row(row, row.doc.text + "!", changed);
          const Chunk again = chunk_of(changed);
          RowReader second(file, again, options);
          Row other;
          ASSERT_TRUE(second.next(other));
          ASSERT_FALSE(other.error) << other.error->reason;
          ASSERT_EQ(other.doc.text, row.doc.text + "!");
          ASSERT_EQ(other.raw, changed);
        }
      }
      ASSERT_EQ(n, texts.size());
      ASSERT_EQ(unchanged, bytes);
    }
  }
}

}  // namespace
}  // namespace lauter
