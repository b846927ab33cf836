#include "io/parquet/parquet_groups.h"

#include <gtest/gtest.h>

#include <functional>

#include "io/parquet/parquet_footer.h"
#include "io/parquet/thrift_test_support.h"
#include "io/test_support.h"

namespace lauter::internal {
namespace {

using lauter::test::TempDir;
using test::Struct;
using test::thrift_text;

constexpr int64_t kGzipCodec = 2;

/// What the footer of a file of two columns says, to be changed by a test.
struct Claims {
  int64_t text_begin = 0, text_size = 0;
  int64_t other_begin = 0, other_size = 0;
  int64_t text_type = 6, text_repetition = 1, text_codec = kGzipCodec;
  std::string file_path{};
};

std::string column(const std::string& name, int64_t type, int64_t codec, int64_t begin,
                   int64_t size, const std::string& file_path) {
  const std::string meta = Struct()
                               .integer(1, type, ThriftType::kI32)
                               .list(3, {thrift_text(name)}, ThriftType::kBinary)
                               .integer(4, codec, ThriftType::kI32)
                               .integer(5, 2)
                               .integer(6, 1000)
                               .integer(7, size)
                               .integer(9, begin)
                               .integer(14, 77)  // a Bloom filter, which stays behind
                               .end();
  Struct column;
  if (!file_path.empty()) column.text(1, file_path);
  return column.integer(2, begin).child(3, meta).integer(4, 99).end();
}

std::string footer_of(const Claims& claims) {
  const std::string group =
      Struct()
          .list(1, {column("n", 6, kGzipCodec, claims.other_begin, claims.other_size, ""),
                    column("text", claims.text_type, claims.text_codec, claims.text_begin,
                           claims.text_size, claims.file_path)})
          .integer(2, 2000)
          .integer(3, 2)
          .end();
  return Struct()
      .integer(1, 1, ThriftType::kI32)
      .list(2, {Struct().text(4, "schema").integer(5, 2, ThriftType::kI32).end(),
                Struct().integer(1, 6, ThriftType::kI32).text(4, "n").end(),
                Struct()
                    .integer(1, claims.text_type, ThriftType::kI32)
                    .integer(3, claims.text_repetition, ThriftType::kI32)
                    .text(4, "text")
                    .end()})
      .integer(3, 2)
      .list(4, {group})
      .end();
}

class Groups : public ::testing::Test {
 protected:
  Groups() {
    std::string pages = "PAR1";
    claims_.other_begin = 4;
    pages += column_bytes({"1", "22"}, 0);
    claims_.other_size = static_cast<int64_t>(pages.size()) - 4;
    claims_.text_begin = static_cast<int64_t>(pages.size());
    pages += column_bytes({"hello", "world"}, 1);
    claims_.text_size = static_cast<int64_t>(pages.size()) - claims_.text_begin;
    pages_ = pages;
  }

  std::string column_bytes(const std::vector<std::string>& texts, int level) const {
    auto file = AppendFile::open(folder_ / "column");
    EXPECT_TRUE(file.ok());
    TextColumn column(*file, PageCodec(kGzipCodec), level);
    for (const std::string& text : texts) EXPECT_TRUE(column.add(text).ok());
    const auto size = column.finish();
    EXPECT_EQ(size->n_texts, texts.size());
    EXPECT_EQ(size->bytes, file->size_bytes());
    EXPECT_TRUE(file->commit_unsynced().ok());
    return *read_file(folder_ / "column");
  }

  /// The file with what its footer claims after `change`.
  std::optional<ParquetGroups> open(const std::function<void(Claims&)>& change = [](Claims&) {}) {
    Claims claims = claims_;
    change(claims);
    const std::string footer = footer_of(claims);
    std::string size(4, '\0');
    for (unsigned i = 0; i < 4; ++i) size[i] = static_cast<char>(footer.size() >> (8 * i));
    const std::string path = folder_.put("x.parquet", pages_ + footer + size + "PAR1");
    auto groups = ParquetGroups::open(path);
    EXPECT_TRUE(groups.ok());
    if (*groups && !*(*groups)->pages_fill_columns(path)) return std::nullopt;
    return std::move(*groups);
  }

  TempDir folder_;
  std::string pages_;
  Claims claims_;
};

TEST_F(Groups, ColumnsAreFoundWhereTheyStand) {
  const auto groups = open();
  ASSERT_TRUE(groups);
  const auto text = groups->flat_column({"text"});
  ASSERT_TRUE(text);
  EXPECT_EQ(text->index, 1U);
  EXPECT_EQ(text->level, 1);
  EXPECT_EQ(text->physical_type, 6);
  EXPECT_EQ(groups->flat_column({"n"})->level, 0);
  EXPECT_FALSE(groups->flat_column({"none"}));
  EXPECT_EQ(groups->n_rows(0), 2U);
  EXPECT_EQ(groups->columns(0)[1].codec, kGzipCodec);
  ASSERT_EQ(groups->columns(0).size(), 2U);
  EXPECT_EQ(groups->columns(0)[0].begin, 4U);
  EXPECT_EQ(groups->columns(0)[1].begin + groups->columns(0)[1].size, pages_.size());
}

TEST_F(Groups, ColumnsInNewPlacesAreFoundThere) {
  const auto groups = open();
  ASSERT_TRUE(groups);
  // Both columns, the text anew, 1,000 bytes later; then from their own footer back again.
  const std::string text = column_bytes({"other", "texts", "now"}, 1);
  const std::string gap(1000, 'x');
  const uint64_t begin = gap.size() + 4;
  const auto other_size = static_cast<uint64_t>(claims_.other_size);
  const std::string group = groups->row_group(
      0, {begin, begin + other_size},
      ParquetGroups::NewText{1, {.n_texts = 3, .bytes = text.size(), .raw_bytes = 44}});
  const std::string footer = groups->footer(group + group, 2);
  const auto parsed = parse_parquet_footer(footer, {"text"});
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->group_rows, (std::vector<uint64_t>{2, 2}));
  EXPECT_EQ(parsed->codec, kGzipCodec);
  EXPECT_EQ(footer.find(static_cast<char>(77 * 2)), std::string::npos)
      << "the Bloom filter's place";
  std::string size(4, '\0');
  for (unsigned i = 0; i < 4; ++i) size[i] = static_cast<char>(footer.size() >> (8 * i));
  const std::string other = pages_.substr(4, other_size);
  const std::string file = "PAR1" + gap + other + text + footer + size + "PAR1";
  const auto again = ParquetGroups::open(folder_.put("y.parquet", file));
  ASSERT_TRUE(again.ok());
  ASSERT_TRUE(*again);
  for (const size_t i : {0, 1}) {
    const auto& columns = (*again)->columns(i);
    EXPECT_EQ(file.substr(columns[0].begin, columns[0].size), other);
    EXPECT_EQ(file.substr(columns[1].begin, columns[1].size), text);
  }
}

TEST_F(Groups, WhatIsNotAsTheFormatSaysIsNotTakenOver) {
  EXPECT_FALSE(open([](Claims& c) { c.text_size += 1; }));
  EXPECT_FALSE(open([](Claims& c) { c.text_size -= 1; }));
  EXPECT_FALSE(open([](Claims& c) { c.other_size -= 10; }));
  EXPECT_FALSE(open([](Claims& c) { c.other_size += 3; }));
  EXPECT_FALSE(open([](Claims& c) { c.text_begin += 1 << 20; }));
  EXPECT_FALSE(open([](Claims& c) { c.text_begin = 0; }));
  EXPECT_FALSE(open([](Claims& c) { c.text_size = -5; }));
  EXPECT_FALSE(open([](Claims& c) { c.text_repetition = 2; })->flat_column({"text"}));
  EXPECT_FALSE(open([](Claims& c) { c.file_path = "elsewhere"; }));
}

}  // namespace
}  // namespace lauter::internal
