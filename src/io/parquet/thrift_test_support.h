/// Thrift for tests, written field by field.
#pragma once

#include <string>
#include <vector>

#include "io/parquet/thrift_bytes.h"

namespace lauter::internal::test {

/// Writes thrift field by field: the other half of what the reader under test does.
class Struct {
 public:
  Struct& integer(int id, int64_t value, ThriftType type = ThriftType::kI64) {
    append_thrift_field(bytes_, previous_, id, type);
    append_thrift_integer(bytes_, value);
    return *this;
  }
  Struct& text(int id, const std::string& value) {
    append_thrift_field(bytes_, previous_, id, ThriftType::kBinary);
    bytes_ += static_cast<char>(value.size());  // below 128: one byte
    bytes_ += value;
    return *this;
  }
  Struct& child(int id, const std::string& value) {
    append_thrift_field(bytes_, previous_, id, ThriftType::kStruct);
    bytes_ += value;
    return *this;
  }
  Struct& flag(int id, bool value) {
    append_thrift_field(bytes_, previous_, id, value ? ThriftType::kTrue : ThriftType::kFalse);
    return *this;
  }
  Struct& list(int id, const std::vector<std::string>& values,
               ThriftType type = ThriftType::kStruct) {
    append_thrift_field(bytes_, previous_, id, ThriftType::kList);
    append_thrift_list(bytes_, type, values.size());
    for (const std::string& value : values) bytes_ += value;
    return *this;
  }
  std::string end() const { return bytes_ + '\0'; }

 private:
  std::string bytes_;
  int previous_ = 0;
};

/// An element of a list of texts.
inline std::string thrift_text(const std::string& text) {
  return static_cast<char>(text.size()) + text;
}

}  // namespace lauter::internal::test
