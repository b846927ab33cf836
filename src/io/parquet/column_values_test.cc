#include "io/parquet/column_values.h"

#include <gtest/gtest.h>

#include <random>

#include "io/files/system.h"
#include "io/parquet/parquet_fields.h"
#include "io/parquet/text_column.h"
#include "io/parquet/thrift_test_support.h"
#include "io/test_support.h"

namespace lauter::internal {
namespace {

using lauter::test::TempDir;
using test::Struct;

using Values = std::vector<std::optional<std::string>>;

std::string size_of(size_t size) {
  std::string bytes;
  for (unsigned i = 0; i < 4; ++i) bytes += static_cast<char>(size >> (8 * i));
  return bytes;
}

std::string plain(const std::vector<std::string>& texts) {
  std::string bytes;
  for (const std::string& text : texts) bytes += size_of(text.size()) + text;
  return bytes;
}

std::string page(int64_t type, const std::string& body, int header, const Struct& inner) {
  return Struct()
             .integer(fields::kPageType, type, ThriftType::kI32)
             .integer(fields::kPageRawBytes, static_cast<int64_t>(body.size()), ThriftType::kI32)
             .integer(fields::kPageBytes, static_cast<int64_t>(body.size()), ThriftType::kI32)
             .child(header, inner.end())
             .end() +
         body;
}

std::string data_page(int64_t n, int64_t encoding, const std::string& body) {
  return page(fields::kDataPageType, body, fields::kDataPageHeader,
              Struct()
                  .integer(fields::kPageValues, n, ThriftType::kI32)
                  .integer(fields::kEncoding, encoding, ThriftType::kI32)
                  .integer(fields::kDefinitionEncoding, fields::kRunLengths, ThriftType::kI32));
}

std::string data_page_v2(int64_t n, int64_t encoding, const std::string& levels,
                         const std::string& values) {
  return page(
      fields::kDataPageV2Type, levels + values, fields::kDataPageHeaderV2,
      Struct()
          .integer(fields::kPageValues, n, ThriftType::kI32)
          .integer(fields::kEncodingV2, encoding, ThriftType::kI32)
          .integer(fields::kDefinitionBytes, static_cast<int64_t>(levels.size()), ThriftType::kI32)
          .flag(fields::kIsCompressed, false));
}

std::string dictionary_page(int64_t n, const std::string& body) {
  return page(fields::kDictionaryPageType, body, fields::kDictionaryPageHeader,
              Struct().integer(fields::kPageValues, n, ThriftType::kI32));
}

class Columns : public ::testing::Test {
 protected:
  /// The values of a column that is these bytes, or what went wrong.
  Result<Values> read(const std::string& bytes, FlatColumn column, size_t n, int64_t codec = 0) {
    const auto fd = open_for_reading(folder_.put("column", "1234567" + bytes));
    ColumnValues values(fd->get(), column,
                        {.begin = 7, .size = bytes.size(), .raw_size = 1 << 28, .codec = codec});
    Values all;
    for (size_t i = 0; i < n; ++i) {
      LAUTER_ASSIGN(const auto value, values.next());
      all.push_back(value ? std::optional<std::string>(*value) : std::nullopt);
    }
    return all;
  }
  Values values(const std::string& bytes, FlatColumn column, size_t n, int64_t codec = 0) {
    auto all = read(bytes, column, n, codec);
    EXPECT_TRUE(all.ok()) << all.error().message;
    return all.ok() ? *all : Values();
  }

  TempDir folder_;
};

constexpr FlatColumn kTexts{.level = 1, .physical_type = fields::kByteArray};

TEST_F(Columns, WrittenTextsAreReadInEveryCodec) {
  std::mt19937 random(1);
  Values expected;
  for (int i = 0; i < 3000; ++i) {
    expected.emplace_back(std::string(random() % 3000, static_cast<char>('a' + random() % 26)));
  }
  for (const int64_t codec :
       {fields::kUncompressed, fields::kSnappy, fields::kGzip, fields::kZstd}) {
    for (const int level : {0, 1, 3}) {
      auto file = AppendFile::open(folder_ / "written");
      TextColumn column(*file, PageCodec(codec), level);
      for (const auto& text : expected) ASSERT_TRUE(column.add(*text).ok());
      const auto size = column.finish();
      ASSERT_TRUE(file->commit_unsynced().ok());
      EXPECT_EQ(size->n_texts, expected.size());
      const std::string bytes = *read_file(folder_ / "written");
      EXPECT_EQ(bytes.size(), size->bytes);
      EXPECT_GT(size->raw_bytes, size_t{4} << 20) << "several pages";
      EXPECT_EQ(values(bytes, {.level = level, .physical_type = fields::kByteArray}, 3000, codec),
                expected);
    }
  }
}

TEST_F(Columns, NullsDictionariesAndBothKindsOfPages) {
  // Levels: three values, two nulls by a run; then eight by bits: 1 0 1 1 0 0 0 1.
  const std::string levels = std::string("\x06\x01\x04\x00\x03", 5) + static_cast<char>(0x8D);
  const std::string framed = size_of(levels.size()) + levels;
  const std::string dictionary = dictionary_page(3, plain({"zero", "one", ""}));
  // Indices of two bits: a run of three times 1, then packed 2 1 0 2 1 0 0 0.
  const std::string indices = std::string("\x02\x06\x01\x03", 4) + static_cast<char>(0x86) + '\x01';
  const Values expected{"one", "one",  "one",        std::nullopt, std::nullopt, "", std::nullopt,
                        "one", "zero", std::nullopt, std::nullopt, std::nullopt, ""};
  EXPECT_EQ(values(dictionary + data_page(13, fields::kDictionary, framed + indices), kTexts, 13),
            expected);
  EXPECT_EQ(
      values(dictionary + data_page_v2(13, fields::kPlainDictionary, levels, indices), kTexts, 13),
      expected);
  const Values again{"a", "b", "c",          std::nullopt, std::nullopt, "d", std::nullopt,
                     "e", "f", std::nullopt, std::nullopt, std::nullopt, "g"};
  const std::string plain_page =
      data_page(13, fields::kPlain, framed + plain({"a", "b", "c", "d", "e", "f", "g"}));
  EXPECT_EQ(values(plain_page, kTexts, 13), again);
  EXPECT_FALSE(read(plain_page, kTexts, 14).ok()) << "no row more than there is";
}

TEST_F(Columns, NumbersAreDecimals) {
  std::string narrow, wide;
  for (const int32_t n : {0, -1, INT32_MAX}) narrow.append(reinterpret_cast<const char*>(&n), 4);
  for (const int64_t n : {INT64_MIN, int64_t{7}}) wide.append(reinterpret_cast<const char*>(&n), 8);
  EXPECT_EQ(values(data_page(3, 0, narrow), {.physical_type = fields::kInt32}, 3),
            (Values{"0", "-1", "2147483647"}));
  EXPECT_EQ(values(data_page(2, 0, wide), {.physical_type = fields::kInt64}, 2),
            (Values{"-9223372036854775808", "7"}));
}

TEST_F(Columns, WhatCannotBeReadIsKnownBefore) {
  const FlatColumn decimals{.physical_type = 7};  // FIXED_LEN_BYTE_ARRAY
  EXPECT_TRUE(ColumnValues::can_read(kTexts, {.codec = 6, .encodings = 0b100001101}));
  EXPECT_FALSE(ColumnValues::can_read(kTexts, {.codec = 6, .encodings = 1U << 6})) << "deltas";
  EXPECT_FALSE(ColumnValues::can_read(kTexts, {.codec = 4})) << "Brotli";
  EXPECT_FALSE(ColumnValues::can_read(decimals, {}));
}

TEST_F(Columns, BrokenPagesAreErrorsAndEndSoon) {
  const std::string levels = std::string("\x1a\x01", 2);
  const std::string indices = std::string("\x02\x06\x01\x05\x86\x01\x86\x01", 8);
  const std::string good =
      dictionary_page(3, plain({"zero", "one", "two"})) +
      data_page(13, fields::kDictionary, size_of(2) + levels + indices) +
      data_page_v2(2, fields::kPlain, std::string("\x04\x01", 2), plain({"x", "y"}));
  ASSERT_EQ(values(good, kTexts, 15).size(), 15U);
  for (size_t size = 0; size < good.size(); ++size) {
    EXPECT_FALSE(read(good.substr(0, size), kTexts, 15).ok()) << size;
  }
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    std::string changed = good;
    for (int flips = 0; flips < 2; ++flips) {
      changed[random() % changed.size()] = static_cast<char>(random());
    }
    (void)read(changed, kTexts, 15);  // whatever comes of it; sanitizers look on
  }
}

}  // namespace
}  // namespace lauter::internal
