#include "capi/arrow_in.h"

#include <cstring>
#include <limits>

#include "json/writer.h"
#include "text/utf8.h"

namespace lauter::capi {
namespace {

template <typename T>
const T* buffer(const ArrowArray& array, int64_t index) {
  return static_cast<const T*>(array.buffers[index]);
}

bool is_null_at(const ArrowArray& array, int64_t i) {
  if (array.null_count == 0 || array.n_buffers < 1 || array.buffers[0] == nullptr) return false;
  const auto bit = static_cast<uint64_t>(array.offset + i);
  return ((buffer<uint8_t>(array, 0)[bit / 8] >> (bit % 8)) & 1U) == 0;
}

constexpr const char* kEmpty = "";

Error no_text(const ArrowSchema& schema) {
  return invalid_argument(std::string("no strings: an Arrow array of format \"") + schema.format +
                          "\"; utf8, large_utf8, utf8_view and dictionaries of these are read");
}
Error broken(int64_t i) { return invalid_argument("a broken Arrow array: offsets of entry " + std::to_string(i)); }

Result<void> check_shape(const ArrowArray& array, int64_t buffers) {
  if (array.length < 0 || array.offset < 0 || array.n_buffers < buffers ||
      array.length > std::numeric_limits<int64_t>::max() - array.offset) {
    return invalid_argument("a broken Arrow array: length, offset or number of buffers");
  }
  return {};
}

template <typename Offset>
Result<void> read_offsets(const ArrowArray& array, bool check, std::span<lauter_view> out) {
  LAUTER_TRY(check_shape(array, 3));
  if (array.length == 0) return {};
  if (array.buffers[1] == nullptr) return broken(0);
  const Offset* offsets = buffer<Offset>(array, 1) + array.offset;
  const char* data = array.buffers[2] == nullptr ? kEmpty : buffer<char>(array, 2);
  if (check) {
    for (int64_t i = 0; i < array.length; ++i) {
      if (offsets[i] < 0 || offsets[i] > offsets[i + 1]) return broken(i);
    }
  }
  for (int64_t i = 0; i < array.length; ++i) {
    if (is_null_at(array, i)) {
      out[static_cast<size_t>(i)] = {nullptr, 0};
    } else {
      out[static_cast<size_t>(i)] = {data + offsets[i], static_cast<size_t>(offsets[i + 1] - offsets[i])};
    }
  }
  return {};
}

/// 16 bytes for each string: its length, and the string itself if it has at most 12 bytes, else its first four, and where
/// in which buffer it is.
Result<void> read_views(const ArrowArray& array, std::span<lauter_view> out) {
  LAUTER_TRY(check_shape(array, 3));
  if (array.length == 0) return {};
  if (array.buffers[1] == nullptr) return broken(0);
  const int64_t n_data = array.n_buffers - 3;
  const auto* sizes = buffer<int64_t>(array, array.n_buffers - 1);
  for (int64_t i = 0; i < array.length; ++i) {
    lauter_view& view = out[static_cast<size_t>(i)];
    view = {nullptr, 0};
    if (is_null_at(array, i)) continue;
    const char* entry = buffer<char>(array, 1) + 16 * (array.offset + i);
    int32_t words[4];
    std::memcpy(words, entry, sizeof words);
    if (words[0] < 0) return broken(i);
    if (words[0] <= 12) {
      view = {entry + 4, static_cast<size_t>(words[0])};
      continue;
    }
    if (words[2] < 0 || words[2] >= n_data || words[3] < 0 || int64_t{words[3]} + words[0] > sizes[words[2]]) return broken(i);
    view = {buffer<char>(array, 2 + words[2]) + words[3], static_cast<size_t>(words[0])};
  }
  return {};
}

/// The number at `i` of an array of integers of the format's width; -1 if it is none.
Result<int64_t> index_at(char format, const ArrowArray& array, int64_t i) {
  const int64_t at = array.offset + i;
  switch (format) {
    case 'c': return int64_t{buffer<int8_t>(array, 1)[at]};
    case 'C': return int64_t{buffer<uint8_t>(array, 1)[at]};
    case 's': return int64_t{buffer<int16_t>(array, 1)[at]};
    case 'S': return int64_t{buffer<uint16_t>(array, 1)[at]};
    case 'i': return int64_t{buffer<int32_t>(array, 1)[at]};
    case 'I': return int64_t{buffer<uint32_t>(array, 1)[at]};
    case 'l': return buffer<int64_t>(array, 1)[at];
    case 'L': {
      const uint64_t value = buffer<uint64_t>(array, 1)[at];
      return value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()) ? -1 : static_cast<int64_t>(value);
    }
    default: return invalid_argument("a broken Arrow array: no integers");
  }
}

Result<void> read_dictionary(const ArrowSchema& schema, const ArrowArray& array, bool check, std::span<lauter_view> out) {
  LAUTER_TRY(check_shape(array, 2));
  if (array.dictionary == nullptr || (array.length > 0 && array.buffers[1] == nullptr)) return broken(0);
  std::vector<lauter_view> words(static_cast<size_t>(array.dictionary->length));
  LAUTER_TRY(read_strings(*schema.dictionary, *array.dictionary, check, words));
  for (int64_t i = 0; i < array.length; ++i) {
    lauter_view& view = out[static_cast<size_t>(i)];
    view = {nullptr, 0};
    if (is_null_at(array, i)) continue;
    LAUTER_ASSIGN(const int64_t index, index_at(schema.format[0], array, i));
    if (index < 0 || index >= array.dictionary->length) return broken(i);
    view = words[static_cast<size_t>(index)];
  }
  return {};
}

using Members = std::vector<std::string>;

/// Appends `"name":VALUE` of entry `i` of a column for every entry, where there is one.
void append_column(const ArrowSchema& schema, const ArrowArray& array, int64_t first, Members& objects);

void append_member(std::string& object, const char* name, std::string_view json) {
  if (object.size() > 1) object += ',';
  append_json_string(object, name == nullptr ? "" : name);
  object += ':';
  object += json;
}

std::string json_number(char format, const ArrowArray& array, int64_t i) {
  std::string json;
  const int64_t at = array.offset + i;
  if (format == 'b') return ((buffer<uint8_t>(array, 1)[at / 8] >> (at % 8)) & 1) != 0 ? "true" : "false";
  if (format == 'f') append_json_double(json, static_cast<double>(buffer<float>(array, 1)[at]));
  if (format == 'g') append_json_double(json, buffer<double>(array, 1)[at]);
  if (format == 'L') append_json_uint(json, buffer<uint64_t>(array, 1)[at]);
  if (!json.empty()) return json;
  const auto number = index_at(format, array, i);
  append_json_int(json, number.ok() ? *number : 0);
  return json;
}

void append_column(const ArrowSchema& schema, const ArrowArray& array, int64_t first, Members& objects) {
  const std::string_view format = schema.format;
  if (format == "+s") {
    Members inner(objects.size(), "{");
    for (int64_t c = 0; c < array.n_children; ++c) {
      append_column(*schema.children[c], *array.children[c], array.offset + first, inner);
    }
    for (size_t i = 0; i < objects.size(); ++i) {
      if (!is_null_at(array, first + static_cast<int64_t>(i))) append_member(objects[i], schema.name, inner[i] + "}");
    }
    return;
  }
  std::vector<lauter_view> strings(static_cast<size_t>(array.length));
  const bool is_text = schema.dictionary != nullptr || format == "u" || format == "U" || format == "vu";
  if (is_text && !read_strings(schema, array, /*check=*/true, strings).ok()) return;
  const bool is_number = format.size() == 1 && std::strchr("bcCsSiIlLfg", format[0]) != nullptr;
  if (!is_text && (!is_number || array.n_buffers < 2)) return;
  std::string json;
  for (size_t i = 0; i < objects.size(); ++i) {
    const int64_t at = first + static_cast<int64_t>(i);
    if (is_null_at(array, at)) continue;
    json.clear();
    if (is_text) {
      const lauter_view text = strings[static_cast<size_t>(at)];
      if (text.data == nullptr || !is_utf8({text.data, text.size})) continue;
      append_json_string(json, {text.data, text.size});
    } else {
      json = json_number(format[0], array, at);
    }
    append_member(objects[i], schema.name, json);
  }
}

}  // namespace

Result<void> read_strings(const ArrowSchema& schema, const ArrowArray& array, bool check, std::span<lauter_view> out) {
  if (schema.dictionary != nullptr) return read_dictionary(schema, array, check, out);
  const std::string_view format = schema.format;
  if (format == "u") return read_offsets<int32_t>(array, check, out);
  if (format == "U") return read_offsets<int64_t>(array, check, out);
  if (format == "vu") return read_views(array, out);
  return no_text(schema);
}

Result<std::vector<std::string>> read_fields(const ArrowSchema& schema, const ArrowArray& array) {
  if (std::string_view(schema.format) != "+s") {
    return invalid_argument(std::string("fields: an Arrow array of format \"") + schema.format + "\" is no struct array");
  }
  LAUTER_TRY(check_shape(array, 1));
  Members objects(static_cast<size_t>(array.length), "{");
  for (int64_t c = 0; c < array.n_children; ++c) {
    if (array.children[c]->length < array.offset + array.length) return broken(0);
    append_column(*schema.children[c], *array.children[c], array.offset, objects);
  }
  for (std::string& object : objects) object += '}';
  return objects;
}

}  // namespace lauter::capi
