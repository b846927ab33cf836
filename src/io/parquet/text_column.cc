#include "io/parquet/text_column.h"

#include <cstring>
#include <utility>

#include "io/parquet/parquet_fields.h"
#include "io/parquet/thrift_bytes.h"

namespace lauter::internal {
namespace {

constexpr size_t kPageBytes = size_t{1} << 20;
/// Sizes of pages are 32 bits with a sign.
constexpr size_t kMaxText = size_t{1} << 30;
/// Before the texts of a page: size, length of the run (a varint of up to 5 bytes), level.
constexpr size_t kLevelsRoom = 16;

void put_size(char* to, size_t size) {
  const auto bytes = static_cast<uint32_t>(size);
  std::memcpy(to, &bytes, sizeof bytes);
}

/// `n` times the definition level `level`, as one run. Empty where there are no levels.
std::string levels_of(uint64_t n, int level) {
  if (level == 0) return {};
  std::string run(4, '\0');
  uint64_t head = n << 1U;
  for (; head >= 0x80; head >>= 7U) run += static_cast<char>(head | 0x80U);
  run += static_cast<char>(head);
  run += static_cast<char>(level);
  put_size(run.data(), run.size() - 4);
  return run;
}

void append_integer_field(std::string& out, int& previous, int id, int64_t value) {
  append_thrift_field(out, previous, id, ThriftType::kI32);
  append_thrift_integer(out, value);
}

std::string page_header(uint64_t raw_bytes, uint64_t bytes, uint64_t n_texts) {
  std::string out;
  int previous = 0;
  append_integer_field(out, previous, fields::kPageType, 0);  // a data page
  append_integer_field(out, previous, fields::kPageRawBytes, static_cast<int64_t>(raw_bytes));
  append_integer_field(out, previous, fields::kPageBytes, static_cast<int64_t>(bytes));
  append_thrift_field(out, previous, fields::kDataPageHeader, ThriftType::kStruct);
  int inner = 0;
  append_integer_field(out, inner, fields::kPageValues, static_cast<int64_t>(n_texts));
  append_integer_field(out, inner, fields::kEncoding, fields::kPlain);
  append_integer_field(out, inner, fields::kDefinitionEncoding, fields::kRunLengths);
  append_integer_field(out, inner, fields::kRepetitionEncoding, fields::kRunLengths);
  append_thrift_stop(out);
  append_thrift_stop(out);
  return out;
}

}  // namespace

TextColumn::TextColumn(AppendFile& out, PageCodec codec, int level)
    : out_(out), codec_(std::move(codec)), level_(level), page_(kLevelsRoom, '\0') {}

Result<void> TextColumn::add(std::string_view text) {
  if (text.size() > kMaxText) {
    return resource_exhausted("a text of more than 1 GiB has no place in a Parquet page");
  }
  if (in_page_ > 0 && page_.size() + 4 + text.size() > kPageBytes) LAUTER_TRY(end_page());
  char size[4];
  put_size(size, text.size());
  page_.append(size, sizeof size);
  page_ += text;
  ++in_page_;
  return {};
}

Result<void> TextColumn::end_page() {
  const std::string levels = levels_of(in_page_, level_);
  const size_t begin = kLevelsRoom - levels.size();
  page_.replace(begin, levels.size(), levels);
  const auto body = std::string_view(page_).substr(begin);
  LAUTER_ASSIGN(const std::string_view bytes, codec_.compress(body));
  const std::string header = page_header(body.size(), bytes.size(), in_page_);
  LAUTER_TRY(out_.append(header));
  LAUTER_TRY(out_.append(bytes));
  size_.n_texts += in_page_;
  size_.bytes += header.size() + bytes.size();
  size_.raw_bytes += header.size() + body.size();
  page_.resize(kLevelsRoom);
  in_page_ = 0;
  return {};
}

Result<TextColumnSize> TextColumn::finish() {
  if (in_page_ > 0) LAUTER_TRY(end_page());
  return size_;
}

}  // namespace lauter::internal
