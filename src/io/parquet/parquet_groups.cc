#include "io/parquet/parquet_groups.h"

#include <algorithm>
#include <utility>

#include "io/files/files.h"
#include "io/files/system.h"
#include "io/parquet/parquet_fields.h"
#include "io/parquet/parquet_footer.h"
#include "io/parquet/thrift_bytes.h"

namespace lauter::internal {
namespace {

/// Where a page begins, so much is read: more than nearly every header.
constexpr size_t kPageHeaderBytes = 4096;
constexpr size_t kMaxPageHeader = size_t{1} << 18;

/// Size of a page with its header, which `bytes` begin with; 0 if they hold no whole header.
uint64_t page_size(std::string_view bytes) {
  ThriftReader reader(bytes);
  ThriftField field;
  int64_t size = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kPageBytes) {
      size = reader.integer();
    } else {
      reader.value(field.type);
    }
  }
  return reader.ok() && size >= 0 ? reader.at() + static_cast<uint64_t>(size) : 0;
}

Result<bool> pages_fill(int fd, const ColumnBytes& column, const std::string& name) {
  const uint64_t end = column.begin + column.size;
  std::string head;
  for (uint64_t at = column.begin; at < end;) {
    uint64_t size = 0;
    for (const size_t want : {kPageHeaderBytes, kMaxPageHeader}) {
      head.resize(std::min<uint64_t>(want, end - at));
      LAUTER_ASSIGN(const size_t got, read_at(fd, head.data(), head.size(), at, name));
      size = got == head.size() ? page_size(head) : 0;
      if (size > 0 || head.size() < want) break;
    }
    if (size == 0 || size > end - at) return false;
    at += size;
  }
  return true;
}

void append_i64_field(std::string& out, int& previous, int id, uint64_t value) {
  append_thrift_field(out, previous, id, ThriftType::kI64);
  append_thrift_integer(out, static_cast<int64_t>(value));
}

/// The ColumnMetaData of a column whose bytes stand `shift` later. Its Bloom filter stays behind.
void append_moved_meta(ThriftReader& reader, int64_t shift, std::string& out) {
  ThriftField field;
  int previous = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kBloomFilter || field.id == fields::kBloomFilterLength) {
      reader.value(field.type);
    } else if (field.id == fields::kDataPage || field.id == fields::kIndexPage ||
               field.id == fields::kDictionaryPage) {
      const int64_t at = reader.integer();
      append_thrift_field(out, previous, field.id, field.type);
      append_thrift_integer(out, at > 0 ? at + shift : at);
    } else {
      append_thrift_field(out, previous, field.id, field.type);
      out += reader.value(field.type);
    }
  }
  append_thrift_stop(out);
}

/// The ColumnChunk of such a column. The indices of its pages stay behind.
void append_moved_column(std::string_view bytes, int64_t shift, std::string& out) {
  ThriftReader reader(bytes);
  ThriftField field;
  int previous = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kMetaData) {
      append_thrift_field(out, previous, field.id, field.type);
      append_moved_meta(reader, shift, out);
    } else if (field.id == fields::kFileOffset) {
      // Of what stands there, writers have different ideas; it is deprecated, and 0 is allowed.
      reader.value(field.type);
      append_i64_field(out, previous, field.id, 0);
    } else if (field.id >= fields::kOffsetIndexOffset && field.id <= fields::kColumnIndexLength) {
      reader.value(field.type);
    } else {
      append_thrift_field(out, previous, field.id, field.type);
      out += reader.value(field.type);
    }
  }
  append_thrift_stop(out);
}

/// The ColumnChunk of a new text.
void append_text_column(const TextColumnSize& size, const ColumnBytes& old, uint64_t begin,
                        std::string& out) {
  int previous = 0;
  append_i64_field(out, previous, fields::kFileOffset, 0);
  append_thrift_field(out, previous, fields::kMetaData, ThriftType::kStruct);
  int inner = 0;
  append_thrift_field(out, inner, fields::kType, ThriftType::kI32);
  append_thrift_integer(out, fields::kByteArray);
  append_thrift_field(out, inner, fields::kEncodings, ThriftType::kList);
  append_thrift_list(out, ThriftType::kI32, 2);
  append_thrift_integer(out, fields::kPlain);
  append_thrift_integer(out, fields::kRunLengths);
  append_thrift_field(out, inner, fields::kPathInSchema, ThriftType::kList);
  out += old.path;
  append_thrift_field(out, inner, fields::kCodec, ThriftType::kI32);
  append_thrift_integer(out, old.codec);
  append_i64_field(out, inner, fields::kNumValues, size.n_texts);
  append_i64_field(out, inner, fields::kRawBytes, size.raw_bytes);
  append_i64_field(out, inner, fields::kBytes, size.bytes);
  append_i64_field(out, inner, fields::kDataPage, begin);
  append_thrift_field(out, inner, fields::kStatistics, ThriftType::kStruct);
  int statistics = 0;
  append_i64_field(out, statistics, fields::kNullCount, 0);
  append_thrift_stop(out);
  append_thrift_stop(out);
  append_thrift_stop(out);
}

/// A ColumnChunk of a file whose footer begins at `end`.
std::optional<ColumnBytes> read_column(std::string_view bytes, uint64_t end) {
  ThriftReader reader(bytes);
  ThriftField field;
  std::string_view meta;
  while (reader.next_field(field)) {
    if (field.id == fields::kFilePath || field.id >= fields::kCryptoMetaData) return std::nullopt;
    const std::string_view value = reader.value(field.type);
    if (field.id == fields::kMetaData && field.type == ThriftType::kStruct) meta = value;
  }
  if (!reader.ok()) return std::nullopt;
  ThriftReader inside(meta);
  ThriftField of;
  ColumnBytes column;
  int64_t raw_size = -1, size = -1, begin = INT64_MAX;
  while (inside.next_field(of)) {
    if (of.id == fields::kPathInSchema) {
      column.path = inside.value(of.type);
    } else if (of.id == fields::kEncodings && of.type == ThriftType::kList) {
      const ThriftReader::List list = inside.list();
      for (uint64_t i = 0; i < list.size && inside.ok(); ++i) {
        column.encodings |= 1U << (static_cast<uint64_t>(inside.integer()) % 32);
      }
    } else if (of.id == fields::kCodec) {
      column.codec = inside.integer();
    } else if (of.id == fields::kRawBytes) {
      raw_size = inside.integer();
    } else if (of.id == fields::kBytes) {
      size = inside.integer();
    } else if (of.id == fields::kDataPage || of.id == fields::kIndexPage ||
               of.id == fields::kDictionaryPage) {
      // Some write 0 for one that is not there.
      if (const int64_t at = inside.integer(); at > 0) begin = std::min(begin, at);
    } else {
      inside.value(of.type);
    }
  }
  const auto last = static_cast<int64_t>(end);
  if (size == 0) begin = 0;
  if (!inside.ok() || raw_size < 0 || size < 0 || begin > last || size > last - begin) {
    return std::nullopt;
  }
  column.begin = static_cast<uint64_t>(begin);
  column.size = static_cast<uint64_t>(size);
  column.raw_size = static_cast<uint64_t>(raw_size);
  return column;
}

}  // namespace

Result<std::optional<ParquetGroups>> ParquetGroups::open(const std::string& place) {
  LAUTER_ASSIGN(ParquetFooterBytes bytes, read_parquet_footer_bytes(place));
  ParquetGroups groups;
  groups.footer_ = std::make_unique<const std::string>(std::move(bytes.bytes));
  ThriftReader reader(*groups.footer_);
  ThriftField field;
  while (reader.next_field(field)) {
    if (field.id == fields::kSchema && field.type == ThriftType::kList) {
      auto schema = read_parquet_schema(reader.value(field.type));
      if (!schema.ok()) return std::optional<ParquetGroups>();
      groups.schema_ = std::move(*schema);
    } else if (field.id == fields::kRowGroups && field.type == ThriftType::kList) {
      const ThriftReader::List list = reader.list();
      for (uint64_t i = 0; i < list.size && reader.ok(); ++i) {
        if (!groups.read_group(reader.value(list.type), bytes.begin)) {
          return std::optional<ParquetGroups>();
        }
      }
    } else {
      reader.value(field.type);
    }
  }
  if (!reader.ok()) return std::optional<ParquetGroups>();
  const auto n_leaves = std::ranges::count_if(groups.schema_, &ParquetSchemaNode::is_leaf);
  for (const Group& group : groups.groups_) {
    if (std::ssize(group.columns) != n_leaves) return std::optional<ParquetGroups>();
  }
  return std::optional(std::move(groups));
}

Result<bool> ParquetGroups::pages_fill_columns(const std::string& place) const {
  LAUTER_ASSIGN(const Fd fd, open_for_reading(place));
  for (const Group& group : groups_) {
    for (const ColumnBytes& column : group.columns) {
      LAUTER_ASSIGN(const bool is_whole, pages_fill(fd.get(), column, place));
      if (!is_whole) return false;
    }
  }
  return true;
}

std::optional<FlatColumn> ParquetGroups::flat_column(const std::vector<std::string>& path) const {
  std::optional<FlatColumn> found;
  int level = 0;
  size_t index = 0;
  for (const ParquetSchemaNode& node : schema_) {
    const bool is_above = !node.path.empty() && node.path.size() <= path.size() &&
                          std::equal(node.path.begin(), node.path.end(), path.begin());
    if (is_above) {
      if (node.repetition == fields::kRepeated) return std::nullopt;
      if (node.repetition == fields::kOptional) ++level;
    }
    if (!node.is_leaf) continue;
    if (is_above && node.path.size() == path.size()) {
      if (found) return std::nullopt;
      found = FlatColumn{.index = index, .level = level, .physical_type = node.physical_type};
    }
    ++index;
  }
  return found;
}

bool ParquetGroups::read_group(std::string_view bytes, uint64_t end) {
  Group& group = groups_.emplace_back(Group{.bytes = bytes});
  ThriftReader reader(bytes);
  ThriftField field;
  while (reader.next_field(field)) {
    if (field.id == fields::kColumns && field.type == ThriftType::kList) {
      const ThriftReader::List list = reader.list();
      for (uint64_t i = 0; i < list.size && reader.ok(); ++i) {
        const auto column = read_column(reader.value(list.type), end);
        if (!column) return false;
        group.columns.push_back(*column);
      }
    } else if (field.id == fields::kGroupRows) {
      group.n_rows = static_cast<uint64_t>(reader.integer());
    } else {
      reader.value(field.type);
    }
  }
  return reader.ok();
}

std::string ParquetGroups::row_group(size_t group, const std::vector<uint64_t>& begins,
                                     const std::optional<NewText>& text) const {
  const auto& [bytes, n_rows, columns] = groups_[group];
  ThriftReader reader(bytes);
  ThriftField field;
  int previous = 0;
  std::string out;
  while (reader.next_field(field)) {
    // A new text is in no order that is known.
    if (field.id == fields::kSortingColumns && text) {
      reader.value(field.type);
      continue;
    }
    append_thrift_field(out, previous, field.id, field.type);
    if (field.id == fields::kColumns) {
      const ThriftReader::List list = reader.list();
      append_thrift_list(out, list.type, list.size);
      for (size_t i = 0; i < columns.size(); ++i) {
        const std::string_view column = reader.value(list.type);
        if (text && i == text->index) {
          append_text_column(text->size, columns[i], begins[i], out);
        } else {
          append_moved_column(column, static_cast<int64_t>(begins[i] - columns[i].begin), out);
        }
      }
    } else if (field.id == fields::kGroupRawBytes) {
      const auto raw_bytes = static_cast<uint64_t>(reader.integer());
      append_thrift_integer(
          out,
          static_cast<int64_t>(
              text ? raw_bytes - columns[text->index].raw_size + text->size.raw_bytes : raw_bytes));
    } else if (field.id == fields::kGroupOffset) {
      reader.integer();
      append_thrift_integer(out, static_cast<int64_t>(begins.front()));
    } else if (field.id == fields::kGroupBytes) {
      const auto all = static_cast<uint64_t>(reader.integer());
      append_thrift_integer(
          out,
          static_cast<int64_t>(text ? all - columns[text->index].size + text->size.bytes : all));
    } else {
      out += reader.value(field.type);
    }
  }
  append_thrift_stop(out);
  return out;
}

std::string ParquetGroups::footer(std::string_view row_groups, size_t n_groups) const {
  ThriftReader reader(*footer_);
  ThriftField field;
  int previous = 0;
  std::string out;
  while (reader.next_field(field)) {
    append_thrift_field(out, previous, field.id, field.type);
    const std::string_view value = reader.value(field.type);
    if (field.id == fields::kRowGroups) {
      append_thrift_list(out, ThriftType::kStruct, n_groups);
      out += row_groups;
    } else {
      out += value;
    }
  }
  append_thrift_stop(out);
  return out;
}

}  // namespace lauter::internal
