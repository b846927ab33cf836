#include "io/parquet/thrift_bytes.h"

namespace lauter::internal {
namespace {

/// Nesting that a footer may have; real ones have some five levels.
constexpr int kMaxThriftDepth = 32;

void append_varint(std::string& out, uint64_t value) {
  for (; value >= 0x80; value >>= 7U) out += static_cast<char>(value | 0x80U);
  out += static_cast<char>(value);
}

}  // namespace

uint8_t ThriftReader::byte() {
  if (!ok_ || at_ == bytes_.size()) {
    ok_ = false;
    return 0;
  }
  return static_cast<uint8_t>(bytes_[at_++]);
}

uint64_t ThriftReader::varint() {
  uint64_t value = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const uint8_t next = byte();
    value |= static_cast<uint64_t>(next & 0x7FU) << shift;
    if (next < 0x80) return ok_ ? value : 0;
  }
  ok_ = false;
  return 0;
}

int64_t ThriftReader::integer() {
  const uint64_t value = varint();
  return static_cast<int64_t>(value >> 1U) ^ -static_cast<int64_t>(value & 1U);
}

void ThriftReader::pass(uint64_t size) {
  if (!ok_ || size > bytes_.size() - at_) {
    ok_ = false;
  } else {
    at_ += size;
  }
}

std::string_view ThriftReader::binary() {
  const uint64_t size = varint();
  const size_t begin = at_;
  pass(size);
  return ok_ ? bytes_.substr(begin, size) : std::string_view();
}

bool ThriftReader::next_field(ThriftField& field) {
  const uint8_t head = byte();
  field.type = static_cast<ThriftType>(head & 0x0FU);
  if (!ok_ || field.type == ThriftType::kStop) return false;
  const int delta = head >> 4U;
  field.id = delta != 0 ? field.id + delta : static_cast<int>(integer());
  return ok_;
}

ThriftReader::List ThriftReader::list() {
  const uint8_t head = byte();
  List list{static_cast<ThriftType>(head & 0x0FU), static_cast<uint64_t>(head >> 4U)};
  if (list.size == 15) list.size = varint();
  // Every element has a byte at least, so a false size cannot make anybody reserve much.
  if (list.size > bytes_.size() - at_) ok_ = false;
  return ok_ ? list : List{};
}

std::string_view ThriftReader::value(ThriftType type) {
  const size_t begin = at_;
  skip(type, kMaxThriftDepth);
  return ok_ ? bytes_.substr(begin, at_ - begin) : std::string_view();
}

void ThriftReader::skip(ThriftType type, int depth) {
  if (depth == 0) ok_ = false;
  if (!ok_) return;
  switch (type) {
    case ThriftType::kTrue:
    case ThriftType::kFalse:
      return;
    case ThriftType::kByte:
      return pass(1);
    case ThriftType::kI16:
    case ThriftType::kI32:
    case ThriftType::kI64:
      varint();
      return;
    case ThriftType::kDouble:
      return pass(8);
    case ThriftType::kBinary:
      binary();
      return;
    case ThriftType::kList:
    case ThriftType::kSet: {
      const List elements = list();
      const bool is_boolean =
          elements.type == ThriftType::kTrue || elements.type == ThriftType::kFalse;
      for (uint64_t i = 0; i < elements.size && ok_; ++i) {
        skip(is_boolean ? ThriftType::kByte : elements.type, depth - 1);
      }
      return;
    }
    case ThriftType::kStruct: {
      ThriftField field;
      while (next_field(field)) skip(field.type, depth - 1);
      return;
    }
    default:
      ok_ = false;  // a map, which no footer has, or no type at all
  }
}

void append_thrift_field(std::string& out, int& previous, int id, ThriftType type) {
  const int delta = id - previous;
  const auto low = static_cast<uint8_t>(type);
  if (delta > 0 && delta < 16) {
    out += static_cast<char>(delta << 4 | low);
  } else {
    out += static_cast<char>(low);
    append_thrift_integer(out, id);
  }
  previous = id;
}

void append_thrift_stop(std::string& out) { out += '\0'; }

void append_thrift_integer(std::string& out, int64_t value) {
  append_varint(out, static_cast<uint64_t>(value) << 1U ^ static_cast<uint64_t>(value >> 63));
}

void append_thrift_list(std::string& out, ThriftType type, uint64_t size) {
  const auto low = static_cast<uint8_t>(type);
  if (size < 15) {
    out += static_cast<char>(size << 4U | low);
  } else {
    out += static_cast<char>(0xF0U | low);
    append_varint(out, size);
  }
}

}  // namespace lauter::internal
