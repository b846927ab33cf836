#include "io/parquet/parquet_footer.h"

#include <gtest/gtest.h>

#include <random>

#include "io/parquet/thrift_test_support.h"

namespace lauter::internal {
namespace {

using test::Struct;

std::string group(int64_t begin, int64_t rows, int64_t codec) {
  const std::string meta =
      Struct()
          .list(3, {test::thrift_text("meta"), test::thrift_text("text")}, ThriftType::kBinary)
          .integer(4, codec, ThriftType::kI32)
          .integer(9, begin + 10)
          .integer(11, begin)
          .integer(14, begin + 50)
          .end();
  const std::string column = Struct().integer(2, 0).child(3, meta).integer(4, begin + 60).end();
  return Struct()
      .list(1, {column})
      .integer(2, 123)
      .integer(3, rows)
      .integer(5, begin)
      .integer(7, 0, ThriftType::kI16)
      .end();
}

std::string footer(const std::vector<std::string>& groups, int64_t rows, int64_t field_id,
                   const std::string& key) {
  const std::string millis = Struct().child(1, Struct().end()).end();
  const std::string stamp = Struct().flag(1, false).child(2, millis).end();
  Struct text;
  text.text(4, "text");
  if (field_id >= 0) text.integer(9, field_id, ThriftType::kI32);
  Struct all;
  all.integer(1, 1, ThriftType::kI32)
      .list(2, {Struct().text(4, "schema").integer(5, 2, ThriftType::kI32).end(),
                Struct().text(4, "meta").integer(5, 1, ThriftType::kI32).end(), text.end(),
                Struct().text(4, "when").child(10, Struct().child(8, stamp).end()).end()})
      .integer(3, rows)
      .list(4, groups);
  if (!key.empty()) all.list(5, {Struct().text(1, key).text(2, "value").end()});
  return all.text(6, "maker").end();
}

TEST(ParquetFooter, ReadsGroupsCodecAndSchema) {
  const auto read = parse_parquet_footer(footer({group(4, 100, 6), group(104, 20, 6)}, 120, 7, "k"),
                                         {"meta", "text"});
  ASSERT_TRUE(read.ok()) << read.error().message;
  EXPECT_EQ(read->group_rows, (std::vector<uint64_t>{100, 20}));
  EXPECT_EQ(read->codec, 6);
  ASSERT_EQ(read->schema.size(), 4U);
  EXPECT_EQ(read->schema[2].path, (std::vector<std::string>{"meta", "text"}));
  EXPECT_EQ(read->schema[2].field_id, 7);
  EXPECT_FALSE(read->schema[2].is_millis);
  EXPECT_EQ(read->schema[3].path, std::vector<std::string>{"when"});
  EXPECT_TRUE(read->schema[3].is_millis);
  EXPECT_NE(read->key_values.find("value"), std::string::npos);
}

TEST(ParquetFooter, JoinedGroupsStandWhereTheirBytesAre) {
  ParquetFooterJoin join;
  for (int64_t i = 0; i < 20; ++i) {
    ASSERT_TRUE(join.add(footer({group(4, 10 + i, 2)}, 10 + i, -1, ""), 1000 * i).ok());
  }
  const auto original = parse_parquet_footer(footer({}, 0, 42, "pandas"), {});
  ASSERT_TRUE(original.ok());
  const auto joined = join.finish(*original);
  ASSERT_TRUE(joined.ok()) << joined.error().message;
  // The same footer made at once, from groups that were written where they stand.
  std::vector<std::string> groups;
  int64_t rows = 0;
  for (int64_t i = 0; i < 20; ++i) {
    std::string at = group(4 + 1000 * i, 10 + i, 2);
    at[at.size() - 2] = static_cast<char>(2 * i);  // the ordinal, in zigzag
    groups.push_back(at);
    rows += 10 + i;
  }
  EXPECT_EQ(*joined, footer(groups, rows, 42, "pandas"));
}

TEST(ParquetFooter, AnotherSchemaIsRefused) {
  ParquetFooterJoin join;
  ASSERT_TRUE(join.add(footer({group(4, 1, 0)}, 1, -1, ""), 0).ok());
  EXPECT_EQ(join.add(footer({group(4, 1, 0)}, 1, 3, ""), 100).error().code, ErrorCode::kInternal);
}

TEST(ParquetFooter, BrokenBytesAreAnErrorAndEndSoon) {
  const std::string whole = footer({group(4, 100, 6), group(104, 20, 6)}, 120, 7, "k");
  for (size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(parse_parquet_footer(whole.substr(0, size), {"meta"}).ok()) << size;
  }
  std::mt19937 random(1);
  for (int i = 0; i < 20000; ++i) {
    std::string bytes = whole;
    for (int flips = 0; flips < 3; ++flips) {
      bytes[random() % bytes.size()] = static_cast<char>(random());
    }
    // Whatever comes of it; sanitizers and the test's time limit look on.
    ParquetFooterJoin join;
    if (join.add(bytes, 5).ok()) (void)join.finish({}).ok();
    (void)parse_parquet_footer(bytes, {"meta", "text"}).ok();
  }
}

TEST(ThriftBytes, IntegersOfAllSizes) {
  for (const int64_t value : {int64_t{0}, int64_t{-1}, int64_t{63}, int64_t{64}, int64_t{1} << 40,
                              INT64_MAX, INT64_MIN}) {
    std::string bytes;
    append_thrift_integer(bytes, value);
    ThriftReader reader(bytes);
    EXPECT_EQ(reader.integer(), value);
    EXPECT_TRUE(reader.ok());
    EXPECT_EQ(reader.at(), bytes.size());
  }
}

}  // namespace
}  // namespace lauter::internal
