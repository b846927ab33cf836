/// Thrift's compact protocol, as far as the footer of a Parquet file needs it: reading field by
/// field, copying what is not understood as bytes, writing changed numbers. Internal to
/// src/io/parquet. Format: the Apache Thrift specification "compact protocol encoding".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace lauter::internal {

enum class ThriftType : uint8_t {
  kStop = 0,
  kTrue = 1,  ///< booleans of a struct have their value in their type
  kFalse = 2,
  kByte = 3,
  kI16 = 4,
  kI32 = 5,
  kI64 = 6,
  kDouble = 7,
  kBinary = 8,
  kList = 9,
  kSet = 10,
  kMap = 11,
  kStruct = 12,
};

struct ThriftField {
  int id = 0;  ///< of the field before, until next_field() has filled it
  ThriftType type = ThriftType::kStop;
};

/// Walks bytes that may be broken: then ok() is false for good, and everything read is 0 or empty.
class ThriftReader {
 public:
  explicit ThriftReader(std::string_view bytes) : bytes_(bytes) {}

  bool ok() const { return ok_; }
  size_t at() const { return at_; }

  /// The next field of the struct that `field` stands in; false at its end.
  bool next_field(ThriftField& field);
  int64_t integer();  ///< of kI16, kI32, kI64
  std::string_view binary();
  struct List {
    ThriftType type = ThriftType::kStop;
    uint64_t size = 0;
  };
  List list();
  /// The bytes of a value of this type, which is passed over.
  std::string_view value(ThriftType type);

 private:
  uint64_t varint();
  uint8_t byte();
  void skip(ThriftType type, int depth);
  void pass(uint64_t size);

  std::string_view bytes_;
  size_t at_ = 0;
  bool ok_ = true;
};

/// Appends the header of a field whose predecessor in the struct is `previous` (0: none), and makes
/// it the predecessor.
void append_thrift_field(std::string& out, int& previous, int id, ThriftType type);
void append_thrift_stop(std::string& out);
void append_thrift_integer(std::string& out, int64_t value);
void append_thrift_list(std::string& out, ThriftType type, uint64_t size);

}  // namespace lauter::internal
