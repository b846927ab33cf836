/// Field numbers of parquet-format's parquet.thrift, as far as they are looked at. Internal to
/// src/io/parquet.
#pragma once

#include <cstdint>

namespace lauter::internal::fields {

// struct FileMetaData
enum File { kVersion = 1, kSchema, kNumRows, kRowGroups, kKeyValues, kCreatedBy, kColumnOrders };
// struct SchemaElement
enum Schema {
  kPhysicalType = 1,
  kRepetition = 3,
  kName = 4,
  kNumChildren = 5,
  kConvertedType = 6,
  kFieldId = 9,
  kLogicalType = 10
};
// struct RowGroup
enum Group {
  kColumns = 1,
  kGroupRawBytes = 2,
  kGroupRows = 3,
  kSortingColumns = 4,
  kGroupOffset = 5,
  kGroupBytes = 6,
  kOrdinal = 7
};
// struct ColumnChunk
enum Column {
  kFilePath = 1,
  kFileOffset = 2,
  kMetaData = 3,
  kOffsetIndexOffset = 4,
  kColumnIndexLength = 7,
  kColumnIndexOffset = 6,
  kCryptoMetaData = 8
};
// struct ColumnMetaData
enum Meta {
  kType = 1,
  kEncodings = 2,
  kPathInSchema = 3,
  kCodec = 4,
  kNumValues = 5,
  kRawBytes = 6,
  kBytes = 7,
  kDataPage = 9,
  kIndexPage = 10,
  kDictionaryPage = 11,
  kStatistics = 12,
  kBloomFilter = 14,
  kBloomFilterLength = 15
};
// struct Statistics
enum Statistics { kNullCount = 3 };
// struct PageHeader; DataPageHeader, DictionaryPageHeader, DataPageHeaderV2
enum Page {
  kPageType = 1,
  kPageRawBytes = 2,
  kPageBytes = 3,
  kDataPageHeader = 5,
  kDictionaryPageHeader = 7,
  kDataPageHeaderV2 = 8
};
enum DataPage { kPageValues = 1, kEncoding = 2, kDefinitionEncoding = 3, kRepetitionEncoding = 4 };
enum DataPageV2 { kEncodingV2 = 4, kDefinitionBytes = 5, kRepetitionBytes = 6, kIsCompressed = 7 };

// enum Type, PageType, FieldRepetitionType, Encoding, CompressionCodec
inline constexpr int64_t kInt32 = 1;
inline constexpr int64_t kInt64 = 2;
inline constexpr int64_t kByteArray = 6;
inline constexpr int64_t kDataPageType = 0;
inline constexpr int64_t kDictionaryPageType = 2;
inline constexpr int64_t kDataPageV2Type = 3;
inline constexpr int64_t kOptional = 1;
inline constexpr int64_t kRepeated = 2;
inline constexpr int64_t kPlain = 0;
inline constexpr int64_t kPlainDictionary = 2;
inline constexpr int64_t kRunLengths = 3;
inline constexpr int64_t kDictionary = 8;
inline constexpr int64_t kUncompressed = 0;
inline constexpr int64_t kSnappy = 1;
inline constexpr int64_t kGzip = 2;
inline constexpr int64_t kZstd = 6;

}  // namespace lauter::internal::fields
