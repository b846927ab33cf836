#include "json/utf8.h"

#include <simdjson.h>

#include "text/utf8.h"

namespace lauter {

bool is_valid_utf8(std::string_view bytes) {
  return simdjson::validate_utf8(bytes.data(), bytes.size());
}

size_t find_invalid_utf8(std::string_view bytes) {
  if (is_valid_utf8(bytes)) return std::string_view::npos;
  const auto error = find_utf8_error(bytes);
  return error ? error->offset : std::string_view::npos;
}

std::string replace_invalid_utf8(std::string_view bytes) {
  std::string out;
  while (const auto error = find_utf8_error(bytes)) {
    out.append(bytes.substr(0, error->offset)).append("\uFFFD");
    bytes.remove_prefix(error->offset + 1);
  }
  return out.append(bytes);
}

}  // namespace lauter
