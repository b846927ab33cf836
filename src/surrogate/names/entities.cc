#include "surrogate/names/entities.h"

#include <charconv>
#include <utility>

namespace lauter::surrogate {
namespace {

constexpr std::pair<std::string_view, char> kNamed[] = {
    {"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};

/// The character of the entity at value[at], which is '&', and its size; size 0 if it is none.
std::pair<char, size_t> entity_at(std::string_view value, size_t at) {
  const size_t end = value.substr(0, at + 10).find(';', at);
  if (end == std::string_view::npos) return {};
  std::string_view name = value.substr(at + 1, end - at - 1);
  for (const auto& [known, c] : kNamed)
    if (name == known) return {c, end + 1 - at};
  if (!name.starts_with('#')) return {};
  name.remove_prefix(1);
  const bool hex = name.starts_with('x') || name.starts_with('X');
  if (hex) name.remove_prefix(1);
  unsigned code = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), code, hex ? 16 : 10);
  if (read.ec != std::errc() || read.ptr != name.data() + name.size()) return {};
  if (code < 0x20 || code > 0x7E) return {};
  return {static_cast<char>(code), end + 1 - at};
}

}  // namespace

std::optional<std::string> without_entities(std::string_view value) {
  std::string plain;
  bool found = false;
  for (size_t i = 0; i < value.size();) {
    const auto [c, size] = value[i] == '&' ? entity_at(value, i) : std::pair<char, size_t>{};
    plain.push_back(size == 0 ? value[i] : c);
    found |= size != 0 && c != '@' && c != '.';
    i += size == 0 ? 1 : size;
  }
  if (!found) return std::nullopt;
  return plain;
}

std::string with_entities(std::string_view plain, std::string_view like) {
  const bool quotes = like.find("&quot;") != like.npos || like.find("&apos;") != like.npos ||
                      like.find("&#3") != like.npos || like.find("&#x2") != like.npos;
  std::string out;
  for (const char c : plain) {
    std::string_view name;
    for (const auto& [known, mark] : kNamed)
      if (c == mark) name = known;
    if (name.empty() || (!quotes && (c == '"' || c == '\''))) {
      out.push_back(c);
    } else if (c == '\'') {
      out += "&#39;";  // HTML 4 has no &apos;
    } else {
      out.append("&").append(name).append(";");
    }
  }
  return out;
}

}  // namespace lauter::surrogate
