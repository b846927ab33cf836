#include "io/parquet/column_values.h"

#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <new>

#include "io/files/system.h"
#include "io/parquet/parquet_fields.h"
#include "io/parquet/thrift_bytes.h"

namespace lauter::internal {
namespace {

constexpr size_t kHeaderBytes = 4096;
constexpr size_t kMaxHeaderBytes = size_t{1} << 18;
constexpr size_t kSmallPage = 4096;
constexpr size_t kHugePage = size_t{2} << 20;
constexpr uint64_t kMaxPageBytes = uint64_t{1} << 31;

Error broken_page() { return data_loss("a broken page"); }

/// Takes `size` bytes off the front of `from`; nothing if it has fewer.
std::optional<std::string_view> take_front(std::string_view& from, uint64_t size) {
  if (size > from.size()) return std::nullopt;
  const std::string_view front = from.substr(0, size);
  from.remove_prefix(size);
  return front;
}

template <typename T>
std::optional<T> take_fixed(std::string_view& from) {
  const auto bytes = take_front(from, sizeof(T));
  if (!bytes) return std::nullopt;
  T value{};
  std::memcpy(&value, bytes->data(), sizeof value);
  return value;
}

}  // namespace

std::optional<uint32_t> PackedNumbers::next() {
  if (left_ == 0) {
    // A head says how many numbers follow: equal ones, or groups of eight packed ones.
    uint64_t head = 0;
    for (unsigned shift = 0; shift < 40; shift += 7) {
      const auto byte = take_fixed<uint8_t>(bytes_);
      if (!byte) return std::nullopt;
      head |= uint64_t{*byte & 0x7FU} << shift;
      if (*byte < 0x80) break;
    }
    is_packed_ = (head & 1U) != 0;
    left_ = is_packed_ ? (head >> 1U) * 8 : head >> 1U;
    in_word_ = 0;
    if (left_ == 0) return std::nullopt;
    if (!is_packed_) {
      const auto bytes = take_front(bytes_, (bits_ + 7) / 8);
      if (!bytes) return std::nullopt;
      value_ = 0;
      std::memcpy(&value_, bytes->data(), bytes->size());
    }
  }
  --left_;
  if (!is_packed_) return value_;
  while (in_word_ < bits_) {
    const auto byte = take_fixed<uint8_t>(bytes_);
    if (!byte) return std::nullopt;
    word_ = (in_word_ == 0 ? 0 : word_) | uint64_t{*byte} << in_word_;
    in_word_ += 8;
  }
  const auto value = static_cast<uint32_t>(word_ & ((uint64_t{1} << bits_) - 1));
  word_ >>= bits_;
  in_word_ -= bits_;
  return value;
}

struct ColumnValues::Header {
  int64_t type = -1;
  uint64_t bytes = 0;
  uint64_t raw_bytes = 0;
  int64_t n_values = -1;
  int64_t encoding = -1;
  int64_t level_encoding = fields::kRunLengths;
  uint64_t level_bytes = 0;  ///< of a V2 page
  bool is_compressed = true;
};

bool ColumnValues::can_read(const FlatColumn& column, const ColumnBytes& bytes) {
  constexpr uint32_t kEncodings = 1U << fields::kPlain | 1U << fields::kPlainDictionary |
                                  1U << fields::kRunLengths | 1U << fields::kDictionary;
  return PageCodec::is_known(bytes.codec) && (bytes.encodings & ~kEncodings) == 0 &&
         (column.physical_type == fields::kByteArray || column.physical_type == fields::kInt32 ||
          column.physical_type == fields::kInt64);
}

ColumnValues::ColumnValues(int fd, FlatColumn column, const ColumnBytes& bytes)
    : fd_(fd), column_(column), codec_number_(bytes.codec), codec_(bytes.codec) {
  begin(bytes);
}

void ColumnValues::begin(const ColumnBytes& bytes) {
  at_ = bytes.begin;
  end_ = bytes.begin + bytes.size;
  raw_size_ = bytes.raw_size;
  if (codec_number_ != bytes.codec) codec_ = PageCodec(bytes.codec);
  codec_number_ = bytes.codec;
  left_ = 0;
}

char* ColumnValues::Bytes::resize(size_t size) {
  if (size <= capacity) return data.get();
  // Some writers make pages of a whole row group: in huge pages of memory, where the system has
  // them, their first touch costs a hundredth.
  const size_t unit = size < kHugePage ? kSmallPage : kHugePage;
  capacity = (size + unit - 1) / unit * unit;
  data.reset();
  data.reset(static_cast<char*>(std::aligned_alloc(unit, capacity)));
  if (data == nullptr) throw std::bad_alloc();
  if (unit == kHugePage) (void)::madvise(data.get(), capacity, MADV_HUGEPAGE);
  return data.get();
}

Result<std::optional<std::string_view>> ColumnValues::next() {
  while (left_ == 0) LAUTER_TRY(next_page());
  --left_;
  if (column_.level > 0) {
    const auto level = levels_.next();
    if (!level) return broken_page();
    if (*level < static_cast<uint32_t>(column_.level)) return std::optional<std::string_view>();
  }
  std::optional<std::string_view> value;
  if (has_indices_) {
    const auto index = indices_.next();
    if (index && *index < dictionary_.size()) value = dictionary_[*index];
  } else {
    value = take_plain(plain_);
  }
  if (!value) return broken_page();
  if (column_.physical_type == fields::kByteArray) return value;
  int64_t number = 0;
  if (column_.physical_type == fields::kInt32) {
    number = *take_fixed<int32_t>(*value);
  } else {
    number = *take_fixed<int64_t>(*value);
  }
  const auto end = std::to_chars(std::begin(number_), std::end(number_), number).ptr;
  return std::optional(std::string_view(number_, static_cast<size_t>(end - number_)));
}

/// The bytes of a value.
std::optional<std::string_view> ColumnValues::take_plain(std::string_view& from) {
  if (column_.physical_type == fields::kInt32) return take_front(from, 4);
  if (column_.physical_type == fields::kInt64) return take_front(from, 8);
  const auto size = take_fixed<uint32_t>(from);
  return size ? take_front(from, *size) : std::nullopt;
}

/// Reads the header at at_, and goes behind it.
Result<ColumnValues::Header> ColumnValues::read_header() {
  for (const size_t want : {kHeaderBytes, kMaxHeaderBytes}) {
    const size_t size = std::min<uint64_t>(want, end_ - at_);
    char* bytes = compressed_.resize(size);
    LAUTER_ASSIGN(const size_t got, read_at(fd_, bytes, size, at_, "a page"));
    Header header;
    ThriftReader reader(std::string_view(bytes, got));
    ThriftField field;
    while (reader.next_field(field)) {
      if (field.id == fields::kPageType) {
        header.type = reader.integer();
      } else if (field.id == fields::kPageRawBytes) {
        header.raw_bytes = static_cast<uint64_t>(reader.integer());
      } else if (field.id == fields::kPageBytes) {
        header.bytes = static_cast<uint64_t>(reader.integer());
      } else if (field.id == fields::kDataPageHeader || field.id == fields::kDictionaryPageHeader ||
                 field.id == fields::kDataPageHeaderV2) {
        const bool is_v2 = field.id == fields::kDataPageHeaderV2;
        ThriftField inner;
        while (reader.next_field(inner)) {
          if (inner.type == ThriftType::kTrue || inner.type == ThriftType::kFalse) {
            if (is_v2 && inner.id == fields::kIsCompressed) {
              header.is_compressed = inner.type == ThriftType::kTrue;
            }
          } else if (inner.id == fields::kPageValues) {
            header.n_values = reader.integer();
          } else if (inner.id == (is_v2 ? int{fields::kEncodingV2} : int{fields::kEncoding})) {
            header.encoding = reader.integer();
          } else if (is_v2 && inner.id == fields::kDefinitionBytes) {
            header.level_bytes = static_cast<uint64_t>(reader.integer());
          } else if (!is_v2 && field.id == fields::kDataPageHeader &&
                     inner.id == fields::kDefinitionEncoding) {
            header.level_encoding = reader.integer();
          } else {
            reader.value(inner.type);
          }
        }
      } else {
        reader.value(field.type);
      }
    }
    if (!reader.ok()) continue;
    at_ += reader.at();
    return header;
  }
  return broken_page();
}

Result<void> ColumnValues::next_page() {
  if (at_ >= end_) return data_loss("a column with fewer values than rows");
  LAUTER_ASSIGN(const Header header, read_header());
  if (header.bytes > end_ - at_ || header.bytes > kMaxPageBytes ||
      header.raw_bytes > kMaxPageBytes || header.raw_bytes > raw_size_ || header.n_values < 0) {
    return broken_page();
  }
  const uint64_t begin = at_;
  at_ += header.bytes;
  const bool is_v2 = header.type == fields::kDataPageV2Type;
  const bool is_dictionary = header.type == fields::kDictionaryPageType;
  if (!is_v2 && !is_dictionary && header.type != fields::kDataPageType) return {};
  char* stored = compressed_.resize(header.bytes);
  LAUTER_ASSIGN(const size_t got, read_at(fd_, stored, header.bytes, begin, "a page"));
  // The levels of a V2 page stand before the compressed part.
  const uint64_t ahead = is_v2 ? header.level_bytes : 0;
  if (got != header.bytes || ahead > header.bytes || ahead > header.raw_bytes) {
    return broken_page();
  }
  std::string_view body(stored + ahead, header.bytes - ahead);
  if (header.is_compressed) {
    const size_t size = header.raw_bytes - ahead;
    char* to = (is_dictionary ? dictionary_bytes_ : page_).resize(size);
    if (size > 0 || !body.empty()) LAUTER_TRY(codec_.decompress(body, to, size));
    body = {to, size};
  }
  if (is_dictionary) return read_dictionary(header, body);
  const auto bits = static_cast<unsigned>(std::bit_width(static_cast<unsigned>(column_.level)));
  if (is_v2) {
    levels_ = PackedNumbers({stored, ahead}, bits);
  } else if (column_.level > 0) {
    const auto size = take_fixed<uint32_t>(body);
    const auto levels = size ? take_front(body, *size) : std::nullopt;
    if (!levels || header.level_encoding != fields::kRunLengths) return broken_page();
    levels_ = PackedNumbers(*levels, bits);
  }
  return begin_values(header, body);
}

Result<void> ColumnValues::begin_values(const Header& header, std::string_view values) {
  left_ = static_cast<uint64_t>(header.n_values);
  has_indices_ = header.encoding != fields::kPlain;
  plain_ = values;
  if (!has_indices_) return {};
  if (header.encoding != fields::kDictionary && header.encoding != fields::kPlainDictionary) {
    return broken_page();
  }
  // A page of nulls alone may have no width.
  const auto bits = take_fixed<uint8_t>(values);
  if (bits.value_or(0) > 32) return broken_page();
  indices_ = PackedNumbers(values, bits.value_or(0));
  return {};
}

Result<void> ColumnValues::read_dictionary(const Header& header, std::string_view values) {
  dictionary_.clear();
  for (int64_t i = 0; i < header.n_values; ++i) {
    const auto value = take_plain(values);
    if (!value) return broken_page();
    dictionary_.push_back(*value);
  }
  return {};
}

}  // namespace lauter::internal
