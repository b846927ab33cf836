#include "io/json_sniff.h"

#include <algorithm>
#include <string>

#include "io/codec/byte_source.h"
#include "io/json_scan.h"

namespace lauter::internal {
namespace {

constexpr size_t kSniffedBytes = size_t{1} << 20;
constexpr std::string_view kSpace = " \t\r\n";

JsonShape array_shape(std::string_view elements, bool at_end) {
  if (elements.starts_with('{')) return JsonShape::kValues;
  const bool is_empty = elements.starts_with(']') && elements.find_first_not_of(kSpace, 1) == std::string_view::npos;
  return is_empty && at_end ? JsonShape::kValues : JsonShape::kOther;
}

}  // namespace

JsonShape json_shape(std::string_view bytes, bool at_end) {
  const size_t head = json_head_size(bytes, at_end);
  if (head == JsonScanner::kUnknown) return JsonShape::kOther;
  const std::string_view rest = bytes.substr(head);
  if (is_array_head(bytes.substr(0, head))) return array_shape(rest, at_end);
  if (!rest.starts_with('{')) return JsonShape::kOther;
  const size_t line = std::min(rest.find('\n'), rest.size());
  // What is written over lines does not begin a second object on its second line; broken JSONL does.
  const bool next_is_object = line + 1 < rest.size() && rest[line + 1] == '{';
  JsonScanner scanner(/*in_array=*/false);
  size_t end = 0;
  const bool is_whole = scanner.feed(rest, end) == JsonScanner::State::kValue;
  if (!is_whole) return line == rest.size() || next_is_object ? JsonShape::kLines : JsonShape::kOneObject;
  if (end > line && next_is_object) return JsonShape::kLines;
  const size_t next = std::min(rest.find_first_not_of(kSpace, end), rest.size());
  if (next == rest.size()) return at_end ? JsonShape::kOneObject : JsonShape::kOther;
  const bool is_on_next_line = end <= line && next > line;
  if (is_on_next_line) return JsonShape::kLines;
  return rest[next] == '{' ? JsonShape::kValues : JsonShape::kOther;
}

Result<JsonShape> sniff_json(const InputFile& file) {
  LAUTER_ASSIGN(auto source, open_byte_source(file, 0));
  source->expect_end(kSniffedBytes);
  std::string bytes(kSniffedBytes, '\0');
  size_t size = 0;
  bool at_end = false;
  while (size < bytes.size() && !at_end) {
    LAUTER_ASSIGN(const size_t got, source->read(bytes.data() + size, bytes.size() - size));
    at_end = got == 0;
    size += got;
  }
  bytes.resize(size);
  return json_shape(bytes, at_end);
}

}  // namespace lauter::internal
