#include "io/parquet/parquet_footer.h"

#include <cstring>
#include <map>

#include "io/files/files.h"
#include "io/files/system.h"
#include "io/parquet/parquet_fields.h"
#include "io/parquet/thrift_bytes.h"

namespace lauter::internal {
namespace {

using Path = std::vector<std::string>;

constexpr int64_t kTimestampMillis = 9;  // ConvertedType
// union LogicalType, struct TimestampType, union TimeUnit
constexpr int kLogicalTimestamp = 8;
constexpr int kIsAdjusted = 1;
constexpr int kUnit = 2;
constexpr int kMillis = 1;
constexpr uint64_t kMaxFooterBytes = uint64_t{1} << 30;
/// Elements that a schema may have; each has a name, which is copied into the paths below it.
constexpr uint64_t kMaxSchema = 100'000;
constexpr size_t kMaxSchemaDepth = 64;

Error broken_footer() { return data_loss("broken footer of a Parquet file"); }

bool is_naive_millis(ThriftReader logical) {
  bool is_millis = false;
  bool is_adjusted = false;
  ThriftField kind;
  while (logical.next_field(kind)) {
    if (kind.id != kLogicalTimestamp) {
      logical.value(kind.type);
      continue;
    }
    ThriftField field;
    while (logical.next_field(field)) {
      if (field.id == kIsAdjusted) is_adjusted = field.type == ThriftType::kTrue;
      if (field.id != kUnit) {
        logical.value(field.type);
        continue;
      }
      ThriftField unit;
      while (logical.next_field(unit)) {
        is_millis = is_millis || unit.id == kMillis;
        logical.value(unit.type);
      }
    }
  }
  return is_millis && !is_adjusted;
}

struct SchemaElement {
  std::string_view bytes;
  std::string_view name;
  uint64_t n_children = 0;
  ParquetSchemaNode node{};
};

SchemaElement read_element(ThriftReader& reader, std::string_view all) {
  SchemaElement element;
  const size_t begin = reader.at();
  ThriftField field;
  bool has_logical = false;
  while (reader.next_field(field)) {
    if (field.id == fields::kName && field.type == ThriftType::kBinary) {
      element.name = reader.binary();
    } else if (field.id == fields::kNumChildren) {
      element.n_children = static_cast<uint64_t>(reader.integer());
    } else if (field.id == fields::kFieldId) {
      element.node.field_id = reader.integer();
    } else if (field.id == fields::kPhysicalType) {
      element.node.physical_type = reader.integer();
    } else if (field.id == fields::kRepetition) {
      element.node.repetition = reader.integer();
    } else if (field.id == fields::kConvertedType && !has_logical) {
      element.node.is_millis = reader.integer() == kTimestampMillis;
    } else if (field.id == fields::kLogicalType) {
      has_logical = true;
      element.node.is_millis = is_naive_millis(ThriftReader(reader.value(field.type)));
    } else {
      reader.value(field.type);
    }
  }
  if (reader.ok()) element.bytes = all.substr(begin, reader.at() - begin);
  return element;
}

/// The elements stand in depth-first order, each with the number of its children.
Result<std::vector<SchemaElement>> read_schema(std::string_view bytes) {
  ThriftReader reader(bytes);
  const ThriftReader::List list = reader.list();
  if (list.size > kMaxSchema) return resource_exhausted("a Parquet file of too many columns");
  std::vector<SchemaElement> elements;
  Path path;
  std::vector<uint64_t> left;  // children to come, for each level of `path` and the root
  for (uint64_t i = 0; i < list.size; ++i) {
    SchemaElement element = read_element(reader, bytes);
    if (!reader.ok()) return broken_footer();
    while (!left.empty() && left.back() == 0) {
      left.pop_back();
      if (!path.empty()) path.pop_back();
    }
    if (i > 0) {
      if (left.empty() || left.size() > kMaxSchemaDepth) return broken_footer();
      --left.back();
      path.emplace_back(element.name);
    }
    element.node.path = path;
    element.node.is_leaf = element.n_children == 0;
    if (element.n_children > 0 || i == 0) {
      left.push_back(element.n_children);
    } else {
      path.pop_back();
    }
    elements.push_back(std::move(element));
  }
  return elements;
}

Path read_path(ThriftReader& reader) {
  const ThriftReader::List list = reader.list();
  Path path;
  for (uint64_t i = 0; i < list.size && reader.ok(); ++i) path.emplace_back(reader.binary());
  return path;
}

/// The codec in a ColumnMetaData if it is that of column `wanted`.
void read_codec(ThriftReader& reader, const Path& wanted, int64_t& codec) {
  ThriftField field;
  Path path;
  int64_t found = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kPathInSchema && field.type == ThriftType::kList) {
      path = read_path(reader);
    } else if (field.id == fields::kCodec) {
      found = reader.integer();
    } else {
      reader.value(field.type);
    }
  }
  if (path == wanted) codec = found;
}

void read_columns(ThriftReader& reader, const Path& wanted, int64_t& codec) {
  const ThriftReader::List list = reader.list();
  for (uint64_t i = 0; i < list.size && reader.ok(); ++i) {
    ThriftField field;
    while (reader.next_field(field)) {
      if (field.id == fields::kMetaData && field.type == ThriftType::kStruct) {
        read_codec(reader, wanted, codec);
      } else {
        reader.value(field.type);
      }
    }
  }
}

void read_groups(ThriftReader& reader, const Path& codec_of, ParquetFooter& footer) {
  const ThriftReader::List list = reader.list();
  for (uint64_t i = 0; i < list.size && reader.ok(); ++i) {
    uint64_t rows = 0;
    ThriftField field;
    while (reader.next_field(field)) {
      if (field.id == fields::kGroupRows) {
        rows = static_cast<uint64_t>(reader.integer());
      } else if (field.id == fields::kColumns && i == 0) {
        read_columns(reader, codec_of, footer.codec);
      } else {
        reader.value(field.type);
      }
    }
    footer.group_rows.push_back(rows);
  }
}

/// Copies a field as it is.
void copy_field(ThriftReader& reader, const ThriftField& field, std::string& out, int& previous) {
  append_thrift_field(out, previous, field.id, field.type);
  out += reader.value(field.type);
}

void shift_field(ThriftReader& reader, const ThriftField& field, int64_t shift, std::string& out,
                 int& previous) {
  append_thrift_field(out, previous, field.id, field.type);
  const int64_t offset = reader.integer();
  append_thrift_integer(out, offset == 0 ? 0 : offset + shift);
}

void shift_meta_data(ThriftReader& reader, int64_t shift, std::string& out) {
  ThriftField field;
  int previous = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kDataPage || field.id == fields::kIndexPage ||
        field.id == fields::kDictionaryPage || field.id == fields::kBloomFilter) {
      shift_field(reader, field, shift, out, previous);
    } else {
      copy_field(reader, field, out, previous);
    }
  }
  append_thrift_stop(out);
}

void shift_column(ThriftReader& reader, int64_t shift, std::string& out) {
  ThriftField field;
  int previous = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kMetaData && field.type == ThriftType::kStruct) {
      append_thrift_field(out, previous, field.id, field.type);
      shift_meta_data(reader, shift, out);
    } else if (field.id == fields::kFileOffset || field.id == fields::kOffsetIndexOffset ||
               field.id == fields::kColumnIndexOffset) {
      shift_field(reader, field, shift, out, previous);
    } else {
      copy_field(reader, field, out, previous);
    }
  }
  append_thrift_stop(out);
}

void shift_group(ThriftReader& reader, int64_t shift, uint64_t ordinal, std::string& out) {
  ThriftField field;
  int previous = 0;
  while (reader.next_field(field)) {
    if (field.id == fields::kColumns && field.type == ThriftType::kList) {
      append_thrift_field(out, previous, field.id, field.type);
      const ThriftReader::List list = reader.list();
      append_thrift_list(out, list.type, list.size);
      for (uint64_t i = 0; i < list.size && reader.ok(); ++i) shift_column(reader, shift, out);
    } else if (field.id == fields::kGroupOffset) {
      shift_field(reader, field, shift, out, previous);
    } else if (field.id == fields::kOrdinal) {
      // 16 bits, and optional: left out where they do not suffice.
      reader.integer();
      if (ordinal > INT16_MAX) continue;
      append_thrift_field(out, previous, field.id, field.type);
      append_thrift_integer(out, static_cast<int64_t>(ordinal));
    } else {
      copy_field(reader, field, out, previous);
    }
  }
  append_thrift_stop(out);
}

/// The element with another field id.
void append_element(const SchemaElement& element, int64_t field_id, std::string& out) {
  ThriftReader reader(element.bytes);
  ThriftField field;
  int previous = 0;
  bool is_written = false;
  const auto write_id = [&] {
    if (!is_written && field_id >= 0) {
      append_thrift_field(out, previous, fields::kFieldId, ThriftType::kI32);
      append_thrift_integer(out, field_id);
    }
    is_written = true;
  };
  while (reader.next_field(field)) {
    if (field.id >= fields::kFieldId) write_id();
    if (field.id == fields::kFieldId) {
      reader.value(field.type);
    } else {
      copy_field(reader, field, out, previous);
    }
  }
  write_id();
  append_thrift_stop(out);
}

}  // namespace

uint64_t ParquetFooter::n_rows() const {
  uint64_t sum = 0;
  for (const uint64_t rows : group_rows) sum += rows;
  return sum;
}

Result<std::vector<ParquetSchemaNode>> read_parquet_schema(std::string_view bytes) {
  LAUTER_ASSIGN(auto elements, read_schema(bytes));
  std::vector<ParquetSchemaNode> nodes;
  for (SchemaElement& element : elements) nodes.push_back(std::move(element.node));
  return nodes;
}

Result<uint64_t> find_parquet_footer(const std::string& path) {
  LAUTER_ASSIGN(const Fd fd, open_for_reading(path));
  LAUTER_ASSIGN(const uint64_t size, file_size(path));
  char head[4] = {};
  char tail[8] = {};
  if (size < 12) return data_loss("no Parquet file");
  LAUTER_TRY(read_at(fd.get(), head, sizeof head, 0, path));
  LAUTER_ASSIGN(const size_t got, read_at(fd.get(), tail, sizeof tail, size - 8, path));
  const std::string_view magic(tail + 4, 4);
  if (magic == "PARE") return invalid_argument("an encrypted Parquet file");
  if (got != sizeof tail || magic != "PAR1") {
    return data_loss(std::string_view(head, 4) == "PAR1" ? "a Parquet file without its end"
                                                         : "no Parquet file");
  }
  uint32_t length = 0;
  std::memcpy(&length, tail, 4);
  if (length > size - 12 || length > kMaxFooterBytes) return broken_footer();
  return size - 8 - length;
}

Result<ParquetFooterBytes> read_parquet_footer_bytes(const std::string& path) {
  ParquetFooterBytes footer;
  LAUTER_ASSIGN(footer.begin, find_parquet_footer(path));
  LAUTER_ASSIGN(const Fd fd, open_for_reading(path));
  LAUTER_ASSIGN(const uint64_t size, file_size(path));
  const uint64_t length = size - 8 - footer.begin;
  footer.bytes.resize(length);
  LAUTER_ASSIGN(const size_t read,
                read_at(fd.get(), footer.bytes.data(), length, footer.begin, path));
  if (read != length) return broken_footer();
  return footer;
}

Result<ParquetFooter> parse_parquet_footer(std::string_view bytes, const Path& codec_of) {
  ParquetFooter footer;
  ThriftReader reader(bytes);
  ThriftField field;
  while (reader.next_field(field)) {
    if (field.id == fields::kRowGroups && field.type == ThriftType::kList) {
      read_groups(reader, codec_of, footer);
    } else if (field.id == fields::kSchema && field.type == ThriftType::kList) {
      LAUTER_ASSIGN(footer.schema, read_parquet_schema(reader.value(field.type)));
    } else if (field.id == fields::kKeyValues) {
      footer.key_values = reader.value(field.type);
    } else {
      reader.value(field.type);
    }
  }
  if (!reader.ok()) return broken_footer();
  return footer;
}

Result<ParquetFooter> read_parquet_footer(const std::string& path, const Path& codec_of) {
  LAUTER_ASSIGN(const ParquetFooterBytes footer, read_parquet_footer_bytes(path));
  return parse_parquet_footer(footer.bytes, codec_of);
}

Result<void> ParquetFooterJoin::add(std::string_view footer, int64_t shift) {
  ThriftReader reader(footer);
  ThriftField field;
  std::string schema;
  while (reader.next_field(field)) {
    if (field.id == fields::kRowGroups && field.type == ThriftType::kList) {
      const ThriftReader::List list = reader.list();
      for (uint64_t i = 0; i < list.size && reader.ok(); ++i) {
        shift_group(reader, shift, n_groups_++, groups_);
      }
    } else if (field.id == fields::kNumRows) {
      n_rows_ += reader.integer();
    } else if (field.id == fields::kVersion) {
      version_ = reader.value(field.type);
    } else if (field.id == fields::kSchema) {
      schema = reader.value(field.type);
    } else if (field.id == fields::kCreatedBy) {
      created_by_ = reader.value(field.type);
    } else if (field.id == fields::kColumnOrders) {
      column_orders_ = reader.value(field.type);
    } else {
      reader.value(field.type);
    }
  }
  if (!reader.ok()) return broken_footer();
  if (!schema_.empty() && schema != schema_) {
    return internal_error("row groups of one Parquet file got different schemas");
  }
  schema_ = std::move(schema);
  return {};
}

Result<std::string> ParquetFooterJoin::finish(const ParquetFooter& original) const {
  std::map<Path, int64_t> field_ids;
  for (const ParquetSchemaNode& node : original.schema) {
    if (!node.path.empty()) field_ids.emplace(node.path, node.field_id);
  }
  LAUTER_ASSIGN(const auto elements, read_schema(schema_));
  std::string out;
  int previous = 0;
  append_thrift_field(out, previous, fields::kVersion, ThriftType::kI32);
  out += version_;
  append_thrift_field(out, previous, fields::kSchema, ThriftType::kList);
  append_thrift_list(out, ThriftType::kStruct, elements.size());
  for (const SchemaElement& element : elements) {
    const auto found = field_ids.find(element.node.path);
    append_element(element, found == field_ids.end() ? -1 : found->second, out);
  }
  append_thrift_field(out, previous, fields::kNumRows, ThriftType::kI64);
  append_thrift_integer(out, n_rows_);
  append_thrift_field(out, previous, fields::kRowGroups, ThriftType::kList);
  append_thrift_list(out, ThriftType::kStruct, n_groups_);
  out += groups_;
  if (!original.key_values.empty()) {
    append_thrift_field(out, previous, fields::kKeyValues, ThriftType::kList);
    out += original.key_values;
  }
  if (!created_by_.empty()) {
    append_thrift_field(out, previous, fields::kCreatedBy, ThriftType::kBinary);
    out += created_by_;
  }
  if (!column_orders_.empty()) {
    append_thrift_field(out, previous, fields::kColumnOrders, ThriftType::kList);
    out += column_orders_;
  }
  append_thrift_stop(out);
  return out;
}

}  // namespace lauter::internal
